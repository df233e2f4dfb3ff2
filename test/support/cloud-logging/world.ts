import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { connectCloudLogging } from '../../../src/collect/cloud-logging/connect.ts';
import { requestLogOf, type Selection, type Span } from '../../../src/collect/cloud-logging/filter.ts';
import { type Plan, planReading } from '../../../src/collect/cloud-logging/plan.ts';
import { createQuota } from '../../../src/collect/cloud-logging/quota.ts';
import type { ReadPage } from '../../../src/collect/cloud-logging/read-pages.ts';
import { openSpool } from '../../../src/collect/cloud-logging/spool.ts';
import { collect } from '../../../src/collect/collect.ts';
import { createRedactor } from '../../../src/collect/redact.ts';
import type { LogEntry } from '../../../src/model/entry.ts';
import { temporaryFolder } from '../store.ts';
import { fakeClock } from './clock.ts';
import { identityOf } from './noisy-log.ts';
import { recentReads } from './recent-reads.ts';
import { type FakeOptions, type Fault, startFakeLogging } from './server.ts';

/** Somebody pulled the plug. */
class Killed extends Error {}

/** What passes, or is mended by reading on. */
export const FAULTS: readonly Fault[] = [
  'RESOURCE_EXHAUSTED',
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'break',
  'expire tokens',
];

/** Reads all that happened in a span, whenever it arrived, when it has settled. */
export function planOf(asked: Span): Plan {
  return planReading({ asked, reached: null, now: asked.until, lookBack: 0n, settle: 0n });
}

export interface ReadOptions {
  readonly plan?: Plan;
  readonly readPage?: ReadPage;
  readonly readsPerMinute?: number;
  /** Reads the request log too. */
  readonly requestLog?: boolean;
  /** What is asked for beside the service; NOTICE and above where it is not said. */
  readonly asked?: Partial<Pick<Selection, 'filter' | 'minSeverity'>>;
  /** What was read has come to its use: the next reading starts afresh. */
  readonly isLast?: boolean;
  readonly signal?: AbortSignal;
  /** Where malformed entries go; nowhere where it is not said. */
  readonly setAside?: string;
}

/**
 * A Cloud Logging and one reader of it, over real gRPC, both on one clock that nobody waits for.
 *
 * @param plan what is read where a reading names no other
 * @param start milliseconds since 1970
 */
export async function startWorld(
  options: Pick<FakeOptions, 'log'> & Partial<FakeOptions>,
  { plan: whole, start }: { plan: Plan; start: number },
) {
  const clock = fakeClock(start);
  const fake = await startFakeLogging({ now: clock.now, readsPerMinute: 60, ...options });
  const connected = connectCloudLogging('acme', { LOGGING_EMULATOR_HOST: fake.host });
  const readPage: ReadPage = (request) => clock.during(connected.readPage(request));
  const client = { ...connected, readPage };
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await client.close();
    fake.stop();
  };
  onTestFinished(stop);
  const folder = join(temporaryFolder(), 'spool');
  const reads = recentReads();
  const redactor = createRedactor({ key: 'test key', patterns: [] });

  /** Reads as one process does, and gives what it handed on. */
  const read = async (given: ReadOptions = {}) => {
    const { plan = whole, readPage = client.readPage, readsPerMinute = 60, isLast = false, signal } = given;
    const entries: LogEntry[] = [];
    const spool = openSpool(folder);
    const requestSpool = given.requestLog ? openSpool(join(folder, 'requests')) : null;
    try {
      const minSeverity = given.asked?.minSeverity ?? 'NOTICE';
      const selection = { project: 'acme', service: 'shop', filter: given.asked?.filter ?? '', minSeverity };
      const shared = { plan, readPage, quota: createQuota(readsPerMinute, clock, reads), clock };
      const completeness = await collect(
        {
          sources: [],
          cloud: { ...shared, selection, spool },
          ...(requestSpool && {
            requestLog: { ...shared, selection: requestLogOf(selection), spool: requestSpool },
          }),
          minSeverity,
          window: null,
          redactor,
          setAside: given.setAside ?? null,
          ...(signal && { signal }),
        },
        ({ entry }) => entries.push(entry),
      );
      return { entries, completeness };
    } finally {
      requestSpool?.close();
      spool.close();
      if (isLast) spool.remove();
    }
  };

  /** Reads as a process does that dies when it asks for one page more than it survives. */
  const readUntilKilled = async (survived: number, given: ReadOptions = {}): Promise<void> => {
    let calls = 0;
    const readPage: ReadPage = async (request) => {
      calls += 1;
      if (calls > survived) throw new Killed();
      return (given.readPage ?? client.readPage)(request);
    };
    await read({ ...given, readPage }).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
  };

  return { clock, fake, client, folder, read, readUntilKilled, stop };
}

export function expectEachOnce(entries: readonly LogEntry[], expected: ReadonlySet<string>): void {
  const got = entries.map(identityOf);
  expect(new Set(got).size).toBe(got.length);
  expect(got.filter((name) => !expected.has(name))).toEqual([]);
  expect(got.length).toBe(expected.size);
}
