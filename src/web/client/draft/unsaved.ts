import { useState } from 'preact/hooks';
import type { DraftView } from '../../views.ts';
import { type Fields, fieldsOf } from './fields.ts';

/** What stands in the editor of a draft, and the draft it was made of. */
export interface Unsaved {
  readonly base: DraftView;
  readonly fields: Fields;
}

/** By draft, for as long as the page is open: whoever looks at something else meanwhile finds their words again. */
const kept = new Map<string, Unsaved>();

/** What is being typed for a draft, also from before the person went elsewhere; null = nothing. */
export function useUnsaved(draft: DraftView | null): [Unsaved | null, (next: Unsaved | null) => void] {
  const [unsaved, setUnsaved] = useState(draft === null ? null : (kept.get(draft.id) ?? null));
  const keep = (next: Unsaved | null) => {
    if (next !== null) kept.set(next.base.id, next);
    else if (unsaved !== null) kept.delete(unsaved.base.id);
    setUnsaved(next);
  };
  return [unsaved, keep];
}

/** The browser asks before it closes or reloads a page that holds words nobody saved. */
addEventListener('beforeunload', (event) => {
  const isTyped = ({ base, fields }: Unsaved) => JSON.stringify(fields) !== JSON.stringify(fieldsOf(base));
  if ([...kept.values()].some(isTyped)) event.preventDefault();
});
