import { z } from 'zod';
import { Draft, type DraftContent } from '../model/draft.ts';
import { hashContent } from './content-hash.ts';
import { type Store, transact } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';

/** What a draft was before a person edited it. */
export const FirstDraft = Draft.pick({ title: true, priority: true, content: true });
export type FirstDraft = z.infer<typeof FirstDraft>;

/** That a person edited a draft. */
export interface Edit {
  /** RFC 3339, of the last one. */
  readonly at: string;
  readonly original: FirstDraft;
}

const EditRecord = z.object({ original: Json.pipe(FirstDraft), edited_at: z.string() });

/** What a draft was before people edited it, and when that was last done; null = nobody did. */
export async function editOf(store: Store, id: string): Promise<Edit | null> {
  const row = await store.db
    .selectFrom('drafts')
    .select(['original', 'edited_at'])
    .where('id', '=', id)
    .where('original', 'is not', null)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { original, edited_at } = parseRecord(EditRecord, row, `first text of draft ${id}`, store.where);
  return { original, at: edited_at };
}

/**
 * Puts another content in the place of a draft's, as a person wants it; what it was at first stays known, and it waits
 * for review again.
 *
 * @param seen the hash that the draft must still have
 * @returns false when somebody else was faster, or the draft is beyond editing; nothing is changed then
 */
export async function replaceContent(
  store: Store,
  before: Draft,
  next: FirstDraft,
  { seen, at }: { readonly seen: string; readonly at: string },
): Promise<boolean> {
  const original: FirstDraft = { title: before.title, priority: before.priority, content: before.content };
  return transact(store, async ({ db }) => {
    const { numUpdatedRows } = await db
      .updateTable('drafts')
      .set(({ fn, val }) => ({
        ...columnsOf(next),
        original: fn.coalesce('original', val(JSON.stringify(original))),
        edited_at: at,
      }))
      .where('id', '=', before.id)
      .where('hash', '=', seen)
      .where('status', 'in', EDITABLE)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

/** Puts what a draft was at first in its place again: {@link editOf} knows of no edit then. */
export async function putBackContent(
  store: Store,
  id: string,
  original: FirstDraft,
  { seen }: { readonly seen: string },
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('drafts')
    .set({ ...columnsOf(original), original: null })
    .where('id', '=', id)
    .where('hash', '=', seen)
    .where('status', 'in', EDITABLE)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

const EDITABLE = ['pending', 'approved', 'failed'];

function columnsOf({ title, priority, content }: { title: string; priority: string; content: DraftContent }) {
  const state = { status: 'pending' } as const;
  return {
    title,
    priority,
    content: JSON.stringify(content),
    hash: hashContent(content),
    status: state.status,
    state: JSON.stringify(state),
  };
}
