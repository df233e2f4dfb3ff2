import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { connectCloudLogging } from '../../src/collect/cloud-logging/connect.ts';
import { requestLogOf, type Span } from '../../src/collect/cloud-logging/filter.ts';
import { planReading } from '../../src/collect/cloud-logging/plan.ts';
import { createQuota } from '../../src/collect/cloud-logging/quota.ts';
import { openSpool } from '../../src/collect/cloud-logging/spool.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { formatTime } from '../../src/collect/time.ts';
import { Config } from '../../src/config/schema.ts';
import { planOfSlice } from '../../src/fleet/slice-plan.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { clusterLogs, type SummarisedLogs, type SummariseRequest, summariseLogs } from '../../src/triage/read-logs.ts';
import { decodeShard, encodeShard, putShardsTogether } from '../../src/triage/shard.ts';
import { partsOf } from '../collect/split-parts.ts';
import { fakeClock } from '../support/cloud-logging/clock.ts';
import { logOf } from '../support/cloud-logging/log.ts';
import { recentReads } from '../support/cloud-logging/recent-reads.ts';
import { startFakeLogging } from '../support/cloud-logging/server.ts';
import { logEntry } from '../support/log-entries.ts';
import { FORMATS, tempFile } from '../support/log-files.ts';
import { anyCuts, anyLog, END, NOON } from '../support/sliced-log.ts';
import { temporaryFolder } from '../support/store.ts';

const LONG = process.env.LONG !== undefined;
const LONG_ENOUGH = { timeout: LONG ? 1_800_000 : 60_000 };

const KEY = Buffer.from('test key');
const config = Config.parse({});
const redactor = createRedactor({ key: KEY, patterns: [] });

const AS_EVER = {
  sources: [],
  minSeverity: 'NOTICE',
  window: null,
  config,
  redactionKey: KEY,
  setAside: null,
  workers: 1,
} as const satisfies SummariseRequest;

/** Through the text in which a store holds them. */
function together(slices: readonly SummarisedLogs[]): SummarisedLogs {
  const [first, ...others] = slices.map((slice) => decodeShard(encodeShard(slice)));
  return putShardsTogether([first ?? expect.unreachable(), ...others], redactor);
}

function found(summarised: SummarisedLogs) {
  const { collected, clustering, context } = clusterLogs(summarised, { config, known: [] });
  return { collected, context, clusters: clustering.clusters, templates: clustering.templates };
}

function spansOf(cuts: readonly bigint[]): Span[] {
  const edges = [NOON, ...cuts, END];
  return edges.slice(1).map((until, index) => ({ since: edges[index] ?? NOON, until }));
}

it(
  'files read in slices of time, by as many, give what they give at once, wherever the cuts are',
  LONG_ENOUGH,
  async () => {
    const malformed = fc.array(fc.constantFrom('{"broken', '17', '{"textPayload":"no time"}'), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(anyLog, anyCuts, malformed, async (log, cuts, lines) => {
        const sources = [
          tempFile(FORMATS.ndjson(log)),
          tempFile(`${lines.join('\n')}\n${FORMATS.ndjson(log.slice(0, 3))}`, 'more'),
        ];
        const whole = await summariseLogs({ ...AS_EVER, sources });
        const slices: SummarisedLogs[] = [];
        for (const [index, window] of spansOf(cuts).entries()) {
          slices.push(await summariseLogs({ ...AS_EVER, sources, window, slice: { isFirst: index === 0 } }));
        }
        expect(found(together(slices))).toEqual(found(whole));
      }),
      { numRuns: LONG ? 1_000 : 20, seed: 9 },
    );
  },
);

/** Entries in Cloud Logging, of which all is read that arrived until ten minutes after the last; with all requests. */
async function startLogging(log: readonly LogEntry[]) {
  const now = END + 600_000_000_000n;
  const clock = fakeClock(Number(now / 1_000_000n));
  const fake = await startFakeLogging({ log: logOf(log), now: () => clock.now() + 7_200_000, readsPerMinute: 6_000 });
  const client = connectCloudLogging('acme', { LOGGING_EMULATOR_HOST: fake.host });
  const folder = temporaryFolder();
  const reads = recentReads();
  const whole = planReading({ asked: null, reached: NOON, now, lookBack: 0n, settle: 0n });
  const selection = { project: 'acme', service: 'shop', filter: '', minSeverity: 'NOTICE' } as const;
  const read = async (name: string, time: Span | null, more: Partial<SummariseRequest> = {}) => {
    const plan = time === null ? whole : planOfSlice(whole, time);
    const spools = [openSpool(join(folder, name)), openSpool(join(folder, name, 'requests'))] as const;
    const shared = {
      ...{ plan, readPage: client.readPage, clock },
      quota: createQuota(6_000, clock, reads),
      ...(time !== null && { whole: whole.time }),
    };
    try {
      return await summariseLogs({
        ...AS_EVER,
        cloud: { ...shared, selection, spool: spools[0] },
        requestLog: { ...shared, selection: requestLogOf(selection), spool: spools[1] },
        ...more,
      });
    } finally {
      for (const spool of spools) spool.close();
    }
  };
  const stop = async (): Promise<void> => {
    await client.close();
    fake.stop();
  };
  return { read, whole, stop, fake };
}

/** What differs honestly: how many reads it took, and how that went. */
function withoutEffort({ collected, ...rest }: ReturnType<typeof found>) {
  const { pages: _, cloud, requestLog, ...record } = collected;
  const { entries, duplicates, truncated } = requestLog ?? expect.unreachable();
  return { ...rest, collected: { ...record, resumed: cloud?.resumed, requestLog: { entries, duplicates, truncated } } };
}

it(
  'Cloud Logging read in slices of time gives what it gives at once: parts, late entries, requests',
  LONG_ENOUGH,
  async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, anyCuts, async (log, cuts) => {
        const { read, whole, stop } = await startLogging(log);
        try {
          const atOnce = await read('whole', null);
          const slices: SummarisedLogs[] = [];
          const edges = [whole.time.since, ...cuts, whole.time.until];
          for (const [index, until] of edges.slice(1).entries()) {
            slices.push(await read(`slice-${index}`, { since: edges[index] ?? NOON, until }));
          }
          expect(withoutEffort(found(together(slices)))).toEqual(withoutEffort(found(atOnce)));
        } finally {
          await stop();
        }
      }),
      { numRuns: LONG ? 200 : 8, seed: 9 },
    );
  },
);

it('asks for parts in other slices only where some are missing', async () => {
  const at = (time: bigint) => ({
    logName: 'projects/acme/logs/stderr',
    timestamp: formatTime(time),
    receiveTimestamp: formatTime(time),
  });
  const cut = NOON + 1_000_000_000n;
  const [first, second] = partsOf(logEntry(at(NOON)), ['Traceback of a very ', 'long error']);
  const other = logEntry({ insertId: 'other', ...at(cut + 1n) });
  const log = [first ?? expect.unreachable(), { ...second, ...at(cut) }, other];
  const { read, whole, stop, fake } = await startLogging(log);
  onTestFinished(stop);
  const before = await read('before', { since: whole.time.since, until: cut });
  const after = await read('after', { since: cut, until: whole.time.until });
  const asked = fake.requests.filter(({ filter }) => filter.includes('split.uid'));
  expect(asked).toHaveLength(2);
  // The first of its parts says to which slice an entry belongs.
  expect(before.gathered).toMatchObject({ read: 1, joined: { parts: 1, entries: 1, incomplete: 0 } });
  expect(after.gathered).toMatchObject({ read: 2, joined: { parts: 1, entries: 0, incomplete: 0 } });
});
