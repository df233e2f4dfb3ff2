import { describe, expect, it } from 'vitest';
import { approveDraft } from '../../src/review/approve.ts';
import { type PostDeps, postDrafts } from '../../src/review/post.ts';
import { rejectDraft } from '../../src/review/reject.ts';
import { requireDraft } from '../../src/review/require-draft.ts';
import { addDraft, getDraft, setDraftState } from '../../src/store/drafts.ts';
import type { Store } from '../../src/store/open.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { connect, type Scene, startScene } from '../support/publishing.ts';
import { reviewing } from '../support/reviewing.ts';
import { temporaryStore } from '../support/store.ts';

const now = () => '2025-09-12T23:31:00Z';
const at = now();
const draft = newIssueDraft();
const STATES = {
  posting: { status: 'posting', hash: draft.hash, at },
  posted: { status: 'posted', issue: 12, url: 'https://github.com/o/r/issues/12', at },
  rejected: { status: 'rejected', reason: 'noise', at },
  failed: { status: 'failed', error: '#12 was closed meanwhile.', at },
} as const;

async function storeWith(state: keyof typeof STATES | 'pending' = 'pending'): Promise<Store> {
  const store = await temporaryStore();
  await addDraft(store, newIssueDraft({ state: state === 'pending' ? { status: 'pending' } : STATES[state] }));
  return store;
}

const approve = (store: Store, one = draft) => approveDraft(one.id, { seen: one.hash, live: null }, { store, now });
const reject = (store: Store, reason: string) =>
  rejectDraft(draft.id, { seen: draft.hash, reason }, reviewing({ store, now }));

describe('approving', () => {
  it('holds for exactly the content there is', async () => {
    const store = await storeWith();
    const approved = await approve(store);
    expect(approved.state).toEqual({ status: 'approved', hash: draft.hash, at });
    expect(await getDraft(store, draft.id)).toEqual(approved);
  });

  it('again changes nothing', async () => {
    const store = await storeWith();
    await approve(store);
    const again = await approveDraft(
      draft.id,
      { seen: draft.hash, live: null },
      { store, now: () => '2025-09-13T00:00:00Z' },
    );
    expect(again.state).toMatchObject({ at });
  });

  it('gives a draft that failed another try', async () => {
    const store = await storeWith('failed');
    expect((await approve(store)).state.status).toBe('approved');
  });

  it('is refused for what is decided otherwise, with the reason', async () => {
    const attempt = async (state: keyof typeof STATES) => approve(await storeWith(state));
    await expect(attempt('posted')).rejects.toThrow(/posted already: https:\/\/github\.com\/o\/r\/issues\/12/);
    await expect(attempt('posting')).rejects.toThrow(/is being posted.*drafts post/);
    await expect(attempt('rejected')).rejects.toThrow(/was rejected \(noise\)/);
  });
});

describe('rejecting', () => {
  it('keeps the reason', async () => {
    const store = await storeWith();
    const rejected = await reject(store, ' Known since May. ');
    expect(rejected.state).toEqual({ status: 'rejected', reason: 'Known since May.', at, by: 'reviewer' });
    expect(await getDraft(store, draft.id)).toEqual(rejected);
  });

  it('takes an approval back', async () => {
    const store = await storeWith();
    await approve(store);
    expect((await reject(store, 'no')).state.status).toBe('rejected');
  });

  it('needs a reason, and a draft that is still to be decided on', async () => {
    await expect(reject(await storeWith(), ' ')).rejects.toThrow(/needs a reason/);
    const attempt = async (state: keyof typeof STATES) => reject(await storeWith(state), 'no');
    await expect(attempt('posted')).rejects.toThrow(/posted already/);
    await expect(attempt('posting')).rejects.toThrow(/cannot be rejected: it is being posted/);
    await expect(attempt('rejected')).rejects.toThrow(/was rejected \(noise\)/);
    expect((await reject(await storeWith('failed'), 'no')).state.status).toBe('rejected');
  });
});

describe('a draft that does not exist', () => {
  it('is answered with the nearest that do', async () => {
    const store = await temporaryStore();
    for (const run of ['2025-09-12T23-30-00Z', '2025-09-14T21-00-00Z']) {
      for (const n of [1, 2, 3]) await addDraft(store, newIssueDraft({ run, n }));
    }
    await expect(requireDraft(store, '2025-09-14T21-00-00Z-4')).rejects.toThrow(
      'There is no draft 2025-09-14T21-00-00Z-4. Nearest: 2025-09-14T21-00-00Z-3, 2025-09-14T21-00-00Z-2, 2025-09-14T21-00-00Z-1.',
    );
    await expect(approveDraft(`x${draft.id}`, { seen: draft.hash, live: null }, { store, now })).rejects.toThrow(
      `Nearest: ${draft.id},`,
    );
  });

  it('is answered without any when there are none', async () => {
    await expect(requireDraft(await temporaryStore(), 'x')).rejects.toThrow(/holds none\. A triage run makes them/);
  });
});

describe('posting', () => {
  const second = newIssueDraft({ n: 2, fingerprint: 'lg1bbbbbbbbbbbbbbbb' });
  const deps = (scene: Scene, opened: string[] = []): PostDeps => ({
    store: scene.store,
    now,
    timing: { settleMs: 0 },
    openGitHub: (repository) => {
      opened.push(repository);
      return connect(scene.tracker);
    },
  });

  it('posts what is approved and what was cut short, in the order it was drafted, and opens GitHub once', async () => {
    const scene = await startScene();
    for (const one of [draft, second, newIssueDraft({ n: 3 })]) await addDraft(scene.store, one);
    await approve(scene.store, second);
    await setDraftState(scene.store, draft.id, { from: ['pending'], to: STATES.posting });
    const opened: string[] = [];
    const outcomes = await postDrafts('approved', deps(scene, opened));
    expect(outcomes).toMatchObject([
      { draft: draft.id, status: 'posted', issue: 600 },
      { draft: second.id, status: 'posted', issue: 601 },
    ]);
    expect(opened).toEqual([draft.repository]);
    expect(await postDrafts('approved', deps(scene, opened))).toEqual([]);
    expect(opened).toHaveLength(1);
  });

  it('goes on with the others when one cannot be posted', async () => {
    const scene = await startScene();
    const broken = newIssueDraft({ n: 1 }, { title: 'x'.repeat(300) });
    for (const one of [broken, second]) {
      await addDraft(scene.store, one);
      await approve(scene.store, one);
    }
    expect(await postDrafts([broken.id, second.id, second.id], deps(scene))).toMatchObject([
      { draft: broken.id, status: 'failed' },
      { draft: second.id, status: 'posted' },
    ]);
  });

  it('posts nothing at all when one of those named may not be posted', async () => {
    const scene = await startScene();
    await addDraft(scene.store, draft);
    await addDraft(scene.store, second);
    await approve(scene.store);
    await expect(postDrafts([draft.id, second.id], deps(scene))).rejects.toThrow(/waits for review.*drafts approve/);
    await expect(postDrafts([draft.id, 'none'], deps(scene))).rejects.toThrow(/There is no draft none/);
    expect(scene.tracker.issues()).toEqual([]);
  });

  it('tells of a draft that is posted already where it is', async () => {
    const scene = await startScene();
    await addDraft(scene.store, newIssueDraft({ state: STATES.posted }));
    expect(await postDrafts([draft.id], deps(scene))).toMatchObject([{ status: 'posted', issue: 12 }]);
  });

  it('does not approve or post without a repository', async () => {
    const scene = await startScene();
    const homeless = newIssueDraft({ repository: '' });
    await addDraft(scene.store, homeless);
    await expect(approve(scene.store, homeless)).rejects.toThrow(/without a repository.*--repo/);
    // Older programs approved it.
    const to = { status: 'approved', hash: homeless.hash, at: now() } as const;
    await setDraftState(scene.store, homeless.id, { from: ['pending'], to });
    await expect(postDrafts([homeless.id], deps(scene))).rejects.toThrow(/without a repository.*--repo/);
    expect(await postDrafts('approved', deps(scene))).toEqual([]);
  });
});
