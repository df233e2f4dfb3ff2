import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { openQueue } from '../../src/fleet/queue.ts';
import { openSharedStore, type SharedStore } from '../../src/store/fences.ts';
import { type ScenarioGitHub, startGitHub } from './github/server.ts';
import { type Finished, startGardener } from './run-gardener.ts';
import { runHere } from './run-here.ts';
import type { Started } from './start-process.ts';
import { databaseOf, temporaryFolder } from './store.ts';

/** A fleet's world: PostgreSQL, a tracker, services that log to files. Workers are processes of the program. */
export interface FleetWorld {
  readonly folder: string;
  readonly store: SharedStore;
  readonly tracker: ScenarioGitHub;
  /** A worker, which is killed with the test if it still runs then. */
  worker(...args: string[]): { finished: Promise<Finished>; kill: (signal: NodeJS.Signals) => void };
  /** The same on a machine whose clock is wrong by so many milliseconds. */
  skewedWorker(skewMs: number): { finished: Promise<Finished>; kill: (signal: NodeJS.Signals) => void };
  /** The same, which tells what it has used since it started. */
  meteredWorker(...args: string[]): MeteredWorker;
  /** Runs a command in this process, one at a time. */
  run(...args: string[]): Promise<Finished>;
  /** Writes what a service logged, and asks for its triage by the same way. */
  enqueue(service: string, messages: readonly string[]): Promise<void>;
  /** Writes what many logged, each to `logs/SERVICE.ndjson`. */
  write(logs: ReadonlyMap<string, readonly string[]>): void;
  /** The same, and asks for the triage of each. */
  enqueueAll(logs: ReadonlyMap<string, readonly string[]>, mode: 'draft' | 'auto'): Promise<void>;
  /** Waits until so many runs have come to their end; the test's time-out bounds it. */
  ended(runs: number): Promise<void>;
}

/** What a worker has used. */
const Used = z.object({
  /** Of processor time. */
  milliseconds: z.number(),
  /** Sent to PostgreSQL. */
  statements: z.int(),
});

export interface MeteredWorker {
  readonly finished: Promise<Finished>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly used: () => Promise<z.infer<typeof Used>>;
}

const SKEWED_CLOCK = new URL('./processes/skewed-clock.ts', import.meta.url).href;

const METER = new URL('./processes/meter.ts', import.meta.url).href;

const NOW = '2025-09-12T23:31:00Z';

/** The repository acme/shop, without an issue. */
export async function startTracker(): Promise<ScenarioGitHub> {
  const tracker = await startGitHub({
    history: { repository: { owner: 'acme', name: 'shop' }, viewer: 'gardener-bot', nextNumber: 100 },
    now: () => new Date(NOW),
  });
  onTestFinished(() => tracker.stop());
  return tracker;
}

/** What a fleet talks to instead of what the tests start for it. */
interface Surroundings {
  /** Instead of a database on the PostgreSQL of the test run. */
  readonly database?: string;
  /** Where the model is that investigates; rules do without one. */
  readonly claude?: string;
  /** Where the Cloud Logging of the tests is, host:port; services log to files without one. */
  readonly logging?: string;
  /** Instead of the tracker of acme/shop. */
  readonly github?: { readonly url: string; readonly token: string };
}

export async function startFleetWorld(
  config: object = {},
  { database, claude, logging, github }: Surroundings = {},
): Promise<FleetWorld> {
  const folder = temporaryFolder();
  const url = database ?? databaseOf(folder);
  const tracker = await startTracker();
  const store = await openSharedStore(url);
  onTestFinished(() => store.close());
  mkdirSync(join(folder, 'logs'));
  const settings = {
    repository: 'acme/shop',
    github: { writeIntervalMs: 0 },
    // The tracker allows more than GitHub does.
    fleet: { searchesPerMinute: 5_000, writesPerMinute: 5_000 },
    ...config,
  };
  writeFileSync(join(folder, 'log-gardener.yaml'), JSON.stringify(settings));
  const options = {
    cwd: folder,
    env: {
      DATABASE_URL: url,
      GITHUB_API_URL: (github ?? tracker).url,
      GITHUB_TOKEN: (github ?? tracker).token,
      METADATA_SERVER_DETECTION: 'none',
      ...(logging !== undefined && { LOGGING_EMULATOR_HOST: logging }),
      ...(claude !== undefined && { ANTHROPIC_API_KEY: 'sk-ant-test', ANTHROPIC_BASE_URL: claude }),
    },
  };
  const log = (service: string, messages: readonly string[]): string => {
    const file = join(folder, 'logs', `${service}.ndjson`);
    writeFileSync(file, messages.map((message, nth) => `${JSON.stringify(entry(service, message, nth))}\n`).join(''));
    return file;
  };
  const startWorker = (args: readonly string[], more: Record<string, string> = {}) => {
    const started = startGardener(['worker', '--investigator', claude ? 'claude' : 'rules', ...args], {
      ...options,
      env: { ...options.env, ...more },
    });
    onTestFinished(async () => {
      started.kill('SIGKILL');
      await started.finished;
    });
    return started;
  };
  return {
    folder,
    store,
    tracker,
    worker: (...args) => startWorker(args),
    skewedWorker: (skewMs) => startWorker([], { SKEW_MS: String(skewMs), NODE_OPTIONS: `--import ${SKEWED_CLOCK}` }),
    meteredWorker: (...args) => metered(startWorker(args, { NODE_OPTIONS: `--import ${METER}` })),
    run: (...args) => runHere(args, options),
    async enqueue(service, messages) {
      const asked = await runHere(
        ['enqueue', '--service', service, '--source', log(service, messages), '--mode', 'auto'],
        options,
      );
      if (asked.code !== 0) throw new Error(asked.stderr);
    },
    write(logs) {
      for (const [service, messages] of logs) log(service, messages);
    },
    async enqueueAll(logs, mode) {
      const queue = await openQueue(url, { isWorker: false, onError: () => undefined });
      for (const [service, messages] of logs) {
        await queue.sendCollect({ service, mode, sources: [log(service, messages)] });
      }
      await queue.stop();
    },
    async ended(runs) {
      for (;;) {
        // PostgreSQL may be away for a moment, where a test restarts it.
        const rows = await store.db
          .selectFrom('runs')
          .select('status')
          .execute()
          .catch(() => []);
        const ended = rows.filter(({ status }) => status === 'done' || status === 'partial').length;
        // The job that ends a run is done a moment later, and keeps the next run of its service out until then.
        if (ended >= runs && !(await isEnding(store, url))) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
  };
}

async function isEnding({ db }: SharedStore, url: string): Promise<boolean> {
  const schema = new URL(url).searchParams.get('schema') ?? 'log_gardener';
  const { rows } = await sql`
    select 1 from ${sql.table(`${schema}_jobs.job`)} where name = 'publish' and state < 'completed' limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

function metered({ finished, kill, stderr }: Started): MeteredWorker {
  let asked = 0;
  return {
    finished,
    kill,
    async used() {
      const nth = asked++;
      kill('SIGUSR2');
      for (;;) {
        const said = [...stderr().matchAll(/^used (.*)\n/gm)][nth]?.[1];
        if (said !== undefined) return Used.parse(JSON.parse(said));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

function entry(service: string, message: string, nth: number) {
  const timestamp = new Date(Date.parse('2025-09-12T22:00:00Z') + nth * 1_000).toISOString();
  return {
    insertId: `${service}-${nth}`,
    logName: 'projects/acme/logs/stdout',
    timestamp,
    receiveTimestamp: timestamp,
    severity: 'ERROR',
    resource: { type: 'cloud_run_revision', labels: { service_name: service, revision_name: `${service}-00001-abc` } },
    jsonPayload: { message },
  };
}
