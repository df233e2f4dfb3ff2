import { slipsBetween } from '../config/near-miss.ts';
import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import { getDraft, listDrafts } from '../store/drafts.ts';
import type { Store } from '../store/open.ts';

const SUGGESTIONS = 3;

/**
 * The draft with this id.
 *
 * @throws UsageError when there is none; it names those whose ids are nearest
 */
export async function requireDraft(store: Store, id: string): Promise<Draft> {
  const draft = await getDraft(store, id);
  if (draft !== null) return draft;
  const ids = (await listDrafts(store)).map((known) => known.id);
  const near = ids
    .map((known) => ({ known, distance: slipsBetween(id.slice(0, 100), known) }))
    // Of two that are equally near, the newer one.
    .reverse()
    .sort((a, b) => a.distance - b.distance)
    .slice(0, SUGGESTIONS)
    .map(({ known }) => known);
  throw new UsageError(
    near.length === 0
      ? `There is no draft ${id}: the store ${store.where} holds none. A triage run makes them.`
      : `There is no draft ${id}. Nearest: ${near.join(', ')}. All: log-gardener drafts list --run all`,
  );
}
