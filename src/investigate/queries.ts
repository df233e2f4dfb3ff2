import { topOwnFrame } from '../cluster/exception.ts';
import type { Cluster } from '../model/cluster.ts';
import { fileName, type Term, termsOf } from './terms.ts';
import { COMMON_WORDS, EMPTY_WORDS } from './vocabulary.ts';

/** GitHub wants every word of a query in an issue, so each one more may lose the issue that says it differently. */
const MOST_WORDS = 5;
const MOST_QUERIES = 4;

/**
 * Searches for issues about a cluster, strict before loose: its most telling terms together, its names, its names in
 * words, its first name, the function, its words. At most four, without colons and quotes.
 */
export function issueQueries(cluster: Cluster): string[] {
  const terms = termsOf(cluster);
  const of = (kind: Term['kind']) => terms.filter((term) => term.kind === kind);
  const names = of('symbol');
  const words = of('word');
  // Words that every issue has find every issue; they are for problems that have no others.
  const plain = names.length > 0 || words.length > 1 ? words : [...words, ...of('common word')];
  return distinct([
    join([...names, ...words].slice(0, MOST_WORDS)),
    join(names.slice(0, 2)),
    inWords(names.slice(0, 2)),
    join(names.slice(0, 1)),
    join(of('function').slice(0, 1)),
    plain.length > 1 ? join(plain.slice(0, 3)) : '',
    plain.length > 1 ? join(plain.slice(0, 2)) : '',
  ]).slice(0, MOST_QUERIES);
}

/** Searches for pull requests that touch the same file or speak of the same thing. At most two. */
export function pullRequestQueries(cluster: Cluster): string[] {
  const frame = topOwnFrame(cluster.rootCause);
  const [rarest] = termsOf(cluster).filter(({ kind }) => kind === 'symbol' || kind === 'function');
  return distinct([frame === null ? '' : fileName(frame.file), rarest?.text ?? '']);
}

function join(terms: readonly Term[]): string {
  return terms.map(({ text }) => text).join(' ');
}

/** `thread_id`, `run_id` → `thread id run`, since people write names as words; nothing where two common ones remain. */
function inWords(terms: readonly Term[]): string {
  const words = terms
    .flatMap(({ text }) => text.split(/[_.-]|(?<=\p{Ll})(?=\p{Lu})/u))
    .map((word) => word.toLowerCase());
  const different = [...new Set(words)];
  if (different.length < 3 && different.every((word) => COMMON_WORDS.has(word) || EMPTY_WORDS.has(word))) return '';
  return different.slice(0, MOST_WORDS).join(' ');
}

function distinct(queries: readonly string[]): string[] {
  return [...new Set(queries.map((query) => query.trim()))].filter((query) => query !== '');
}
