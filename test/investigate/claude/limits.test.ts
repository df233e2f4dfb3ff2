import { describe, expect, it } from 'vitest';
import { withLimits } from '../../../src/investigate/claude/limits.ts';
import { type Model, ModelError, type ModelRequest } from '../../../src/investigate/claude/model.ts';
import type { Clock } from '../../../src/model/clock.ts';
import type { Answer } from '../../../src/model/transcript.ts';

const ANSWER: Answer = {
  content: [{ type: 'text', text: 'Yes.' }],
  stopReason: 'end_turn',
  tokens: { input: 1, cacheWrite: 0, cacheRead: 0, output: 1 },
};

/** A clock on which everybody who sleeps wakes in order; it moves only when nobody else has anything to do. */
function patientClock(): Clock & { at: () => number } {
  let now = 0;
  const sleepers: { until: number; wake: () => void }[] = [];
  const moveOn = (): void => {
    sleepers.sort((a, b) => a.until - b.until);
    const next = sleepers.shift();
    if (next === undefined) return;
    now = Math.max(now, next.until);
    next.wake();
  };
  return {
    now: () => now,
    at: () => now,
    sleep(milliseconds) {
      return new Promise((resolve) => {
        sleepers.push({ until: now + milliseconds, wake: resolve });
        setImmediate(moveOn);
      });
    },
  };
}

function requestOf(text: string, model: string): ModelRequest {
  const content = [{ type: 'text' as const, text }];
  return { model, effort: 'low', system: '', tools: [], maxTokens: 10, messages: [{ role: 'user', content }] };
}

interface Scene {
  readonly limits?: { requestsPerMinute?: number; tokensPerMinute?: number };
  /** What becomes of the nth request, from 1. */
  readonly fail?: (nth: number) => ModelError | null;
}

/** A model behind its limits, and when it was asked for what, in seconds. */
function limited({ limits, fail = () => null }: Scene = {}) {
  const clock = patientClock();
  const asked: [number, string][] = [];
  const notes: string[] = [];
  const inner: Model = {
    async ask({ messages }) {
      const [block] = messages[0]?.content ?? [];
      asked.push([clock.at() / 1000, block?.type === 'text' ? block.text.slice(0, 3) : '']);
      const error = fail(asked.length);
      if (error !== null) throw error;
      return ANSWER;
    },
  };
  const all = { requestsPerMinute: 1_000, tokensPerMinute: 1_000_000, ...limits };
  const model = withLimits(inner, all, clock, (note) => notes.push(note));
  const ask = (text: string, signal = new AbortController().signal, name = 'm') =>
    model.ask(requestOf(text, name), signal, () => undefined);
  return { ask, asked, notes, clock };
}

const passing = (status: number, retryAfterMs: number | null = null) =>
  new ModelError('Not now.', { status, passing: true, retryAfterMs });

describe('the pace at which a model is asked', () => {
  it('keeps to the requests of a minute, in the order in which they came', async () => {
    const { ask, asked } = limited({ limits: { requestsPerMinute: 2 } });
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => ask(text)));
    expect(asked).toEqual([
      [0, 'a'],
      [0, 'b'],
      [60, 'c'],
      [60, 'd'],
      [120, 'e'],
    ]);
  });

  it('keeps to the tokens of a minute; one that is larger goes out alone', async () => {
    const { ask, asked } = limited({ limits: { tokensPerMinute: 1_000 } });
    const large = (name: string, tokens: number) => ask(name.padEnd(tokens * 4, '.'));
    await Promise.all([large('a', 400), large('b', 400), large('c', 400), large('d', 5_000), large('e', 10)]);
    expect(asked.map(([second]) => second)).toEqual([0, 0, 60, 120, 180]);
  });

  it.each([429, 529])('makes everybody wait as long as the API asks after a %i', async (status) => {
    const { ask, asked, notes } = limited({ fail: (nth) => (nth === 1 ? passing(status, 7_000) : null) });
    const first = ask('a');
    await new Promise(setImmediate);
    await Promise.all([first, ask('b')]);
    expect(asked.map(([second]) => second)).toEqual([0, 7, 7]);
    expect(notes).toEqual(['Not now. Asked again in 7 s.']);
  });

  it('lets only the one wait that was answered by a fault, twice as long each time, five times in all', async () => {
    const { ask, asked } = limited({ fail: (nth) => (nth === 2 ? null : passing(500)) });
    const [failed, other] = await Promise.allSettled([ask('a'), ask('b')]);
    expect(failed.status).toBe('rejected');
    expect(other.status).toBe('fulfilled');
    expect(asked).toEqual([
      [0, 'a'],
      [0, 'b'],
      [1, 'a'],
      [3, 'a'],
      [7, 'a'],
      [15, 'a'],
    ]);
  });

  it('does not ask again what cannot pass, nor wait for longer than five minutes', async () => {
    const refused = limited({ fail: () => new ModelError('No.', { status: 400, passing: false }) });
    await expect(refused.ask('a')).rejects.toThrow('No.');
    const closed = limited({ fail: () => passing(429, 301_000) });
    await expect(closed.ask('a')).rejects.toThrow('Not now.');
    expect([refused.asked.length, closed.asked.length]).toEqual([1, 1]);
  });

  it('asks nobody any more once the key is not accepted', async () => {
    const { ask, asked } = limited({ fail: () => new ModelError('Wrong key.', { status: 401, passing: false }) });
    await expect(ask('a')).rejects.toThrow('Wrong key.');
    await expect(ask('b')).rejects.toThrow('Wrong key.');
    expect(asked).toHaveLength(1);
  });

  it.each([403, 404])(
    'asks for a model that is not there only once (%i), and for the others all the same',
    async (status) => {
      const { ask, asked } = limited({
        fail: (nth) => (nth === 1 ? new ModelError('No such model.', { status, passing: false }) : null),
      });
      const { signal } = new AbortController();
      await expect(ask('a', signal, 'opus')).rejects.toThrow('No such model.');
      await expect(ask('b', signal, 'opus')).rejects.toThrow('No such model.');
      await ask('c', signal, 'sonnet');
      expect(asked.map(([, text]) => text)).toEqual(['a', 'c']);
    },
  );

  it('asks nothing that was called off while it waited, and lets the next one through', async () => {
    const { ask, asked } = limited({ limits: { requestsPerMinute: 1 } });
    const called = new AbortController();
    await ask('a');
    const waiting = ask('b', called.signal);
    called.abort();
    await expect(waiting).rejects.toThrow('called off');
    await ask('c');
    expect(asked).toEqual([
      [0, 'a'],
      [60, 'c'],
    ]);
  });
});
