import { SLOT } from '../skeleton/skeleton.ts';
import { mergeTemplates } from '../templates.ts';
import { compareTokens, keyOf } from '../token-key.ts';
import { fingerprintOf, RULES, type Rules } from './fingerprint.ts';
import type { SeenSkeleton } from './identity.ts';
import { indexKnown, type KnownTemplate } from './known-templates.ts';
import { type NamedTemplate, type NewTemplate, nameNewTemplates } from './name-new-templates.ts';
import { renewTemplates } from './renew-templates.ts';

/**
 * The template of each skeleton, by index. Templates already known are a further input: what they saw counts towards a
 * slot, and a template that is one of them, or that one of them covers, goes by its fingerprint, so that tomorrow's log
 * finds today's issue though it shows more or fewer values. Of several, the one known first. `known` is in the order in
 * which the templates became known. Others go by their identity (identity.ts); no two of one log share a fingerprint.
 */
export function nameTemplates(
  skeletons: readonly SeenSkeleton[],
  known: readonly KnownTemplate[],
  rules: Rules = RULES,
): NamedTemplate[] {
  const renewed = renewTemplates(known, rules);
  const merged = mergeTemplates([...skeletons, ...renewed].map(({ tokens }) => tokens));
  const index = indexKnown(renewed, merged.slice(skeletons.length));
  const keys = skeletons.map((_, id) => keyOf(merged[id] ?? []));
  const named = new Map<string, NamedTemplate>();
  const arrived: NewTemplate[] = [];
  for (const [key, ids] of Map.groupBy(skeletons.keys(), (id) => keys[id] ?? '')) {
    const tokens = merged[ids[0] ?? 0] ?? [];
    const found = index.find(tokens);
    if (found === null) arrived.push({ tokens, skeletons: ids.flatMap((id) => skeletons[id] ?? []) });
    else named.set(key, { fingerprint: found.fingerprint, tokens: found.tokens, isVariant: false });
  }
  const held = new Set([...named.values()].map(({ fingerprint }) => fingerprint));
  for (const template of nameNewTemplates(arrived, renewed, held, rules.version)) {
    named.set(keyOf(template.tokens), template);
  }
  return keys.map((key) => named.get(key) ?? { fingerprint: fingerprintOf([]), tokens: [], isVariant: false });
}

/** The widest of the templates that go by one fingerprint; of equally wide ones the first by code unit. */
export function widest(templates: readonly (readonly string[])[]): readonly string[] {
  const slots = (tokens: readonly string[]): number => tokens.filter((token) => token === SLOT).length;
  const [first = []] = templates.toSorted((a, b) => slots(b) - slots(a) || compareTokens(a, b));
  return first;
}
