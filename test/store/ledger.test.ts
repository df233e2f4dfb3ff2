import { describe, expect, it } from 'vitest';
import { addDraft } from '../../src/store/drafts.ts';
import { issueFor, recordIssue } from '../../src/store/issues.ts';
import { releaseLease, renewLease, takeLease } from '../../src/store/leases.ts';
import { ledgerOf, openIntents, recordIntent, recordOutcome } from '../../src/store/ledger.ts';
import { openStore } from '../../src/store/open.ts';
import { FINGERPRINT, newIssueDraft } from '../support/drafts.ts';
import { databaseOf, takeBack, temporaryFolder, temporaryStore } from '../support/store.ts';

const AT = '2025-09-12T23:31:00Z';
const draft = newIssueDraft();
const intent = { draft: draft.id, step: 'create-issue', hash: draft.hash, action: 'create', at: AT } as const;

describe('the ledger', () => {
  it('keeps every intent and how it ended, in order', async () => {
    const store = await temporaryStore();
    await addDraft(store, draft);
    const labels = await recordIntent(store, { ...intent, step: 'ensure-labels' });
    await recordOutcome(store, labels, { outcome: 'done', at: AT, detail: 'bug' });
    const first = await recordIntent(store, intent);
    const second = await recordIntent(store, intent);
    await recordOutcome(store, first, { outcome: 'refused', at: AT, detail: '403' });
    expect(await ledgerOf(store, draft.id)).toMatchObject([
      { number: 1, step: 'ensure-labels', outcome: 'done', detail: 'bug' },
      { number: 2, step: 'create-issue', outcome: 'refused', detail: '403' },
      { number: 3, step: 'create-issue', outcome: null, detail: null },
    ]);
    expect(await openIntents(store)).toMatchObject([{ ...second, outcome: null }]);
  });

  it('lets no second outcome overwrite the first', async () => {
    const store = await temporaryStore();
    await addDraft(store, draft);
    const recorded = await recordIntent(store, intent);
    await recordOutcome(store, recorded, { outcome: 'done', at: AT, detail: '#12' });
    await recordOutcome(store, recorded, { outcome: 'absent', at: AT, detail: 'not found' });
    expect(await ledgerOf(store, draft.id)).toMatchObject([{ outcome: 'done', detail: '#12' }]);
  });

  it('numbers intents without gaps or doubles, however many come at once', async () => {
    const store = await temporaryStore();
    await addDraft(store, draft);
    await Promise.all(Array.from({ length: 10 }, () => recordIntent(store, intent)));
    expect((await ledgerOf(store, draft.id)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('the issue of a problem', () => {
  it('is remembered per repository, whatever the case of its name, and can move', async () => {
    const store = await temporaryStore();
    const of = (repository: string) => ({ repository, fingerprint: FINGERPRINT });
    const known = { issue: 12, login: 'gardener', commentedAt: null };
    await recordIssue(store, of('Netra/Apex'), known);
    expect(await issueFor(store, of('netra/apex'))).toEqual(known);
    expect(await issueFor(store, of('other/apex'))).toBeNull();
    await recordIssue(store, of('netra/apex'), { ...known, issue: 15 });
    expect(await issueFor(store, of('Netra/Apex'))).toEqual({ ...known, issue: 15 });
  });

  it('is known from a store of before it was kept who wrote to it', async () => {
    const folder = temporaryFolder();
    const old = await openStore(folder, databaseOf(folder));
    const problem = { repository: 'netra/apex', fingerprint: FINGERPRINT };
    await takeBack(old, 5);
    await old.db
      .insertInto('issues')
      .values({ ...problem, issue: 12 })
      .execute();
    await old.close();
    const store = await temporaryStore(folder);
    expect(await issueFor(store, problem)).toEqual({ issue: 12, login: null, commentedAt: null });
  });

  it('keeps when we last commented on it, until another issue takes its place', async () => {
    const store = await temporaryStore();
    const problem = { repository: 'netra/apex', fingerprint: FINGERPRINT };
    const record = (issue: number, commentedAt: string | null) =>
      recordIssue(store, problem, { issue, login: 'gardener', commentedAt });
    const commentedAt = async () => (await issueFor(store, problem))?.commentedAt ?? null;
    await record(12, '2025-09-12T23:30:00Z');
    await record(12, null);
    expect(Date.parse((await commentedAt()) ?? '')).toBe(Date.parse('2025-09-12T23:30:00Z'));
    await record(12, '2025-09-13T00:30:00Z');
    expect(Date.parse((await commentedAt()) ?? '')).toBe(Date.parse('2025-09-13T00:30:00Z'));
    await record(15, null);
    expect(await commentedAt()).toBeNull();
  });
});

describe('a lease', () => {
  const now = new Date('2025-09-12T23:30:00Z');
  const until = new Date('2025-09-12T23:30:30Z');
  const alive = { now, until, isDead: () => false };
  const mine = { key: 'posting', holder: 'me' };
  const yours = { key: 'posting', holder: 'you' };

  it('is held by one until it is given back', async () => {
    const store = await temporaryStore();
    expect(await takeLease(store, mine, alive)).toBe(true);
    expect(await takeLease(store, yours, alive)).toBe(false);
    expect(await takeLease(store, { ...yours, key: 'other' }, alive)).toBe(true);
    await releaseLease(store, yours);
    expect(await takeLease(store, yours, alive)).toBe(false);
    await releaseLease(store, mine);
    expect(await takeLease(store, yours, alive)).toBe(true);
  });

  it('passes on when it ran out or its holder is dead, and the old holder notices', async () => {
    const store = await temporaryStore();
    await takeLease(store, mine, alive);
    expect(await takeLease(store, yours, { ...alive, isDead: (holder) => holder === 'me' })).toBe(true);
    expect(await renewLease(store, mine, until)).toBe(false);
    const later = { ...alive, now: until, until: new Date(until.getTime() + 1) };
    expect(await takeLease(store, mine, later)).toBe(true);
    expect(await renewLease(store, yours, until)).toBe(false);
    expect(await renewLease(store, mine, until)).toBe(true);
  });
});
