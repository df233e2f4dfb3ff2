import { compareText } from './compare.ts';

/** Tokens as one text, for maps. */
export function keyOf(tokens: readonly string[]): string {
  return tokens.join('\u0000');
}

export function compareTokens(a: readonly string[], b: readonly string[]): number {
  return compareText(keyOf(a), keyOf(b));
}
