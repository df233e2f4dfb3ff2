import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { connectCloudLogging } from '../../src/collect/cloud-logging/connect.ts';
import { Config } from '../../src/config/schema.ts';
import type { FleetLogging, Scene } from '../../src/fleet/scene.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import type { Store } from '../../src/store/open.ts';
import { type LoggingDeps, openPlanned, planLogging } from '../../src/triage/open-logging.ts';
import { fakeClock } from './cloud-logging/clock.ts';
import { logOf } from './cloud-logging/log.ts';
import { type FakeOptions, startFakeLogging } from './cloud-logging/server.ts';
import { temporaryFolder } from './store.ts';

export const MINUTE = 60_000_000_000n;
const YEAR = 365n * 24n * 60n * MINUTE;

/** What a step of a fleet is given for the service shop; nothing is posted, and no tracker asked. */
export function sceneWith(store: Store, more: Partial<Scene> & { sources?: readonly string[]; key?: string }): Scene {
  const folder = temporaryFolder();
  const { sources = [], key = 'test key' } = more;
  return {
    request: {
      sources,
      project: 'acme',
      service: 'shop',
      repository: '',
      window: null,
      minSeverity: 'NOTICE',
      workers: 1,
      mode: 'draft',
      investigator: { name: 'rules', because: 'asked for' },
    },
    deps: {
      config: Config.parse({}),
      store,
      redactionKey: Buffer.from(key),
      worklogDir: join(folder, 'worklogs'),
      setAside: (run) => join(folder, 'malformed', `${run}.ndjson`),
      openGitHub: () => Promise.reject(new Error('no tracker is asked')),
      now: () => '2026-03-20T13:00:00.000Z',
      version: 'test',
      onEvent: () => undefined,
    },
    logging: null,
    sliceLength: YEAR,
    ...more,
  };
}

/** Entries in a Cloud Logging, and a fleet's way to them; `at` says when a job is made, in nanoseconds since 1970. */
export async function startFleetLogging(
  entries: readonly LogEntry[],
  at: () => bigint,
  options: Partial<FakeOptions> = {},
) {
  const ms = (): number => Number(at() / 1_000_000n);
  const fake = await startFakeLogging({ log: logOf(entries), now: ms, readsPerMinute: 6_000, ...options });
  const client = connectCloudLogging('acme', { LOGGING_EMULATOR_HOST: fake.host });
  onTestFinished(async () => {
    await client.close();
    fake.stop();
  });
  const folder = temporaryFolder();
  const loggingFor = (store: Store): FleetLogging => {
    const deps = (name: string): LoggingDeps => ({
      config: Config.parse({ logging: { readsPerMinute: 6_000 } }),
      store,
      stateDir: join(folder, name),
      clock: fakeClock(ms()),
      connect: async () => ({ readPage: client.readPage, close: async () => undefined }),
      onNote: () => undefined,
    });
    const selection = { project: 'acme', service: 'shop', filter: '', minSeverity: 'NOTICE' } as const;
    return {
      plan: () =>
        planLogging(
          { purpose: 'triage', selection, requestLog: true, window: null, lookBack: 60n * MINUTE, now: at() },
          deps('all'),
        ),
      open: (reading, slice) => openPlanned(reading, deps(slice?.name ?? 'all'), slice?.of),
    };
  };
  return { fake, loggingFor };
}
