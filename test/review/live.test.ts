import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/model/draft.ts';
import { GitHubError } from '../../src/model/errors.ts';
import { approveDraft } from '../../src/review/approve.ts';
import { editDraft } from '../../src/review/edit.ts';
import { postDrafts } from '../../src/review/post.ts';
import { readLive } from '../../src/review/read-live.ts';
import { getDraft } from '../../src/store/drafts.ts';
import { hourly, ORDERS_FAIL, type ReviewedRun, startReview } from '../support/reviewed-run.ts';

async function updateOf7(): Promise<ReviewedRun & { draft: Draft }> {
  const scene = await startReview(hourly('Order store lost its connection: pool exhausted', 5), {
    issues: [ORDERS_FAIL],
  });
  const [first] = scene.drafts;
  if (first === undefined) throw new Error('no draft');
  return { ...scene, draft: await editDraft(first.id, { seen: first.hash, target: 7 }, scene.deps) };
}

const post = (id: string, { deps }: ReviewedRun) => postDrafts([id], { ...deps, timing: { settleMs: 0 } });

describe('the live issue beside a draft', () => {
  it('is shown as it is, with what would become of it', async () => {
    const scene = await updateOf7();
    expect(await readLive(scene.draft.id, scene.deps)).toMatchObject({
      issue: { number: 7, title: 'Orders fail', state: 'open', author: 'anna' },
      seen: expect.stringMatching(/^[0-9a-f]{64}$/),
      diff: [],
      changes: ['comment on #7', 'add label log-gardener'],
      unread: null,
    });
  });

  it('shows the body line by line where the evidence lives there', async () => {
    const lines = hourly('Order store lost its connection: pool exhausted', 5);
    const scene = await startReview(lines);
    const [first] = scene.drafts;
    if (first === undefined) throw new Error('no draft');
    await approveDraft(first.id, { seen: first.hash, live: null }, scene.deps);
    await post(first.id, scene);
    const later = lines.map((line) => ({ ...line, at: line.at.replace('T09', 'T10') }));
    const run = await scene.again({ since: '2026-01-02T10:00:00Z', until: '2026-01-02T11:00:00Z', lines: later });
    const live = await readLive(run.clusters[0]?.draft?.id ?? '', scene.deps);
    expect(live.diff.filter(({ kind }) => kind !== 'same').length).toBeGreaterThan(1);
    expect(
      live.diff
        .filter(({ kind }) => kind !== 'removed')
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('| E1 |');
    expect(live.changed).toBeNull();
  });

  it('is nothing for a new issue, and told where GitHub cannot be read', async () => {
    const scene = await startReview(hourly('Order store lost its connection', 5), { issues: [ORDERS_FAIL] });
    const [draft] = scene.drafts;
    if (draft === undefined) throw new Error('no draft');
    expect(await readLive(draft.id, scene.deps)).toMatchObject({ issue: null, seen: null, unread: null });
    await editDraft(draft.id, { seen: draft.hash, target: 7 }, scene.deps);
    const openGitHub = () => Promise.reject(new GitHubError('GitHub is down.', 503));
    expect(await readLive(draft.id, { ...scene.deps, openGitHub })).toMatchObject({
      issue: null,
      seen: null,
      unread: 'GitHub is down.',
    });
  });
});

describe('posting what was approved beside the live issue', () => {
  it('posts while the issue is what was shown', async () => {
    const scene = await updateOf7();
    const { seen } = await readLive(scene.draft.id, scene.deps);
    await approveDraft(scene.draft.id, { seen: scene.draft.hash, live: seen }, scene.deps);
    expect(await post(scene.draft.id, scene)).toMatchObject([{ status: 'posted', issue: 7 }]);
  });

  it('does not once it changed, says what, and waits for another look', async () => {
    const scene = await updateOf7();
    const { id, hash } = scene.draft;
    const { seen } = await readLive(id, scene.deps);
    await approveDraft(id, { seen: hash, live: seen }, scene.deps);
    await scene.person('POST', '/issues/7/comments', { body: 'Fixed on Monday, please wait.' });
    await scene.person('PATCH', '/issues/7', {
      // Of anybody who may rename it: it is told in a terminal too.
      title: 'Orders fail\u001b[2J\u001b]0;all is well\u0007 now\nand\u202e then',
    });
    expect((await readLive(id, scene.deps)).changed).toMatch(/^since it was approved: its title was changed/);

    const because =
      '#7 changed since this was approved: its title was changed to "Orders fail now and then" and 1 comment by';
    expect(await post(id, scene)).toMatchObject([
      { status: 'failed', message: expect.stringContaining(because), state: { status: 'pending' } },
    ]);
    expect((await getDraft(scene.store, id))?.state).toMatchObject({ because: expect.stringContaining(because) });
    expect(scene.tracker.issues()[0]?.comments).toHaveLength(1);

    const again = await readLive(id, scene.deps);
    await approveDraft(id, { seen: hash, live: again.seen }, scene.deps);
    expect(await post(id, scene)).toMatchObject([{ status: 'posted', issue: 7 }]);
  });

  it('is not put off by what an earlier try of the same draft wrote', async () => {
    const scene = await updateOf7();
    const { id, hash } = scene.draft;
    const { seen } = await readLive(id, scene.deps);
    await approveDraft(id, { seen: hash, live: seen }, scene.deps);
    const dies = (name: string) => {
      if (name === 'create-comment: answered') throw new Error('killed');
    };
    await expect(postDrafts([id], { ...scene.deps, timing: { settleMs: 0 }, checkpoint: dies })).rejects.toThrow(
      'killed',
    );
    expect(await post(id, scene)).toMatchObject([{ status: 'posted', issue: 7 }]);
    expect(scene.tracker.issues()[0]?.comments).toHaveLength(1);
  });
});
