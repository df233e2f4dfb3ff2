import { expect, it } from 'vitest';
import { listDrafts } from '../../src/store/drafts.ts';
import { getRun } from '../../src/store/runs.ts';
import { type FleetWorld, startFleetWorld } from '../support/fleet.ts';
import { logsOfServices, PROBLEMS_OF_A_SERVICE } from '../support/problems.ts';

const SERVICES = Number(process.env.FLEET_SERVICES ?? (process.env.LONG ? 40 : 2));
const WORKERS = process.env.LONG ? [1, 2, 4] : [1, 3];

it('makes the same clusters, drafts and issues in one process and with any number of workers', {
  timeout: 3_600_000,
}, async () => {
  const logs = logsOfServices(SERVICES);
  const alone = await startFleetWorld();
  alone.write(logs);
  for (const service of logs.keys()) {
    const run = ['triage', '--service', service, '--investigator', 'rules', '--mode', 'auto'];
    const { code, stderr } = await alone.run(...run, '--source', `${alone.folder}/logs/${service}.ndjson`);
    expect(code, stderr).toBe(0);
  }
  const expected = await outcomeOf(alone);
  expect(expected.map(({ clusters }) => clusters.length)).toEqual(Array(SERVICES).fill(PROBLEMS_OF_A_SERVICE));
  expect(expected.flatMap(({ drafts }) => drafts)).toHaveLength(SERVICES * PROBLEMS_OF_A_SERVICE);
  expect(expected.flatMap(({ issues }) => issues)).toHaveLength(SERVICES * PROBLEMS_OF_A_SERVICE);

  for (const count of WORKERS) {
    const world = await startFleetWorld();
    const workers = Array.from({ length: count }, () => world.worker('--concurrency', '2'));
    await world.enqueueAll(logs, 'auto');
    await world.ended(SERVICES);
    for (const worker of workers) worker.kill('SIGTERM');
    await Promise.all(workers.map(({ finished }) => finished));
    expect(await outcomeOf(world), `${count} workers`).toEqual(expected);
    await expectAllRequestsCounted(world);
  }
});

/** Whichever worker asked: those for all clusters, of which each has its own. */
async function expectAllRequestsCounted({ store }: FleetWorld): Promise<void> {
  for (const { id } of await store.db.selectFrom('runs').select('id').execute()) {
    const run = await getRun(store, id);
    const own = run?.clusters.map(({ githubRequests }) => githubRequests ?? 0) ?? [];
    expect(Math.min(...own)).toBeGreaterThan(0);
    expect(run?.githubRequests).toBeGreaterThan(own.reduce((sum, one) => sum + one, 0));
  }
}

/** What became of each service, without what differs from run to run: its id, its time, the numbers of its issues. */
async function outcomeOf({ store, tracker }: FleetWorld) {
  const rows = await store.db.selectFrom('runs').select(['id', 'service']).orderBy('service').execute();
  const drafts = await listDrafts(store);
  const issues = tracker.issues().filter(({ state }) => state === 'open');
  const plain = (value: unknown) =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll(/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(?:-\d+)*/g, 'RUN')
        .replaceAll(/\d{4}-\d\d-\d\d(?:T| )\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| UTC)/g, (time) =>
          time.startsWith('2025') ? time : 'NOW',
        )
        .replaceAll(/(?<=\/issues\/|#|"issue":|"number":)\d+/g, '0'),
    );
  return Promise.all(
    rows.map(async ({ id, service }) => {
      const run = await getRun(store, id);
      const own = drafts.filter((draft) => draft.run === id).sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
      const clusters = run?.clusters.map(({ githubRequests, ...cluster }) => cluster) ?? [];
      return {
        service,
        status: run?.status,
        clusters: plain(clusters),
        drafts: plain(own.map(({ title, priority, content, state }) => ({ title, priority, content, state }))),
        issues: plain(
          issues
            .filter(({ body }) => own.some(({ fingerprint }) => body.includes(fingerprint)))
            .map(({ title, body, labels, comments }) => ({ title, body, labels, comments }))
            .sort((a, b) => (a.title < b.title ? -1 : 1)),
        ),
      };
    }),
  );
}
