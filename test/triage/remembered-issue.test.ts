import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadRedactionKey } from '../../src/collect/redaction-key.ts';
import { parseTime } from '../../src/collect/time.ts';
import { Config } from '../../src/config/schema.ts';
import { parseMarkers } from '../../src/github/marker.ts';
import type { Run } from '../../src/model/run.ts';
import { triage } from '../../src/triage/triage.ts';
import { open, planted } from '../github/connect.ts';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';

const at = (hour: number, minute = 0) =>
  `2025-09-12T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`;

function entries(hour: number): string {
  const line = (index: number) => ({
    insertId: `${hour}-${index}`,
    timestamp: at(hour, 10 + index),
    severity: 'ERROR',
    logName: 'projects/p/logs/run.googleapis.com%2Fstderr',
    resource: {
      type: 'cloud_run_revision',
      labels: { service_name: 'api', revision_name: 'api-00001-aaa', project_id: 'p', location: 'l' },
    },
    jsonPayload: { message: `Payment capture failed for order ${hour}${index}: gateway PaymentGateway refused` },
  });
  return [0, 1, 2, 3, 4].map((index) => JSON.stringify(line(index))).join('\n');
}

/** A tracker and a way to triage one hour after the other, posting, always on the same store. */
async function hourly(): Promise<{ server: ScenarioGitHub; triageHour: (hour: number) => Promise<Run> }> {
  let now = at(0);
  const server = await startGitHub({
    history: { repository: { owner: 'acme', name: 'shop' }, viewer: 'gardener', nextNumber: 100, issues: [planted(1)] },
    now: () => new Date(now),
  });
  onTestFinished(() => server.stop());
  const folder = temporaryFolder();
  const store = await temporaryStore(folder);
  const triageHour = async (hour: number) => {
    now = at(hour + 1);
    const source = join(folder, `${hour}.ndjson`);
    writeFileSync(source, entries(hour));
    const [since, until] = [parseTime(at(hour)), parseTime(now)];
    if (since === null || until === null) throw new Error('no time');
    return triage(
      {
        sources: [source],
        project: 'p',
        service: 'api',
        repository: 'acme/shop',
        window: { since, until },
        minSeverity: 'NOTICE',
        mode: 'auto',
        workers: 1,
        investigator: { name: 'rules', because: 'no key' },
      },
      {
        config: Config.parse({}),
        store,
        redactionKey: loadRedactionKey(folder),
        worklogDir: folder,
        setAside: (run) => join(folder, `aside-${run}`),
        openGitHub: () => open(server),
        now: () => now,
        version: '0',
        onEvent: () => undefined,
      },
    );
  };
  return { server, triageHour };
}

async function patch(server: ScenarioGitHub, change: object): Promise<void> {
  const headers = { authorization: `Bearer ${server.token}` };
  const url = `${server.url}/repos/acme/shop/issues/100`;
  const answer = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify(change) });
  if (!answer.ok) throw new Error(await answer.text());
}

it('keeps to the issue it made though a person rewrote it, marker and all', async () => {
  const { server, triageHour } = await hourly();
  expect((await triageHour(1)).clusters).toMatchObject([{ decision: { action: 'create' }, draft: { issue: 100 } }]);
  await patch(server, { title: 'Checkout broken', body: 'Rewritten by a person: checkout is broken' });

  for (const hour of [2, 3]) {
    const run = await triageHour(hour);
    expect(run.status).toBe('done');
    expect(run.clusters).toMatchObject([{ decision: { action: 'update', issue: 100 } }]);
    expect(run.clusters[0]?.investigation?.search.remembered).toEqual({ issue: 100, now: 'there' });
  }
  const made = server.issues().filter(({ author }) => author === 'gardener');
  expect(made.map(({ number, title, body }) => ({ number, title, body }))).toEqual([
    { number: 100, title: 'Checkout broken', body: 'Rewritten by a person: checkout is broken' },
  ]);
  // The evidence found a home in one comment, which the third run brought up to date.
  const comments = made.flatMap((issue) => issue.comments);
  expect(comments).toHaveLength(1);
  expect(comments.flatMap(({ body }) => parseMarkers(body))).toHaveLength(1);
  expect(comments[0]?.body).toContain('03:14');

  await patch(server, { state: 'closed' });
  const run = await triageHour(4);
  expect(run.status).toBe('done');
  expect(run.clusters).toMatchObject([
    { decision: { action: 'skip', issue: 100, verdict: { kind: 'closed_without_fix' } }, draft: null },
  ]);
});
