import { compareText } from './compare.ts';
import { describeException, problemKey, quotesWords, type RootException } from './exception.ts';
import type { Link } from './link.ts';
import { clip } from './link.ts';
import type { Member } from './member.ts';

/** An exception that at least one pattern ends in, and which patterns (by index) tell of it. */
export interface KnownException {
  readonly key: string;
  readonly root: RootException;
  /** Patterns whose root cause it is. */
  readonly holders: number[];
  /** Patterns that repeat its message. */
  readonly quoters: number[];
}

/** Finds the exceptions behind the patterns: those that stack traces and error lines end in, and who quotes them. */
export function findExceptions(members: readonly Member[]): KnownException[] {
  const roots = members.map(agreedRoot);
  const known = new Map<string, KnownException>();
  // Stack traces first: an error line that names the same exception quotes it, and founds one only where no trace does.
  for (const [index, root] of roots.entries()) if (root?.root.home != null) addHolder(known, index, root);
  addQuoters([...known.values()], members, roots);
  const heard = new Set([...known.values()].flatMap(({ quoters }) => quoters));
  const named = new Map<string, KnownException>();
  for (const [index, root] of roots.entries()) {
    if (root !== null && root.root.home === null && !heard.has(index)) addHolder(named, index, root);
  }
  addQuoters([...named.values()], members, roots);
  return [...known.values(), ...named.values()].sort((a, b) => compareText(a.key, b.key));
}

/** One link for each exception that several patterns tell of. */
export function linksByException(known: readonly KnownException[]): Link[] {
  const links: Link[] = [];
  for (const { root, holders, quoters } of known) {
    const { type, message } = root.error;
    const name = clip(message === '' ? type : `${type}: ${message}`);
    if (holders.length > 1) {
      links.push({ members: holders, rule: `joined: same root exception '${name}' (${holders.length} patterns)` });
    }
    if (quoters.length > 0) {
      const patterns = quoters.length === 1 ? '1 pattern' : `${quoters.length} patterns`;
      links.push({ members: [...holders, ...quoters], rule: `joined: ${patterns} quoting the exception '${name}'` });
    }
  }
  return links;
}

interface KeyedRoot {
  readonly key: string;
  readonly root: RootException;
}

/** The root exception that all examples of a pattern have in common, or null. */
function agreedRoot({ voices }: Member): KeyedRoot | null {
  const roots: RootException[] = [];
  for (const { thrown } of voices) {
    const error = thrown.at(-1);
    if (error === undefined) return null;
    roots.push(describeException(error));
  }
  const [root] = roots;
  if (root === undefined) return null;
  const keys = new Set(roots.map(problemKey));
  const [key] = keys;
  if (keys.size === 1) return key == null ? null : { key, root };
  // The message varies, as in `User 'ann' not found`: type and place are what the examples share.
  const { type, home } = root;
  if (home === null || roots.some((other) => other.type !== type || other.home !== home)) return null;
  return { key: `${type}\u0000\u0000${home}`, root: { ...root, specific: false } };
}

function addHolder(known: Map<string, KnownException>, index: number, { key, root }: KeyedRoot): void {
  const exception = known.get(key);
  if (exception === undefined) known.set(key, { key, root, holders: [index], quoters: [] });
  else exception.holders.push(index);
}

/** A pattern quotes an exception when every example does, and it is clear which exception is meant. */
function addQuoters(
  known: readonly KnownException[],
  members: readonly Member[],
  roots: readonly (KeyedRoot | null)[],
): void {
  const byWord = indexByRarestWord(known.filter(({ root }) => root.specific));
  for (const [index, { voices }] of members.entries()) {
    const [first] = voices;
    if (first === undefined) continue;
    const near = new Set(first.texts.flat().flatMap((word) => byWord.get(word) ?? []));
    // The same message thrown elsewhere is another exception, not a quotation.
    const root = roots[index]?.root;
    const own = root?.home == null ? null : root.words.join('\u0000');
    const quoted = [...near].filter(
      ({ root: { words }, holders }) =>
        !holders.includes(index) &&
        words.join('\u0000') !== own &&
        voices.every(({ texts }) => texts.some((text) => quotesWords(text, words))),
    );
    theOneMeant(quoted, first.texts.flat())?.quoters.push(index);
  }
}

/** Each exception under the word that the fewest others have, so that few must be compared with a text. */
function indexByRarestWord(known: readonly KnownException[]): Map<string, KnownException[]> {
  const frequency = new Map<string, number>();
  for (const { root } of known) {
    for (const word of new Set(root.words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  return Map.groupBy(known, ({ root }) =>
    root.words.reduce((a, b) => ((frequency.get(b) ?? 0) < (frequency.get(a) ?? 0) ? b : a), root.words[0] ?? ''),
  );
}

/** Of exceptions that a text quotes: the longest, since it may quote the others; if two are as long, the one whose type it names. */
function theOneMeant(quoted: readonly KnownException[], words: readonly string[]): KnownException | null {
  const longest = Math.max(...quoted.map(({ root }) => root.words.length));
  const candidates = quoted.filter(({ root }) => root.words.length === longest);
  const typed = candidates.filter(({ root }) => words.includes(root.error.type) || words.includes(root.type));
  const [meant, ...others] = candidates.length > 1 ? typed : candidates;
  return meant === undefined || others.length > 0 ? null : meant;
}
