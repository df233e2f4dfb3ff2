import type { Fingerprint } from '../model/cluster.ts';
import { compareText } from './compare.ts';
import { fingerprintOf } from './fingerprint.ts';
import { CONSTANT, tokenKind, WORD } from './merge/token-kind.ts';
import { SLOT } from './skeleton.ts';
import { mergeTemplates } from './templates.ts';

/** A template of an earlier run, and the fingerprint that issues know it by. */
export interface KnownTemplate {
  readonly fingerprint: Fingerprint;
  readonly tokens: readonly string[];
}

/** The template of a skeleton, and the fingerprint it goes by. */
export interface NamedTemplate {
  readonly fingerprint: Fingerprint;
  readonly tokens: readonly string[];
}

/**
 * The template of each skeleton, by index. Templates already known are a further input: what they saw counts towards a
 * slot, and a template that is one of them, or that one of them covers, goes by its fingerprint, so that tomorrow's log
 * finds today's issue though it shows more or fewer values. Of several, the one known first. `known` is in the order in
 * which the templates became known.
 */
export function nameTemplates(
  skeletons: readonly (readonly string[])[],
  known: readonly KnownTemplate[],
): NamedTemplate[] {
  const merged = mergeTemplates([...skeletons, ...known.map(({ tokens }) => tokens)]);
  const nameOf = new Map<string, NamedTemplate>();
  const firstKnown = new Map<string, KnownTemplate>();
  known.forEach((template, index) => {
    for (const tokens of [template.tokens, merged[skeletons.length + index] ?? template.tokens]) {
      const key = keyOf(tokens);
      if (!firstKnown.has(key)) firstKnown.set(key, template);
    }
  });
  const coverers = Map.groupBy(
    known.filter(({ tokens }) => tokens.includes(SLOT)),
    ({ tokens }) => tokens.length,
  );
  return skeletons.map((_, index) => {
    const tokens = merged[index] ?? [];
    const key = keyOf(tokens);
    const named = nameOf.get(key) ?? name(tokens, firstKnown.get(key), coverers.get(tokens.length) ?? []);
    nameOf.set(key, named);
    return named;
  });
}

function name(
  tokens: readonly string[],
  same: KnownTemplate | undefined,
  coverers: readonly KnownTemplate[],
): NamedTemplate {
  if (same !== undefined) return { fingerprint: same.fingerprint, tokens };
  return coverers.find((known) => covers(known.tokens, tokens)) ?? { fingerprint: fingerprintOf(tokens), tokens };
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

/** The widest of the templates that go by one fingerprint; of equally wide ones the first by code unit. */
export function widest(templates: readonly (readonly string[])[]): readonly string[] {
  const slots = (tokens: readonly string[]): number => tokens.filter((token) => token === SLOT).length;
  const [first = []] = templates.toSorted((a, b) => slots(b) - slots(a) || compareText(keyOf(a), keyOf(b)));
  return first;
}

function keyOf(tokens: readonly string[]): string {
  return tokens.join('\u0000');
}
