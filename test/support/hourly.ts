import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadRedactionKey } from '../../src/collect/redaction-key.ts';
import { parseTime } from '../../src/collect/time.ts';
import { Config } from '../../src/config/schema.ts';
import type { Run } from '../../src/model/run.ts';
import { triage } from '../../src/triage/triage.ts';
import { open, planted } from '../github/connect.ts';
import type { HistoryInput } from './github/history.ts';
import { type ScenarioGitHub, startGitHub } from './github/server.ts';
import { temporaryFolder, temporaryStore } from './store.ts';

/** A moment of the day on which the hours are. */
export const at = (hour: number, minute = 0) =>
  `2025-09-12T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`;

const FIRST = 'api-00001-aaa';

/** Five entries of one error in this hour, the first on the first revision, the others on this one. */
function entries(hour: number, revision: string): string {
  const line = (index: number) => ({
    insertId: `${hour}-${index}`,
    timestamp: at(hour, 10 + index),
    severity: 'ERROR',
    logName: 'projects/p/logs/run.googleapis.com%2Fstderr',
    resource: {
      type: 'cloud_run_revision',
      labels: { service_name: 'api', revision_name: index === 0 ? FIRST : revision, project_id: 'p', location: 'l' },
    },
    jsonPayload: { message: `Payment capture failed for order ${hour}${index}: gateway PaymentGateway refused` },
  });
  return [0, 1, 2, 3, 4].map((index) => JSON.stringify(line(index))).join('\n');
}

interface Hourly {
  readonly github: () => ScenarioGitHub;
  /** Triages one hour of a steady error and posts, on the store of the hours before. */
  readonly triageHour: (hour: number, options?: { revision?: string; trustedAuthors?: string[] }) => Promise<Run>;
  /** Changes what GitHub holds, in ways that no call can. */
  readonly rewrite: (change: (history: HistoryInput) => HistoryInput) => Promise<void>;
}

/** A service whose one error goes on, triaged hour by hour. The first issue that is made is #100. */
export async function hourly(planting: Partial<HistoryInput> = {}): Promise<Hourly> {
  let now = at(0);
  const history = { repository: { owner: 'acme', name: 'shop' }, viewer: 'gardener', nextNumber: 100 };
  const start = async (input: HistoryInput) => {
    const started = await startGitHub({ history: input, now: () => new Date(now) });
    onTestFinished(() => started.stop());
    return started;
  };
  let server = await start({ ...history, issues: [planted(1)], ...planting });
  const folder = temporaryFolder();
  const store = await temporaryStore(folder);
  return {
    github: () => server,
    async rewrite(change) {
      server = await start(change(server.snapshot()));
    },
    async triageHour(hour, { revision = FIRST, trustedAuthors = [] } = {}) {
      now = at(hour + 1);
      const source = join(folder, `${hour}.ndjson`);
      writeFileSync(source, entries(hour, revision));
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
          config: Config.parse({ github: { trustedAuthors } }),
          store,
          redactionKey: loadRedactionKey(folder),
          worklogDir: folder,
          setAside: (run) => join(folder, `aside-${run}`),
          openGitHub: () => open(server, { trustedAuthors }),
          now: () => now,
          version: '0',
          onEvent: () => undefined,
        },
      );
    },
  };
}
