import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DraftContent } from '../../src/model/draft.ts';
import { hashContent } from '../../src/store/content-hash.ts';
import {
  addDraft,
  getDraft,
  isAnyElseUndecided,
  listDrafts,
  setDraftState,
  supersedeDraft,
} from '../../src/store/drafts.ts';
import { changeDraft, newIssueDraft } from '../support/drafts.ts';
import { temporaryStore } from '../support/store.ts';

const AT = '2025-09-12T23:31:00Z';

describe('the hash of a content', () => {
  const content = newIssueDraft().content;

  it('does not depend on the order of keys', () => {
    const reversed = Object.fromEntries(Object.entries(content).reverse());
    expect(Object.keys(reversed)).not.toEqual(Object.keys(content));
    expect(hashContent({ ...content, ...reversed })).toBe(hashContent(content));
    expect(hashContent(content)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is that of the canonical JSON, for good: approvals are kept by it', () => {
    const small: DraftContent = { action: 'create', title: 'ä', body: 'b', labels: ['y', 'x'] };
    expect(hashContent(small)).toBe('1c61dd4fb4246d08120666bd72c89bad4099916336c6f9ec90c5ed934db80350');
  });

  it('changes with every character and with the order of labels', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.array(fc.string()), (title, body, labels) => {
        const one: DraftContent = { action: 'create', title, body, labels };
        expect(hashContent({ ...one, body: `${body}.` })).not.toBe(hashContent(one));
        expect(hashContent({ ...one, title: ` ${title}` })).not.toBe(hashContent(one));
        expect(hashContent({ ...one, labels: [...labels, ''] })).not.toBe(hashContent(one));
      }),
    );
  });
});

describe('drafts', () => {
  it('come back as they were added, in that order', async () => {
    const store = await temporaryStore();
    const drafts = [
      newIssueDraft({ n: 10 }),
      changeDraft({ n: 2 }, { issue: 169, evidenceHome: { in: 'comment', id: 7 } }),
    ];
    for (const draft of drafts) await addDraft(store, draft);
    expect(await listDrafts(store)).toEqual(drafts);
    expect(await getDraft(store, drafts[1]?.id ?? '')).toEqual(drafts[1]);
    expect(await getDraft(store, 'none')).toBeNull();
  });

  it('are listed by run and status', async () => {
    const store = await temporaryStore();
    const pending = newIssueDraft({ run: 'one' });
    const rejected = newIssueDraft({ run: 'two', state: { status: 'rejected', reason: 'noise', at: AT } });
    await addDraft(store, pending);
    await addDraft(store, rejected);
    expect(await listDrafts(store, { run: 'one' })).toEqual([pending]);
    expect(await listDrafts(store, { status: 'rejected' })).toEqual([rejected]);
    expect(await listDrafts(store, { run: 'one', status: 'rejected' })).toEqual([]);
    expect(await listDrafts(store, { fingerprints: [] })).toEqual([]);
    expect(await listDrafts(store, { fingerprints: [pending.fingerprint] })).toContainEqual(pending);
  });

  it('may be added again without harm, also after a decision', async () => {
    const store = await temporaryStore();
    const draft = newIssueDraft();
    await addDraft(store, draft);
    const rejected = { status: 'rejected', reason: 'noise', at: AT } as const;
    await setDraftState(store, draft.id, { from: ['pending'], to: rejected });
    await addDraft(store, draft);
    expect(await listDrafts(store)).toEqual([{ ...draft, state: rejected }]);
  });

  it('are never overwritten by another content under the same id', async () => {
    const store = await temporaryStore();
    await addDraft(store, newIssueDraft());
    await expect(addDraft(store, newIssueDraft({}, { title: 'Other' }))).rejects.toThrow(/already holds a draft/);
    expect(await getDraft(store, newIssueDraft().id)).toEqual(newIssueDraft());
  });

  it('are refused with a hash that is not theirs', async () => {
    const store = await temporaryStore();
    await expect(addDraft(store, { ...newIssueDraft(), hash: 'f'.repeat(64) })).rejects.toThrow(/hash is not that/);
    expect(await listDrafts(store)).toEqual([]);
  });

  it('name themselves when they cannot be read', async () => {
    const store = await temporaryStore();
    await addDraft(store, newIssueDraft());
    await store.db.updateTable('drafts').set({ content: '{}' }).execute();
    await expect(getDraft(store, newIssueDraft().id)).rejects.toThrow(
      /draft 2025-09-12T23-30-00Z-1 in .* cannot be read/,
    );
  });
});

describe('the state of a draft', () => {
  it('moves on only from where it was seen', async () => {
    const store = await temporaryStore();
    const { id, hash } = newIssueDraft();
    await addDraft(store, newIssueDraft());
    const approve = { from: ['pending'], to: { status: 'approved', hash, at: AT } } as const;
    expect(await setDraftState(store, id, approve)).toBe(true);
    expect(await setDraftState(store, id, approve)).toBe(false);
    expect((await getDraft(store, id))?.state).toEqual(approve.to);
    expect(await setDraftState(store, 'none', approve)).toBe(false);
  });

  it('is not approved for a content that is not the current one', async () => {
    const store = await temporaryStore();
    const { id } = newIssueDraft();
    await addDraft(store, newIssueDraft());
    const to = { status: 'approved', hash: 'e'.repeat(64), at: AT } as const;
    expect(await setDraftState(store, id, { from: ['pending'], to })).toBe(false);
    expect((await getDraft(store, id))?.state).toEqual({ status: 'pending' });
  });

  it('is won by exactly one of many who want it', async () => {
    const store = await temporaryStore();
    const { id } = newIssueDraft();
    await addDraft(store, newIssueDraft());
    const wins = await Promise.all(
      Array.from({ length: 10 }, (_, nth) =>
        setDraftState(store, id, { from: ['pending'], to: { status: 'rejected', reason: `by ${nth}`, at: AT } }),
      ),
    );
    expect(wins.filter(Boolean)).toHaveLength(1);
  });
});

describe('drafts of several runs for one problem', () => {
  it('pending ones give way to a newer draft; approved and posting ones stay', async () => {
    const store = await temporaryStore();
    const approved = newIssueDraft({ run: 'approved' });
    await addDraft(store, { ...approved, state: { status: 'approved', hash: approved.hash, at: AT } });
    await addDraft(store, newIssueDraft({ run: 'old' }));
    await addDraft(store, newIssueDraft({ run: 'elsewhere', fingerprint: 'lg1bbbbbbbbbbbbbbbb' }));
    const newer = newIssueDraft({ run: 'new' });
    await addDraft(store, newer);
    expect(await supersedeDraft(store, newer, AT)).toEqual(['old']);
    expect((await getDraft(store, 'old-1'))?.state).toEqual({
      status: 'rejected',
      reason: 'superseded by new-1',
      at: AT,
    });
    expect((await listDrafts(store, { status: 'pending' })).map(({ run }) => run)).toEqual(['elsewhere', 'new']);
    expect((await listDrafts(store, { status: 'approved' })).map(({ run }) => run)).toEqual(['approved']);
  });

  it('stay, the last of them, when two runs draft the same at the same time', async () => {
    const store = await temporaryStore();
    const [one, two] = [newIssueDraft({ run: 'one' }), newIssueDraft({ run: 'two' })];
    await addDraft(store, one);
    await addDraft(store, two);
    expect(await supersedeDraft(store, one, AT)).toEqual([]);
    expect(await supersedeDraft(store, two, AT)).toEqual(['one']);
    expect((await listDrafts(store, { status: 'pending' })).map(({ run }) => run)).toEqual(['two']);
  });

  it('are known to be there while nobody has decided on them, or they are approved', async () => {
    const store = await temporaryStore();
    const [one, other] = [newIssueDraft({ run: 'one' }), newIssueDraft({ run: 'other' })];
    await addDraft(store, one);
    const about = { fingerprints: ['lg1bbbbbbbbbbbbbbbb', one.fingerprint], beside: new Set([one.id]) };
    expect(await isAnyElseUndecided(store, about)).toBe(false);
    await addDraft(store, other);
    expect(await isAnyElseUndecided(store, about)).toBe(true);
    expect(await isAnyElseUndecided(store, { ...about, fingerprints: ['lg1bbbbbbbbbbbbbbbb'] })).toBe(false);
    await setDraftState(store, other.id, { from: ['pending'], to: { status: 'approved', hash: other.hash, at: AT } });
    expect(await isAnyElseUndecided(store, about)).toBe(true);
    const to = { status: 'rejected', reason: 'known', at: AT } as const;
    await setDraftState(store, other.id, { from: ['approved'], to });
    expect(await isAnyElseUndecided(store, about)).toBe(false);
  });
});
