import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type MeteredWorker, startFleetWorld } from '../support/fleet.ts';
import { logsOfServices, PROBLEMS_OF_A_SERVICE } from '../support/problems.ts';

const SERVICES = Number(process.env.FLEET_SERVICES ?? (process.env.LONG ? 200 : 6));
/** Services that each worker has done before: a process that has just started is slow at everything. */
const WARM = process.env.LONG ? 150 : 2;
/** Sent to PostgreSQL for a cluster, its share of reading and ending its run included. */
const MOST_STATEMENTS = 55;
/** Sent to GitHub for a cluster: three searches, and its share of listing the marked issues once for its run. */
const MOST_REQUESTS = 4;
/** What two workers do of what one does, where the machine has room for them. */
const LEAST_GAIN = 1.6;
/** A worker that takes turns runs and stands still for so long. */
const TURN_MS = 20;

it('uses little of the processor and of PostgreSQL for a cluster, however many workers there are', {
  timeout: 3_600_000,
}, async () => {
  for (const count of process.env.LONG ? [1, 2, 4] : [1]) {
    const { clustersASecond, milliseconds, statements, requests, beside } = await measure(count, () => () => undefined);
    console.log(
      `${count} workers: ${clustersASecond.toFixed(1)} clusters a second; for each ` +
        `${milliseconds.toFixed(1)} ms of processor time and ${statements.toFixed(1)} statements, ${requests.toFixed(1)} requests; ${beside}`,
    );
    expect(statements).toBeLessThan(MOST_STATEMENTS);
    // Each worker lists them for itself.
    if (count === 1) expect(requests).toBeLessThanOrEqual(MOST_REQUESTS);
  }
  if (!process.env.LONG) return;
  // On two cores one worker, with what PostgreSQL and GitHub do for it, has more than one busy already. Here each worker
  // runs for half of the time, two never at once: they have one core, all others the second.
  const one = await measure(1, takeTurns);
  const two = await measure(2, takeTurns);
  const gain = two.clustersASecond / one.clustersASecond;
  console.log(
    `in turns: ${one.clustersASecond.toFixed(1)} and ${two.clustersASecond.toFixed(1)} clusters a second, ` +
      `${gain.toFixed(2)} times as many`,
  );
  expect(gain).toBeGreaterThan(LEAST_GAIN);
});

/** @param hold gives what lets go of the workers again */
async function measure(count: number, hold: (workers: readonly MeteredWorker[]) => () => void) {
  const world = await startFleetWorld();
  // Who waits for GitHub's hour to end is not measured.
  Object.assign(world.tracker.limits, { core: 1e9, search: 1e9, graphql: 1e9 });
  const workers = Array.from({ length: count }, () => world.meteredWorker('--concurrency', '1'));
  const logs = [...logsOfServices(WARM * count + SERVICES)];
  const used = () => Promise.all(workers.map((worker) => worker.used()));
  await world.enqueueAll(new Map(logs.slice(0, WARM * count)), 'draft');
  await world.ended(WARM * count);
  const before = await used();
  const others = usedByOthers();
  const asked = world.tracker.requests.length;
  const letGo = hold(workers);
  const began = performance.now();
  await world.enqueueAll(new Map(logs.slice(WARM * count)), 'draft');
  await world.ended(WARM * count + SERVICES);
  const seconds = (performance.now() - began) / 1000;
  letGo();
  const after = await used();
  const { tests, postgres } = usedByOthers();
  for (const worker of workers) worker.kill('SIGTERM');
  await Promise.all(workers.map(({ finished }) => finished));
  const clusters = SERVICES * PROBLEMS_OF_A_SERVICE;
  const each = (what: 'milliseconds' | 'statements'): number =>
    after.reduce((sum, worker, nth) => sum + worker[what] - (before[nth]?.[what] ?? 0), 0) / clusters;
  return {
    clustersASecond: clusters / seconds,
    milliseconds: each('milliseconds'),
    statements: each('statements'),
    requests: (world.tracker.requests.length - asked) / clusters,
    beside:
      `PostgreSQL used ${((postgres - others.postgres) / clusters).toFixed(1)} ms, ` +
      `the tests and their GitHub ${((tests - others.tests) / clusters).toFixed(1)} ms`,
  };
}

function takeTurns(workers: readonly MeteredWorker[]): () => void {
  let turn = 0;
  const next = setInterval(() => {
    turn = 1 - turn;
    for (const [nth, worker] of workers.entries()) worker.kill(nth % 2 === turn ? 'SIGCONT' : 'SIGSTOP');
  }, TURN_MS);
  return () => {
    clearInterval(next);
    for (const worker of workers) worker.kill('SIGCONT');
  };
}

/** Processor time in milliseconds; that of PostgreSQL where the system tells it, as Linux does, else 0. */
function usedByOthers(): { tests: number; postgres: number } {
  const { user, system } = process.cpuUsage();
  return { tests: (user + system) / 1000, postgres: process.platform === 'linux' ? usedByPostgres() : 0 };
}

/** Of /proc/PID/stat: utime and stime, in hundredths of a second (man 5 proc). */
function usedByPostgres(): number {
  let hundredths = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(pid);
    if (!stat.includes('(postgres)')) continue;
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    hundredths += Number(fields[11]) + Number(fields[12]);
  }
  return hundredths * 10;
}

/** Empty where it ended meanwhile. */
function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
