import type { SearchBy } from '../github/search.ts';
import type { Cluster } from '../model/cluster.ts';
import { phraseOf } from './phrase.ts';
import { identifiersOf } from './profile.ts';
import { isTellingFile, type Term, termsOf } from './terms.ts';
import { COMMON_WORDS, EMPTY_WORDS } from './vocabulary.ts';

/** GitHub wants every word of a query in an issue, so each one more may lose the issue that says it differently. */
const MOST_WORDS = 5;

/** What to search for, and how; see SearchBy. */
export interface Query<By extends SearchBy = SearchBy> {
  readonly text: string;
  readonly by: By;
}

/**
 * Searches for issues about a cluster, strict before loose: its own words as they stand (else its most telling terms
 * together), its first name, its names in words, and any of what tells most. At most four, and at most one of them by meaning,
 * since GitHub allows few of those.
 */
export function issueQueries(cluster: Cluster): Query[] {
  const terms = termsOf(cluster);
  const of = (kind: Term['kind']) => terms.filter((term) => term.kind === kind);
  const names = of('symbol');
  const words = of('word');
  // Words that every issue has find every issue; they are for problems that have no others.
  const plain = names.length > 0 || words.length > 1 ? words : [...words, ...of('common word')];
  const phrase = phraseOf(cluster);
  const inNames = inWords(names.slice(0, 2));
  return distinct([
    phrase === null
      ? { text: join([...names, ...words].slice(0, MOST_WORDS)), by: 'words' }
      : { text: phrase, by: 'phrase' },
    { text: join(names.slice(0, 1)), by: 'words' },
    { text: inNames === '' && plain.length > 1 ? join(plain.slice(0, 3)) : inNames, by: 'meaning' },
    { text: anyOf(cluster, terms), by: 'any' },
  ]);
}

const MOST_ALTERNATIVES = 6;
const LEAST_ALTERNATIVES = 4;

/** One of each kind of name, then words, long ones first: the longer a word, the fewer issues have it. */
function anyOf(cluster: Cluster, terms: readonly Term[]): string {
  const of = (kind: Term['kind'], most: number) => terms.filter((term) => term.kind === kind).slice(0, most);
  const files = of('file', 2).map(({ text }) => text);
  const names = [
    ...of('symbol', 2),
    ...identifiersOf(cluster)
      .filter((one) => !files.some((file) => one.endsWith(file)))
      .slice(0, 1)
      .map((text) => ({ text })),
    ...of('function', 1),
    ...of('file', 1).filter(({ text }) => isTellingFile(text)),
    ...of('exception', 1).filter(({ text }) => !EMPTY_WORDS.has(text.toLowerCase())),
  ].map(({ text }) => text);
  const words = of('word', Number.POSITIVE_INFINITY).map(({ text }) => text);
  const long = words.toSorted((a, b) => b.length - a.length);
  const services = cluster.facts.services.map(({ name }) => name).filter((name) => name !== '');
  const telling = [...new Set([...names.slice(0, MOST_ALTERNATIVES - 2), ...long])].slice(0, MOST_ALTERNATIVES);
  // Half of a large tracker may be about the service: who asks for it too finds that half.
  return [...telling, ...(telling.length < LEAST_ALTERNATIVES ? services.slice(0, 1) : [])].join(' ');
}

/**
 * Searches for pull requests that quote the error or name its rarest symbol. At most two: where the quotation holds the
 * symbol, who looks for the symbol finds both.
 */
export function pullRequestQueries(cluster: Cluster): Query<'words' | 'phrase'>[] {
  const [rarest] = termsOf(cluster).filter(({ kind }) => kind === 'symbol' || kind === 'function');
  const phrase = phraseOf(cluster) ?? '';
  const isCovered = rarest !== undefined && phrase.split(' ').includes(rarest.text);
  return distinct([
    { text: isCovered ? '' : phrase, by: 'phrase' },
    { text: rarest?.text ?? '', by: 'words' },
  ]);
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

function distinct<By extends SearchBy>(queries: readonly Query<By>[]): Query<By>[] {
  const trimmed = queries.map((query) => ({ ...query, text: query.text.trim() })).filter(({ text }) => text !== '');
  return [...new Map(trimmed.toReversed().map((query) => [query.text, query])).values()].toReversed();
}
