import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { listDeadLetters } from '../../src/fleet/dead-letters.ts';
import { openQueue } from '../../src/fleet/queue.ts';
import { listDrafts } from '../../src/store/drafts.ts';
import { issueFor } from '../../src/store/issues.ts';
import { lastRun } from '../../src/store/runs.ts';
import { type FleetWorld, startFleetWorld } from '../support/fleet.ts';
import { startSeveral } from '../support/github/several.ts';
import { databaseOf } from '../support/store.ts';
import { PAY, PAYMENTS_APART, SHOP } from '../support/two-repositories.ts';

/** Two errors of one service: one of its payments, which have a repository of their own, and one of its baskets. */
const errors = (service: string) =>
  [
    ['app.payments.capture', 'Capture was refused by the gateway'],
    ['app.basket', `Basket of ${service} could not be saved`],
  ].map(([module, message], nth) => ({
    insertId: `${service}-${nth}`,
    timestamp: `2025-09-12T22:00:0${nth}Z`,
    severity: 'ERROR',
    resource: { type: 'cloud_run_revision', labels: { service_name: service, revision_name: `${service}-00001-abc` } },
    jsonPayload: { module, function: 'run', message },
  }));

async function enqueue(world: FleetWorld, service: string, entries: readonly object[]): Promise<void> {
  const source = join(world.folder, `${service}.ndjson`);
  writeFileSync(source, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const asked = await world.run('enqueue', '--service', service, '--source', source, '--mode', 'auto');
  expect(asked).toMatchObject({ code: 0 });
}

it('has two workers file each problem once in its own repository, and one that services share with both of them', async () => {
  const several = await startSeveral([SHOP, PAY, 'acme/cart'], () => new Date('2025-09-12T23:31:00Z'));
  const services = [
    { names: ['checkout'], repository: SHOP },
    { names: ['cart'], repository: 'acme/cart' },
  ];
  const world = await startFleetWorld({ ...PAYMENTS_APART, repository: '', services }, { github: several });
  const workers = [world.worker(), world.worker()];
  let ended = 0;
  for (const service of ['checkout', 'cart']) {
    await enqueue(world, service, errors(service));
    await world.ended(++ended);
  }
  for (const worker of workers) worker.kill('SIGTERM');
  await Promise.all(workers.map(({ finished }) => finished));

  const titles = (name: string) =>
    several
      .of(name)
      .issues()
      .map(({ title }) => title.split(' | ').at(-1));
  expect(titles(SHOP)).toEqual([expect.stringContaining('Basket of checkout')]);
  expect(titles('acme/cart')).toEqual([expect.stringContaining('Basket of cart')]);
  expect(titles(PAY)).toHaveLength(1);
  const [shared] = several.of(PAY).issues();
  expect(shared?.body).toContain('Logged by 2 services:');
  expect(shared?.body).toContain('checkout: at least 1 entry');
  const drafts = await listDrafts(world.store);
  expect(drafts.map(({ repository, state }) => `${repository} ${state.status}`).sort()).toEqual([
    'acme/cart posted',
    'acme/payments posted',
    'acme/payments posted',
    'acme/shop posted',
  ]);
  for (const { repository, fingerprint } of drafts) {
    for (const other of [SHOP, PAY, 'acme/cart']) {
      const known = await issueFor(world.store, { repository: other, fingerprint });
      expect(known?.issue ?? null).toBe(other === repository ? 100 : null);
    }
  }
});

it('gives up at once what goes where nobody lets us in, goes on with the rest, and files it once somebody does', async () => {
  const several = await startSeveral([SHOP, PAY], () => new Date('2025-09-12T23:31:00Z'));
  several.shut.add(PAY);
  const world = await startFleetWorld(PAYMENTS_APART, { github: several });
  const worker = world.worker();
  await enqueue(world, 'checkout', errors('checkout'));
  await world.ended(1);
  const run = await lastRun(world.store);
  expect(run?.status).toBe('partial');
  const refused = run?.clusters.find(({ repository }) => repository === PAY);
  expect(refused).toMatchObject({ decision: null, error: expect.stringContaining('GitHub answered 403') });
  expect([several.of(SHOP).issues().length, several.of(PAY).issues().length]).toEqual([1, 0]);
  const queue = await openQueue(databaseOf(world.folder), { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  const letters = () => listDeadLetters(queue);
  const because = expect.stringContaining('GitHub answered 403');
  expect(await letters()).toEqual([{ queue: 'investigate', service: 'checkout', because }]);

  several.shut.clear();
  const ready = { ...errors('checkout')[1], insertId: 'ready', severity: 'INFO', jsonPayload: { message: 'ready' } };
  await enqueue(world, 'checkout', [ready]);
  await vi.waitFor(() => expect(several.of(PAY).issues()).toHaveLength(1), { timeout: 60_000, interval: 100 });
  expect(await letters()).toEqual([]);
  worker.kill('SIGTERM');
  const { stdout, stderr } = await worker.finished;
  const tries = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('investigate checkout: given up'));
  expect(tries).toEqual([expect.stringContaining('"attempt":1')]);
});
