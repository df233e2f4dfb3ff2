import { markGaps } from './merge/gap.ts';
import { markLongSlots } from './merge/long-slots.ts';
import { markOneSlot } from './merge/one-slot.ts';
import { findPlurals, joinPlurals } from './merge/plurals.ts';
import { markSeveralSlots } from './merge/several-slots.ts';
import { markStatusSlots } from './merge/status-slots.ts';
import { markBySupport } from './merge/support-ladder.ts';
import { rewrite, type TemplateSet } from './merge/template-set.ts';
import { Thresholds } from './merge/thresholds.ts';
import { valueRoles } from './merge/value-roles.ts';
import { buildVocabulary, type Vocabulary } from './merge/vocabulary.ts';
import { VALUE_SEPARATORS } from './skeleton/separators.ts';

/** Every round makes templates shorter or fewer, so rounds end by themselves; this only bounds a mistake. */
const MOST_ROUNDS = 200;

/**
 * Stage 2 of clustering: the template of each skeleton, by index. Looks at the set of distinct skeletons only, and
 * applies each round's merges at once, so the answer does not depend on the order or the number of times they are given.
 */
export function mergeTemplates(skeletons: readonly (readonly string[])[]): string[][] {
  const vocabulary = buildVocabulary(skeletons);
  const plurals = findPlurals(vocabulary);
  const roles = valueRoles(vocabulary);
  const separators = Uint8Array.from(vocabulary.tokens, (token) => (VALUE_SEPARATORS.includes(token) ? 1 : 0));
  const thresholds = new Thresholds(vocabulary);
  const given = flatten(skeletons, vocabulary);
  const first = new Uint8Array(given.tokens.length);
  markStatusSlots(given, vocabulary, first);
  let { set, to: templateOf } = rewrite(given, first, vocabulary, separators);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const joined = joinPlurals(set, vocabulary, plurals);
    if (joined !== null) replace(joined, new Uint8Array(joined.tokens.length));
    const marks = new Uint8Array(set.tokens.length);
    const marked =
      markOneSlot(set, vocabulary, thresholds, marks) ||
      markSeveralSlots(set, vocabulary, thresholds, marks) ||
      markGaps(set, vocabulary, thresholds, marks) ||
      markBySupport(set, vocabulary, thresholds, marks) ||
      markLongSlots(set, vocabulary, thresholds, roles, marks);
    if (!marked) break;
    thresholds.endRound();
    replace(set, marks);
  }
  const templates = Array.from({ length: set.count }, (_, template) =>
    Array.from(
      set.tokens.subarray(set.start[template], set.start[template + 1]),
      (token) => vocabulary.tokens[token] ?? '',
    ),
  );
  return Array.from(templateOf, (template) => templates[template] ?? []);

  function replace(tokens: TemplateSet, marks: Uint8Array): void {
    const next = rewrite(tokens, marks, vocabulary, separators);
    set = next.set;
    templateOf = templateOf.map((template) => next.to[template] ?? 0);
  }
}

function flatten(skeletons: readonly (readonly string[])[], { numberOf }: Vocabulary): TemplateSet {
  const start = new Int32Array(skeletons.length + 1);
  let length = 0;
  skeletons.forEach((skeleton, index) => {
    length += skeleton.length;
    start[index + 1] = length;
  });
  const tokens = new Int32Array(length);
  let at = 0;
  for (const skeleton of skeletons) {
    for (const token of skeleton) {
      tokens[at] = numberOf.get(token) ?? 0;
      at += 1;
    }
  }
  return { count: skeletons.length, start, tokens };
}
