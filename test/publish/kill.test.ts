import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createRandom, type Random } from '../../bench/entries/random.ts';
import { wrapEvidenceBlock } from '../../src/github/evidence-block.ts';
import type { Draft } from '../../src/model/draft.ts';
import { getDraft } from '../../src/store/drafts.ts';
import { openIntents } from '../../src/store/ledger.ts';
import { changeDraft, commentOf, newIssueDraft } from '../support/drafts.ts';
import { postApproved } from '../support/post-approved.ts';
import type { Life } from '../support/processes/die-at-await.ts';
import { startScript } from '../support/processes/run-script.ts';
import { addApproved, OURS, ownIssue, type Scene, startScene } from '../support/publishing.ts';
import { databaseOf } from '../support/store.ts';

const LONG = process.env.LONG === '1';
const OLD = wrapEvidenceBlock('| E1 | entries | 15 |');
const NEW = wrapEvidenceBlock('| E1 | entries | 40 |');
const CLOSED = { state: 'closed', state_reason: 'completed', closed_at: '2025-09-11T18:02:00Z' } as const;
const ROLLING = { id: 1394, author: OURS, body: OLD, created_at: '2025-09-10T08:00:00Z' };

const [FIRST, SECOND] = [
  { n: 2, fingerprint: 'lg1bbbbbbbbbbbbbbbb' },
  { n: 3, fingerprint: 'lg1cccccccccccccccc' },
];
const NEW_ISSUE = newIssueDraft({ n: 1 });
const REOPENING = changeDraft(FIRST, {
  action: 'reopen',
  issue: 169,
  comment: commentOf(FIRST),
  labels: ['P1'],
  title: { from: 'Session access failed', to: 'GCP-regression | P1 | Session access failed' },
});
const ROLLING_UPDATE = changeDraft(SECOND, {
  issue: 394,
  evidenceHome: { in: 'comment', id: ROLLING.id },
  comment: commentOf(SECOND),
});
const ALL = [NEW_ISSUE, REOPENING, ROLLING_UPDATE];

async function begin(drafts: readonly Draft[]): Promise<Scene> {
  const byAnna = ownIssue(394, 'By hand.', { author: 'anna', comments: [ROLLING] });
  const scene = await startScene({ issues: [ownIssue(169, OLD, CLOSED), byAnna] });
  scene.tracker.search.lagMs = 5 * 60_000;
  for (const draft of drafts) await addApproved(scene.store, draft);
  return scene;
}

function post(scene: Scene, life: Life | null = null) {
  const { url, token } = scene.tracker;
  return startScript(
    'post-draft',
    [JSON.stringify({ folder: scene.folder, url, token })],
    life,
    databaseOf(scene.folder),
  );
}

async function expectPostedOnce(scene: Scene, drafts: readonly Draft[], how: string): Promise<void> {
  for (const { id } of drafts) expect((await getDraft(scene.store, id))?.state.status, how).toBe('posted');
  expect(await openIntents(scene.store), how).toEqual([]);
  const created = scene.tracker.issues().filter(({ planted }) => !planted);
  expect(created, how).toHaveLength(drafts.includes(NEW_ISSUE) ? 1 : 0);
  const reopened = drafts.includes(REOPENING);
  const [first, second] = scene.tracker.issues().filter(({ planted }) => planted);
  expect(first, how).toMatchObject({
    state: reopened ? 'open' : 'closed',
    title: reopened ? 'GCP-regression | P1 | Session access failed' : 'Session access failed',
    body: reopened ? NEW : OLD,
  });
  expect(
    first?.comments.map(({ body }) => body),
    how,
  ).toEqual(reopened ? [commentOf(FIRST)] : []);
  const told = drafts.includes(ROLLING_UPDATE) ? [NEW, commentOf(SECOND)] : [OLD];
  expect(
    second?.comments.map(({ body }) => body),
    how,
  ).toEqual(told);
}

/** Whether GitHub's answer to one of the writes arrives, is lost, or does not come before the process is dead. */
const ANSWERS = ['delivered', 'lost', 'held'] as const;

/** The writes for all three drafts. */
const WRITES = [
  { method: 'POST', path: /\/labels$/, times: 2 },
  { method: 'POST', path: /\/issues$/, times: 1 },
  { method: 'PATCH', path: /\/issues\/169$/, times: 2 },
  { method: 'POST', path: /\/169\/comments$/, times: 1 },
  { method: 'POST', path: /\/169\/labels$/, times: 1 },
  { method: 'PATCH', path: /\/comments\/1394$/, times: 1 },
  { method: 'POST', path: /\/394\/comments$/, times: 1 },
] as const;

describe('kill -9', () => {
  const rounds = LONG ? 500 : 4;
  it(`at any await of the publishing path, ${rounds} times, leaves no duplicate and loses no draft`, {
    timeout: LONG ? 7_200_000 : 120_000,
  }, async () => {
    const { places, passages } = await countPassages();
    expect(places).toBeGreaterThan(20);
    const random = createRandom(20250912);
    const killed = { delivered: 0, lost: 0, held: 0 };
    for (let round = 0; round < rounds; round += 1) {
      // Each a random place of its own stretch of the way, so that a few rounds reach all of it.
      const dieAt = 1 + Math.floor(((round + random.fraction()) * passages) / rounds);
      const answer = ANSWERS[round % ANSWERS.length] ?? 'delivered';
      const scene = await begin(ALL);
      const how = `round ${round}: place ${dieAt} of ${passages}, an answer ${answer}`;
      if (await dieOnce(scene, dieAt, answer, random)) killed[answer] += 1;
      // This process posts at once: the dead one's lease does not hold it up.
      await postApproved(scene.store, scene.tracker);
      // The answer may be lost on it instead: the one after that sees to it.
      if (answer === 'lost') await postApproved(scene.store, scene.tracker);
      await expectPostedOnce(scene, ALL, how);
      expect(
        scene.tracker.requests.some(({ path }) => path.startsWith('/search')),
        how,
      ).toBe(false);
      await scene.tracker.stop();
    }
    expect(killed.delivered).toBeGreaterThan(0);
    expect(killed.held).toBeGreaterThan(0);
    const died = Object.entries(killed).map(([answer, times]) => `${times} (an answer ${answer})`);
    console.log(
      `Posting three drafts passes ${places} places beside an await, ${passages} times in all. Of ${rounds} processes ` +
        `that were to be killed there, ${died.join(', ')} died on their way; every draft was posted once.`,
    );
  });

  const held = [
    { what: 'the new issue', method: 'POST', path: /\/issues$/, draft: NEW_ISSUE },
    { what: 'the comment', method: 'POST', path: /\/169\/comments$/, draft: REOPENING },
    { what: 'the reopening', method: 'PATCH', path: /\/issues\/169$/, nth: 2, draft: REOPENING },
  ];
  for (const { what, draft, ...call } of held) {
    it(`between posting and recording ${what} leaves no duplicate`, async () => {
      const scene = await begin([draft]);
      scene.tracker.failNext({ ...call, fault: { kind: 'answer held' } });
      const { child, ended } = post(scene);
      const carriedOut = () =>
        scene.tracker
          .issues()
          .some(({ planted, number, state, comments }) =>
            what === 'the reopening'
              ? number === 169 && state === 'open'
              : !planted || (what === 'the comment' && number === 169 && comments.length > 0),
          );
      await killWhen(carriedOut, child, ended);
      expect((await ended).signal).toBe('SIGKILL');
      expect(await openIntents(scene.store)).toHaveLength(1);
      expect(await post(scene).ended).toMatchObject({ code: 0, stderr: '' });
      await expectPostedOnce(scene, [draft], what);
    });
  }
});

/** What a process passes that posts all drafts. */
async function countPassages(): Promise<{ places: number; passages: number }> {
  const scene = await begin(ALL);
  const countInto = join(scene.folder, 'passages.json');
  expect(await post(scene, { path: 'publishing', dieAt: 0, countInto }).ended).toMatchObject({ code: 0, stderr: '' });
  await expectPostedOnce(scene, ALL, 'without a kill');
  return z.object({ places: z.int(), passages: z.int() }).parse(JSON.parse(readFileSync(countInto, 'utf8')));
}

/** @returns whether the process was killed, and not done before the place came */
async function dieOnce(
  scene: Scene,
  dieAt: number,
  answer: (typeof ANSWERS)[number],
  random: Random,
): Promise<boolean> {
  const { tracker } = scene;
  const write = WRITES[random.int(WRITES.length)] ?? WRITES[0];
  const call = { ...write, nth: 1 + random.int(write.times) };
  if (answer === 'lost') tracker.failNext({ ...call, fault: { kind: 'answer lost' } });
  if (answer === 'held') tracker.failNext({ ...call, fault: { kind: 'answer held' } });
  // The answer that is held says when to die: as soon as GitHub knows of the write.
  const { child, ended } = post(scene, answer === 'held' ? null : { path: 'publishing', dieAt, countInto: null });
  const asked = () => tracker.requests.filter(({ method, path }) => method === call.method && call.path.test(path));
  if (answer === 'held') await killWhen(() => asked().length >= call.nth, child, ended);
  const { code, signal, stderr } = await ended;
  // A lost answer is told in the outcome, and is no error of the process.
  if (signal === null) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return signal === 'SIGKILL';
}

async function killWhen(
  due: () => boolean,
  child: { kill(signal: 'SIGKILL'): boolean },
  ended: Promise<unknown>,
): Promise<void> {
  await vi.waitFor(() => expect(due()).toBe(true), { timeout: 60_000, interval: 5 });
  child.kill('SIGKILL');
  await ended;
}

describe('two processes at once', () => {
  it('post each draft once', async () => {
    const scene = await begin(ALL);
    const ended = await Promise.all([post(scene).ended, post(scene).ended]);
    for (const { code, stderr } of ended) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await expectPostedOnce(scene, ALL, 'two at once');
  });
});
