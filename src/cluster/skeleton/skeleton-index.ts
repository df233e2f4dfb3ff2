import type { CollectedEntry, Wording } from '../../model/entry.ts';
import { writeSkeleton } from './message-skeleton.ts';
import { finalTemplate } from './request.ts';
import { TokenList } from './scanner/token-list.ts';
import { SkeletonTable } from './skeleton-table.ts';

/** Numbers the distinct skeletons of entries: each new one gets the next id. */
export interface SkeletonIndex {
  /** The number of the entry's skeleton. */
  idOf(entry: CollectedEntry): number;
  /** The number of a skeleton that another index found (in another thread, say). */
  idOfTokens(tokens: readonly string[], isFinal: boolean): number;
  tokensOf(id: number): readonly string[];
  /** Whether it was made from an entry without words (see request.ts). */
  isFinal(id: number): boolean;
}

const UNSURE = -1;
/** Methods and statuses; a log has no more unless it is hostile. */
const MOST_REQUESTS = 1_000;

/** Method and status of a request that tell its template; empty where there is more to it. */
function requestOf({ http, hasText }: CollectedEntry): string {
  return http === null || hasText || http.status >= 500 ? '' : `${http.status} ${http.method}`;
}

/** An index without skeletons. Its memory grows with what is distinct. */
export function createSkeletonIndex(): SkeletonIndex {
  const table = new SkeletonTable();
  const list = new TokenList();
  /** Of wordings; UNSURE where what is different in two entries of one stands in the skeleton. */
  const known = new WeakMap<Wording, number>();
  const idOfTokens = (tokens: readonly string[], isFinal: boolean): number => {
    list.clear();
    // An empty token, which no message begins with, keeps the two kinds apart.
    if (isFinal) list.addToken('');
    for (const token of tokens) list.addToken(token);
    return table.idOf(list);
  };
  const requests = new Map<string, number>();
  const isOf = (wording: Wording, id: number): boolean => {
    const { other } = wording;
    if (other === null) return false;
    wording.other = null;
    list.clear();
    writeSkeleton(other.message, other.exception, list);
    return table.has(list, id);
  };
  /** Whoever asks for the one asks for the other. */
  let last: { id: number; tokens: readonly string[] } = { id: -1, tokens: [] };
  const read = (id: number): readonly string[] => {
    if (last.id !== id) last = { id, tokens: table.tokensOf(id) };
    return last.tokens;
  };
  return {
    idOf(entry) {
      const { wording } = entry;
      const before = wording === null ? undefined : known.get(wording);
      if (before !== undefined && before !== UNSURE && (entry.http === null || entry.hasText)) return before;
      const request = requestOf(entry);
      const answered = requests.get(request);
      if (answered !== undefined) return answered;
      const final = finalTemplate(entry);
      if (final !== null) {
        const id = idOfTokens(final, true);
        if (request !== '' && requests.size < MOST_REQUESTS) requests.set(request, id);
        return id;
      }
      list.clear();
      writeSkeleton(entry.message, entry.exception, list);
      const id = table.idOf(list);
      if (wording !== null && before === undefined) known.set(wording, isOf(wording, id) ? id : UNSURE);
      return id;
    },
    idOfTokens,
    tokensOf(id) {
      const tokens = read(id);
      return tokens[0] === '' ? tokens.slice(1) : tokens;
    },
    isFinal: (id) => read(id)[0] === '',
  };
}
