import { NUMBER_WORD, numberOf, numberOfWords, SCALES } from './numerals.ts';
import type { Dimension, Quantity } from './token.ts';

/** At most one, in a pattern. */
export const SPACE = '[ \\u00a0\\u202f]?';
/** Not inside a word, and not the end of one such as `utf-8`. */
export const FREE = '(?<![\\w.])(?<!\\p{L}-)';
/** A number in words: `a dozen`, `half a million`, `one hundred and five`. */
export const WORDS = `(?:(?:half[ -])?an?[ -]|(?:an? )?half[ -])?(?:(?:${NUMBER_WORD})(?:[ -]and)?[ -]){0,8}(?:${NUMBER_WORD})`;
/** A scale behind digits: `1.2k`, `3 million`. */
export const SCALE = `(?:(k|m|b|mn|bn)(?!\\w)|[ \\u00a0\\u202f-]?(thousand|million|billion)(?!\\w))`;

const SCALE_LETTERS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, mn: 1e6, b: 1e9, bn: 1e9 };

/** A number in the dimension, so many of its own units for one that is printed. */
export function quantity(of: Dimension, digits: string | undefined, unit: number): Quantity {
  return { is: 'quantity', of, ...numberOf(digits ?? ''), unit, bound: 'exactly' };
}

/** A number that words make, or null where they make none. */
export function inWords(words: string | undefined, of: Dimension, unit: number): Quantity | null {
  const printed = numberOfWords(words ?? '');
  return printed === null ? null : { ...plainQuantity(of, printed), unit };
}

/** What a scale behind digits multiplies with: 1000 for `k`. */
export function scaleOf(scale: string | undefined): number {
  const name = (scale ?? '').toLowerCase();
  return SCALE_LETTERS[name] ?? SCALES[name] ?? 1;
}

/** One that no digits print. */
export function plainQuantity(of: Dimension, printed: number): Quantity {
  return { is: 'quantity', of, printed, unit: 1, places: 0, bound: 'exactly' };
}
