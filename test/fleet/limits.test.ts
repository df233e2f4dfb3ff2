import { expect, it } from 'vitest';
import { systemClock } from '../../src/collect/system-clock.ts';
import { Config } from '../../src/config/schema.ts';
import { shareGitHub, shareModel } from '../../src/fleet/limits.ts';
import type { Model, ModelRequest } from '../../src/investigate/claude/model.ts';
import type { Clock } from '../../src/model/clock.ts';
import { fakeClock } from '../support/cloud-logging/clock.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';

const never = new AbortController().signal;
const MINUTE = 60_000;

const request = (text = 'why?'): ModelRequest => ({
  model: 'claude-sonnet-5-5',
  effort: 'medium',
  system: '',
  tools: [],
  maxTokens: 1_000,
  messages: [{ role: 'user', content: [{ type: 'text', text }] }],
});

/** Several workers, each with a connection of its own, that ask a model that answers at once; gives when it was asked. */
async function workers(
  count: number,
  config: object,
  run: string | null = null,
  clock: Clock = fakeClock(Date.parse('2025-09-12T12:00:00Z')),
) {
  const folder = temporaryFolder();
  const asked: number[] = [];
  const paid: [input: number, usd: number][] = [];
  const model: Model = {
    async ask() {
      asked.push(clock.now());
      const tokens = { input: 1_000_000, cacheWrite: 0, cacheRead: 0, output: 0 };
      return { content: [], stopReason: 'end_turn', tokens };
    },
  };
  const models: Model[] = [];
  for (let nth = 0; nth < count; nth++) {
    models.push(
      shareModel(
        model,
        { config: Config.parse(config), run },
        { store: await temporaryStore(folder), clock, onPaid: ({ input }, usd) => paid.push([input, usd]) },
      ),
    );
  }
  return { asked, paid, models, clock };
}

/** The most in any minute. */
function busiest(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + MINUTE).length));
}

it('keeps all workers together below the requests of a minute', async () => {
  const { asked, models } = await workers(3, { claude: { requestsPerMinute: 4 } });
  for (let nth = 0; nth < 12; nth++) await models[nth % 3]?.ask(request(), never, () => undefined);
  expect(asked).toHaveLength(12);
  expect(busiest(asked)).toBe(4);
});

it('keeps all workers together below the tokens of a minute', async () => {
  const { asked, models } = await workers(2, { claude: { tokensPerMinute: 10_000 } });
  for (let nth = 0; nth < 6; nth++) await models[nth % 2]?.ask(request('x'.repeat(16_000)), never, () => undefined);
  expect(busiest(asked)).toBe(2);
});

it('spends no more dollars than a run, or a day, has for all workers', async () => {
  const perRun = await workers(2, { limits: { maxUsd: 4 } }, 'a');
  const ask = (model: Model | undefined) => model?.ask(request(), never, () => undefined);
  await ask(perRun.models[0]);
  await ask(perRun.models[1]);
  await expect(ask(perRun.models[0])).rejects.toThrow('the run’s budget of $4 is spent');
  expect(perRun.paid).toEqual([
    [1_000_000, 2],
    [1_000_000, 2],
  ]);
  const perDay = await workers(2, { fleet: { maxUsdPerDay: 2 } });
  await ask(perDay.models[0]);
  await expect(ask(perDay.models[1])).rejects.toThrow('the day’s budget of $2 is spent');
  await perDay.clock.sleep(24 * 60 * MINUTE, never);
  await ask(perDay.models[1]);
  expect(perDay.asked).toHaveLength(2);
});

it('counts searches and writes of GitHub, and lets other requests pass', async () => {
  const folder = temporaryFolder();
  const clock = fakeClock(1_000_000);
  const limits = Config.parse({ fleet: { searchesPerMinute: 2, writesPerMinute: 3 } }).fleet;
  const one = shareGitHub(limits, { store: await temporaryStore(folder), clock }, never);
  const other = shareGitHub(limits, { store: await temporaryStore(folder), clock }, never);
  const minutesOf = async (method: string, url: string): Promise<number> => {
    const start = clock.now();
    for (let nth = 0; nth < 7; nth++) await (nth % 2 ? one : other)(method, `https://api.github.com${url}`);
    return Math.floor((clock.now() - start) / MINUTE);
  };
  expect(await minutesOf('GET', '/search/issues?q=a')).toBe(3);
  expect(await minutesOf('POST', '/repos/acme/shop/issues')).toBe(2);
  expect(await minutesOf('GET', '/repos/acme/shop/issues')).toBe(0);
  expect(await minutesOf('POST', '/graphql')).toBe(0);
});

it('takes a large limit a piece at a time, and keeps below it all the same', async () => {
  const folder = temporaryFolder();
  const clock = fakeClock(1_000_000);
  const limits = { searchesPerMinute: 1_000, writesPerMinute: 1_000 };
  const stores = [await temporaryStore(folder), await temporaryStore(folder)];
  const turns = stores.map((store) => shareGitHub(limits, { store, clock }, never));
  const searched: number[] = [];
  for (let nth = 0; nth < 2_500; nth++) {
    // A burst, then one now and then: what is left of a piece is given up.
    if (nth > 2_000 && nth % 10 === 0) await clock.sleep(700, never);
    await turns[nth % 2]?.('GET', 'https://api.github.com/search/issues?q=a');
    searched.push(clock.now());
  }
  const busy = searched.map((from, first) => {
    const next = searched.findIndex((time) => time >= from + MINUTE);
    return (next === -1 ? searched.length : next) - first;
  });
  expect(Math.max(...busy)).toBeLessThanOrEqual(1_000);
  expect(Math.max(...busy)).toBeGreaterThan(900);
});

it('lets nobody wait for GitHub who was called off, and sends nothing then', async () => {
  const calledOff = new AbortController();
  const limits = { searchesPerMinute: 1, writesPerMinute: 1 };
  const turn = shareGitHub(
    limits,
    { store: await temporaryStore(temporaryFolder()), clock: systemClock },
    calledOff.signal,
  );
  const search = () => turn('GET', 'https://api.github.com/search/issues?q=a');
  await search();
  const waiting = Promise.allSettled([search(), search()]);
  setTimeout(() => calledOff.abort(), 50);
  const outcomes = await waiting;
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await turn('GET', 'https://api.github.com/repos/acme/shop/issues');
});

it('lets nobody wait for the model who was called off', async () => {
  const { models, asked } = await workers(1, { claude: { requestsPerMinute: 1 } }, null, systemClock);
  const calledOff = new AbortController();
  const ask = () => models[0]?.ask(request(), calledOff.signal, () => undefined);
  await ask();
  const waiting = Promise.allSettled([ask(), ask()]);
  setTimeout(() => calledOff.abort(), 50);
  expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(asked).toHaveLength(1);
});
