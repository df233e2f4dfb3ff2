import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import { getDraft } from '../store/drafts.ts';
import { editOf } from '../store/edits.ts';
import type { Store } from '../store/open.ts';
import { requireDraft } from './require-draft.ts';

/** Somebody else was faster: for whoever acted on a draft that is another by now. Nothing was changed. */
export class ChangedMeanwhile extends UsageError {
  override name = 'ChangedMeanwhile';
  /** The draft as it is now. */
  readonly draft: Draft;
  constructor(draft: Draft, how: string) {
    super(`Draft ${draft.id} is not what you saw any more: ${how}. Nothing was changed; look at it again.`);
    this.draft = draft;
  }
}

/**
 * The draft, if it is still what the person saw.
 *
 * @param seen the hash of what was shown
 * @throws UsageError when there is no such draft; ChangedMeanwhile when it says something else by now
 */
export async function requireSeen(store: Store, id: string, seen: string): Promise<Draft> {
  const draft = await requireDraft(store, id);
  if (draft.hash !== seen) throw await changedMeanwhile(store, draft);
  return draft;
}

/** The error for a draft that was changed between a look at it and an act on it. */
export async function changedMeanwhile(store: Store, before: Draft): Promise<ChangedMeanwhile> {
  const draft = (await getDraft(store, before.id)) ?? before;
  const edit = await editOf(store, draft.id);
  if (edit !== null) return new ChangedMeanwhile(draft, `it was edited ${edit.at}`);
  const is = draft.state.status === before.state.status ? 'it says something else' : `it is ${draft.state.status}`;
  return new ChangedMeanwhile(draft, is);
}
