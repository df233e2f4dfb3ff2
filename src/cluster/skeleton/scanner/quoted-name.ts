import { ANY_DIGIT, ANY_JOINT, ANY_LETTER, bitsOf, classOf, codeAt, LETTER, NO_CHUNK } from './characters.ts';
import { chunkKind, nameKind, VALUE } from './chunk.ts';
import type { TokenList } from './token-list.ts';

const LONGEST_NAME = 200;
const DOT = 46;
const SLASH = 47;

/**
 * `No module named 'a.b'`, `relation "users"`: a name that a sentence quotes is one token, which tells messages apart
 * until there are many of it. Names inside data (`{'user': 'ann'}`) are not meant. Returns the index after the closing
 * quote, or -1 where it is no such thing.
 */
export function endOfQuotedName(text: Uint16Array, open: number, end: number, before: TokenList): number {
  const quote = codeAt(text, open);
  const limit = Math.min(end, open + LONGEST_NAME);
  let at = open + 1;
  let bits = 0;
  for (; at < limit; at += 1) {
    const more = bitsOf(codeAt(text, at));
    if ((more & (NO_CHUNK | ANY_DIGIT)) !== 0) break;
    bits |= more;
  }
  if ((bits & ANY_LETTER) === 0 || codeAt(text, at) !== quote || classOf(codeAt(text, at + 1)) === LETTER) return -1;
  if (!before.endsInSentence()) return -1;
  if (isModulePath(text, open + 1)) return at + 1;
  const kind = (bits & ANY_JOINT) === 0 ? nameKind(text, open + 1, at) : chunkKind(text, open + 1, at);
  return kind === VALUE ? -1 : at + 1;
}

/** `./routes/chat`, `../routes`: how a program writes a module's name. */
function isModulePath(text: Uint16Array, start: number): boolean {
  if (codeAt(text, start) !== DOT) return false;
  const next = codeAt(text, start + 1);
  return next === SLASH || (next === DOT && codeAt(text, start + 2) === SLASH);
}
