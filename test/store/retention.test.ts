import { expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { addDraft, getDraft, listDrafts } from '../../src/store/drafts.ts';
import { issueFor, recordIssue } from '../../src/store/issues.ts';
import { recordIntent } from '../../src/store/ledger.ts';
import { keptSince, removeOld } from '../../src/store/retention.ts';
import { getRun, saveRun } from '../../src/store/runs.ts';
import { seenBefore } from '../../src/store/sightings.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { aRun } from '../support/runs.ts';
import { temporaryStore } from '../support/store.ts';

const LATER = '2027-01-01T00:00:00Z';

it('counts from now how long the config keeps runs and transcripts, and keeps all where it does not say', () => {
  const now = Date.parse('2025-09-12T12:00:00Z');
  const said = Config.parse({ retention: { runs: '30d', transcripts: '12h' } }).retention;
  expect(keptSince(said, now)).toEqual({
    runs: '2025-08-13T12:00:00.000Z',
    transcripts: '2025-09-12T00:00:00.000Z',
  });
  expect(keptSince(Config.parse({}).retention, now)).toEqual({ runs: null, transcripts: null });
});

it('removes old runs with what is theirs, and keeps what later runs know problems by', async () => {
  const store = await temporaryStore();
  const run = aRun();
  await saveRun(store, run);
  const draft = { ...newIssueDraft(), run: run.id, state: { status: 'rejected', reason: 'no', at: LATER } as const };
  await addDraft(store, draft);
  const { id, hash } = draft;
  await recordIntent(store, { draft: id, step: 'look', hash, action: draft.content.action, at: LATER });
  await recordIssue(store, draft, { issue: 7, login: null, commentedAt: null });
  const [seen] = run.clusters;
  const question = { ...run, fingerprint: seen?.cluster.fingerprint ?? '', until: LATER };
  const before = await seenBefore(store, question);
  expect(await removeOld(store, { runs: '2020-01-01T00:00:00Z', transcripts: null })).toMatchObject({ runs: 0 });
  expect(await removeOld(store, { runs: LATER, transcripts: null })).toEqual({ runs: 1, drafts: 1, transcripts: 0 });
  expect(await getRun(store, run.id)).toBeNull();
  expect(await listDrafts(store)).toEqual([]);
  expect((await issueFor(store, draft))?.issue).toBe(7);
  expect(await seenBefore(store, question)).toBe(before);
});

it('keeps a run whose draft waits for somebody', async () => {
  const store = await temporaryStore();
  await saveRun(store, aRun());
  await addDraft(store, { ...newIssueDraft(), run: aRun().id });
  expect(await removeOld(store, { runs: LATER, transcripts: LATER })).toMatchObject({ runs: 0, drafts: 0 });
  expect(await getDraft(store, newIssueDraft().id)).not.toBeNull();
  expect(await getRun(store, aRun().id)).not.toBeNull();
});

it('removes transcripts alone where they are to go earlier', async () => {
  const store = await temporaryStore();
  const { id: run } = aRun();
  await saveRun(store, aRun());
  const fingerprint = 'lg10123456789abcdef';
  await store.db
    .insertInto('transcripts')
    .values({ run, fingerprint, opening_hash: '', opening: '{}', ended: null })
    .execute();
  await store.db.insertInto('turns').values({ run, fingerprint, number: 1, record: '{}' }).execute();
  expect(await removeOld(store, { runs: null, transcripts: LATER })).toEqual({ runs: 0, drafts: 0, transcripts: 1 });
  expect(await store.db.selectFrom('turns').selectAll().execute()).toEqual([]);
  expect(await getRun(store, run)).not.toBeNull();
});
