import type { Fingerprint } from '../../model/cluster.ts';
import { addTo } from '../add-to.ts';
import type { Member } from '../member.ts';
import { CONSTANT, tokenKind, WORD } from '../merge/token-kind.ts';
import { SLOT } from '../skeleton/skeleton.ts';
import { keyOf } from '../token-key.ts';
import { VERSION } from './fingerprint.ts';

/** Characters of an example that is kept; one cut short would give another template. */
const LONGEST_EXAMPLE = 16_384;

/** A template of an earlier run, and the fingerprint that issues know it by. */
export interface KnownTemplate {
  readonly fingerprint: Fingerprint;
  readonly tokens: readonly string[];
  /** Version of the rules that made the tokens (fingerprint.ts); of templates remembered before it was kept: `lg1`. */
  readonly version?: string;
  /** What one of its entries says: for rules to come, and for what tokens do not hold. */
  readonly example?: TemplateExample | null;
}

export interface TemplateExample {
  readonly message: string;
  /** A stack trace or `Type: value` that the payload carries beside the message. */
  readonly exception: string | null;
}

/** What later runs need of the patterns of this one. */
export function templatesToRemember(members: readonly Member[]): KnownTemplate[] {
  return members
    .filter(({ isFinal, isVariant }) => !isFinal && !isVariant)
    .map(({ fingerprint, tokens, summary }) => {
      const [entry] = summary.examples;
      return { fingerprint, tokens, version: VERSION, example: entry === undefined ? null : exampleOf(entry) };
    });
}

function exampleOf({ message, exception }: TemplateExample): TemplateExample | null {
  return message.length + (exception?.length ?? 0) > LONGEST_EXAMPLE ? null : { message, exception };
}

/** Finds the template, known from earlier runs, that another one is. */
export interface KnownIndex {
  /**
   * The template known first of those that are the same, whose slots cover this one, or that this run's log has merged
   * with it. Its tokens are the wider ones of both.
   */
  find(tokens: readonly string[]): KnownTemplate | null;
}

/** `merged` = what this run's log has made of each known template. `known` is in the order in which they became known. */
export function indexKnown(known: readonly KnownTemplate[], merged: readonly (readonly string[])[]): KnownIndex {
  const same = new Map<string, number>();
  const coverers = new Map<string, number[]>();
  known.forEach(({ tokens }, index) => {
    for (const key of [keyOf(tokens), keyOf(merged[index] ?? tokens)]) if (!same.has(key)) same.set(key, index);
    if (!tokens.includes(SLOT)) return;
    addTo(coverers, openingOf(tokens, tokens[0]), index);
  });
  return {
    find(tokens) {
      const equal = same.get(keyOf(tokens)) ?? known.length;
      let found = equal;
      for (const first of new Set([tokens[0], SLOT])) {
        const coverer = coverers
          .get(openingOf(tokens, first))
          ?.find((index) => index >= found || covers(known[index]?.tokens ?? [], tokens));
        if (coverer !== undefined) found = Math.min(found, coverer);
      }
      const template = known[found];
      if (template === undefined) return null;
      return found === equal ? { ...template, tokens } : template;
    },
  };
}

/** Only templates of one length that begin alike can cover each other. */
function openingOf(tokens: readonly string[], first: string | undefined): string {
  return `${tokens.length} ${first}`;
}

/**
 * Whether a known template with slots stands for another one: the same tokens, but for what its slots may hold. Two
 * words at least, and half of the tokens, must be the same; a state or an exception's type is never a slot's value.
 */
function covers(known: readonly string[], tokens: readonly string[]): boolean {
  let same = 0;
  let words = 0;
  for (const [index, token] of tokens.entries()) {
    const other = known[index];
    if (other === token) {
      same += 1;
      if (token !== SLOT && (tokenKind(token) & WORD) !== 0) words += 1;
    } else if (other !== SLOT || (tokenKind(token) & CONSTANT) !== 0) return false;
  }
  return words >= 2 && 2 * same >= tokens.length;
}
