import { Draft, DraftContent, DraftStatus } from '../model/draft.ts';
import { StoreError } from '../model/errors.ts';
import { hashContent } from './content-hash.ts';
import { inStatements } from './in-statements.ts';
import { type Store, transactOn } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';
import type { Tables } from './tables.ts';

type Status = DraftStatus['status'];

const DraftRecord = Draft.extend({ content: Json.pipe(DraftContent), state: Json.pipe(DraftStatus) });

/**
 * Adds a draft. Adding the same one again changes nothing, whatever has become of it meanwhile.
 *
 * @param author who wrote it, for example `claude investigator/v1`
 * @throws StoreError when its hash is not that of its content, or its id belongs to another content
 */
export async function addDraft(store: Store, draft: Draft, author: string | null = null): Promise<void> {
  if (draft.hash !== hashContent(draft.content)) {
    throw new StoreError(`Draft ${draft.id}: its hash is not that of its content; it was not stored.`);
  }
  const { content, state, ...plain } = draft;
  await transactOn(store, 'numbers of drafts', async ({ db, where }) => {
    const added = await db
      .insertInto('drafts')
      .values((expressions) => ({
        ...plain,
        number: expressions
          .selectFrom('drafts')
          .select(({ fn, val }) => expressions(fn.coalesce(fn.max('number'), val(0)), '+', 1).as('next')),
        content: JSON.stringify(content),
        status: state.status,
        state: JSON.stringify(state),
        author,
        original: null,
        edited_at: null,
      }))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added !== undefined) return;
    const before = await db.selectFrom('drafts').select('hash').where('id', '=', draft.id).executeTakeFirst();
    if (before?.hash === draft.hash) return;
    throw new StoreError(`${where} already holds a draft ${draft.id} that says something else; it was left alone.`);
  });
}

/**
 * The id, with `-2`, `-3` … behind it where a draft has it already: one that was kept just before its process died, and
 * is looked into again.
 */
export async function freeDraftId(store: Store, wanted: string): Promise<string> {
  for (let nth = 1; ; nth++) {
    const id = nth === 1 ? wanted : `${wanted}-${nth}`;
    const taken = await store.db.selectFrom('drafts').select('id').where('id', '=', id).executeTakeFirst();
    if (taken === undefined) return id;
  }
}

export async function getDraft(store: Store, id: string): Promise<Draft | null> {
  const row = await store.db.selectFrom('drafts').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : readDraft(store, row);
}

/** Which drafts are meant; all, where nothing is said. */
interface DraftFilter {
  readonly run?: string;
  readonly status?: Status | readonly Status[];
  /** However it is spelled. */
  readonly repository?: string;
  readonly fingerprints?: readonly string[];
}

/** Drafts by run, the most urgent of each first. */
export async function listDrafts(
  store: Store,
  { run, status, repository, fingerprints }: DraftFilter = {},
): Promise<Draft[]> {
  // PostgreSQL knows no empty list.
  if (fingerprints?.length === 0) return [];
  let drafts = store.db.selectFrom('drafts').selectAll().orderBy('run').orderBy('priority').orderBy('number');
  if (run !== undefined) drafts = drafts.where('run', '=', run);
  if (status !== undefined) drafts = drafts.where('status', 'in', [status].flat());
  if (repository !== undefined) {
    drafts = drafts.where(({ fn }) => fn<string>('lower', ['repository']), '=', repository.toLowerCase());
  }
  if (fingerprints !== undefined) drafts = drafts.where('fingerprint', 'in', fingerprints);
  return (await drafts.execute()).map((row) => readDraft(store, row));
}

/** What lists need to know of a draft. */
export interface DraftState {
  readonly state: DraftStatus;
  /** Whether a person edited it, perhaps back to what it was. */
  readonly edited: boolean;
}

/** What has become of the drafts of a run, by their ids. */
export async function draftStatesOf(store: Store, run: string): Promise<Map<string, DraftState>> {
  // Without what they say: that may be long, and is asked for after every cluster.
  const rows = await store.db
    .selectFrom('drafts')
    .select(['id', 'state', 'edited_at'])
    .where('run', '=', run)
    .execute();
  return new Map(rows.map((row) => [row.id, readDraftState(store, row)]));
}

const State = Json.pipe(DraftStatus);

/** @throws StoreError when it cannot be read */
export function readDraftState(
  store: Store,
  { id, state, edited_at }: { readonly id: string; readonly state: string | null; readonly edited_at: string | null },
): DraftState {
  return { state: parseRecord(State, state, `state of draft ${id}`, store.where), edited: edited_at !== null };
}

/**
 * Moves a draft on, if it is still in one of the statuses that it was seen in. Where the new state names a hash, the
 * content must still have it: nobody approves or posts what was changed under their eyes.
 *
 * @param seen the hash that the content must still have, whatever the new state
 * @returns false when somebody else was faster; nothing is changed then
 */
export async function setDraftState(
  store: Store,
  id: string,
  { from, to, seen }: { readonly from: readonly Status[]; readonly to: DraftStatus; readonly seen?: string },
): Promise<boolean> {
  let update = store.db
    .updateTable('drafts')
    .set({ status: to.status, state: JSON.stringify(to) })
    .where('id', '=', id)
    .where('status', 'in', from);
  if ('hash' in to) update = update.where('hash', '=', to.hash);
  if (seen !== undefined) update = update.where('hash', '=', seen);
  const { numUpdatedRows } = await update.executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A draft for the same problem that was drafted later and is posted already; null when this one is the newest. */
export async function newerPostedDraft(store: Store, draft: Draft): Promise<string | null> {
  const row = await store.db
    .selectFrom('drafts')
    .select('id')
    .where('repository', '=', draft.repository)
    .where('fingerprint', '=', draft.fingerprint)
    .where('status', '=', 'posted')
    .where('number', '>', ({ selectFrom }) => selectFrom('drafts').select('number').where('id', '=', draft.id))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/**
 * Puts the older drafts for the same problem, on which nobody has decided, out of the way of a newer one. What a person
 * approved stays, and so does what is being posted. Of runs that draft the same at the same time the draft that was added
 * last stays: they must not put each other out of the way.
 *
 * @returns the runs whose drafts are rejected now
 */
export async function supersedeDraft(
  store: Store,
  newer: Pick<Draft, 'id' | 'repository' | 'fingerprint'>,
  at: string,
): Promise<string[]> {
  return superseded(store, newer, { status: 'pending', reason: `superseded by ${newer.id}`, at });
}

/** The draft that a rejected one gave way to, by the reason of its state; null where that is another. */
export function supersederIn(reason: string): string | null {
  return /^superseded by ([^\s,]+)/.exec(reason)?.[1] ?? null;
}

/**
 * Puts older drafts for the same problem out of the way that are approved and were not posted: what is posted tells more.
 *
 * @returns the runs whose drafts are rejected now
 */
export async function supersedeApproved(
  store: Store,
  posted: Pick<Draft, 'id' | 'repository' | 'fingerprint'>,
  at: string,
): Promise<string[]> {
  return superseded(store, posted, { status: 'approved', reason: `superseded by ${posted.id}, which is posted`, at });
}

async function superseded(
  store: Store,
  newer: Pick<Draft, 'id' | 'repository' | 'fingerprint'>,
  { status, reason, at }: { readonly status: Status; readonly reason: string; readonly at: string },
): Promise<string[]> {
  const older = await store.db
    .selectFrom('drafts')
    .select(['id', 'run'])
    .where('repository', '=', newer.repository)
    .where('fingerprint', '=', newer.fingerprint)
    .where('status', '=', status)
    .where('number', '<', ({ selectFrom }) => selectFrom('drafts').select('number').where('id', '=', newer.id))
    .orderBy('number')
    .execute();
  const runs: string[] = [];
  for (const { id, run } of older) {
    if (await setDraftState(store, id, { from: [status], to: { status: 'rejected', reason, at } })) runs.push(run);
  }
  return runs;
}

/** Whether anything waits for one of these problems, or is approved, beside the drafts that are named. */
export async function isAnyElseUndecided(
  { db }: Store,
  { fingerprints, beside }: { readonly fingerprints: readonly string[]; readonly beside: ReadonlySet<string> },
): Promise<boolean> {
  for (const together of inStatements(fingerprints)) {
    const rows = await db
      .selectFrom('drafts')
      .select('id')
      .where('fingerprint', 'in', together)
      .where('status', 'in', ['pending', 'approved'])
      .execute();
    if (rows.some(({ id }) => !beside.has(id))) return true;
  }
  return false;
}

/** A row of the table as a draft. @throws StoreError when it cannot be read */
export function readDraft(store: Store, row: Tables['drafts']): Draft {
  return parseRecord(DraftRecord, row, `draft ${row.id}`, store.where);
}
