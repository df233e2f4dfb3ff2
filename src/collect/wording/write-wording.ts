import { COLON, DASH, DIGIT, ESCAPE, isDigit, KINDS, LETTER, PLUS, SIGN, SPACE, WORD } from './byte-kinds.ts';
import { maskId } from './ids.ts';
import { maskMixed, maskNumber } from './numbers.ts';

const SMALL_U = 0x75;
/** So many digits, in groups or not, may be the number of a card. */
const CARD_DIGITS = 13;

/**
 * Masks what may change in a text and leave it saying the same: most digits, and ids in hex. A number that may be a code
 * (`503`, `1062`) stays, and so does what the scanner for secrets looks at more closely, such as versions.
 *
 * Texts of one wording get the same skeleton (unless something masked stands in it), have the same severity in their text,
 * and the same places of them are hidden. So the rules here follow those of cluster/skeleton, severity-in-text.ts and
 * redact/: where one of them looks at which digit it is, the digit stays. test/cluster/wording.test.ts holds them together.
 *
 * @param bytes the text from `start` to `end` as it stands in JSON, with a byte before and behind that ends a word
 * @param into a copy of it; what stands at `at` has its copy at `at + shift`
 * @returns false where the text has no wording
 */
export function maskWording(bytes: Uint8Array, start: number, end: number, into: Uint8Array, shift: number): boolean {
  let at = start;
  let digits = 0;
  let lastDigit = -9;
  let colons = 0;
  let lastColon = -9;
  while (at < end) {
    let kind = KINDS[bytes[at] ?? 0] ?? 0;
    if ((kind & WORD) === 0) {
      if (kind === ESCAPE) {
        at += 1;
        if (bytes[at] === SMALL_U) return false;
      } else if (kind === SIGN) {
        if (bytes[at] === PLUS) {
          if (isPhoneStart(bytes, at + 1)) return false;
        } else {
          colons = at - lastColon > 5 ? 1 : colons + 1;
          lastColon = at;
          // It may be an IPv6 address.
          if (colons >= 6 || bytes[at + 1] === COLON) return false;
        }
      }
      at += 1;
      continue;
    }
    const word = at;
    let bits = 0;
    do {
      bits |= kind;
      at += 1;
      kind = KINDS[bytes[at] ?? 0] ?? 0;
    } while ((kind & WORD) !== 0);
    if ((bits & DIGIT) === 0 || (bytes[at] ?? 0) >= 0x80 || (bytes[word - 1] ?? 0) >= 0x80) continue;
    if (bits === DIGIT) {
      const goesOn = word - lastDigit === 2 && (bytes[word - 1] === SPACE || bytes[word - 1] === DASH);
      digits = goesOn ? digits + at - word : at - word;
      lastDigit = at - 1;
      if (digits >= CARD_DIGITS) return false;
    }
    const id = (bits & LETTER) === 0 ? maskId(bytes, word, at, into, shift) : -1;
    if (id !== -1) at = id;
    else if (bits === DIGIT) at = maskNumber(bytes, start, word, at, end, into, shift);
    else maskMixed(bytes, word, at, into, shift);
  }
  return true;
}

/** The number of a country, and a gap behind it. */
function isPhoneStart(bytes: Uint8Array, start: number): boolean {
  let at = start;
  while (at < start + 3 && isDigit(bytes[at])) at += 1;
  return at > start && (bytes[at] === SPACE || bytes[at] === DASH);
}
