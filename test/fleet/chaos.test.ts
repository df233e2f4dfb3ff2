import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { parseMarkers } from '../../src/github/marker.ts';
import { listDrafts } from '../../src/store/drafts.ts';
import { openIntents } from '../../src/store/ledger.ts';
import { type FleetWorld, startFleetWorld } from '../support/fleet.ts';
import { startPostgres } from '../support/postgres/server.ts';

const SERVICES = Number(process.env.FLEET_SERVICES ?? 200);
const CLUSTERS = 2;

/** What each service logged: problems of its own. */
function logsOf(services: number): Map<string, string[]> {
  const logs = new Map<string, string[]>();
  for (let nth = 0; nth < services; nth++) {
    const word = nth.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');
    // Not a word in common: what services say alike would be one problem of them all.
    logs.set(`service-${nth}`, [
      `Ledger${word} refused${word} booking${word}`,
      `Mailer${word} lost${word} template${word}`,
    ]);
  }
  return logs;
}

/** What became of every problem: how many open issues say that they are about it. */
function issuesByProblem({ tracker }: FleetWorld): Map<string, number> {
  const found = new Map<string, number>();
  for (const { body, state } of tracker.issues()) {
    if (state !== 'open') continue;
    for (const { fingerprint } of parseMarkers(body)) found.set(fingerprint, (found.get(fingerprint) ?? 0) + 1);
  }
  return found;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('leaves one issue for each problem, whoever is killed, and whatever fails', { timeout: 3_600_000 }, async () => {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  const world = await startFleetWorld({ limits: { maxNewIssues: 100 } }, server.url);
  const began = performance.now();
  await world.enqueueAll(logsOf(SERVICES), 'auto');
  const workers = Array.from({ length: 4 }, () => world.worker());
  let [over, killed, restarted, faults] = [false, 0, 0, 0];
  const harm = async (): Promise<void> => {
    for (let round = 1; !over; round++) {
      await pause(5_000);
      if (over) return;
      const victim = (round * 7) % workers.length;
      workers[victim]?.kill('SIGKILL');
      killed += 1;
      workers[victim] = world.worker();
      if (round === 3 || round === 8) {
        await server.restart();
        restarted += 1;
      }
    }
  };
  const fail = async (): Promise<void> => {
    for (let before = 0; !over; await pause(50)) {
      // Every tenth request from now on is answered by a 502, or not at all.
      const due = Math.floor(world.tracker.requests.length / 10) - before;
      before += due;
      for (let nth = 0; nth < due; nth++, faults++) {
        const fault = faults % 2 ? ({ kind: 'answer', status: 502 } as const) : ({ kind: 'answer lost' } as const);
        world.tracker.failNext({ method: faults % 3 ? 'GET' : 'POST', path: /./, fault });
      }
    }
  };
  const troubles = [harm(), fail()];
  await world.ended(SERVICES);
  over = true;
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(troubles);
  for (const worker of workers) worker.kill('SIGTERM');
  await Promise.all(workers.map(({ finished }) => finished));
  const drafts = await listDrafts(world.store);
  const posted = drafts.filter(({ state }) => state.status === 'posted');
  const waiting = drafts.filter(({ state }) => state.status === 'pending');
  console.log(
    `${SERVICES} services, ${killed} workers killed, PostgreSQL restarted ${restarted} times, ${faults} faults: ` +
      `${posted.length} posted, ${waiting.length} left to a person, in ${seconds.toFixed(0)} s; ` +
      `${drafts.length - posted.length - waiting.length} drafts gave way to another of the same problem.`,
  );
  // Posted, or, where GitHub's answers left a doubt, left to a person: once for each problem.
  const live = [...posted, ...waiting].map(({ fingerprint }) => fingerprint).sort();
  expect(live).toEqual([...new Set(live)]);
  expect(live).toHaveLength(SERVICES * CLUSTERS);
  const issues = issuesByProblem(world);
  expect([...issues.values()].every((count) => count === 1)).toBe(true);
  expect(posted.every(({ fingerprint }) => issues.has(fingerprint))).toBe(true);
  expect(await openIntents(world.store)).toEqual([]);
});

it('makes the same of the same logs with 1, 2 and 4 workers, and in one process', { timeout: 3_600_000 }, async () => {
  const services = Math.min(SERVICES, 40);
  const logs = logsOf(services);
  const seen: { name: string; clusters: string[] }[] = [];
  const speeds: string[] = [];
  for (const count of [1, 2, 4]) {
    const world = await startFleetWorld();
    const workers = Array.from({ length: count }, () => world.worker('--concurrency', '1'));
    await pause(4_000);
    const began = performance.now();
    await world.enqueueAll(logs, 'draft');
    await world.ended(services);
    const seconds = (performance.now() - began) / 1000;
    speeds.push(`${count}: ${((services * CLUSTERS) / seconds).toFixed(1)}`);
    for (const worker of workers) worker.kill('SIGTERM');
    await Promise.all(workers.map(({ finished }) => finished));
    seen.push({ name: `${count} workers`, clusters: await outcomeOf(world) });
  }
  const alone = await startFleetWorld();
  for (const service of logs.keys()) {
    if (Number(service.slice('service-'.length)) >= 5) break;
    await alone.enqueue(service, logs.get(service) ?? []);
    const run = ['triage', '--service', service, '--investigator', 'rules'];
    await alone.run(...run, '--source', `${alone.folder}/logs/${service}.ndjson`);
  }
  console.log(`clusters a second by workers: ${speeds.join(', ')}`);
  for (const { name, clusters } of seen) expect(clusters, name).toEqual(seen[0]?.clusters);
  const oneProcess = await outcomeOf(alone);
  expect(oneProcess).toHaveLength(10);
  expect(seen[0]?.clusters).toEqual(expect.arrayContaining(oneProcess));
});

/** Every draft, without what differs from run to run. */
async function outcomeOf({ store }: FleetWorld): Promise<string[]> {
  const drafts = await listDrafts(store);
  return drafts
    .map(({ fingerprint, title, priority, content, state, run, id }) =>
      JSON.stringify({ fingerprint, title, priority, content, status: state.status })
        .replaceAll(id, 'DRAFT')
        .replaceAll(run, 'RUN'),
    )
    .sort();
}

it('asks PostgreSQL for little while there is nothing to do', { timeout: 300_000 }, async () => {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  const world = await startFleetWorld({}, server.url);
  const worker = world.worker();
  const transactions = async (): Promise<number> => {
    const { rows } = await sql<{ number: number }>`
      select sum(xact_commit) as number from pg_stat_database where datname = current_database()`.execute(
      world.store.db,
    );
    return Number(rows[0]?.number);
  };
  await pause(20_000);
  const before = await transactions();
  await pause(60_000);
  const perMinute = (await transactions()) - before;
  worker.kill('SIGTERM');
  await worker.finished;
  console.log(`an idle worker: ${perMinute} transactions a minute`);
  expect(perMinute).toBeLessThan(240);
});
