import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { Draft, DraftContent, DraftStatus } from '../model/draft.ts';
import type { Store } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';
import type { Tables } from './tables.ts';

export const Status = z.enum(['pending', 'approved', 'posting', 'posted', 'rejected', 'failed']);
export type Status = DraftStatus['status'];

/** Drafts with what a person types to find them; empty = all. */
export interface DraftQuery {
  readonly status: Status | null;
  /** Looked for in title, id and fingerprint, whatever the case of its letters. */
  readonly text: string;
}

/** A draft with its place in the order in which all were added. */
export interface NumberedDraft {
  readonly number: number;
  readonly draft: Draft;
}

const DraftRecord = Draft.extend({ content: Json.pipe(DraftContent), state: Json.pipe(DraftStatus) });

/**
 * Drafts of all runs, those added last first.
 *
 * @param before number of the last draft of the page before; null = from the newest
 */
export async function pageDrafts(
  store: Store,
  { status, text }: DraftQuery,
  { before, most }: { readonly before: number | null; readonly most: number },
): Promise<NumberedDraft[]> {
  let rows = found(store, text).selectAll().orderBy('number', 'desc').limit(most);
  if (status !== null) rows = rows.where('status', '=', status);
  if (before !== null) rows = rows.where('number', '<', before);
  return (await rows.execute()).map((row) => ({
    number: row.number,
    draft: parseRecord(DraftRecord, row, `draft ${row.id}`, store.where),
  }));
}

/** How many drafts of each status a text finds. */
export async function countDrafts(store: Store, text: string): Promise<Map<string, number>> {
  const rows = await found(store, text)
    .select(({ fn }) => ['status', fn.countAll<number>().as('drafts')])
    .groupBy('status')
    .execute();
  return new Map(rows.map(({ status, drafts }) => [status, Number(drafts)]));
}

/** How many drafts of each run wait for a person. */
export async function countWaiting({ db }: Store): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('drafts')
    .select(({ fn }) => ['run', fn.countAll<number>().as('drafts')])
    .where('status', '=', 'pending')
    .groupBy('run')
    .execute();
  return new Map(rows.map(({ run, drafts }) => [run, Number(drafts)]));
}

/** The drafts of a run that are to be posted: what was cut short first, since it is half on GitHub already. */
export async function listDraftsToPost({ db }: Store, run: string): Promise<string[]> {
  const rows = await db
    .selectFrom('drafts')
    .select('id')
    .where('run', '=', run)
    .where('repository', '!=', '')
    .where('status', 'in', ['posting', 'approved'])
    .orderBy('status', 'desc')
    .orderBy('priority')
    .orderBy('number')
    .execute();
  return rows.map(({ id }) => id);
}

/** What tells whether a draft is another than before. */
export async function listDraftStates({
  db,
}: Store): Promise<Pick<Tables['drafts'], 'id' | 'run' | 'hash' | 'status'>[]> {
  return db.selectFrom('drafts').select(['id', 'run', 'hash', 'status']).orderBy('number').execute();
}

function found({ db }: Store, text: string) {
  const drafts = db.selectFrom('drafts');
  if (text === '') return drafts;
  // A person looks for `50%`, not for what SQL makes of it.
  const like = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return drafts.where((expressions) =>
    expressions.or((['title', 'id', 'fingerprint'] as const).map((column) => sqlLike(column, like))),
  );
}

function sqlLike(column: 'title' | 'id' | 'fingerprint', like: string): RawBuilder<boolean> {
  return sql<boolean>`lower(${sql.ref(column)}) like ${like} escape '\\'`;
}
