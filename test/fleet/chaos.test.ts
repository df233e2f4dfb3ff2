import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { createRandom, type Random } from '../../bench/entries/random.ts';
import { parseMarkers } from '../../src/github/marker.ts';
import { listDrafts } from '../../src/store/drafts.ts';
import { openIntents } from '../../src/store/ledger.ts';
import { submission } from '../support/claude/report.ts';
import { type Asked, type Move, startScriptedClaude } from '../support/claude/scripted-claude.ts';
import { type FleetWorld, startFleetWorld } from '../support/fleet.ts';
import type { ScenarioGitHub } from '../support/github/server.ts';
import { startPostgres } from '../support/postgres/server.ts';
import { logsOfServices, PROBLEMS_OF_A_SERVICE } from '../support/problems.ts';

const SERVICES = Number(process.env.CHAOS_SERVICES ?? (process.env.LONG ? 200 : 4));
const WORKERS = process.env.LONG ? 4 : 3;
/** Of its calls GitHub and the model fail one in so many. */
const ONE_IN = 10;
const KILL_EVERY_MS = 5_000;
const MOST_KILLS = process.env.LONG ? Number.POSITIVE_INFINITY : 2;
/** After which of the kills PostgreSQL goes off and comes back. */
const RESTARTS = process.env.LONG ? [3, 8] : [1];
const SEED = Number(process.env.SEED ?? 9);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function searchThenReport({ turn }: Asked): Move {
  const search = { name: 'search_issues', args: { query: 'booking refused', by: 'words', detail: 'concise' } };
  const report = submission({
    because: 'no issue speaks of it',
    impact: 'A part of the service fails.',
    currentBehaviour: 'It fails.',
    expectedBehaviour: 'It works.',
    analysis: 'Something refuses to work.',
    nextAction: 'Look into it.',
  });
  return { tools: [turn === 1 ? search : report] };
}

type Fault = Parameters<ScenarioGitHub['failNext']>[0]['fault'];

/** From now on one call in ten, of each kind, is answered by a 502, cut off, or carried out and not answered. */
function failCalls(tracker: ScenarioGitHub, random: Random): { stop: () => number } {
  const kinds = ['GET', 'POST', 'PATCH'].map((method) => ({ method, calls: 0, planned: 0 }));
  let [read, faults] = [0, 0];
  const plan = (): void => {
    for (; read < tracker.requests.length; read++) {
      for (const kind of kinds) if (kind.method === tracker.requests[read]?.method) kind.calls += 1;
    }
    for (const kind of kinds) {
      while (kind.planned < kind.calls + 20 * ONE_IN) {
        kind.planned += 1 + random.int(2 * ONE_IN - 1);
        const fault = random.pick<Fault>([{ kind: 'answer', status: 502 }, { kind: 'answer lost' }, { kind: 'reset' }]);
        if (kind.planned <= kind.calls) continue;
        tracker.failNext({ method: kind.method, path: /./, nth: kind.planned - kind.calls, fault });
        faults += 1;
      }
    }
  };
  plan();
  const planning = setInterval(plan, 50);
  return {
    stop() {
      clearInterval(planning);
      return faults - kinds.reduce((ahead, { planned, calls }) => ahead + Math.max(0, planned - calls) / ONE_IN, 0);
    },
  };
}

/** How many open issues say that they are about each problem. */
function issuesByProblem({ tracker }: FleetWorld): Map<string, number> {
  const found = new Map<string, number>();
  for (const { body, state } of tracker.issues()) {
    if (state !== 'open') continue;
    for (const { fingerprint } of parseMarkers(body)) found.set(fingerprint, (found.get(fingerprint) ?? 0) + 1);
  }
  return found;
}

it('leaves one draft or issue for each problem, whoever is killed, and whatever fails', {
  timeout: 3_600_000,
}, async () => {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  const [whom, what] = [createRandom(SEED), createRandom(SEED + 2)];
  const paidTwice: string[] = [];
  let [seen, refused] = [0, 0];
  const claude = await startScriptedClaude(searchThenReport, {
    fault: async (_, asked) => {
      await lookFor(asked);
      if (what.int(ONE_IN) > 0) return null;
      refused += 1;
      return { status: 529, retryAfterMs: 100 };
    },
  });
  onTestFinished(() => claude.stop());
  const generous = { requestsPerMinute: 10_000, tokensPerMinute: 1_000_000_000 };
  const world = await startFleetWorld(
    { limits: { maxNewIssues: 100 }, claude: generous },
    {
      database: server.url,
      claude: claude.url,
    },
  );
  /** A turn that is asked for although it is in the store already, is paid twice. */
  async function lookFor({ brief, turn }: Asked): Promise<void> {
    const stored = await sql<{ number: number }>`
      select turns.number from turns join transcripts using (run, fingerprint)
      where (opening::jsonb ->> 'first') = ${brief} and turns.number >= ${turn}`
      .execute(world.store.db)
      // PostgreSQL may be away for a moment; the next call is looked at again.
      .catch(() => null);
    if (stored === null) return;
    seen += 1;
    if (stored.rows.length > 0) paidTwice.push(`turn ${turn} of ${brief.slice(0, 200)}`);
  }

  const began = performance.now();
  await world.enqueueAll(logsOfServices(SERVICES), 'auto');
  const workers = Array.from({ length: WORKERS }, () => world.worker());
  const failing = failCalls(world.tracker, createRandom(SEED + 1));
  let [over, killed, restarted] = [false, 0, 0];
  const harm = async (): Promise<void> => {
    for (;;) {
      await pause(KILL_EVERY_MS);
      if (over || killed >= MOST_KILLS) return;
      const victim = whom.int(workers.length);
      workers[victim]?.kill('SIGKILL');
      killed += 1;
      workers[victim] = world.worker();
      if (!RESTARTS.includes(killed)) continue;
      await server.restart();
      restarted += 1;
    }
  };
  const harming = harm();
  await world.ended(SERVICES);
  over = true;
  const seconds = (performance.now() - began) / 1000;
  await harming;
  const faults = failing.stop();
  for (const worker of workers) worker.kill('SIGTERM');
  await Promise.all(workers.map(({ finished }) => finished));

  const drafts = await listDrafts(world.store);
  const posted = drafts.filter(({ state }) => state.status === 'posted');
  const waiting = drafts.filter(({ state }) => state.status === 'pending');
  console.log(
    `${SERVICES} services, ${WORKERS} workers, ${killed} killed, PostgreSQL restarted ${restarted} times, ` +
      `${faults.toFixed(0)} of ${world.tracker.requests.length} calls to GitHub and ${refused} of ${claude.requests().length} to the model failed: ` +
      `${posted.length} posted, ${waiting.length} left to a person, in ${seconds.toFixed(0)} s; ` +
      `${drafts.length - posted.length - waiting.length} drafts gave way to another of the same problem; ` +
      `${seen} turns looked at, ${paidTwice.length} paid twice.`,
  );
  // Posted, or, where GitHub's answers left a doubt, left to a person: once for each problem.
  const live = [...posted, ...waiting].map(({ fingerprint }) => fingerprint).sort();
  expect(live).toEqual([...new Set(live)]);
  expect(live).toHaveLength(SERVICES * PROBLEMS_OF_A_SERVICE);
  const issues = issuesByProblem(world);
  expect([...issues.values()].filter((count) => count !== 1)).toEqual([]);
  expect(posted.every(({ fingerprint }) => issues.has(fingerprint))).toBe(true);
  expect(await openIntents(world.store)).toEqual([]);
  expect(paidTwice).toEqual([]);
  expect(seen).toBeGreaterThan(0);
  claude.check();
});
