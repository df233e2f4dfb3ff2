import type { CollectedEntry } from '../../model/entry.ts';
import { writeSkeleton } from './message-skeleton.ts';
import { wordlessTemplate } from './request.ts';
import { TokenList } from './scanner/token-list.ts';
import { SkeletonTable } from './skeleton-table.ts';

/** Numbers the distinct skeletons of entries: each new one gets the next id. */
export interface SkeletonIndex {
  /** The number of the entry's skeleton. */
  idOf(entry: CollectedEntry): number;
  /** The number of a skeleton that another index found (in another thread, say). */
  idOfTokens(tokens: readonly string[], isWordless: boolean): number;
  tokensOf(id: number): readonly string[];
  /** Whether it was made from an entry without words (see request.ts). */
  isWordless(id: number): boolean;
}

/** An index without skeletons. Its memory grows with what is distinct. */
export function createSkeletonIndex(): SkeletonIndex {
  const table = new SkeletonTable();
  const list = new TokenList();
  const idOfTokens = (tokens: readonly string[], isWordless: boolean): number => {
    list.clear();
    // An empty token, which no message begins with, keeps the two kinds apart.
    if (isWordless) list.addToken('');
    for (const token of tokens) list.addToken(token);
    return table.idOf(list);
  };
  /** Whoever asks for the one asks for the other. */
  let last: { id: number; tokens: readonly string[] } = { id: -1, tokens: [] };
  const read = (id: number): readonly string[] => {
    if (last.id !== id) last = { id, tokens: table.tokensOf(id) };
    return last.tokens;
  };
  return {
    idOf(entry) {
      const wordless = wordlessTemplate(entry);
      if (wordless !== null) return idOfTokens(wordless, true);
      list.clear();
      writeSkeleton(entry.message, entry.exception, list);
      return table.idOf(list);
    },
    idOfTokens,
    tokensOf(id) {
      const tokens = read(id);
      return tokens[0] === '' ? tokens.slice(1) : tokens;
    },
    isWordless: (id) => read(id)[0] === '',
  };
}
