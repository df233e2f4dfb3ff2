import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { addDraft, getDraft } from '../../src/store/drafts.ts';
import { openStore } from '../../src/store/open.ts';
import { saveRun } from '../../src/store/runs.ts';
import { buildPage } from '../support/build-page.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { runGardener, startGardener } from '../support/run-gardener.ts';
import { aRun } from '../support/runs.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';

beforeAll(buildPage);

const run = aRun();
const draft = newIssueDraft({ run: run.id });

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** What a page of its own asks, once the program listens. */
async function ask(port: number, path: string, { token, json }: { token?: string; json?: object } = {}) {
  const origin = `http://127.0.0.1:${port}`;
  const headers = { origin, 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  return fetch(origin + path, { headers, ...(json && { method: 'POST', body: JSON.stringify(json) }) });
}

/** The address that the program printed: once its port answers, its first line is there. */
async function listening(port: number): Promise<void> {
  await expect
    .poll(
      () =>
        ask(port, '/').then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 30_000 },
    )
    .toBe(200);
}

describe('log-gardener review', () => {
  it('serves the page and its API until Ctrl-C, while another process writes, and needs no token of GitHub', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    await saveRun(store, run);
    await addDraft(store, draft);
    await store.close();
    const port = await freePort();
    const args = ['review', '--state', folder, '--no-open', '--run', run.id, '--port', String(port)];
    const { finished, kill, stderr } = startGardener(args, { cwd: folder });
    onTestFinished(() => {
      kill('SIGKILL');
    });
    await listening(port);
    await expect.poll(stderr).toMatch(/Review at:\n.+\n/);
    const [, code = '', to = ''] =
      new RegExp(`Review at:\\nhttp://127\\.0\\.0\\.1:${port}/#code=([\\w-]{43})&to=(\\S+)\\n`).exec(stderr()) ?? [];
    expect(decodeURIComponent(to)).toBe(`/runs/${run.id}`);
    const signedIn = await ask(port, '/api/session', { json: { code } });
    const { token }: { token: string } = JSON.parse(await signedIn.text());
    const other = await temporaryStore(folder);
    await addDraft(other, newIssueDraft({ run: run.id, n: 9 }));
    const listed = await ask(port, '/api/drafts', { token });
    expect(JSON.parse(await listed.text()).drafts).toHaveLength(2);
    const approval = { seen: draft.hash, live: null };
    expect((await ask(port, `/api/drafts/${draft.id}/approve`, { token, json: approval })).status).toBe(200);
    expect((await getDraft(other, draft.id))?.state.status).toBe('approved');
    const posted = await ask(port, `/api/drafts/${draft.id}/post`, { token, json: {} });
    expect([posted.status, await posted.text()]).toEqual([502, expect.stringContaining('GITHUB_TOKEN')]);
    kill('SIGINT');
    const { code: exit, stdout, stderr: said } = await finished;
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: '' });
    expect(said).not.toMatch(/\n\s+at |Error/);
    expect(said).not.toContain(token);
  });

  it('hands its code to the browser where no other user sees it', async () => {
    const folder = temporaryFolder();
    // Stands for the one that finds the browser: it keeps what it was started with, as a list of processes shows it.
    const seen = join(folder, 'started-with');
    const programs = join(folder, 'bin');
    mkdirSync(programs);
    for (const name of ['xdg-open', 'open']) {
      const browser = join(programs, name);
      writeFileSync(browser, `#!/bin/sh\necho "$@" > '${seen}.part' && mv '${seen}.part' '${seen}'\n`);
      chmodSync(browser, 0o700);
    }
    const port = await freePort();
    const { finished, kill, stderr } = startGardener(
      ['review', '--state', join(folder, 'a b'), '--port', String(port)],
      {
        cwd: folder,
        env: { DISPLAY: ':1', PATH: [programs, process.env.PATH].join(delimiter) },
      },
    );
    onTestFinished(() => {
      kill('SIGKILL');
    });
    await expect.poll(() => existsSync(seen), { timeout: 30_000 }).toBe(true);
    const [, code = ''] = /#code=([\w-]{43})/.exec(stderr()) ?? [];
    const file = fileURLToPath(readFileSync(seen, 'utf8').trim());
    expect(code).not.toBe('');
    expect(readFileSync(seen, 'utf8')).not.toContain(code);
    expect(readFileSync(file, 'utf8')).toContain(`url=http://127.0.0.1:${port}/#code=${code}`);
    expect([statSync(file).mode & 0o077, statSync(dirname(file)).mode & 0o077]).toEqual([0, 0]);
    kill('SIGINT');
    expect((await finished).code).toBe(0);
    expect(readdirSync(join(folder, 'a b')).filter((name) => name.startsWith('open-'))).toEqual([]);
  });

  it('says in words why it does not start', async () => {
    const folder = temporaryFolder();
    const review = (...args: string[]) => runGardener(['review', '--no-open', ...args], { cwd: folder });
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      taken.close();
    });
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const [busy, unknown] = await Promise.all([review('--port', String(port)), review('--run', 'nonsense')]);
    expect([busy.code, busy.stderr]).toEqual([
      2,
      expect.stringMatching(/something else listens there\. Leave --port out/),
    ]);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringMatching(/no run nonsense/)]);
  });
});
