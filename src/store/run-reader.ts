import { sql } from 'kysely';
import type { Run } from '../model/run.ts';
import { type DraftState, readDraftState } from './drafts.ts';
import type { Store } from './open.ts';
import { readRun } from './runs.ts';

/** A run, and what has become of its drafts by their ids, all as of one moment. */
export interface RunAndDrafts {
  /** Null = there is none, or only its id is taken. */
  readonly run: Run | null;
  readonly states: ReadonlyMap<string, DraftState>;
}

/**
 * Reads a run and its drafts with one statement, as often as it is asked; what is the same as the last time is not taken
 * apart once more.
 */
export function createRunReader(id: string): (store: Store) => Promise<RunAndDrafts> {
  let last: { readonly record: string; readonly run: Run | null } | null = null;
  return async (store) => {
    const drafts = store.db
      .selectFrom('drafts')
      .select([sql<'run' | 'draft'>`'draft'`.as('kind'), 'id', 'state as text', 'edited_at'])
      .where('run', '=', id);
    const rows = await store.db
      .selectFrom('runs')
      .select([
        sql<'run' | 'draft'>`'run'`.as('kind'),
        'id',
        'record as text',
        sql<string | null>`cast(null as text)`.as('edited_at'),
      ])
      .where('id', '=', id)
      .unionAll(drafts)
      .execute();
    const record = rows.find(({ kind }) => kind === 'run')?.text ?? null;
    if (record === null) return { run: null, states: new Map() };
    if (last?.record !== record) last = { record, run: readRun(store, id, record) };
    const states = rows
      .filter(({ kind }) => kind === 'draft')
      .map((row): [string, DraftState] => [row.id, readDraftState(store, { ...row, state: row.text })]);
    return { run: last.run, states: new Map(states) };
  };
}
