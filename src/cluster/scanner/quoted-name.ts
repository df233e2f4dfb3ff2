import { classOf, JOINER, LETTER } from './characters.ts';
import { chunkToken, SLOT } from './chunk.ts';

const LONGEST_NAME = 200;

/**
 * `No module named 'a.b'`, `relation "users"`: a name that a sentence quotes is one token, which tells messages apart
 * until there are many of it. Names inside data (`{'user': 'ann'}`) are not meant. Returns the index after the closing
 * quote, or -1 where it is no such thing.
 */
export function endOfQuotedName(text: string, open: number, end: number, before: readonly string[]): number {
  if (!followsSentence(before)) return -1;
  const quote = text.charCodeAt(open);
  const limit = Math.min(end, open + LONGEST_NAME);
  let at = open + 1;
  for (; at < limit; at += 1) {
    const kind = classOf(text.charCodeAt(at));
    if (kind !== LETTER && kind !== JOINER) break;
  }
  if (at === open + 1 || text.charCodeAt(at) !== quote || classOf(text.charCodeAt(at + 1)) === LETTER) return -1;
  if (!hasLetter(text, open + 1, at)) return -1;
  // `./routes/chat` is how a program writes a module's name.
  const relative = text.startsWith('./', open + 1) || text.startsWith('../', open + 1);
  return relative || chunkToken(text, open + 1, at) !== SLOT ? at + 1 : -1;
}

/** Whether a word stands before, or nothing, or an exception's name and its colon: `KeyError: 'user'`. */
function followsSentence(tokens: readonly string[]): boolean {
  const last = tokens.at(-1);
  if (last === undefined || (last !== SLOT && hasLetter(last, 0, 1))) return true;
  const before = last === ':' ? (tokens.at(-2) ?? '') : '';
  return before.endsWith('Error') || before.endsWith('Exception');
}

function hasLetter(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (classOf(text.charCodeAt(at)) === LETTER) return true;
  return false;
}
