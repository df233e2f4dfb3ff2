import { Ruling } from '../model/ruling.ts';
import { type Store, transact } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';
import type { Tables } from './tables.ts';

const RulingRecord = Ruling.extend({ rule: Json.pipe(Ruling.shape.rule) });

/** Keeps a ruling and gives it its number. */
export async function addRuling(store: Store, ruling: Omit<Ruling, 'id'>): Promise<Ruling> {
  return transact(store, async ({ db }) => {
    const { last } = await db
      .selectFrom('rulings')
      .select(({ fn }) => fn.max('id').as('last'))
      .executeTakeFirstOrThrow();
    const kept = { ...ruling, repository: ruling.repository.toLowerCase(), id: (last ?? 0) + 1 };
    const { kind } = kept.rule;
    const rule = JSON.stringify(kept.rule);
    await db
      .insertInto('rulings')
      .values({ ...kept, kind, rule, lifted_at: null })
      .execute();
    return kept;
  });
}

/** The rulings that hold, in the order they were made; of one repository where it is named. */
export async function listRulings(store: Store, repository?: string): Promise<Ruling[]> {
  let rows = store.db.selectFrom('rulings').selectAll().where('lifted_at', 'is', null).orderBy('id');
  if (repository !== undefined) rows = rows.where('repository', '=', repository.toLowerCase());
  return (await rows.execute()).map((row) => read(store, row));
}

/** A ruling and whether it holds; null = there is no such number. */
export async function getRuling(store: Store, id: number): Promise<{ ruling: Ruling; liftedAt: string | null } | null> {
  const row = await store.db.selectFrom('rulings').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : { ruling: read(store, row), liftedAt: row.lifted_at };
}

/**
 * Notes that a ruling holds no more. It stays in the table: its number is never given to another.
 *
 * @returns false when it does not hold any more
 */
export async function markLifted(store: Store, id: number, at: string): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('rulings')
    .set({ lifted_at: at })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function read(store: Store, row: Tables['rulings']): Ruling {
  return parseRecord(RulingRecord, row, `ruling ${row.id}`, store.where);
}
