import { UsageError } from '../model/errors.ts';

/** One page of a list. `next` = the page after it, null where there is none. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: number | null;
}

/** @throws UsageError where there is no such page */
export function pageOf<T>(all: readonly T[], page: number, perPage: number): Page<T> {
  const start = (page - 1) * perPage;
  if (start >= all.length && page > 1) {
    throw new UsageError(`There is no page ${page}: ${Math.max(1, Math.ceil(all.length / perPage))} in all.`);
  }
  const items = all.slice(start, start + perPage);
  return { items, next: start + items.length < all.length ? page + 1 : null };
}

const LONGEST_PAGE = 6_000;

/** A long text by pages, cut between lines where there are any. @throws UsageError where there is no such page */
export function textPage(text: string, page: number): { readonly text: string; readonly next: number | null } {
  let rest = text;
  for (let number = 1; ; number += 1) {
    const end = endOfPage(rest);
    if (number === page) return { text: rest.slice(0, end), next: end < rest.length ? page + 1 : null };
    rest = rest.slice(end);
    if (rest === '') throw new UsageError(`There is no page ${page}: ${number} in all.`);
  }
}

function endOfPage(text: string): number {
  if (text.length <= LONGEST_PAGE) return text.length;
  const line = text.lastIndexOf('\n', LONGEST_PAGE - 1) + 1;
  if (line > LONGEST_PAGE / 2) return line;
  // Not between the halves of one character.
  const isSplit = /[\uD800-\uDBFF]/.test(text.charAt(LONGEST_PAGE - 1));
  return isSplit ? LONGEST_PAGE - 1 : LONGEST_PAGE;
}
