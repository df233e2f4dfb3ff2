import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { isFenced, openSharedStore } from '../../src/store/fences.ts';
import { runOfJob } from '../../src/store/job-runs.ts';
import { removeLeftovers } from '../../src/store/leftovers.ts';
import { changeRecentReads } from '../../src/store/recent-reads.ts';
import { removeOld } from '../../src/store/retention.ts';
import { saveRun } from '../../src/store/runs.ts';
import { planSlices } from '../../src/store/slices.ts';
import { aRun } from '../support/runs.ts';
import { databaseOf, temporaryFolder } from '../support/store.ts';

const NOW = Date.parse('2026-03-20T12:00:00Z');
const OLD = '2026-03-01T00:00:00Z';
const RECENT = '2026-03-19T00:00:00Z';

async function world() {
  const store = await openSharedStore(databaseOf(temporaryFolder()));
  onTestFinished(() => store.close());
  return {
    store,
    tidy: (jobs: readonly string[] = []) => removeLeftovers(store, { now: NOW, jobs: new Set(jobs) }),
    /** A job that took its fence then. */
    take: async (job: string, at: string) => {
      const own = await store.takeOver(job);
      await sql`update fences set taken_at = ${at}::timestamptz where key = ${job}`.execute(store.db);
      return own;
    },
    values: async (table: string, column: string): Promise<string[]> => {
      const { rows } = await sql<{ value: string }>`
        select ${sql.ref(column)} as value from ${sql.table(table)} order by 1`.execute(store.db);
      return rows.map(({ value }) => value);
    },
  };
}

it('removes the fences of runs that are over, when a week has passed, and no others', async () => {
  const { store, tidy, take, values } = await world();
  await saveRun(store, { ...aRun(), id: 'over', status: 'done' });
  await saveRun(store, { ...aRun(), id: 'going', status: 'running' });
  const plan = { job: 'j', service: 'shop', mode: 'auto', startedAt: RECENT, record: '{}' } as const;
  await planSlices(store, { ...plan, run: 'sliced' }, 1);
  const late = await take('investigate over a', OLD);
  await take('publish gone ', OLD);
  for (const job of ['investigate going a', 'slice sliced 0', 'collect shop ']) await take(job, OLD);
  await take('publish over ', RECENT);
  expect(await tidy()).toBe(2);
  const kept = ['collect shop ', 'investigate going a', 'publish over ', 'slice sliced 0'];
  expect(await values('fences', 'key')).toEqual(kept);

  // Whoever had one writes nothing, nor once somebody else has the same job.
  const write = () => saveRun(late, { ...aRun(), id: 'late' }).catch(isFenced);
  expect(await write()).toBe(true);
  const anew = await store.takeOver('investigate over a');
  expect(await write()).toBe(true);
  await saveRun(anew, { ...aRun(), id: 'anew' });
  expect(await values('runs', 'id')).toEqual(['anew', 'going', 'over']);
});

it('removes runs that never began with what their jobs noted, unless the job is still there', async () => {
  const { store, tidy, values } = await world();
  const [, waiting, recent, read] = [
    await runOfJob(store, 'failed', OLD),
    await runOfJob(store, 'waiting', OLD),
    await runOfJob(store, 'recent', RECENT),
    await runOfJob(store, 'read', OLD),
  ];
  await saveRun(store, { ...aRun(), id: read, status: 'done' });
  expect(await tidy(['waiting'])).toBe(2);
  expect(await values('runs', 'id')).toEqual([waiting, read, recent].sort());
  expect(await values('job_runs', 'job')).toEqual(['read', 'recent', 'waiting']);

  // Of a run that is removed its row stays, by which later runs know problems.
  await removeOld(store, { runs: '2030-01-01T00:00:00Z', transcripts: null });
  expect(await tidy(['waiting'])).toBe(1);
  expect(await values('runs', 'id')).toEqual([waiting, read, recent].sort());
  expect(await values('job_runs', 'job')).toEqual(['recent', 'waiting']);
});

it('removes what was spent on days that are past and on runs that are removed', async () => {
  const { store, tidy, values } = await world();
  const run = '2026-03-01T00-00-00Z';
  await saveRun(store, { ...aRun(), id: run, status: 'done' });
  const kept = ['dollars of 2026-03-19', `dollars of run ${run}`, 'requests to the model'];
  for (const key of [...kept, 'dollars of 2026-03-01', 'dollars of run 2026-03-01T00-00-00Z-2']) {
    await changeRecentReads(store, key, () => [1]);
  }
  expect(await tidy()).toBe(2);
  expect(await values('recent_reads', 'key')).toEqual(kept);
  await removeOld(store, { runs: '2030-01-01T00:00:00Z', transcripts: null });
  expect(await tidy()).toBe(1);
  expect(await values('recent_reads', 'key')).toEqual(['dollars of 2026-03-19', 'requests to the model']);
});
