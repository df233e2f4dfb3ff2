import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import type { Opening, Turn } from '../../src/model/transcript.ts';
import type { Store } from '../../src/store/open.ts';
import { newRunId, saveRun } from '../../src/store/runs.ts';
import {
  endTranscript,
  findTranscripts,
  getTranscript,
  openTranscript,
  saveTurn,
} from '../../src/store/transcripts.ts';
import { aRun } from '../support/runs.ts';
import { temporaryStore } from '../support/store.ts';

const FINGERPRINT = 'lg15e55100000000001';
const OPENING: Opening = {
  model: 'claude-sonnet-5-5',
  effort: 'medium',
  prompt: 'investigator/v1',
  system: 'You are on call.',
  tools: [{ name: 'get_issue', description: 'One issue.', inputSchema: { type: 'object' } }],
  first: 'The mailer fails.',
};

function turn(number: number, paidBy: string): Turn {
  return {
    number,
    maxTokens: 100,
    answer: {
      content: [{ type: 'text', text: `turn ${number}` }],
      stopReason: 'end_turn',
      tokens: { input: 10, cacheWrite: 0, cacheRead: 0, output: 1 },
    },
    usd: 0.01,
    discarded: false,
    reply: null,
    paidBy,
  };
}

/** A run that talked about the cluster for so many turns, beyond those it took over, and came to this end. */
async function play(
  store: Store,
  { status, turns, end, opening = OPENING }: { status: Run['status']; turns: number; end?: string; opening?: Opening },
): Promise<{ run: string; taken: number[] }> {
  const run = await newRunId(store, '2025-09-12T23:30:00Z');
  await saveRun(store, aRun({ id: run, status: 'running', clusters: [] }));
  const key = { run, fingerprint: FINGERPRINT };
  const { turns: taken } = await openTranscript(store, key, opening);
  for (let more = 1; more <= turns; more += 1) await saveTurn(store, key, turn(taken.length + more, run));
  if (end !== undefined) await endTranscript(store, key, end);
  await saveRun(store, aRun({ id: run, status, clusters: [] }));
  return { run, taken: taken.map(({ number }) => number) };
}

describe('a conversation that is opened', () => {
  it.each<[string, Run['status'], string | undefined]>([
    ['was killed', 'running', undefined],
    ['was killed when the report was in', 'running', 'report'],
    ['failed', 'failed', undefined],
    ['was called off', 'partial', undefined],
  ])('goes on with the turns of a run that %s', async (_, status, end) => {
    const store = await temporaryStore();
    const first = await play(store, { status, turns: 2, ...(end !== undefined && { end }) });
    const second = await play(store, { status: 'done', turns: 0, end: 'report' });
    expect(second.taken).toEqual([1, 2]);
    const transcript = await getTranscript(store, { run: second.run, fingerprint: FINGERPRINT });
    // Who paid stays with the turn.
    expect(transcript?.turns.map(({ paidBy }) => paidBy)).toEqual([first.run, first.run]);
  });

  it.each<Run['status']>(['done', 'partial'])('begins anew where the last one came to its end (%s)', async (status) => {
    const store = await temporaryStore();
    await play(store, { status, turns: 2, end: 'report' });
    expect((await play(store, { status: 'done', turns: 1 })).taken).toEqual([]);
  });

  it('begins anew where anything that was said first is otherwise', async () => {
    const store = await temporaryStore();
    await play(store, { status: 'running', turns: 2 });
    const [tool] = OPENING.tools;
    if (tool === undefined) throw new Error('no tool');
    const others: Partial<Opening>[] = [
      { first: 'The mailer fails, once more.' },
      { system: 'You are asleep.' },
      { model: 'claude-opus-5-5' },
      { effort: 'high' },
      { tools: [{ ...tool, description: 'An issue.' }] },
    ];
    for (const other of others) {
      const { taken } = await play(store, { status: 'failed', turns: 0, opening: { ...OPENING, ...other } });
      expect(taken, Object.keys(other).join()).toEqual([]);
    }
    expect((await play(store, { status: 'done', turns: 0 })).taken).toEqual([1, 2]);
  });

  it('goes on as it began while its run goes on, though GitHub says something else by now', async () => {
    const store = await temporaryStore();
    const { run } = await play(store, { status: 'running', turns: 3 });
    const key = { run, fingerprint: FINGERPRINT };
    const again = await openTranscript(store, key, { ...OPENING, first: 'Now #7 is closed.' });
    expect(again.opening).toEqual(OPENING);
    expect(again.turns).toHaveLength(3);
    const asleep = await openTranscript(store, key, { ...OPENING, system: 'You are asleep.' });
    expect(asleep.turns).toEqual([]);
  });

  it('begins anew within a run that had ended where GitHub says something else by now, and forgets what is void', async () => {
    const store = await temporaryStore();
    const { run } = await play(store, { status: 'partial', turns: 3 });
    const key = { run, fingerprint: FINGERPRINT };
    expect((await openTranscript(store, key, OPENING)).turns).toHaveLength(3);
    const other = await openTranscript(store, key, { ...OPENING, first: 'Now #7 is closed.' });
    expect(other).toMatchObject({ turns: [], ended: null });
    expect(await getTranscript(store, key)).toMatchObject({ turns: [], end: null });
  });

  it('goes on over ten runs that were killed one after the other, each turn paid once', async () => {
    const store = await temporaryStore();
    const runs: string[] = [];
    for (let nth = 0; nth < 10; nth += 1) {
      const { run, taken } = await play(store, { status: 'running', turns: 1 });
      expect(taken).toEqual(runs.map((_, index) => index + 1));
      runs.push(run);
    }
    const last = await play(store, { status: 'done', turns: 0, end: 'report' });
    const transcript = await getTranscript(store, { run: last.run, fingerprint: FINGERPRINT });
    expect(transcript?.turns.map(({ paidBy }) => paidBy)).toEqual(runs);
  });

  it('is found by the beginning of its fingerprint, the newest run first', async () => {
    const store = await temporaryStore();
    const first = await play(store, { status: 'done', turns: 1, end: 'report' });
    const second = await play(store, { status: 'done', turns: 1, end: 'report' });
    const runsOf = async (prefix: string, run?: string) =>
      (await findTranscripts(store, { prefix, ...(run !== undefined && { run }) })).map((one) => one.run);
    expect(await runsOf('lg15e')).toEqual([second.run, first.run]);
    expect(await runsOf('lg15e', first.run)).toEqual([first.run]);
    expect(await runsOf('lg16')).toEqual([]);
    expect(await getTranscript(store, { run: 'no such run', fingerprint: FINGERPRINT })).toBeNull();
  });
});
