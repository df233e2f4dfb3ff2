import { z } from 'zod';
import { type Store, transactOn } from './open.ts';
import { parseRecord } from './parse-record.ts';
import type { Tables } from './tables.ts';

/** What is about to be written to GitHub; the row is there before the request leaves. */
const Intent = z.object({
  draft: z.string(),
  /** Counts the writes for this draft, from 1. */
  number: z.int(),
  /** One kind of write; `look` = a try that ended before its first one. */
  step: z.enum([
    'look',
    'ensure-labels',
    'create-issue',
    'update-body',
    'update-comment',
    'update-title',
    'reopen-issue',
    'close-issue',
    'create-comment',
    'add-labels',
    'remove-labels',
  ]),
  /** Of the content that is being posted. */
  hash: z.string(),
  action: z.enum(['create', 'update', 'reopen', 'close']),
  /** RFC 3339, by the machine's own clock. */
  at: z.string(),
});
export type Intent = z.infer<typeof Intent>;

const LedgerEntry = Intent.extend({
  /**
   * Written; refused by GitHub; found not to have arrived; or done again, where that does no harm. Null = intended, and
   * not known whether it happened.
   */
  outcome: z.enum(['done', 'refused', 'absent', 'repeated']).nullable(),
  /** The issue or comment that was written, or GitHub's words. */
  detail: z.string().nullable(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** Writes down what is about to be done. */
export function recordIntent(store: Store, intent: Omit<Intent, 'number'>): Promise<Intent> {
  return transactOn(store, `draft ${intent.draft}`, async ({ db }) => {
    const { last } = await db
      .selectFrom('ledger')
      .select(({ fn }) => fn.max('number').as('last'))
      .where('draft', '=', intent.draft)
      .executeTakeFirstOrThrow();
    const numbered: Intent = { ...intent, number: (last ?? 0) + 1 };
    await db.insertInto('ledger').values(numbered).execute();
    return numbered;
  });
}

/**
 * Says that what was intended is about to be done only now: whoever looks for it on GitHub waits from then on.
 *
 * @param at RFC 3339
 * @returns whether it may still be done: nobody has settled it meanwhile
 */
export async function renewIntent({ db }: Store, { draft, number }: Intent, at: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('ledger')
    .set({ at })
    .where('draft', '=', draft)
    .where('number', '=', number)
    .where('outcome', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Writes down how an intent ended. What is written stands. */
export async function recordOutcome(
  store: Store,
  intent: Intent,
  {
    outcome,
    at,
    detail,
  }: { readonly outcome: NonNullable<LedgerEntry['outcome']>; readonly at: string; readonly detail: string },
): Promise<void> {
  await store.db
    .updateTable('ledger')
    .set({ outcome, outcome_at: at, detail })
    .where('draft', '=', intent.draft)
    .where('number', '=', intent.number)
    .where('outcome', 'is', null)
    .execute();
}

/** Everything that was tried for a draft, in order. */
export async function ledgerOf(store: Store, draft: string): Promise<LedgerEntry[]> {
  const rows = await store.db.selectFrom('ledger').selectAll().where('draft', '=', draft).orderBy('number').execute();
  return rows.map((row) => read(store, row));
}

/** Intents of all drafts that nobody knows the end of: their process died, or GitHub's answer was lost. */
export async function openIntents(store: Store): Promise<LedgerEntry[]> {
  const rows = await store.db
    .selectFrom('ledger')
    .selectAll()
    .where('outcome', 'is', null)
    .orderBy('draft')
    .orderBy('number')
    .execute();
  return rows.map((row) => read(store, row));
}

/** When the last request to write went out or was answered, of all drafts, RFC 3339; null = none ever. */
export async function lastWrite({ db }: Store): Promise<string | null> {
  const { last } = await db
    .selectFrom('ledger')
    .select(({ fn }) => fn.max(fn.coalesce('outcome_at', 'at')).as('last'))
    .executeTakeFirstOrThrow();
  return last;
}

function read(store: Store, row: Tables['ledger']): LedgerEntry {
  return parseRecord(LedgerEntry, row, `ledger entry ${row.number} of draft ${row.draft}`, store.where);
}
