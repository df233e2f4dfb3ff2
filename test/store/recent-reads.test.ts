import { expect, it } from 'vitest';
import { createQuota } from '../../src/collect/cloud-logging/quota.ts';
import { changeRecentReads } from '../../src/store/recent-reads.ts';
import { fakeClock } from '../support/cloud-logging/clock.ts';
import { startScript } from '../support/processes/run-script.ts';
import { databaseOf, temporaryFolder, temporaryStore } from '../support/store.ts';

const never = new AbortController().signal;

/** Readers that share a store; gives when their reads started. */
async function startsOf(readers: readonly { key: string; reads: number }[], perMinute: number) {
  const store = await temporaryStore();
  const clock = fakeClock(1_000_000);
  const starts: number[] = [];
  await Promise.all(
    readers.map(async ({ key, reads }) => {
      // As it was counted: while that is written down, the clock of all goes on.
      let counted = 0;
      const quota = createQuota(perMinute, clock, (change) =>
        changeRecentReads(store, key, (before) => {
          const after = change(before);
          counted = after.at(-1) ?? 0;
          return after;
        }),
      );
      for (let read = 0; read < reads; read += 1) {
        await quota.turn(never);
        starts.push(counted);
      }
    }),
  );
  starts.sort((a, b) => a - b);
  return { starts, minutes: (clock.now() - 1_000_000) / 60_000 };
}

it('who shares a store shares the quota of a project, and uses it', async () => {
  const { starts, minutes } = await startsOf(Array(3).fill({ key: 'acme', reads: 20 }), 10);
  const spans = starts.slice(10).map((start, index) => start - (starts[index] ?? 0));
  expect(starts).toHaveLength(60);
  expect(Math.min(...spans)).toBeGreaterThan(60_000);
  expect(minutes).toBeLessThan(5 * 1.1);
});

it('so do processes', async () => {
  const folder = temporaryFolder();
  const readsAt = async (now: number): Promise<number[]> => {
    const started = Array.from(
      { length: 3 },
      () => startScript('take-reads', [folder, String(now)], null, databaseOf(folder)).ended,
    );
    return (await Promise.all(started)).map(({ stdout }) => Number(stdout));
  };
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  expect(sum(await readsAt(1_000_000))).toBe(20);
  expect(sum(await readsAt(1_060_000))).toBe(0);
  expect(sum(await readsAt(1_062_000))).toBe(20);
});

it('another project has a quota of its own', async () => {
  const readers = ['acme', 'acme-2'].map((key) => ({ key, reads: 10 }));
  expect((await startsOf(readers, 10)).minutes).toBe(0);
});

it('a clock that was set back makes nobody wait for longer than a minute', async () => {
  const store = await temporaryStore();
  await changeRecentReads(store, 'acme', () => [9_000_000]);
  const clock = fakeClock(1_000_000);
  await createQuota(1, clock, (change) => changeRecentReads(store, 'acme', change)).turn(never);
  expect(clock.now() - 1_000_000).toBeLessThanOrEqual(61_000);
});
