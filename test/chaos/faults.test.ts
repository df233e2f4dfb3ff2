import { expect, it, onTestFinished, vi } from 'vitest';
import { createRandom } from '../../bench/entries/random.ts';
import { GitHubError } from '../../src/model/errors.ts';
import type { Run } from '../../src/model/run.ts';
import { listDrafts } from '../../src/store/drafts.ts';
import { openIntents } from '../../src/store/ledger.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { anHourLater, standing, twice } from '../support/demo/aftermath.ts';
import { startDemoGitHub, triageDemo } from '../support/demo/triage-demo.ts';
import type { FaultRule } from '../support/github/faults.ts';
import type { ScenarioGitHub } from '../support/github/server.ts';
import { temporaryFolder } from '../support/store.ts';

const LONG = process.env.LONG === '1';
/** A hanging call is given up after this instead of half a minute. */
const TIMEOUT_MS = 1_500;
const SECONDARY = { message: 'You have exceeded a secondary rate limit.' };

/** What can go wrong with a call, and how often in a row: what fails four times gets past every repeating. */
const FAULTS: readonly { readonly name: string; readonly fault: FaultRule['fault']; readonly times: number }[] = [
  { name: 'timeout', fault: { kind: 'hang' }, times: 1 },
  { name: 'reset', fault: { kind: 'reset' }, times: 1 },
  { name: 'lost answer', fault: { kind: 'answer lost' }, times: 1 },
  {
    name: '403 with retry-after',
    fault: { kind: 'answer', status: 403, headers: { 'retry-after': '1' }, body: SECONDARY },
    times: 1,
  },
  { name: '403', fault: { kind: 'answer', status: 403 }, times: 1 },
  { name: '404', fault: { kind: 'answer', status: 404 }, times: 1 },
  { name: '429', fault: { kind: 'answer', status: 429 }, times: 1 },
  { name: '500', fault: { kind: 'answer', status: 500 }, times: 1 },
  { name: '502', fault: { kind: 'answer', status: 502, body: '<html>Bad gateway</html>' }, times: 1 },
  { name: '502 four times', fault: { kind: 'answer', status: 502, body: '<html>Bad gateway</html>' }, times: 4 },
  { name: 'garbage', fault: { kind: 'answer', status: 200, body: '{"a":' }, times: 1 },
];

interface World {
  readonly tracker: ScenarioGitHub;
  readonly store: Store;
  readonly folder: string;
  end(): Promise<void>;
}

async function begin(): Promise<World> {
  const tracker = await startDemoGitHub();
  const folder = temporaryFolder();
  const store = await openStore(folder);
  const end = async () => {
    await store.close();
    await tracker.stop();
  };
  return { tracker, store, folder, end };
}

/** A run's end: what it says of itself, or the clear error that it ended with. */
async function runOnce({ tracker, store, folder }: World): Promise<Run['status'] | GitHubError> {
  try {
    return (await triageDemo(tracker, store, folder)).status;
  } catch (error) {
    if (error instanceof GitHubError) return error;
    throw error;
  }
}

/** Drafts and writes that are neither done nor given up. */
async function unfinished({ store }: World): Promise<string[]> {
  const waiting = (await listDrafts(store)).filter(({ state }) => ['approved', 'posting'].includes(state.status));
  const intents = await openIntents(store);
  return [...waiting.map(({ id }) => id), ...intents.map(({ draft, step }) => `${draft} ${step}`)];
}

it('a fault at any call of a run ends in the same issues and comments, each once', { timeout: 7_200_000 }, async () => {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  const spy = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(Math.min(ms, TIMEOUT_MS)));
  onTestFinished(() => spy.mockRestore());

  const calm = await begin();
  expect(await runOnce(calm)).toBe('done');
  const calls = calm.tracker.requests.map(({ method, path }) => ({ method, path }));
  const right = standing(calm.tracker);
  await calm.end();
  expect(calls.length).toBeGreaterThan(20);
  expect(right.length).toBeGreaterThan(4);

  const random = createRandom(1757719800);
  const all = FAULTS.flatMap((fault) => calls.map((_, index) => ({ ...fault, index })));
  const some = FAULTS.map((fault) => ({ ...fault, index: random.int(calls.length) }));
  const ends: Record<string, number> = {};
  for (const { name, fault, times, index } of LONG ? all : some) {
    const { method = '', path = '' } = calls[index] ?? {};
    const nth = calls.slice(0, index + 1).filter((call) => call.method === method && call.path === path).length;
    const where = `${name} at call ${index}: ${method} ${path} (${nth})`;
    const world = await begin();
    for (let time = 0; time < times; time += 1) {
      world.tracker.failNext({ method, path, nth: nth + time, fault });
    }
    const first = await runOnce(world);
    expect(twice(standing(world.tracker)), where).toEqual([]);
    const end = `${name}: ${first instanceof GitHubError ? 'a clear error' : first}`;
    ends[end] = (ends[end] ?? 0) + 1;
    let last = first;
    for (let run = 2; run <= 4 && (run === 2 || last !== 'done' || (await unfinished(world)).length > 0); run += 1) {
      await anHourLater(world.store);
      last = await runOnce(world);
    }
    expect(last, where).toBe('done');
    expect(standing(world.tracker), where).toEqual(right);
    expect(await unfinished(world), where).toEqual([]);
    await world.end();
  }
  const ended = Object.entries(ends).map(([end, count]) => `${end} ${count}`);
  console.log(
    `A run makes ${calls.length} calls. Runs with one fault ended: ${ended.join(', ')}; all were right in the end.`,
  );
});
