import { z } from 'zod';
import { Fingerprint } from '../model/cluster.ts';
import { inStatements } from './in-statements.ts';
import { type Store, transactOn } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';
import type { Tables } from './tables.ts';

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
  return rows.reverse().map((row) => readTemplate(row, store));
}

type Row = Pick<Tables['templates'], 'fingerprint' | 'tokens' | 'version' | 'example'>;

/** Rows that were read before, and what they say: one process reads the same ones for each of its runs. */
const lately = new Map<string, { readonly row: Row; readonly template: Template }>();

function readTemplate(row: Row, store: Store): Template {
  const before = lately.get(row.fingerprint);
  if (before !== undefined && isSame(before.row, row)) return before.template;
  const what = `template ${row.fingerprint}`;
  const { version, example, ...plain } = parseRecord(TemplateRecord, row, what, store.where);
  const template = { ...plain, ...(version !== null && { version }), ...(example !== null && { example }) };
  if (lately.size >= 2 * MOST_KNOWN) lately.clear();
  lately.set(row.fingerprint, { row, template });
  return template;
}

function isSame(a: Row, b: Row): boolean {
  return a.tokens === b.tokens && a.example === b.example && a.version === b.version;
}

/** Adds templates, redacted, and widens those that are known already: they keep their place. */
export async function rememberTemplates(store: Store, templates: readonly Template[]): Promise<void> {
  // Of one that is named twice the last counts.
  const widest = new Map(templates.map((template) => [template.fingerprint, template]));
  if (widest.size === 0) return;
  await transactOn(store, 'templates', async ({ db }) => {
    const { last } = await db
      .selectFrom('templates')
      .select(({ fn }) => fn.max('number').as('last'))
      .executeTakeFirstOrThrow();
    const rows = [...widest.values()].map(({ fingerprint, tokens, version = null, example = null }) => ({
      fingerprint,
      number: (last ?? 0) + 1,
      tokens: JSON.stringify(tokens),
      version,
      example: example === null ? null : JSON.stringify(example),
    }));
    for (const together of inStatements(rows)) {
      await db
        .insertInto('templates')
        .values(together)
        .onConflict((conflict) =>
          conflict.column('fingerprint').doUpdateSet(({ ref }) => ({
            tokens: ref('excluded.tokens'),
            version: ref('excluded.version'),
            example: ref('excluded.example'),
          })),
        )
        .execute();
    }
  });
}
