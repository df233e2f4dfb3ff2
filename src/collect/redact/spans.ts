/** A stretch of text to hide. `value` is what its placeholder's hash is made from: equal secrets, equal placeholders. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly value: string;
}

/** Finds what must be hidden, in rising order and without overlaps, in time that grows with the length of the text. */
export type Detector = (text: string) => Span[];

/** In rising order and without overlaps, the longer find first. */
export function withoutOverlaps(spans: readonly Span[]): Span[] {
  let end = 0;
  return spans
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter((span) => {
      if (span.start < end) return false;
      end = span.end;
      return true;
    });
}

/** Letters, digits and `_`, as one table look-up: detectors ask this for every character. */
const WORD = new Uint8Array(128);
for (const [from, to] of ['09', 'AZ', 'az', '__']) {
  for (let code = from?.charCodeAt(0) ?? 0; code <= (to?.charCodeAt(0) ?? -1); code += 1) WORD[code] = 1;
}

/** Whether a UTF-16 code unit is an ASCII letter, digit or underscore; false for NaN, that is beyond the text. */
export function isWordCode(code: number): boolean {
  return code < 128 && WORD[code] === 1;
}

export function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

/**
 * Whether a token may start at `at`: at a word boundary, or right after an escape that only looks like letters
 * (`\n` written out, `%3D`).
 */
export function startsToken(text: string, at: number): boolean {
  if (!isWordCode(text.charCodeAt(at - 1))) return true;
  return text[at - 2] === '\\' || text[at - 3] === '%';
}

/** The end of the run of word characters, and of those in `more`, that starts at `from`. */
export function runEnd(text: string, from: number, more: string): number {
  let at = from;
  while (at < text.length && (isWordCode(text.charCodeAt(at)) || more.includes(text.charAt(at)))) at += 1;
  return at;
}
