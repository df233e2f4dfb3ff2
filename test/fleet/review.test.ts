import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { addDraft, getDraft } from '../../src/store/drafts.ts';
import { saveRun } from '../../src/store/runs.ts';
import { buildPage } from '../support/build-page.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { startGardener } from '../support/run-gardener.ts';
import { aRun } from '../support/runs.ts';
import { databaseOf, temporaryFolder, temporaryStore } from '../support/store.ts';

beforeAll(buildPage);

/** Answers to what the page asks. */
async function ask(origin: string, path: string, token: string | null, json?: object): Promise<Response> {
  const headers = { origin, 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  return fetch(origin + path, { headers, ...(json && { method: 'POST', body: JSON.stringify(json) }) });
}

/** What is told of until it matches. */
async function readUntil(pattern: RegExp, events: Response): Promise<string> {
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  let told = '';
  while (!pattern.test(told)) {
    const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
    if (done) throw new Error(`it ended after: ${told}`);
    told += value ?? '';
  }
  return told;
}

it('shows on a page what the workers of a fleet draft, from a machine that never ran one', async () => {
  const folder = temporaryFolder();
  const store = await temporaryStore(folder);
  const run = aRun();
  const draft = newIssueDraft({ run: run.id });
  await saveRun(store, run);
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  for (const name of ['xdg-open', 'open']) {
    writeFileSync(join(programs, name), '#!/bin/sh\n');
    chmodSync(join(programs, name), 0o700);
  }
  const { finished, kill, heard } = startGardener(['review', '--run', run.id], {
    cwd: folder,
    env: { DATABASE_URL: databaseOf(folder), DISPLAY: ':1', PATH: [programs, process.env.PATH].join(delimiter) },
  });
  onTestFinished(() => {
    kill('SIGKILL');
  });
  const address = new URL(await heard(/http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]{43}/));
  const signedIn = await ask(address.origin, '/api/session', null, { code: address.hash.replace('#code=', '') });
  const { token }: { token: string } = JSON.parse(await signedIn.text());
  const events = await ask(address.origin, '/api/events', token);
  // By another process, on another connection.
  await addDraft(store, draft);
  await readUntil(new RegExp(`"draft":"${draft.id}".*"status":"pending"`), events);
  const { drafts } = JSON.parse(await (await ask(address.origin, '/api/drafts', token)).text());
  expect(drafts).toMatchObject([{ id: draft.id, status: 'pending' }]);
  const approval = { seen: draft.hash, live: null };
  expect((await ask(address.origin, `/api/drafts/${draft.id}/approve`, token, approval)).status).toBe(200);
  expect((await getDraft(store, draft.id))?.state.status).toBe('approved');
  kill('SIGINT');
  expect(await finished).toMatchObject({ code: 0, stdout: '' });
});
