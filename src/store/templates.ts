import { z } from 'zod';
import { Fingerprint } from '../model/cluster.ts';
import { type Store, transactOn } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';

/** What later runs know a pattern by. */
interface Template {
  readonly fingerprint: Fingerprint;
  readonly tokens: readonly string[];
  /** Of the rules that made the tokens. */
  readonly version?: string;
  /** What one entry says, redacted: from it, other rules make tokens of their own. */
  readonly example?: Example | null;
}

const Example = z.object({ message: z.string(), exception: z.string().nullable() });
type Example = z.infer<typeof Example>;

/** The newest so many are known; older ones have not been seen for as many new ones. */
const MOST_KNOWN = 20_000;

const TemplateRecord = z.object({
  fingerprint: Fingerprint,
  tokens: Json.pipe(z.array(z.string())),
  version: z.string().nullable(),
  example: Json.pipe(Example).nullable(),
});

/** The templates of earlier runs, in the order in which they became known. */
export async function knownTemplates(store: Store): Promise<Template[]> {
  const rows = await store.db
    .selectFrom('templates')
    .select(['fingerprint', 'tokens', 'version', 'example'])
    .orderBy('number', 'desc')
    .orderBy('fingerprint', 'desc')
    .limit(MOST_KNOWN)
    .execute();
  return rows.reverse().map((row) => {
    const { version, example, ...template } = parseRecord(
      TemplateRecord,
      row,
      `template ${row.fingerprint}`,
      store.where,
    );
    return { ...template, ...(version !== null && { version }), ...(example !== null && { example }) };
  });
}

/** Adds templates, redacted, and widens those that are known already: they keep their place. */
export async function rememberTemplates(store: Store, templates: readonly Template[]): Promise<void> {
  await transactOn(store, 'templates', async ({ db }) => {
    const { last } = await db
      .selectFrom('templates')
      .select(({ fn }) => fn.max('number').as('last'))
      .executeTakeFirstOrThrow();
    const number = (last ?? 0) + 1;
    for (const { fingerprint, tokens, version = null, example = null } of templates) {
      const known = {
        tokens: JSON.stringify(tokens),
        version,
        example: example === null ? null : JSON.stringify(example),
      };
      await db
        .insertInto('templates')
        .values({ fingerprint, number, ...known })
        .onConflict((conflict) => conflict.column('fingerprint').doUpdateSet(known))
        .execute();
    }
  });
}
