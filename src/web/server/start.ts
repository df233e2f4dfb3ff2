import { randomBytes } from 'node:crypto';
import type { LiveDeps } from '../../review/deps.ts';
import { commitPosted } from '../../triage/commit-worklog.ts';
import { refreshRun } from '../../triage/refresh-run.ts';
import { createActs } from './acts.ts';
import { createApp } from './app.ts';
import type { KnownPath } from './failures.ts';
import type { Page } from './page.ts';
import { createRunList, type RunList } from './run-list.ts';
import { createRunMemory, type RunMemory } from './run-memory.ts';
import { serveLocally } from './serve.ts';
import { createSession } from './session.ts';
import { rememberUnbacked } from './unbacked-memory.ts';
import { type Repeat, watchStore } from './watch.ts';
import { createWorklogs } from './worklogs.ts';

export interface StartOptions {
  readonly review: LiveDeps;
  readonly worklogDir: string;
  readonly page: Page;
  /** 0 = one that is free. */
  readonly port: number;
  readonly paths: readonly KnownPath[];
  /** Told of errors that nobody expected. */
  readonly report: (error: unknown) => void;
  /** For tests; else as time goes by. */
  readonly repeat?: Repeat;
}

export interface ReviewServer {
  readonly port: number;
  /**
   * An address that opens the page, once: its code stands behind the `#`, which no server is told.
   *
   * @param run which it opens; left out = the last
   */
  newAddress(run?: string): string;
  /** Ends it, once the worklogs say what was decided. */
  close(): Promise<void>;
}

/** Starts the review page's server on this machine. */
export async function startReviewServer(options: StartOptions): Promise<ReviewServer> {
  const { review, worklogDir, page, paths, report, repeat = everyMilliseconds } = options;
  const { store, now } = review;
  const worklogs = createWorklogs((run) => refreshRun(run, { store, worklogDir }, now()), later, report);
  const committed = createWorklogs((run) => commitPosted(run, review), later, report);
  const session = createSession(() => randomBytes(32));
  const runs = createRunMemory(store);
  const runList = createRunList(store);
  const app = createApp({
    review,
    acts: createActs(review, worklogs.touch, committed.touch),
    runs,
    runList,
    findUnbacked: rememberUnbacked(review, runs),
    watch: watchStore(store, repeat, report),
    ...{ session, page, repeat, paths, report },
    port: () => served.port,
  });
  const served = await serveLocally((request) => app.fetch(request), options.port);
  // While the browser starts, what it will ask for first is read.
  const warm = readFirst(runList, runs).catch(report);
  let closing: Promise<void> | null = null;
  return {
    port: served.port,
    newAddress(run) {
      const to = run === undefined ? '' : `&to=${encodeURIComponent(`/runs/${run}`)}`;
      return `http://127.0.0.1:${served.port}/#code=${session.issueCode()}${to}`;
    },
    close() {
      closing ??= Promise.all([served.close(), warm]).then(worklogs.settle).then(committed.settle);
      return closing;
    },
  };
}

async function readFirst(list: RunList, runs: RunMemory): Promise<void> {
  const [last] = await list.read();
  if (last !== undefined) await runs.read(last.id);
}

const everyMilliseconds: Repeat = (work, milliseconds) => {
  const timer = setInterval(work, milliseconds);
  return { stop: () => clearInterval(timer) };
};

function later(work: () => void, milliseconds: number): void {
  // What waits is written when the server ends; it keeps no process alive.
  setTimeout(work, milliseconds).unref();
}
