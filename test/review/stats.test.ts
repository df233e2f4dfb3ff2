import { describe, expect, it } from 'vitest';
import { statsText } from '../../src/cli/stats.ts';
import { approveDraft } from '../../src/review/approve.ts';
import { editDraft } from '../../src/review/edit.ts';
import { rejectDraft } from '../../src/review/reject.ts';
import { restoreDraft } from '../../src/review/restore.ts';
import { type ReviewStats, reviewStats } from '../../src/review/stats.ts';
import { undoDecision } from '../../src/review/undo.ts';
import { addDraft, setDraftState, supersedeDraft } from '../../src/store/drafts.ts';
import type { Store } from '../../src/store/open.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { reviewing } from '../support/reviewing.ts';
import { temporaryStore } from '../support/store.ts';

const CLAUDE = 'claude investigator/v1';
const fingerprintOf = (n: number) => `lg1${String(n).padStart(16, '0')}`;

async function storeWith(authors: readonly (string | null)[]) {
  const store = await temporaryStore();
  const drafts = authors.map((_, index) => newIssueDraft({ n: index + 1, fingerprint: fingerprintOf(index) }));
  for (const [index, draft] of drafts.entries()) await addDraft(store, draft, authors[index] ?? null);
  const deps = reviewing({ store });
  return {
    store,
    deps,
    draft: (n: number) => drafts[n] ?? newIssueDraft(),
    approve: (n: number, hash = drafts[n]?.hash ?? '') =>
      approveDraft(drafts[n]?.id ?? '', { seen: hash, live: null }, deps),
    edit: (n: number) => editDraft(drafts[n]?.id ?? '', { seen: drafts[n]?.hash ?? '', title: 'Mine' }, deps),
    reject: (n: number) => rejectDraft(drafts[n]?.id ?? '', { seen: drafts[n]?.hash ?? '', reason: 'no' }, deps),
  };
}

const countsOf = async (store: Store) =>
  (await reviewStats(store)).authors.map(
    ({ author, drafts, reviewed, approvedUnchanged, approvedEdited, rejected }) => [
      author,
      drafts,
      reviewed,
      approvedUnchanged,
      approvedEdited,
      rejected,
    ],
  );

describe('counts of reviews', () => {
  it('leave out what a model does by itself', async () => {
    const { store, deps, draft, approve } = await storeWith(['client', 'client']);
    const unasked = { ...deps, isUnasked: true };
    const { hash } = await editDraft(draft(0).id, { seen: draft(0).hash, title: 'Mine' }, unasked);
    await approve(0, hash);
    await approve(1);
    expect(await countsOf(store)).toEqual([['client', 2, 2, 2, 0, 0]]);
    await rejectDraft(draft(1).id, { seen: draft(1).hash, reason: 'no' }, unasked);
    expect(await countsOf(store)).toEqual([['client', 2, 1, 1, 0, 0]]);
  });

  it('tell approved unchanged from edited and rejected, for each author', async () => {
    const { store, approve, edit, reject } = await storeWith(['rules', CLAUDE, CLAUDE, CLAUDE, CLAUDE, null]);
    await approve(0);
    await approve(1);
    await approve(2, (await edit(2)).hash);
    await reject(3);
    expect(await countsOf(store)).toEqual([
      [null, 1, 0, 0, 0, 0],
      [CLAUDE, 4, 3, 1, 1, 1],
      ['rules', 1, 1, 1, 0, 0],
    ]);
    expect((await reviewStats(store)).all).toEqual({
      drafts: 6,
      reviewed: 4,
      approvedUnchanged: 2,
      approvedEdited: 1,
      rejected: 1,
    });
  });

  it('hold what stands: not what was taken back, and not what was edited since', async () => {
    const { store, deps, draft, approve, edit, reject } = await storeWith(['rules', 'rules', 'rules']);
    await approve(0);
    await undoDecision(draft(0).id, { seen: draft(0).hash }, deps);
    await reject(1);
    await undoDecision(draft(1).id, { seen: draft(1).hash }, deps);
    await approve(1);
    await approve(2);
    const edited = await edit(2);
    expect(await countsOf(store)).toEqual([['rules', 3, 1, 1, 0, 0]]);
    await restoreDraft(draft(2).id, { seen: edited.hash }, deps);
    await approve(2);
    expect(await countsOf(store)).toEqual([['rules', 3, 2, 2, 0, 0]]);
  });

  it('leave out what no person decided', async () => {
    const { store, draft } = await storeWith(['rules', 'rules']);
    const { id, hash } = draft(0);
    await setDraftState(store, id, { from: ['pending'], to: { status: 'approved', hash, at: '2026-01-02T11:00:00Z' } });
    const newer = newIssueDraft({ run: '2026-01-03T00-00-00Z', fingerprint: draft(1).fingerprint });
    await addDraft(store, newer, 'rules');
    await supersedeDraft(store, newer, '2026-01-03T00:00:00Z');
    expect(await countsOf(store)).toEqual([['rules', 3, 0, 0, 0, 0]]);
  });
});

describe('the counts as a table', () => {
  const counts = { drafts: 31, reviewed: 30, approvedUnchanged: 20, approvedEdited: 6, rejected: 4 };
  const stats = (more: object = {}): ReviewStats => ({
    all: { ...counts, ...more },
    authors: [
      { author: CLAUDE, ...counts, ...more },
      { author: 'rules', drafts: 3, reviewed: 3, approvedUnchanged: 1, approvedEdited: 0, rejected: 2 },
    ],
  });

  it('fits 80 cells, and gives shares only where there are enough', () => {
    const lines = statsText(stats(), 80).split('\n');
    expect(lines.slice(0, 4).map((line) => line.trimEnd())).toEqual([
      'drafted by              drafts  reviewed  unchanged  edited    rejected',
      'claude investigator/v1  31      30        20 (67 %)  6 (20 %)  4 (13 %)',
      'rules                   3       3         1          0         2',
      'all                     31      30        20 (67 %)  6 (20 %)  4 (13 %)',
    ]);
    for (const width of [60, 80]) {
      const [, , , , ...notes] = statsText(stats(), width).split('\n');
      expect(Math.max(...notes.map((line) => line.length))).toBeLessThanOrEqual(width);
    }
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('says that there is too little, or nothing', () => {
    expect(statsText(stats({ reviewed: 1 }), 80)).toContain('No shares yet: 1 review; they say little below 10.');
    expect(statsText({ all: { ...counts, drafts: 0 }, authors: [] }, 80)).toMatch(/^No drafts yet/);
  });
});
