import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { CollectJob } from '../../src/fleet/jobs.ts';
import { openQueue, type Queue } from '../../src/fleet/queue.ts';
import { keepSchedules } from '../../src/fleet/schedules.ts';
import { runHere } from '../support/run-here.ts';
import { databaseOf, temporaryFolder } from '../support/store.ts';

const silent = (): void => undefined;

async function connected(folder: string): Promise<Queue> {
  const queue = await openQueue(databaseOf(folder), { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  return queue;
}

/** What pg-boss would start by itself, in order of service. */
async function scheduled({ boss }: Queue) {
  const schedules = await boss.getSchedules('collect');
  return schedules
    .map(({ cron, timezone, data }) => ({ cron, timezone, ...CollectJob.parse(data) }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}

it('schedules each service in the zone and mode of the fleet, and takes back what the config no longer says', async () => {
  const queue = await connected(temporaryFolder());
  const services = [{ names: ['cart', 'search', 'mail'] }, { names: ['search'], schedule: '9 3 * * *' }];
  const fleet = { schedule: '5 * * * *', timeZone: 'Europe/Berlin', mode: 'auto' };
  await keepSchedules(
    queue,
    Config.parse({ fleet, services: [...services, { names: ['mail'], schedule: null }] }),
    silent,
  );
  const berlin = { timezone: 'Europe/Berlin', mode: 'auto', sources: [] };
  expect(await scheduled(queue)).toEqual([
    { service: 'cart', cron: '5 * * * *', ...berlin },
    { service: 'search', cron: '9 3 * * *', ...berlin },
  ]);
  await keepSchedules(queue, Config.parse({ services }), silent);
  expect(await scheduled(queue)).toEqual([
    { service: 'search', cron: '9 3 * * *', timezone: 'UTC', mode: 'draft', sources: [] },
  ]);
});

it('enqueues in the mode of the fleet where the command names none', async () => {
  const folder = temporaryFolder();
  const queue = await connected(folder);
  writeFileSync(join(folder, 'log-gardener.yaml'), 'repository: acme/shop\nfleet: { mode: auto }\n');
  const options = { cwd: folder, env: { DATABASE_URL: databaseOf(folder) } };
  expect(await runHere(['enqueue', '--service', 'cart'], options)).toMatchObject({ code: 0 });
  expect(await runHere(['enqueue', '--service', 'mail', '--mode', 'draft'], options)).toMatchObject({ code: 0 });
  const jobs = (await queue.boss.findJobs('collect')).map(({ data }) => CollectJob.parse(data));
  expect(new Map(jobs.map(({ service, mode }) => [service, mode]))).toEqual(
    new Map([
      ['cart', 'auto'],
      ['mail', 'draft'],
    ]),
  );
});

it('says of each schedule that it adds, changes or removes, and of no other', async () => {
  const queue = await connected(temporaryFolder());
  const keep = async (schedule: string | null) => {
    const notes: string[] = [];
    const services = [{ names: ['checkout', 'my cart'] }, { names: ['checkout'], schedule }];
    const config = Config.parse({ fleet: { schedule: '5 * * * *' }, services });
    await keepSchedules(queue, config, (text) => notes.push(text));
    return notes;
  };
  expect(await keep('7 * * * *')).toEqual([
    'The schedule of checkout is 7 * * * * UTC, draft now.',
    'The schedule of my cart is 5 * * * * UTC, draft now.',
  ]);
  expect(await keep('7 * * * *')).toEqual([]);
  expect(await keep('8 * * * *')).toEqual([
    'The schedule of checkout is 8 * * * * UTC, draft now; it was 7 * * * * UTC, draft.',
  ]);
  expect(await keep(null)).toEqual([
    'The schedule of checkout (8 * * * *) is removed: the config of this worker has none for it.',
  ]);
  expect(await queue.boss.getSchedules('collect')).toMatchObject([{ cron: '5 * * * *', data: { service: 'my cart' } }]);
});

it('takes no schedule that workers could not keep, and names its key', () => {
  for (const schedule of ['61 * * * *', '5 24 * * *', '5 * 32 * *', '5 * * 13 *', '5 * * * nod']) {
    const { error } = Config.safeParse({ fleet: { schedule } });
    expect(
      error?.issues.map(({ path }) => path.join('.')),
      schedule,
    ).toEqual(['fleet.schedule']);
    const { error: own } = Config.safeParse({ services: [{ names: ['checkout'], schedule }] });
    expect(
      own?.issues.map(({ path }) => path.join('.')),
      schedule,
    ).toEqual(['services.0.schedule']);
  }
  expect(Config.parse({ fleet: { schedule: '*/30 8-18 1,15 * mon-fri' } }).fleet.schedule).toContain('*/30');
});
