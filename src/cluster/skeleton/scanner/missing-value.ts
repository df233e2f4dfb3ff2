import { bitsOf, classOf, codeAt, DIGIT, LETTER, NO_CHUNK, SPACE } from './characters.ts';

const EQUALS = 61;
const MORE = 62;
/** By code: 1 for what ends a value. */
const ENDS_VALUE = new Uint8Array(128);
for (const mark of ',;&)]}') ENDS_VALUE[mark.charCodeAt(0)] = 1;

/**
 * `leader= term=3`, `f(a=, b=2)`: whether the value of the key before an `=` is missing, since the line ends there, a mark
 * that ends a value follows, or the next key does. `a = 3` and `a= 3` have theirs.
 */
export function lacksValue(text: Uint16Array, equals: number, end: number): boolean {
  let at = equals + 1;
  const next = codeAt(text, at);
  const before = classOf(codeAt(text, equals - 1));
  if (before !== LETTER && before !== DIGIT) return false;
  if (at >= end || ENDS_VALUE[next] === 1) return true;
  if (classOf(next) !== SPACE) return false;
  while (at < end && classOf(codeAt(text, at)) === SPACE) at += 1;
  const key = at;
  while (at < end && (bitsOf(codeAt(text, at)) & NO_CHUNK) === 0) at += 1;
  if (at === key) return at === end;
  return codeAt(text, at) === EQUALS && codeAt(text, at + 1) !== EQUALS && codeAt(text, at + 1) !== MORE;
}
