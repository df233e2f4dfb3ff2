import { hash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { requestLogOf, type Selection, type Span } from '../collect/cloud-logging/filter.ts';
import { continues, isSamePlan, Plan, planOfCounts, planReading, readUntil } from '../collect/cloud-logging/plan.ts';
import { createQuota } from '../collect/cloud-logging/quota.ts';
import type { ReadPage } from '../collect/cloud-logging/read-pages.ts';
import type { CloudSource } from '../collect/cloud-logging/source.ts';
import { openSpool } from '../collect/cloud-logging/spool.ts';
import { formatTime, parseTime } from '../collect/time.ts';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../model/clock.ts';
import type { Completeness } from '../model/completeness.ts';
import { SEVERITIES, SEVERITY_RANK, Severity } from '../model/severity.ts';
import type { Store } from '../store/open.ts';
import { changeRecentReads } from '../store/recent-reads.ts';
import { forgetWatermarksAfter, moveWatermark, watermarkOf } from '../store/watermarks.ts';

/** What reading Cloud Logging needs of the outside. */
export interface LoggingDeps {
  readonly config: Pick<Config, 'logging'>;
  readonly store: Store;
  readonly stateDir: string;
  readonly clock: Clock;
  /** Connects when it is called; importing the client takes long. */
  readonly connect: (project: string) => Promise<{ readPage: ReadPage; close: () => Promise<void> }>;
  readonly onNote: (text: string) => void;
}

/** Each purpose has a watermark of its own: what one command has seen the other still has to. */
const Purpose = z.enum(['triage', 'collect', 'mcp']);

/** What is to be read. */
export interface LoggingRequest {
  readonly purpose: z.infer<typeof Purpose>;
  readonly selection: Selection;
  /** Whether all requests are counted too. */
  readonly requestLog: boolean;
  /** Null = from where the last reading ended. */
  readonly window: Span | null;
  /** Without a window and a reading before, in nanoseconds. */
  readonly lookBack: bigint;
  /** Nanoseconds since 1970. */
  readonly now: bigint;
}

/** Cloud Logging, ready to be read. */
export interface OpenLogging {
  readonly source: CloudSource;
  /** All requests of the same time; null where it was not asked for, or the source holds them all. */
  readonly requestLog: CloudSource | null;
  /** The window of this reading; that of an earlier one that was broken off comes first. */
  readonly window: Span;
  /** When what was read has come to its use: the next reading starts after it, but for a slice, which says nothing of it. */
  finish(read: Pick<Completeness, 'newestReceived'>): Promise<void>;
  close(): Promise<void>;
}

/** What one reading covers: plain data, so that others can take it up. */
export const PlannedReading = z.object({
  purpose: Purpose,
  selection: z.object({ project: z.string(), service: z.string(), filter: z.string(), minSeverity: Severity }),
  requestLog: z.boolean(),
  plan: Plan,
});
export type PlannedReading = z.infer<typeof PlannedReading>;

/** @throws SourceError where another process reads the same */
export async function openLogging(request: LoggingRequest, deps: LoggingDeps): Promise<OpenLogging> {
  return openPlanned(await planLogging(request, deps), deps);
}

/** Says what is to be read, from where the last reading ended on. */
export async function planLogging(
  request: LoggingRequest,
  deps: Pick<LoggingDeps, 'config' | 'store' | 'clock' | 'onNote'>,
): Promise<PlannedReading> {
  const { purpose, selection, requestLog, lookBack, now } = request;
  const { settle, late } = deps.config.logging;
  const asked = endSettled(request.window, now, spanOf(settle));
  // Whoever asked for less severe entries has seen the severe ones too, and not the other way round.
  const keys = SEVERITIES.filter((severity) => SEVERITY_RANK[severity] <= SEVERITY_RANK[selection.minSeverity]).map(
    (severity) => keyOf(request, severity),
  );
  const present = BigInt(deps.clock.now()) * 1_000_000n;
  if (asked === null && (await forgetWatermarksAfter(deps.store, keys, formatTime(present)))) {
    deps.onNote(
      `An earlier reading is said to have ended after ${formatTime(present)}, which is now: a clock was ahead. ` +
        'What it says is taken back: reading starts after the last entry that had arrived then, or where one before it ' +
        'ended, or looks back as the first one does.',
    );
  }
  if (asked === null && now > present) {
    deps.onNote(`${formatTime(now)} is still to come: what arrived until ${formatTime(present)} is read.`);
  }
  const last = await watermarkOf(deps.store, keys);
  const reached = parseTime(last?.reached ?? '');
  const lookedUntil = parseTime(last?.lookedUntil ?? '');
  // A replay may take an earlier time for the present, but nothing is read that has not come. And whatever it takes, a
  // window is whole only when it is over.
  const from = asked === null && now < present ? now : present;
  const plan = planReading({
    ...{ asked, reached, now: from, lookBack, settle: spanOf(settle), late: spanOf(late) },
    ...(lookedUntil !== null && { lookedUntil }),
  });
  return { purpose, selection, requestLog, plan };
}

/**
 * Opens Cloud Logging for what was planned.
 *
 * @param whole the plan of which this one covers a slice of the time; without it, it is all
 * @throws SourceError where another process reads the same
 */
export async function openPlanned(reading: PlannedReading, deps: LoggingDeps, whole?: Plan): Promise<OpenLogging> {
  const { selection, plan: planned } = reading;
  const { project, filter, minSeverity } = selection;
  const name = hash('sha256', keyOf(reading, minSeverity), 'hex').slice(0, 16);
  const folder = join(deps.stateDir, 'collecting', name);
  const spool = openSpool(folder);
  const begun = spool.saved?.plan;
  const plan = begun !== undefined && continues(begun, planned) ? begun : planned;
  if (plan === planned) spool.clear();
  else deps.onNote('Going on with a reading that was broken off.');
  const isAll = minSeverity === 'DEFAULT' && filter.trim() === '';
  const requestSpool = reading.requestLog && !isAll ? openSpool(join(folder, 'requests')) : null;
  const requestPlan = { ...planOfCounts(whole ?? plan), time: plan.time, window: plan.window };
  if (requestSpool?.saved && !isSamePlan(requestSpool.saved.plan, requestPlan)) requestSpool.clear();
  const client = await deps.connect(project).catch((error: unknown) => {
    requestSpool?.close();
    spool.close();
    throw error;
  });
  // Google counts by project, whoever of those that share the state folder reads.
  const { readsPerMinute } = deps.config.logging;
  const quota = createQuota(readsPerMinute, deps.clock, (change) => changeRecentReads(deps.store, project, change));
  const onRetry = (why: string, waitMs: number): void => {
    deps.onNote(`Cloud Logging: ${why}. Trying again in ${Math.round(waitMs / 1000)} s.`);
  };
  const shared = {
    ...{ plan, readPage: client.readPage, quota, clock: deps.clock, onRetry },
    ...(whole && { whole: whole.time }),
  };
  return {
    source: { ...shared, selection, spool },
    requestLog: requestSpool && {
      ...shared,
      plan: requestPlan,
      selection: requestLogOf(selection),
      spool: requestSpool,
    },
    window: plan.window,
    async finish(read) {
      if (whole === undefined) await finishReading({ ...reading, plan }, read, deps.store);
      requestSpool?.remove();
      spool.remove();
    },
    async close() {
      requestSpool?.close();
      spool.close();
      await client.close();
    },
  };
}

/** When all of a reading has come to its use: the next one starts after it. */
export async function finishReading(
  reading: PlannedReading,
  { newestReceived }: Pick<Completeness, 'newestReceived'>,
  store: Store,
): Promise<void> {
  const { plan, selection } = reading;
  // A look at one window says nothing about what arrived before and after it.
  if (plan.received === null) return;
  const read = readUntil(plan.received, parseTime(newestReceived ?? ''));
  const to = { reached: formatTime(read), lookedUntil: formatTime(plan.window.until) };
  await moveWatermark(store, keyOf(reading, selection.minSeverity), to);
}

function keyOf({ purpose, selection }: Pick<PlannedReading, 'purpose' | 'selection'>, severity: Severity): string {
  const { project, service, filter } = selection;
  return JSON.stringify([purpose, project, service, filter, severity]);
}

/** A window without an end of its own, which ends now, without its last moments: entries of those may still be under way. */
function endSettled(window: LoggingRequest['window'], now: bigint, settle: bigint): LoggingRequest['window'] {
  const until = now - settle;
  return window?.until === now && window.since < until ? { since: window.since, until } : window;
}

const UNIT_NANOSECONDS: Readonly<Record<string, bigint>> = {
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

/** A span of the config, `30m`, `24h` or `7d`, in nanoseconds. */
export function spanOf(text: string): bigint {
  return BigInt(text.slice(0, -1)) * (UNIT_NANOSECONDS[text.slice(-1)] ?? 0n);
}
