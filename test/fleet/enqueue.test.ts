import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openQueue } from '../../src/fleet/queue.ts';
import { runHere } from '../support/run-here.ts';
import { databaseOf, temporaryFolder } from '../support/store.ts';

/** A fleet of two services and those of a glob, whose queues nobody takes from. */
async function world() {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'log-gardener.yaml'),
    JSON.stringify({ services: [{ names: ['checkout', 'cart'] }, { names: ['edge-*'] }] }),
  );
  writeFileSync(join(folder, 'log.ndjson'), '');
  const url = databaseOf(folder);
  const queue = await openQueue(url, { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  const enqueue = (...args: string[]) =>
    runHere(['enqueue', ...args], { cwd: folder, env: { DATABASE_URL: url, METADATA_SERVER_DETECTION: 'none' } });
  const asked = async () => (await queue.boss.findJobs<{ service: string }>('collect')).map(({ data }) => data.service);
  return { enqueue, asked };
}

it('gives a file to no more than one service', async () => {
  const { enqueue, asked } = await world();
  for (const services of [[], ['--service', 'cart', '--service', 'checkout']]) {
    const refused = await enqueue('--source', 'log.ndjson', ...services);
    expect(refused.code).toBe(2);
    expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain('Give --service NAME, and enqueue each service');
  }
  expect(await asked()).toEqual([]);
  expect((await enqueue('--source', 'log.ndjson', '--service', 'cart')).code).toBe(0);
  expect(await asked()).toEqual(['cart']);
});

it('takes no service that the config does not mean', async () => {
  const { enqueue, asked } = await world();
  const refused = await enqueue('--service', 'cart', '--service', 'chekout');
  expect(refused.code).toBe(2);
  expect(refused.stderr.replaceAll(/\s+/g, ' ')).toMatch(/no "chekout", only checkout, cart and edge-\*/);
  expect(await asked()).toEqual([]);
  expect((await enqueue('--service', 'edge-eu', '--service', 'checkout')).code).toBe(0);
  expect((await asked()).sort()).toEqual(['checkout', 'edge-eu']);
});
