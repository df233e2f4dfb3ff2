import fc from 'fast-check';

const SURROGATES = { first: 0xd800, count: 0x800 };

/**
 * Any character there is, as a unit of strings: the same as fast-check's `binary`, which keeps a table of the million for
 * as long as its process lives.
 */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff - SURROGATES.count })
  .map((nth) => String.fromCodePoint(nth < SURROGATES.first ? nth : nth + SURROGATES.count), nthOf);

function nthOf(character: unknown): number {
  const [first, more] = typeof character === 'string' ? character : [];
  const code = first?.codePointAt(0) ?? SURROGATES.first;
  if (more !== undefined || (code >= SURROGATES.first && code < SURROGATES.first + SURROGATES.count)) {
    throw new TypeError('not one character');
  }
  return code < SURROGATES.first ? code : code - SURROGATES.count;
}
