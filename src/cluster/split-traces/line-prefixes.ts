import { type Member, voiceOf } from '../member.ts';
import { isDigit } from '../skeleton/scanner/characters.ts';
import { prefixOfFrame } from '../skeleton/trace-line.ts';

/** A log has a few; each pattern is compared with all of them. */
const MOST_PREFIXES = 64;

/**
 * The patterns without what a logger puts before every line of a stack trace (`[rank0]: `, `web-1  | `), so that their
 * lines are read like all others. Only what stands before a frame is known to be such a prefix.
 */
export function withoutPrefixes(members: readonly Member[]): readonly Member[] {
  const prefixes = prefixesOf(members);
  if (prefixes.length === 0) return members;
  return members.map((member) => {
    const lengths = member.voices.map(({ message }) => lengthOfPrefix(message, prefixes));
    if (lengths.length === 0 || lengths.includes(0)) return member;
    const exceptionOf = (at: number) => member.summary.examples[at]?.exception ?? null;
    const voices = member.voices.map(({ message }, at) => voiceOf(message.slice(lengths[at]), exceptionOf(at)));
    return { ...member, voices };
  });
}

/** Whether something was taken off its lines. */
export function hasPrefix({ summary, voices }: Member): boolean {
  return voices[0] !== undefined && voices[0].message !== summary.examples[0]?.message;
}

/** Longest first, since a prefix may stand before another one. */
function prefixesOf(members: readonly Member[]): string[] {
  const found = new Map<string, string>();
  for (const { kind, voices } of members) {
    if (kind !== 'trace-line' || found.size === MOST_PREFIXES) continue;
    const prefix = prefixOfFrame(voices[0]?.message ?? '');
    const shape = prefix.replaceAll(/[A-Za-z]{0,40}\d[A-Za-z\d]{0,40}/g, '#');
    if (prefix !== '' && !found.has(shape)) found.set(shape, prefix);
  }
  return [...found.values()].sort((a, b) => b.length - a.length);
}

function lengthOfPrefix(message: string, prefixes: readonly string[]): number {
  for (const prefix of prefixes) {
    const end = endOfPrefix(message, prefix);
    if (end > 0) return end;
  }
  return 0;
}

/** Where a text that begins with the prefix goes on; 0 where it does not. Words with a digit in them count as equal. */
function endOfPrefix(message: string, prefix: string): number {
  let [at, own] = [0, 0];
  while (own < prefix.length) {
    const [end, ownEnd] = [endOfWord(message, at), endOfWord(prefix, own)];
    const [word, ownWord] = [message.slice(at, end), prefix.slice(own, ownEnd)];
    if (word !== ownWord && !(hasDigit(word) && hasDigit(ownWord))) return 0;
    [at, own] = [end, ownEnd];
  }
  return at;
}

/** Where the letters and digits that begin there end, or the one sign. */
function endOfWord(text: string, start: number): number {
  let end = start;
  while (isWordCode(text.charCodeAt(end))) end += 1;
  return Math.min(text.length, Math.max(end, start + 1));
}

function isWordCode(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function hasDigit(word: string): boolean {
  return /\d/.test(word);
}
