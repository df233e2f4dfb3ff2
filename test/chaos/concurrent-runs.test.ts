import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parseMarkers } from '../../src/github/marker.ts';
import { startGitHub } from '../support/github/server.ts';
import { runGardener } from '../support/run-gardener.ts';
import { temporaryFolder } from '../support/store.ts';

const ROUNDS = process.env.LONG === '1' ? 25 : 1;
const NOW = '2025-09-12T02:00:00Z';

/** Six entries of one problem and four of another. */
function entries(): string {
  const entry = (minute: number, message: string) => ({
    insertId: `e${minute}`,
    timestamp: `2025-09-12T01:${minute}:00Z`,
    severity: 'ERROR',
    logName: 'projects/p/logs/run.googleapis.com%2Fstderr',
    resource: { type: 'cloud_run_revision', labels: { service_name: 'api', revision_name: 'api-00001-aaa' } },
    jsonPayload: { message },
  });
  const payments = [10, 11, 12, 13, 14, 15].map((at) => entry(at, `Payment capture failed for order ${at}: refused`));
  const mails = [20, 21, 22, 23].map((at) => entry(at, `Mailer queue overflow in MailerWorker ${at}`));
  return [...payments, ...mails].map((one) => JSON.stringify(one)).join('\n');
}

for (const shared of [true, false]) {
  const stores = shared ? 'one store' : 'a store each, as runners have that begin with an empty disk';
  it(`two runs of the program at once on ${stores} leave one open issue for each problem`, {
    timeout: ROUNDS * 120_000,
  }, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const history = { repository: { owner: 'acme', name: 'shop' }, viewer: 'gardener-bot', nextNumber: 100 };
      const tracker = await startGitHub({ history, now: () => new Date(NOW) });
      onTestFinished(() => tracker.stop());
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'log-gardener.yaml'), 'repository: acme/shop\nservice: api\n');
      writeFileSync(join(folder, 'log.ndjson'), entries());
      const env = { GITHUB_TOKEN: tracker.token, GITHUB_API_URL: tracker.url };
      const run = (state: string) => {
        const args = ['triage', '--source', 'log.ndjson', '--window', '24h', '--now', NOW, '--mode', 'auto', '--json'];
        return runGardener([...args, '--state', join(folder, state)], { cwd: folder, env });
      };
      const ended = await Promise.all([run('one'), run(shared ? 'one' : 'two')]);
      for (const { code, stderr } of ended) expect(code, stderr).toBe(0);
      const open = tracker.issues().filter(({ state }) => state === 'open');
      const about = open.flatMap(({ body }) => parseMarkers(body).map(({ fingerprint }) => fingerprint));
      expect(about, `round ${round}`).toHaveLength(2);
      expect(new Set(about).size, `round ${round}`).toBe(2);
      for (const { stateReason } of tracker.issues().filter(({ state }) => state === 'closed')) {
        expect(stateReason).toBe('duplicate');
      }
      if (shared) expect(tracker.issues(), `round ${round}`).toHaveLength(2);
      await tracker.stop();
    }
  });
}
