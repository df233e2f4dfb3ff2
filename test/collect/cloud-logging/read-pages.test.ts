import { describe, expect, it } from 'vitest';
import { continues, planReading } from '../../../src/collect/cloud-logging/plan.ts';
import { createQuota } from '../../../src/collect/cloud-logging/quota.ts';
import { type ReadPage, readPages } from '../../../src/collect/cloud-logging/read-pages.ts';
import { cutSlices } from '../../../src/collect/cloud-logging/slices.ts';
import { SourceError } from '../../../src/model/errors.ts';
import { fakeClock } from '../../support/cloud-logging/clock.ts';
import { recentReads } from '../../support/cloud-logging/recent-reads.ts';

const HOUR = 3_600_000_000_000n;
const SPAN = { since: 0n, until: 24n * HOUR };

async function readWith(readPage: ReadPage, signal = new AbortController().signal) {
  const clock = fakeClock(0);
  const retries: string[] = [];
  let pages = 0;
  const error = await readPages({
    project: 'acme',
    slices: cutSlices(SPAN, SPAN).slice(0, 1),
    filterOf: () => '',
    readPage,
    quota: createQuota(60, clock, recentReads()),
    clock,
    signal,
    onPage: () => {
      pages += 1;
    },
    onRetry: (why) => retries.push(why),
  }).catch((caught: unknown) => caught);
  return { error, retries, pages, seconds: clock.now() / 1000 };
}

const failing = (code: number | undefined, message: string): Error => Object.assign(new Error(message), { code });

describe('a read that fails', () => {
  it.each([
    [
      14,
      '14 UNAVAILABLE: No connection established',
      /did not answer in 5 tries \(No connection.*LOGGING_EMULATOR_HOST/,
    ],
    [14, 'Getting metadata failed: Could not load the default credentials', /gcloud auth application-default login/],
    [undefined, 'invalid_grant: reauth', /gcloud auth application-default login/],
    [5, '5 NOT_FOUND: project', /no project acme/],
    [3, '3 INVALID_ARGUMENT: Unparseable filter', /refuses the query: Unparseable filter\. Check --filter/],
    [
      9,
      '9 FAILED_PRECONDITION: bucket is locked',
      /project acme: bucket is locked \(gRPC status 9\)\. Check --project/,
    ],
    [11, '11 OUT_OF_RANGE: too far', /too far \(gRPC status 11\)\. Check/],
    [12, '12 UNIMPLEMENTED: unknown method', /unknown method \(gRPC status 12\).*LOGGING_EMULATOR_HOST/],
    [15, '15 DATA_LOSS: lost', /lost \(gRPC status 15\).*try again later/],
    [8, '8 RESOURCE_EXHAUSTED: Quota exceeded', /did not answer in 10 tries \(Quota exceeded\)/],
  ])('with code %s, %s, ends with what to do', async (code, message, expected) => {
    const { error } = await readWith(async () => {
      throw failing(code, message);
    });
    expect(error).toBeInstanceOf(SourceError);
    expect(String(error)).toMatch(expected);
  });

  it('in the middle waits longer each time, and is told that what was read is kept', async () => {
    let calls = 0;
    const { error, retries, pages, seconds } = await readWith(async () => {
      calls += 1;
      if (calls > 1) throw failing(4, '4 DEADLINE_EXCEEDED: too slow');
      return { entries: [], nextPageToken: 'next' };
    });
    expect(String(error)).toMatch(/10 tries \(too slow\).*run the same command again/);
    expect([retries.length, pages]).toEqual([9, 1]);
    expect(seconds).toBe(1 + 2 + 4 + 8 + 16 + 32 + 60 + 60 + 60);
  });

  it('for a reason of our own is not hidden', async () => {
    const mistake = new TypeError('mistake');
    expect((await readWith(async () => Promise.reject(mistake))).error).toBe(mistake);
  });

  it.each(['page_token is expired', 'Request contains an invalid argument.'])(
    'with tokens that are never taken does not go round for ever: %s',
    async (words) => {
      const { error } = await readWith(async ({ pageToken }) => {
        if (pageToken !== '') throw failing(3, `3 INVALID_ARGUMENT: ${words}`);
        return { entries: [], nextPageToken: 'next' };
      });
      expect(String(error)).toMatch(/none of the page tokens/);
    },
  );

  it('for its page token, in whatever words, starts the slice again and reads it to its end', async () => {
    let firsts = 0;
    const { error, pages } = await readWith(async ({ pageToken }) => {
      if (pageToken !== '') throw failing(3, '3 INVALID_ARGUMENT: Request contains an invalid argument.');
      firsts += 1;
      return { entries: [], nextPageToken: firsts === 1 ? 'next' : '' };
    });
    expect([error, firsts, pages]).toEqual([undefined, 2, 2]);
  });
});

it('stops at the signal, also with a read under way that never ends', async () => {
  const stop = new AbortController();
  const { error, pages } = await readWith(() => {
    setImmediate(() => stop.abort());
    return new Promise(() => undefined);
  }, stop.signal);
  expect([error, pages]).toEqual([undefined, 0]);
});

it.each([
  [24n, 8],
  [168n, 8],
  [7n, 3],
  [1n, 1],
])('cuts %s hours into %i slices without a gap', (hours, parts) => {
  const span = { since: 5n, until: 5n + hours * HOUR };
  const slices = cutSlices({ since: 0n, until: span.until + HOUR }, span);
  expect(slices).toHaveLength(parts + 2);
  expect(slices[0]?.since).toBe(0n);
  expect(slices.at(-1)?.until).toBe(span.until + HOUR);
  for (const [index, slice] of slices.entries()) expect(slice.since).toBe(slices[index - 1]?.until ?? 0n);
});

it('plans nothing new while the settling time is not over, and never goes back', () => {
  const { window } = planReading({ asked: null, reached: 100n, now: 120n, lookBack: 50n, settle: 60n });
  expect(window).toEqual({ since: 100n, until: 100n });
});

it('does not go on with a reading that goes further than there is', () => {
  const planAt = (now: bigint) => planReading({ asked: null, reached: 5n, now, lookBack: 50n, settle: 10n });
  expect(continues(planAt(100n), planAt(100n))).toBe(true);
  expect(continues(planAt(9_000n), planAt(100n))).toBe(false);
});

it('goes on with a window that is asked for only where all of it had settled when the reading began', () => {
  const planAt = (now: bigint) =>
    planReading({ asked: { since: 0n, until: 100n }, reached: null, now, lookBack: 0n, settle: 10n });
  expect([50n, 100n, 109n, 110n].map((now) => planAt(now).isSettled)).toEqual([false, false, false, true]);
  expect([50n, 109n, 110n].map((now) => continues(planAt(now), planAt(200n)))).toEqual([false, false, true]);
});
