import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQuota } from '../../../src/collect/cloud-logging/quota.ts';
import type { ReadPage } from '../../../src/collect/cloud-logging/read-pages.ts';
import { fakeClock } from '../../support/cloud-logging/clock.ts';
import { noisyLog } from '../../support/cloud-logging/noisy-log.ts';
import { recentReads } from '../../support/cloud-logging/recent-reads.ts';
import { expectEachOnce, planOf, startWorld } from '../../support/cloud-logging/world.ts';

const LONG = process.env.LONG === '1';
const LONG_ENOUGH = LONG ? 1_800_000 : 60_000;
const SINCE = 1_767_312_000_000_000_000n;
const SECONDS = 12 * 3600;
const UNTIL = SINCE + BigInt(SECONDS) * 1_000_000_000n;
const MINUTE = 60_000;

/** The most reads of any 60 seconds. */
function busiestMinute(reads: readonly number[]): number {
  return Math.max(...reads.map((at) => reads.filter((other) => other > at - MINUTE && other <= at).length));
}

/** Of the reads that the quota allows, the share that was made, from one read to the one that fills the last minute. */
function shareUsed(reads: readonly number[], perMinute: number): number {
  const [first = 0] = reads;
  const filling = reads.length - 1 - ((reads.length - 1) % perMinute);
  return filling / (((reads[filling] ?? 0) - first) / MINUTE) / perMinute;
}

describe('the quota', () => {
  // 60 in a minute is what a project has; the service counts when a read comes in, which is not when it was sent.
  it.each(LONG ? [5, 60] : [4])(
    'of %i reads a minute is never exceeded, and used to 90 % and more while there is work',
    async (perMinute) => {
      const { log, names } = noisyLog(LONG ? 130_000 : 9_000, { since: SINCE, seconds: SECONDS });
      const start = Number(UNTIL / 1_000_000n);
      const plan = planOf({ since: SINCE, until: UNTIL });
      const { fake, client, clock, read } = await startWorld({ log, readsPerMinute: perMinute }, { plan, start });
      let calls = 0;
      const readPage: ReadPage = async (request) => {
        calls += 1;
        await clock.sleep((calls * 370) % 900);
        const page = await client.readPage(request);
        await clock.sleep((calls * 530) % 2_000);
        return page;
      };
      const { entries } = await read({ readPage, readsPerMinute: perMinute });
      expectEachOnce(entries, names);
      expect(fake.refusedByQuota()).toBe(0);
      expect(fake.reads.length).toBeGreaterThan(2 * perMinute);
      expect(busiestMinute(fake.reads)).toBeLessThanOrEqual(perMinute);
      expect(shareUsed(fake.reads, perMinute)).toBeGreaterThanOrEqual(0.9);
    },
    LONG_ENOUGH,
  );

  it('holds whatever the reads take, whoever asks, and after a pause; a pause is not made up for', async () => {
    const reading = fc.record({
      perMinute: fc.integer({ min: 1, max: 90 }),
      minutes: fc.integer({ min: 2, max: 5 }),
      onTheWay: fc.array(fc.nat(990), { minLength: 1, maxLength: 20 }),
      pauses: fc.array(fc.nat(90_000), { maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(reading, async ({ perMinute, minutes, onTheWay, pauses }) => {
        const clock = fakeClock(0);
        const quota = createQuota(perMinute, clock, recentReads());
        const { signal } = new AbortController();
        const arrived: number[] = [];
        let left = perMinute * minutes + 1;
        let paused = 0;
        const reader = async (): Promise<void> => {
          while (left > 0) {
            left -= 1;
            await quota.turn(signal);
            await clock.sleep(onTheWay[left % onTheWay.length] ?? 0);
            arrived.push(clock.now());
            const pause = left % perMinute === 0 ? pauses.shift() : undefined;
            if (pause === undefined) continue;
            quota.pause(pause);
            paused += pause;
          }
        };
        await Promise.all([reader(), reader(), reader(), reader()]);
        arrived.sort((a, b) => a - b);
        expect(busiestMinute(arrived)).toBeLessThanOrEqual(perMinute);
        expect((arrived.at(-1) ?? 0) - paused).toBeLessThanOrEqual((minutes * MINUTE) / 0.9);
      }),
      { numRuns: LONG ? 2_000 : 60, seed: 5 },
    );
  });
});
