import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { fleetChecks } from '../../src/fleet/doctor-check.ts';
import { openQueue } from '../../src/fleet/queue.ts';
import { runHere } from '../support/run-here.ts';
import { databaseOf, temporaryFolder, temporaryStore } from '../support/store.ts';

/** Queues that no worker of this test takes from, and what doctor says of them. */
async function world() {
  const folder = temporaryFolder();
  const { db } = await temporaryStore(folder);
  const url = databaseOf(folder);
  const queue = await openQueue(url, { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  const table = sql.table(`${new URL(url).searchParams.get('schema')}_jobs.job_common`);
  const [check] = fleetChecks(url);
  return {
    boss: queue.boss,
    examine: async () => check?.examine(),
    send: (service: string) => queue.sendCollect({ service, mode: 'draft', sources: [] }),
    /** All that was done until now was done so long ago. */
    age: (minutes: number) =>
      sql`update ${table} set start_after = start_after - ${minutes} * interval '1 minute',
        started_on = started_on - ${minutes} * interval '1 minute',
        heartbeat_on = heartbeat_on - ${minutes} * interval '1 minute',
        completed_on = completed_on - ${minutes} * interval '1 minute'`.execute(db),
  };
}

it('finds it wrong that nobody takes jobs, and says when the last one ended', async () => {
  const { boss, examine, send, age } = await world();
  await send('checkout');
  expect(await examine()).toMatchObject({ status: 'ok' });
  await age(12);
  expect(await examine()).toMatchObject({
    status: 'wrong',
    says: 'no worker takes jobs: 1 job to be done for up to 12 minutes; none has ended for an hour',
    mend: expect.stringContaining('log-gardener worker'),
  });

  // A worker takes it, lives, and ends it.
  const [job] = await boss.fetch('collect');
  expect(await examine()).toMatchObject({ status: 'ok' });
  await send('cart');
  await boss.complete('collect', job?.id ?? '');
  expect(await examine()).toMatchObject({ status: 'ok' });
  await age(7);
  expect(await examine()).toMatchObject({
    status: 'wrong',
    says: expect.stringMatching(/1 job to be done for up to 7 minutes; the last one ended 20\d\d-/),
  });
});

it('takes no job for one under way whose worker has died with all others', async () => {
  const { boss, examine, send, age } = await world();
  await send('checkout');
  await boss.fetch('collect');
  expect(await examine()).toMatchObject({ status: 'ok' });
  await age(8);
  expect(await examine()).toMatchObject({ status: 'wrong', says: expect.stringContaining('1 job to be done') });
});

it('misses no single service where the config lists several', async () => {
  const cwd = temporaryFolder();
  const look = async (config: object) => {
    writeFileSync(join(cwd, 'log-gardener.yaml'), JSON.stringify(config));
    return (await runHere(['doctor', '--json'], { cwd, env: { METADATA_SERVER_DETECTION: 'none' } })).stdout;
  };
  const services = [{ names: ['checkout', 'cart'] }, { names: ['edge-*'] }];
  const several = await look({ project: 'acme-prod', repository: '', services });
  expect(several).not.toMatch(/service (is|are) not set|service and/);
  expect(several).toContain('repository is not set');
  expect(await look({ project: 'acme-prod' })).toContain('service and repository are not set');
});
