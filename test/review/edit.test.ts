import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/model/draft.ts';
import { approveDraft } from '../../src/review/approve.ts';
import { ChangedMeanwhile } from '../../src/review/changed-meanwhile.ts';
import { editDraft } from '../../src/review/edit.ts';
import { editableMarkdown } from '../../src/review/editable.ts';
import { postDrafts } from '../../src/review/post.ts';
import { restoreDraft } from '../../src/review/restore.ts';
import { unbackedClaims } from '../../src/review/unbacked.ts';
import { getDraft, setDraftState } from '../../src/store/drafts.ts';
import { editOf } from '../../src/store/edits.ts';
import { getRun } from '../../src/store/runs.ts';
import { refreshRun } from '../../src/triage/refresh-run.ts';
import { OURS } from '../support/publishing.ts';
import { hourly, ORDERS_FAIL, type ReviewedRun, startReview } from '../support/reviewed-run.ts';

const LOST = 'Order store lost its connection: pool orders-pool exhausted after 30 s';

async function oneDraft(...given: Parameters<typeof startReview>): Promise<ReviewedRun & { draft: Draft }> {
  const scene = await startReview(...given);
  const [draft] = scene.drafts;
  if (draft === undefined)
    throw new Error(`no draft: ${JSON.stringify(scene.run.clusters.map((one) => one.decision))}`);
  return { ...scene, draft };
}

const bodyOf = ({ content }: Draft): string => (content.action === 'create' ? content.body : (content.comment ?? ''));

describe('an edit', () => {
  it('is posted word for word, and the agent’s text stays known', async () => {
    const { draft, deps, store, tracker } = await oneDraft(hourly(LOST, 5));
    const markdown = `The pool is too small, ask @anna.\n\n${editableMarkdown(draft.content)}`;
    const edited = await editDraft(draft.id, { seen: draft.hash, title: ' Pool   exhausted ', markdown }, deps);
    expect(edited).toMatchObject({ title: 'Pool exhausted', content: { title: 'Pool exhausted' } });
    expect(bodyOf(edited)).toBe(`The pool is too small, ask @anna.\n\n${bodyOf(draft)}`);
    expect(await getDraft(store, draft.id)).toEqual(edited);
    expect(await editOf(store, draft.id)).toMatchObject({ at: deps.now(), original: { title: draft.title } });

    await approveDraft(draft.id, { seen: edited.hash, live: null }, deps);
    expect(await postDrafts([draft.id], { ...deps, timing: { settleMs: 0 } })).toMatchObject([{ status: 'posted' }]);
    expect(tracker.issues()).toMatchObject([{ title: 'Pool exhausted', body: bodyOf(edited) }]);
  });

  it('takes an approval back, and can be taken back itself', async () => {
    const { draft, deps, store } = await oneDraft(hourly(LOST, 5));
    await approveDraft(draft.id, { seen: draft.hash, live: null }, deps);
    const once = await editDraft(draft.id, { seen: draft.hash, title: 'One' }, deps);
    expect(once.state).toEqual({ status: 'pending' });
    const twice = await editDraft(draft.id, { seen: once.hash, labels: ['log-gardener', ' on  call ', ''] }, deps);
    expect(twice.content.labels).toEqual(['log-gardener', 'on call']);
    const restored = await restoreDraft(draft.id, { seen: twice.hash }, deps);
    expect(restored).toEqual({ ...draft, state: { status: 'pending' } });
    expect(await editOf(store, draft.id)).toBeNull();
  });

  it('of nothing leaves everything as it is', async () => {
    const { draft, deps } = await oneDraft(hourly(LOST, 5));
    const approved = await approveDraft(draft.id, { seen: draft.hash, live: null }, deps);
    const markdown = editableMarkdown(draft.content) ?? '';
    expect(await editDraft(draft.id, { seen: draft.hash, title: draft.title, markdown }, deps)).toEqual(approved);
  });

  it('by two people loses neither’s: the second is told', async () => {
    const { draft, deps } = await oneDraft(hourly(LOST, 5));
    const edited = await editDraft(draft.id, { seen: draft.hash, title: 'Mine' }, deps);
    const late = editDraft(draft.id, { seen: draft.hash, title: 'Yours' }, deps);
    await expect(late).rejects.toThrow(/is not what you saw any more: it was edited 2026-01-02T11:00:00Z/);
    await expect(late).rejects.toMatchObject({ draft: edited });
    await expect(approveDraft(draft.id, { seen: draft.hash, live: null }, deps)).rejects.toThrow(ChangedMeanwhile);
    const both = await Promise.allSettled(
      ['A', 'B'].map((title) => editDraft(draft.id, { seen: edited.hash, title }, deps)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('hides the secrets that are pasted into it', async () => {
    const { draft, deps } = await oneDraft(hourly(LOST, 5));
    const token = `ghp_${'a1B2'.repeat(9)}`;
    const edited = await editDraft(
      draft.id,
      {
        seen: draft.hash,
        title: `Try ${token}`,
        markdown: `Log in with ${token}`,
        labels: [`x ${token}`.slice(0, 50)],
      },
      deps,
    );
    expect(JSON.stringify(edited)).not.toContain(token);
    expect(bodyOf(edited)).toContain('[github-token-');
  });

  it('is refused where GitHub would refuse it, or the draft is decided on', async () => {
    const { draft, deps, store } = await oneDraft(hourly(LOST, 5));
    const attempt = (change: object) => editDraft(draft.id, { seen: draft.hash, ...change }, deps);
    await expect(attempt({ title: ' ' })).rejects.toThrow('An issue needs a title.');
    await expect(attempt({ markdown: 'x'.repeat(65_536) })).rejects.toThrow(/GitHub takes 65536/);
    await setDraftState(store, draft.id, {
      from: ['pending'],
      to: { status: 'posted', issue: 1, url: 'https://github.com/acme/shop/issues/1', at: deps.now() },
    });
    await expect(attempt({ title: 'Late' })).rejects.toThrow(/posted already/);
  });
});

describe('another priority', () => {
  it('moves the label and what the template put into the title', async () => {
    const { draft, deps } = await oneDraft(hourly(LOST, 5));
    expect(draft).toMatchObject({ priority: 'P2', title: expect.stringContaining('| P2 |') });
    const edited = await editDraft(draft.id, { seen: draft.hash, priority: 'P0' }, deps);
    expect(edited).toMatchObject({ priority: 'P0', title: draft.title.replace('| P2 |', '| P0 |') });
    expect(edited.content.labels).toEqual(draft.content.labels.map((label) => (label === 'P2' ? 'P0' : label)));
  });

  it('leaves a title that a person wrote', async () => {
    const { draft, deps } = await oneDraft(hourly(LOST, 5));
    const mine = await editDraft(draft.id, { seen: draft.hash, title: 'P2 is what the pool is' }, deps);
    const edited = await editDraft(draft.id, { seen: mine.hash, priority: 'P1' }, deps);
    expect(edited).toMatchObject({ priority: 'P1', title: 'P2 is what the pool is' });
  });

  it('moves the title of an issue that is there, where it is ours', async () => {
    const { fingerprint } = (await oneDraft(hourly(LOST, 5))).draft;
    const title = 'GCP-new | P2 | Orders get lost';
    const body = `Orders.\n\n<!-- log-gardener fingerprint=${fingerprint} run=r draft=r-1 -->`;
    const filed = (author: string) => ({ ...ORDERS_FAIL, title, author, body });
    const { draft, deps } = await oneDraft(hourly(LOST, 5), { issues: [filed(OURS)] });
    expect(draft).toMatchObject({ priority: 'P2', content: { action: 'update', issue: 7 } });
    const edited = await editDraft(draft.id, { seen: draft.hash, priority: 'P0' }, deps);
    expect(edited.content).toMatchObject({ labels: ['P0'], title: { from: title, to: title.replace('P2', 'P0') } });
    const back = await editDraft(draft.id, { seen: edited.hash, priority: 'P2' }, deps);
    expect(back.content).not.toHaveProperty('title');

    const theirs = await oneDraft(hourly(LOST, 5), { issues: [filed('anna')] });
    const moved = await editDraft(theirs.draft.id, { seen: theirs.draft.hash, target: 7, priority: 'P0' }, theirs.deps);
    expect(moved.content).toMatchObject({ action: 'update', issue: 7 });
    expect(moved.content).not.toHaveProperty('title');
  });
});

describe('another target', () => {
  it('makes an update of the issue that is named, and back', async () => {
    const { draft, deps, tracker } = await oneDraft(hourly(LOST, 5), { issues: [ORDERS_FAIL] });
    expect(draft.content.action).toBe('create');
    const moved = await editDraft(draft.id, { seen: draft.hash, target: 7 }, deps);
    expect(moved).toMatchObject({ title: 'Orders fail', content: { action: 'update', issue: 7 } });
    expect(bodyOf(moved)).toContain('a reviewer takes it for this problem');
    const back = await editDraft(draft.id, { seen: moved.hash, target: 'new' }, deps);
    expect(back.content).toMatchObject({ action: 'create', title: draft.title });

    const again = await editDraft(draft.id, { seen: back.hash, target: 7 }, deps);
    await approveDraft(draft.id, { seen: again.hash, live: null }, deps);
    expect(await postDrafts([draft.id], { ...deps, timing: { settleMs: 0 } })).toMatchObject([{ issue: 7 }]);
    expect(tracker.issues()).toHaveLength(1);
  });

  it('goes by the verdict where the issue is closed', async () => {
    const closed = {
      ...ORDERS_FAIL,
      state: 'closed',
      state_reason: 'completed',
      closed_at: '2025-12-02T08:00:00Z',
    } as const;
    const declined = { ...closed, number: 8, state_reason: 'not_planned' } as const;
    const { draft, deps } = await oneDraft(hourly(LOST, 5), { issues: [closed, declined] });
    const attempt = (target: number) => editDraft(draft.id, { seen: draft.hash, target }, deps);
    await expect(attempt(8)).rejects.toThrow(/Nothing can be drafted for #8: .*not planned/);
    await expect(attempt(9)).rejects.toThrow('There is no issue #9 in acme/shop.');
    expect((await attempt(7)).content).toMatchObject({ action: 'reopen', issue: 7 });
  });
});

describe('claims of a person’s words', () => {
  it('are told where nothing backs them, and refuse nothing', async () => {
    const { draft, deps } = await oneDraft(hourly(LOST, 5));
    const before = (await unbackedClaims(draft, deps)) ?? [];
    const markdown = `It cost us $9,000 and hit 5 entries.\n\n${editableMarkdown(draft.content)}`;
    const edited = await editDraft(draft.id, { seen: draft.hash, markdown }, deps);
    const added = ((await unbackedClaims(edited, deps)) ?? []).slice(before.length);
    expect(added).toMatchObject([
      { text: expect.stringContaining('$9,000'), because: expect.stringContaining('money') },
    ]);
  });
});

describe('the run and its worklog', () => {
  it('name a draft as it was edited, and as it was when that is taken back', async () => {
    const { draft, deps, run, store, state, worklog } = await oneDraft(hourly(LOST, 5), {
      issues: [{ number: 7, title: 'Orders fail', author: 'anna', created_at: '2025-12-01T08:00:00Z' }],
    });
    const refresh = () => refreshRun(run.id, { store, worklogDir: `${state}/worklogs` }, deps.now());
    const shown = async () => (await getRun(store, run.id))?.clusters[0]?.draft;
    const moved = await editDraft(draft.id, { seen: draft.hash, target: 7 }, deps);
    await refresh();
    expect(await shown()).toMatchObject({ title: 'Orders fail', action: 'update', issue: 7 });
    expect(worklog(run)).toContain('update #7');
    await restoreDraft(draft.id, { seen: moved.hash }, deps);
    await refresh();
    expect(await shown()).toMatchObject({ title: draft.title, action: 'create', issue: null });
  });
});
