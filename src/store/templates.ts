import { z } from 'zod';
import { Fingerprint } from '../model/cluster.ts';
import { type Store, transact } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';

/** What later runs know a pattern by. */
interface Template {
  readonly fingerprint: Fingerprint;
  readonly tokens: readonly string[];
}

/** The newest so many are known; older ones have not been seen for as many new ones. */
const MOST_KNOWN = 20_000;

const TemplateRecord = z.object({ fingerprint: Fingerprint, tokens: Json.pipe(z.array(z.string())) });

/** The templates of earlier runs, in the order in which they became known. */
export async function knownTemplates(store: Store): Promise<Template[]> {
  const rows = await store.db
    .selectFrom('templates')
    .select(['fingerprint', 'tokens'])
    .orderBy('number', 'desc')
    .orderBy('fingerprint', 'desc')
    .limit(MOST_KNOWN)
    .execute();
  return rows.reverse().map((row) => parseRecord(TemplateRecord, row, `template ${row.fingerprint}`, store.where));
}

/** Adds templates, and widens those that are known already: they keep their place. */
export async function rememberTemplates(store: Store, templates: readonly Template[]): Promise<void> {
  await transact(store, async ({ db }) => {
    const { last } = await db
      .selectFrom('templates')
      .select(({ fn }) => fn.max('number').as('last'))
      .executeTakeFirstOrThrow();
    const number = (last ?? 0) + 1;
    for (const { fingerprint, tokens } of templates) {
      const known = { tokens: JSON.stringify(tokens) };
      await db
        .insertInto('templates')
        .values({ fingerprint, number, ...known })
        .onConflict((conflict) => conflict.column('fingerprint').doUpdateSet(known))
        .execute();
    }
  });
}
