import { describe, expect, it } from 'vitest';
import { wrapEvidenceBlock } from '../../src/github/evidence-block.ts';
import type { Draft } from '../../src/model/draft.ts';
import { publishDraft, reconcile } from '../../src/publish/publish.ts';
import { hashContent } from '../../src/store/content-hash.ts';
import { getDraft } from '../../src/store/drafts.ts';
import { ledgerOf, openIntents } from '../../src/store/ledger.ts';
import { changeDraft, commentOf, newIssueDraft, REPOSITORY } from '../support/drafts.ts';
import type { TrackedIssue } from '../support/github/server.ts';
import { addApproved, OURS, ownIssue, type PlantedIssue, type Scene, startScene } from '../support/publishing.ts';

const OLD = wrapEvidenceBlock('| E1 | entries | 15 |');
const NEW = wrapEvidenceBlock('| E1 | entries | 40 |');
const CLOSED = { state: 'closed', state_reason: 'completed', closed_at: '2025-09-11T18:02:00Z' } as const;

/** One kind of posting, told as often as there are places to die: the nth time about another problem. */
interface Story {
  readonly draft: (n: number) => Draft;
  /** The issue it is about, on GitHub before. */
  readonly target: ((n: number) => PlantedIssue) | null;
  /** That issue, or the new one, afterwards. */
  readonly after: (n: number) => object;
}

const problem = (n: number) => ({ n, fingerprint: `lg1${n.toString(16).padStart(16, '0')}` });
const MOST = 40;

const STORIES: Record<string, Story> = {
  'a new issue': {
    draft: (n) => newIssueDraft(problem(n)),
    target: null,
    after: () => ({ labels: ['log-gardener', 'P1'], comments: [] }),
  },
  'a reopening with evidence in the body, a comment and a label': {
    draft: (n) =>
      changeDraft(problem(n), { action: 'reopen', issue: n, comment: commentOf(problem(n)), labels: ['P1'] }),
    target: (n) => ownIssue(n, OLD, CLOSED),
    after: (n) => ({
      number: n,
      state: 'open',
      body: NEW,
      labels: ['P1'],
      comments: [{ body: commentOf(problem(n)) }],
    }),
  },
  'an update of the rolling comment, with another comment': {
    draft: (n) => {
      const evidenceHome = { in: 'comment', id: 1000 + n } as const;
      return changeDraft(problem(n), { issue: n, evidenceHome, comment: commentOf(problem(n)) });
    },
    target: (n) => {
      const rolling = { id: 1000 + n, author: OURS, body: OLD, created_at: '2025-09-10T08:00:00Z' };
      return ownIssue(n, 'By hand.', { author: 'anna', comments: [rolling] });
    },
    after: (n) => ({ number: n, body: 'By hand.', comments: [{ body: NEW }, { body: commentOf(problem(n)) }] }),
  },
  'a closing with evidence in the body and a comment': {
    draft: (n) => {
      const { content, ...draft } = changeDraft(problem(n), { issue: n, comment: commentOf(problem(n)) });
      if (content.action !== 'update') throw new Error('the draft is of an update');
      const closing = { ...content, action: 'close', as: 'completed' } as const;
      return { ...draft, content: closing, hash: hashContent(closing) };
    },
    target: (n) => ownIssue(n, OLD),
    after: (n) => ({ number: n, state: 'closed', body: NEW, comments: [{ body: commentOf(problem(n)) }] }),
  },
};

class Crash extends Error {}

/** Passes the checkpoints and dies at the nth, 1 for the first. */
function dieAt(nth: number) {
  let passed = 0;
  return (name: string) => {
    passed += 1;
    if (passed === nth) throw new Crash(name);
  };
}

async function startStory({ target }: Story): Promise<Scene> {
  const issues = target === null ? [] : Array.from({ length: MOST }, (_, index) => target(index + 1));
  return startScene({ issues, labels: [{ name: 'log-gardener' }, { name: 'P1' }] });
}

async function expectPostedOnce(scene: Scene, { draft, after }: Story, n: number, where: string): Promise<void> {
  const { id } = draft(n);
  expect((await getDraft(scene.store, id))?.state.status, where).toBe('posted');
  expect(await openIntents(scene.store), where).toEqual([]);
  const marked = ({ body, comments }: TrackedIssue) =>
    [body, ...comments.map((one) => one.body)].some((text) => text.includes(`draft=${id} `));
  expect(scene.tracker.issues().filter(marked), where).toMatchObject([after(n)]);
}

for (const [name, story] of Object.entries(STORIES)) {
  describe(name, () => {
    it('survives a crash at every checkpoint, and another crash on the way on', async () => {
      const scene = await startStory(story);
      const checkpoints: string[] = [];
      await addApproved(scene.store, story.draft(1));
      await publishDraft(story.draft(1).id, scene.deps({ checkpoint: (passed) => checkpoints.push(passed) }));
      await expectPostedOnce(scene, story, 1, 'without a crash');
      expect(checkpoints.length).toBeGreaterThanOrEqual(10);

      for (const [index, checkpoint] of checkpoints.entries()) {
        const n = index + 2;
        const { id } = await addApproved(scene.store, story.draft(n));
        const dying = publishDraft(id, scene.deps({ checkpoint: dieAt(index + 1) }));
        await expect(dying, checkpoint).rejects.toThrow(Crash);
        // The second process dies as well: at one place or another on its way.
        const again = publishDraft(id, scene.deps({ checkpoint: dieAt((index % 4) * 2 + 2) }));
        await again.catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
        await publishDraft(id, scene.deps());
        await expectPostedOnce(scene, story, n, checkpoint);
      }
    });

    it('survives the loss of every single request and of every single answer', async () => {
      const scene = await startStory(story);
      const first = scene.tracker.requests.length;
      await addApproved(scene.store, story.draft(1));
      await publishDraft(story.draft(1).id, scene.deps());
      const calls = scene.tracker.requests.slice(first).map(callOf);
      expect(calls.length).toBeGreaterThanOrEqual(3);

      let n = 1;
      for (const kind of ['reset', 'answer lost'] as const) {
        for (const [index, { method, path }] of calls.entries()) {
          n += 1;
          const nth = calls.slice(0, index + 1).filter((call) => call.method === method && call.path === path).length;
          const { id } = await addApproved(scene.store, story.draft(n));
          scene.tracker.failNext({ method, path: new RegExp(path), nth, fault: { kind } });
          await publishDraft(id, scene.deps());
          expect(await publishDraft(id, scene.deps())).toMatchObject({ status: 'posted' });
          await expectPostedOnce(scene, story, n, `${kind}: ${method} ${path}`);
        }
      }
    });
  });
}

/** The same call about any issue or comment. */
function callOf({ method, path }: { method: string; path: string }): { method: string; path: string } {
  return { method, path: `${path.replaceAll(/\/\d+/g, '/\\d+')}$` };
}

describe('reconciling', () => {
  const interrupted = async (checkpoint: string): Promise<Scene> => {
    const scene = await startScene();
    await addApproved(scene.store, newIssueDraft());
    const die = (name: string) => {
      if (name === checkpoint) throw new Crash(name);
    };
    await expect(publishDraft(newIssueDraft().id, scene.deps({ checkpoint: die }))).rejects.toThrow(Crash);
    return scene;
  };

  it('records what was posted and not recorded, without a write', async () => {
    const scene = await interrupted('create-issue: answered');
    const before = scene.tracker.requests.length;
    expect(await reconcile(scene.deps())).toMatchObject([{ status: 'posted', how: 'created', issue: 600 }]);
    expect(scene.tracker.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET /repos/${REPOSITORY}/issues`,
    ]);
    expect(await ledgerOf(scene.store, newIssueDraft().id)).toMatchObject([
      {},
      { step: 'create-issue', outcome: 'done', detail: '#600' },
    ]);
  });

  it('posts what was intended and not posted', async () => {
    const scene = await interrupted('create-issue: intended');
    expect(scene.tracker.issues()).toEqual([]);
    expect(await reconcile(scene.deps())).toMatchObject([{ status: 'posted', how: 'created' }]);
    expect(scene.tracker.issues()).toHaveLength(1);
  });

  it('believes no stranger who copied the marker of the lost issue', async () => {
    const scene = await interrupted('create-issue: intended');
    const { content } = newIssueDraft();
    if (content.action !== 'create') throw new Error('the draft is of a new issue');
    const copied = await startScene({ issues: [ownIssue(512, content.body, { author: 'mallory' })] });
    const deps = { ...copied.deps(), store: scene.store };
    expect(await reconcile(deps)).toMatchObject([{ status: 'posted', how: 'created', issue: 600 }]);
  });

  it('leaves drafts alone that nobody began to post', async () => {
    const scene = await startScene();
    await addApproved(scene.store, newIssueDraft());
    expect(await reconcile(scene.deps())).toEqual([]);
    expect(scene.tracker.issues()).toEqual([]);
  });
});
