import { expect, it } from 'vitest';
import { listDrafts } from '../../src/store/drafts.ts';
import { startFleetWorld } from '../support/fleet.ts';

it('runs a run of one process again, and says of one that workers made why it cannot', async () => {
  const world = await startFleetWorld();
  const worker = world.worker();
  await world.enqueue('checkout', ['Payment gateway timed out', 'Cart could not be saved']);
  await world.ended(1);
  worker.kill('SIGTERM');
  await worker.finished;
  const triage = ['triage', '--service', 'checkout', '--investigator', 'rules', '--json'];
  const alone = await world.run(...triage, '--source', `${world.folder}/logs/checkout.ndjson`);
  const { run }: { run: string } = JSON.parse(alone.stdout);
  const before = await listDrafts(world.store);
  expect(await world.run('triage', '--replay', run)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('the worklog is the same, byte for byte'),
  });
  expect(await listDrafts(world.store)).toEqual(before);

  const runs = await world.store.db.selectFrom('runs').select('id').where('id', '!=', run).execute();
  const id = runs[0]?.id ?? '';
  const refused = await world.run('triage', '--replay', id);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(`Run ${id} was made by workers of a fleet, and there is no tape of it`);
  expect((await world.run('triage', '--replay', 'none')).stderr).toContain('There is no tape of run none');
});
