import { topOwnFrame } from '../cluster/exception.ts';
import { isLoggingPlace } from '../collect/place.ts';
import type { Cluster } from '../model/cluster.ts';
import { readMessageLines } from './message-lines.ts';
import { COMMON_WORDS, EMPTY_WORDS, wordsOf } from './vocabulary.ts';

/**
 * Something by which a problem can be recognised in other people's words. Weights are relative: what only this problem
 * says counts most.
 */
export interface Term {
  /** As the log or the code spells it. */
  readonly text: string;
  readonly kind: 'symbol' | 'exception' | 'function' | 'module' | 'file' | 'word' | 'common word';
  readonly weight: number;
}

const WEIGHTS = {
  symbol: 10,
  file: 6,
  function: 6,
  module: 4,
  exception: 3,
  word: 3,
  'common word': 1,
} as const satisfies Record<Term['kind'], number>;

/** What a message quotes may be anybody's input: it is searched for after what the code itself says. */
const QUOTED_SYMBOL = 8;

const LONGEST_TEXT = 2000;
/** Field names that half of all log lines carry. */
const EVERYWHERE =
  /^(?:user|request|session|trace|span|client|message|correlation|project|service)_?id$|^(?:created|updated)_?at$|^(?:status|error)_?code$/;

/** The terms of a cluster, heaviest first, then in the order of the text. Slots of templates are left out. */
export function termsOf(cluster: Cluster): Term[] {
  const [root] = cluster.patterns;
  const template = withoutValues(root?.template ?? '');
  const { complaints, places } = readMessageLines(cluster);
  const texts = [withoutValues(cluster.rootCause?.message ?? ''), template, ...complaints.map(withoutValues)];
  const terms = new Map<string, Term>();
  const add = (text: string, kind: Term['kind'], weight: number = WEIGHTS[kind]) => {
    const key = text.toLowerCase();
    const known = terms.get(key);
    if (known === undefined || known.weight < weight) terms.set(key, { text, kind, weight });
  };
  if (cluster.rootCause !== null) add(lastPart(cluster.rootCause.type), 'exception');
  for (const text of texts) {
    const quoted = new Set(quotedWords(text));
    for (const token of tokensOf(text)) {
      if (quoted.has(token) && isName(token)) add(token, 'symbol', QUOTED_SYMBOL);
      else {
        const kind = kindOf(token);
        if (kind !== null) add(token, kind);
      }
    }
  }
  const frame = topOwnFrame(cluster.rootCause);
  if (frame !== null) {
    add(fileName(frame.file), 'file');
    const name = shortFunction(frame.function);
    if (isTellingFunction(name)) add(name, 'function');
  }
  for (const place of places) {
    add(fileName(place.path), 'file');
    const name = shortFunction(place.function);
    if (isTellingFunction(name)) add(name, 'function');
  }
  for (const place of root?.facts.places.slice(0, 3) ?? []) {
    if (isLoggingPlace(place)) continue;
    if (isTellingFunction(place.function)) add(place.function, 'function');
    if (place.module.includes('.')) add(place.module.split('.').slice(-2).join('.'), 'module');
  }
  return withoutRepeats([...terms.values()]).sort((a, b) => b.weight - a.weight);
}

/** `session` and `middleware` say nothing more where `SessionMiddleware` is a term. */
function withoutRepeats(terms: readonly Term[]): Term[] {
  const inNames = new Set(terms.filter(({ kind }) => kind === 'symbol').flatMap(({ text }) => wordsOf(text)));
  return terms.filter(
    ({ kind, text }) =>
      !(kind === 'word' || kind === 'common word') || !wordsOf(text).every((word) => inNames.has(word)),
  );
}

/** `/app/core/setup.py` → `setup.py` */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function lastPart(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

/** Words with what joins them inside: `request.session`, `thread_id`. */
function tokensOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+(?:[.-][\p{L}\p{N}_]+)*/gu) ?? [];
}

/** Leaves out slots, paths, words with digits (tomorrow's have others) and redaction's placeholders. */
function withoutValues(text: string): string {
  return (
    text
      .slice(0, LONGEST_TEXT)
      .replaceAll(/<[^<>\s]{1,20}>/g, ' ')
      // Erlang and Elixir name a function with the number of its arguments.
      .replaceAll(/(?<=\w)\/\d{1,2}(?![\w./])/g, '')
      .split(/\s+/)
      .filter((chunk) => !/[/#\d]/.test(chunk))
      .join(' ')
  );
}

/** What stands alone between quotation marks: the thing a message is about. */
function quotedWords(text: string): string[] {
  return [...text.matchAll(/(['"`])\s?([\p{L}_][\p{L}\p{N}_.-]{1,80})\s?\1/gu)].flatMap(([, , word]) =>
    word === undefined ? [] : [word],
  );
}

function isName(token: string): boolean {
  const lower = token.toLowerCase();
  return token.length > 2 && !isCommon(lower) && !EMPTY_WORDS.has(lower);
}

function kindOf(token: string): Term['kind'] | null {
  const lower = token.toLowerCase();
  if (token.length < 2 || EMPTY_WORDS.has(lower)) return null;
  if (isCommon(lower)) return 'common word';
  if (token.length === 2) return null;
  if (/(?:Error|Exception|Warning)$/.test(token)) return 'exception';
  if (EVERYWHERE.test(lower)) return 'common word';
  const joined = /[\p{L}\p{N}][_.][\p{L}]/u.test(token);
  const camel = /\p{Ll}\p{Lu}/u.test(token);
  return joined || camel ? 'symbol' : 'word';
}

function isCommon(lower: string): boolean {
  return COMMON_WORDS.has(lower) || (lower.endsWith('s') && COMMON_WORDS.has(lower.slice(0, -1)));
}

/** `main` or `handle` is the name of too many functions. */
export function isTellingFunction(name: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$.]{3,}$/u.test(name) && !COMMON_WORDS.has(name.toLowerCase()) && name !== '<module>';
}

/** As people write it: `io.shop.price.PriceFacet.bucketOf` → `PriceFacet.bucketOf`, `acme.dev/shop/icc.readProfile` → `readProfile`. */
export function shortFunction(name: string): string {
  const parts = name
    .slice(name.lastIndexOf('/') + 1)
    .replaceAll(/[()*]/g, '')
    .split('.');
  const [owner = '', own = ''] = parts.slice(-2);
  if (parts.length < 2) return name;
  return /^\p{Lu}/u.test(owner) ? `${owner}.${own}` : own;
}

/** `index.ts` or `handler.py` is the name of too many files. */
export function isTellingFile(name: string): boolean {
  const [stem = ''] = name.split('.');
  return (
    stem.length > 3 &&
    !COMMON_WORDS.has(stem.toLowerCase()) &&
    !/^(?:index|utils?|helpers?|common|types|__init__)$/i.test(stem)
  );
}

/** `saveOrder`, `parse_row`; `connect` or `length` is a name of everything. */
export function isSpelledAsCode(name: string): boolean {
  return /^[\p{L}\p{N}_]+$/u.test(name) && /[\p{L}\p{N}]_\p{L}|\p{Ll}\p{Lu}/u.test(name);
}
