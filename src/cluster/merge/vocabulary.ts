import { SLOT } from '../skeleton/scanner/chunk.ts';
import { NAMING_NOUNS } from '../skeleton/scanner/words.ts';
import { type TokenKind, tokenKind } from './token-kind.ts';

/** The number of SLOT in every vocabulary. */
export const SLOT_ID = 0;

/** Tokens as numbers, so that the rounds compare integers and never strings. */
export interface Vocabulary {
  /** Token by number, SLOT first. */
  readonly tokens: readonly string[];
  readonly numberOf: ReadonlyMap<string, number>;
  /** See token-kind.ts. */
  readonly kinds: Uint16Array;
  /** Two independent hashes of each token's text: like everything else, they do not depend on its number. */
  readonly mixA: Int32Array;
  readonly mixB: Int32Array;
  /** 1 for each noun behind which a quoted word is the name of one of many. */
  readonly naming: Uint8Array;
  /** The number of `:`, or -1. */
  readonly colon: number;
}

export function buildVocabulary(skeletons: readonly (readonly string[])[]): Vocabulary {
  const numberOf = new Map([[SLOT, SLOT_ID]]);
  for (const skeleton of skeletons) {
    for (const token of skeleton) if (!numberOf.has(token)) numberOf.set(token, numberOf.size);
  }
  const tokens = [...numberOf.keys()];
  return {
    tokens,
    numberOf,
    kinds: Uint16Array.from(tokens, kindOf),
    mixA: Int32Array.from(tokens, (token) => hashText(token, 0x811c9dc5, 0x01000193)),
    mixB: Int32Array.from(tokens, (token) => hashText(token, 0x9e3779b9, 0x5bd1e995)),
    naming: Uint8Array.from(tokens, (token) => (NAMING_NOUNS.has(token.toLowerCase()) ? 1 : 0)),
    colon: numberOf.get(':') ?? -1,
  };
}

/**
 * Whether `user`, `host:` or another such noun stands before a place of a template that begins at `begin`: a quoted name
 * there is a value, while behind `relation` or `module` it tells problems apart.
 */
export function isNamed({ naming, colon }: Vocabulary, tokens: Int32Array, begin: number, at: number): boolean {
  const noun = at > begin && tokens[at - 1] === colon ? at - 2 : at - 1;
  return noun >= begin && naming[tokens[noun] ?? 0] === 1;
}

/** The words of known templates come again in each run of a process. */
const kinds = new Map<string, TokenKind>();
const MOST_KINDS = 50_000;

function kindOf(token: string): TokenKind {
  const known = kinds.get(token);
  if (known !== undefined) return known;
  const kind = tokenKind(token);
  if (kinds.size >= MOST_KINDS) kinds.clear();
  kinds.set(token, kind);
  return kind;
}

/** FNV-1a over code units, its bits spread at the end as MurmurHash3 does. */
function hashText(text: string, seed: number, prime: number): number {
  let h = seed;
  for (let at = 0; at < text.length; at += 1) h = Math.imul(h ^ text.charCodeAt(at), prime);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
