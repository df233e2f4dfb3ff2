import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadPage } from '../../../src/collect/cloud-logging/read-pages.ts';
import type { LogEntry } from '../../../src/model/entry.ts';
import { generatedLog } from '../../support/cloud-logging/log.ts';
import { identityOf, noisyLog } from '../../support/cloud-logging/noisy-log.ts';
import { planOf, startWorld } from '../../support/cloud-logging/world.ts';

const LONG = process.env.LONG === '1';
const LONG_ENOUGH = LONG ? 1_800_000 : 60_000;
const SINCE = 1_767_312_000_000_000_000n;
const SECONDS = 6 * 3600;
const UNTIL = SINCE + BigInt(SECONDS) * 1_000_000_000n;
const END = Number(UNTIL / 1_000_000n) + 600_000;
const SIZE = 4_000;
const SPAN = { plan: planOf({ since: SINCE, until: UNTIL }), start: END };

const REQUESTS = 'projects/acme/logs/run.googleapis.com%2Frequests';
const noisy = noisyLog(SIZE, { since: SINCE, seconds: SECONDS });

/** Two of three lines are of the request log; of these a tenth failed, and as many more were refused. */
function written(json: LogEntry): LogEntry {
  const number = Number(/\d+$/.exec(json.insertId ?? '')?.[0]);
  if (number % 3 === 0) return json;
  const status = number % 10 === 1 ? 503 : number % 10 === 2 ? 404 : 200;
  const severity = status >= 500 ? 'ERROR' : status >= 400 ? 'WARNING' : 'INFO';
  const { textPayload: _, ...rest } = json;
  return { ...rest, logName: REQUESTS, severity, httpRequest: { requestMethod: 'GET', requestUrl: '/cart', status } };
}

const log = generatedLog(noisy.log.size, (index) => {
  const entry = noisy.log.at(index);
  return { ...entry, json: written(entry.json) };
});
const all = Array.from({ length: log.size }, (_, index) => log.at(index).json);
const requests = all.filter(({ logName }) => logName === REQUESTS);
const statuses = [...new Map(requests.map((json) => [identityOf(json), Number(json.httpRequest?.status)])).values()];
const expected = [
  {
    service: 'shop',
    requests: statuses.length,
    failed: statuses.filter((status) => status >= 500).length,
    succeeded: statuses.filter((status) => status < 400).length,
  },
];

describe('the request log', () => {
  it('is counted at all severities by a query of its own, beside the entries', async () => {
    const { read, fake, folder } = await startWorld({ log }, SPAN);
    const { entries, completeness } = await read({ requestLog: true });
    expect(completeness.requests).toEqual(expected);
    expect(completeness.requestLog).toEqual({
      entries: statuses.length,
      duplicates: requests.length - statuses.length,
      pages: fake.requests.filter(({ filter }) => filter.includes('httpRequest:*')).length,
      slices: 2,
      retries: 0,
      waitedSeconds: 0,
      resumed: false,
      truncated: null,
    });
    expect(requests.length).toBeGreaterThan(statuses.length);
    expect(readFileSync(join(folder, 'requests', 'entries.ndjson'), 'utf8')).toBe('');
    const without = await (await startWorld({ log }, SPAN)).read();
    const { requests: _, requestLog: __, ...record } = completeness;
    expect(without).toEqual({ entries, completeness: record });
  });

  it(
    'counts each request once, however often the process is killed and wherever tokens expire',
    async () => {
      const deaths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(deaths, fc.boolean(), async (pages, expire) => {
          const { read, readUntilKilled, fake } = await startWorld(
            { log, fault: (call) => (expire && call % 3 === 0 ? 'expire tokens' : null) },
            SPAN,
          );
          for (const survived of pages) await readUntilKilled(survived, { requestLog: true });
          const { completeness } = await read({ requestLog: true });
          expect(completeness.requests).toEqual(expected);
          expect(completeness.requestLog?.entries).toBe(statuses.length);
          expect(fake.refusedByQuota()).toBe(0);
        }),
        { numRuns: LONG ? 60 : 3, seed: 11 },
      );
    },
    LONG_ENOUGH,
  );

  it('is counted whole whatever severity the entries must have', async () => {
    const { read } = await startWorld({ log }, SPAN);
    const { entries, completeness } = await read({ requestLog: true, asked: { minSeverity: 'CRITICAL' } });
    expect(entries).toEqual([]);
    expect(completeness.requests).toEqual(expected);
  });

  it('keeps within the same quota as the entries', async () => {
    const { read, fake } = await startWorld({ log, readsPerMinute: 4 }, SPAN);
    const { completeness } = await read({ requestLog: true, readsPerMinute: 4 });
    expect(completeness.requestLog?.waitedSeconds).toBeGreaterThan(50);
    expect(fake.refusedByQuota()).toBe(0);
  });

  it('that is stopped says so, and goes on from there', async () => {
    const { read, client } = await startWorld({ log }, SPAN);
    const stop = new AbortController();
    const readPage: ReadPage = async (request) => {
      const page = await client.readPage(request);
      if (request.filter.includes('httpRequest:*') && request.pageToken !== '') stop.abort();
      return page;
    };
    const first = await read({ readPage, signal: stop.signal, requestLog: true });
    expect(first.completeness.truncated).toBeNull();
    expect(first.completeness.requestLog?.truncated).toMatch(/^stopped with \d of 2 slices/);
    expect(first.completeness.requestLog?.entries).toBeLessThan(statuses.length);
    const second = await read({ requestLog: true });
    expect(second.completeness.requests).toEqual(expected);
    expect(second.completeness.requestLog).toMatchObject({ resumed: true, truncated: null });
  });
});
