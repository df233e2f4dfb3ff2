import { joinWords } from './sighting.ts';
import type { Term } from './terms.ts';
import { COMMON_WORDS, EMPTY_WORDS, TITLE_TAGS, wordsOf } from './words.ts';

/** How near an issue is to a cluster. */
export interface Similarity {
  /** 0 to 100: the share of the cluster's weight that the issue also carries. */
  readonly score: number;
  /** In words, for people. */
  readonly reasons: string[];
  /** Whether they share a name or several words of their own, not only what every issue says. */
  readonly telling: boolean;
}

/** A long message must not make each of its words worthless: the heaviest terms decide. */
const TERMS_THAT_COUNT = 8;
/** An issue may be pages long; what it is about stands at its top. */
const LONGEST_BODY = 20_000;

/** The same place or the same everyday words are not the same problem. */
const MOST_WITHOUT_A_NAME = 30;

/** So that one name alone never makes a match. */
const LEAST_TOTAL = 20;

/**
 * Compares a cluster's terms with an issue's text. Deterministic; integers only. A cluster that names something is near
 * only to issues that name it too; one that names nothing only to issues whose title speaks of little else.
 */
export function compare(terms: readonly Term[], issue: { title: string; body: string }): Similarity {
  const text = prepare(`${issue.title}\n${issue.body.slice(0, LONGEST_BODY)}`);
  const counted = terms.slice(0, TERMS_THAT_COUNT);
  const shared = counted.filter((term) => mentions(text, term));
  const names = shared.filter(({ kind }) => kind !== 'word' && kind !== 'common word' && kind !== 'exception');
  const words = shared.filter(({ kind }) => kind === 'word');
  return {
    score: scoreOf(counted, shared, issue.title),
    reasons: reasonsFor(
      names,
      shared.filter((term) => !names.includes(term)),
    ),
    telling: names.length > 0 || words.length > 1,
  };
}

function scoreOf(terms: readonly Term[], shared: readonly Term[], title: string): number {
  const total = weigh(terms);
  if (total === 0) return 0;
  if (!terms.some(isSymbol)) return Math.round((100 * weigh(shared) * coverage(title, terms)) / total);
  const share = Math.round((100 * weigh(shared)) / Math.max(total, LEAST_TOTAL));
  return shared.some(isSymbol) ? share : Math.min(share, MOST_WITHOUT_A_NAME);
}

function weigh(terms: readonly Term[]): number {
  return terms.reduce((sum, { weight }) => sum + weight, 0);
}

/** The share of a title's own words that the cluster has too, 0 to 1. */
function coverage(title: string, terms: readonly Term[]): number {
  const known = new Set(terms.flatMap(({ text }) => wordsOf(text)));
  const own = (title.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).filter(
    (word) => word.length > 1 && !COMMON_WORDS.has(word) && !EMPTY_WORDS.has(word) && !TITLE_TAGS.has(word),
  );
  if (own.length === 0) return 1;
  return own.filter((word) => wordsOf(word).every((part) => known.has(part))).length / own.length;
}

function isSymbol({ kind }: Term): boolean {
  return kind === 'symbol';
}

interface PreparedText {
  /** All words in order, each between spaces, so that a phrase is a substring. */
  readonly phrase: string;
  /** Names as they stand, in lower case: `websocket` finds `WebSocket`. */
  readonly names: ReadonlySet<string>;
}

function prepare(text: string): PreparedText {
  return {
    phrase: ` ${wordsOf(text).join(' ')} `,
    names: new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []),
  };
}

function mentions(text: PreparedText, term: Term): boolean {
  return text.names.has(term.text.toLowerCase()) || text.phrase.includes(` ${wordsOf(term.text).join(' ')} `);
}

function reasonsFor(names: readonly Term[], words: readonly Term[]): string[] {
  const reasons: string[] = [];
  if (names.length > 0)
    reasons.push(
      `${names.length > 1 ? 'share the names' : 'share the name'} ${joinWords(names.map(({ text }) => `\`${text}\``))}`,
    );
  if (words.length > 0) reasons.push(`share the words ${joinWords(words.map(({ text }) => text.toLowerCase()))}`);
  return reasons;
}
