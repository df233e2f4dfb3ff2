import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Draft, DraftStatus } from '../model/draft.ts';
import { readDraft } from './drafts.ts';
import type { Store } from './open.ts';
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

/**
 * Drafts of all runs, those of the newest run first, of each run the most urgent first.
 *
 * @param after number of the last draft of the page before; null = from the newest
 */
export async function pageDrafts(
  store: Store,
  { status, text }: DraftQuery,
  { after, most }: { readonly after: number | null; readonly most: number },
): Promise<NumberedDraft[]> {
  let rows = found(store, text).selectAll().orderBy('run', 'desc').orderBy('priority').orderBy('number').limit(most);
  if (status !== null) rows = rows.where('status', '=', status);
  if (after !== null) rows = rows.where(comesAfter(after));
  return (await rows.execute()).map((row) => ({ number: row.number, draft: readDraft(store, row) }));
}

/** Whatever has become of the draft with that number since, only its place counts. */
function comesAfter(number: number): RawBuilder<SqlBool> {
  const of = (column: 'run' | 'priority'): RawBuilder<string> =>
    sql`(select ${sql.ref(column)} from drafts where number = ${number})`;
  const sameRun = sql`run = ${of('run')}`;
  return sql<SqlBool>`(run < ${of('run')}
    or (${sameRun} and priority > ${of('priority')})
    or (${sameRun} and priority = ${of('priority')} and number > ${number}))`;
}

/** The repositories of runs, in lower case, by run; empty = it has none. What is not in the store is left out. */
export async function repositoriesOfRuns({ db }: Store, runs: readonly string[]): Promise<Map<string, string>> {
  if (runs.length === 0) return new Map();
  const rows = await db.selectFrom('runs').select(['id', 'repository']).where('id', 'in', runs).execute();
  return new Map(rows.map(({ id, repository }) => [id, repository ?? '']));
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
