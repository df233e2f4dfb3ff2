import { describe, expect, it, vi } from 'vitest';
import { wrapEvidenceBlock } from '../../src/github/evidence-block.ts';
import type { Draft } from '../../src/model/draft.ts';
import { postDrafts } from '../../src/review/post.ts';
import { getDraft } from '../../src/store/drafts.ts';
import { openIntents } from '../../src/store/ledger.ts';
import { changeDraft, commentOf, newIssueDraft } from '../support/drafts.ts';
import type { Order } from '../support/processes/post-draft.ts';
import { startScript } from '../support/processes/run-script.ts';
import { addApproved, ownIssue, type Scene, startScene } from '../support/publishing.ts';

const LONG = process.env.LONG === '1';
const OLD = wrapEvidenceBlock('| E1 | entries | 15 |');
const CLOSED = { state: 'closed', state_reason: 'completed', closed_at: '2025-09-11T18:02:00Z' } as const;
const NEW_ISSUE = newIssueDraft({ n: 1 });
const REOPENING = changeDraft(
  { n: 2, fingerprint: 'lg1bbbbbbbbbbbbbbbb' },
  { action: 'reopen', issue: 169, comment: commentOf({ n: 2, fingerprint: 'lg1bbbbbbbbbbbbbbbb' }), labels: ['P1'] },
);
async function begin(drafts: readonly Draft[]): Promise<Scene> {
  const scene = await startScene({ issues: [ownIssue(169, OLD, CLOSED)] });
  for (const draft of drafts) await addApproved(scene.store, draft);
  return scene;
}

function post(scene: Scene, more: Partial<Order> = {}) {
  const { url, token } = scene.tracker;
  return startScript('post-draft', [
    JSON.stringify({ folder: scene.folder, url, token, dieAt: 0, settleMs: 0, ...more }),
  ]);
}

async function expectPostedOnce(scene: Scene, drafts: readonly Draft[]): Promise<void> {
  for (const { id } of drafts) expect((await getDraft(scene.store, id))?.state.status).toBe('posted');
  expect(await openIntents(scene.store)).toEqual([]);
  const created = scene.tracker.issues().filter(({ planted }) => !planted);
  expect(created).toHaveLength(drafts.includes(NEW_ISSUE) ? 1 : 0);
  const planted = scene.tracker.issues().filter((issue) => issue.planted);
  const comments = drafts.includes(REOPENING) ? [{}] : [];
  expect(planted).toMatchObject([{ number: 169, state: comments.length > 0 ? 'open' : 'closed', comments }]);
}

describe('kill -9', () => {
  it('at any place leaves no duplicate and loses no draft', { timeout: 600_000 }, async () => {
    const places = await countPlaces();
    expect(places).toBeGreaterThan(20);
    // A few places of different kinds when time is short; each of them otherwise.
    const step = LONG ? 1 : Math.floor(places / 4);
    for (let nth = LONG ? 1 : 3; nth <= places; nth += step) {
      const scene = await begin([NEW_ISSUE, REOPENING]);
      expect((await post(scene, { dieAt: nth }).ended).signal, `place ${nth}`).toBe('SIGKILL');
      // The next process starts at once: the dead one's lease does not hold it up.
      expect(await post(scene).ended, `place ${nth}`).toMatchObject({ code: 0, stderr: '' });
      await expectPostedOnce(scene, [NEW_ISSUE, REOPENING]);
    }
  });

  const held = [
    { what: 'the new issue', method: 'POST', path: /\/issues$/, draft: NEW_ISSUE },
    { what: 'the comment', method: 'POST', path: /\/169\/comments$/, draft: REOPENING },
    { what: 'the reopening', method: 'PATCH', path: /\/issues\/169$/, draft: REOPENING, nth: 2 },
  ];
  for (const { what, draft, ...call } of held) {
    it(`between posting and recording ${what} leaves no duplicate`, async () => {
      const scene = await begin([draft]);
      const before = scene.tracker.issues();
      scene.tracker.failNext({ ...call, fault: { kind: 'answer held' } });
      const { child, ended } = post(scene);
      await vi.waitFor(async () => expect((await openIntents(scene.store)).length).toBe(1), { timeout: 20_000 });
      await vi.waitFor(() => expect(scene.tracker.issues()).not.toEqual(before), { timeout: 20_000 });
      await vi.waitFor(() => expect(writesOf(scene, call.method, call.path)).toBe(call.nth ?? 1), { timeout: 20_000 });
      child.kill('SIGKILL');
      expect((await ended).signal).toBe('SIGKILL');
      expect(await post(scene).ended).toMatchObject({ code: 0, stderr: '' });
      await expectPostedOnce(scene, [draft]);
    });
  }
});

/** How many places a process passes that posts both drafts. */
async function countPlaces(): Promise<number> {
  const scene = await begin([NEW_ISSUE, REOPENING]);
  let places = 0;
  const { github: _, ...deps } = scene.deps({
    checkpoint: () => {
      places += 1;
    },
  });
  await postDrafts('approved', { ...deps, openGitHub: async () => scene.github });
  return places;
}

describe('two processes at once', () => {
  it('post each draft once', async () => {
    const scene = await begin([NEW_ISSUE, REOPENING]);
    const ended = await Promise.all([post(scene).ended, post(scene).ended]);
    for (const { code, stderr } of ended) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await expectPostedOnce(scene, [NEW_ISSUE, REOPENING]);
  });
});

function writesOf({ tracker }: Scene, method: string, path: RegExp): number {
  return tracker.requests.filter((request) => request.method === method && path.test(request.path)).length;
}
