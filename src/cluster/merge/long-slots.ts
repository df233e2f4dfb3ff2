import { groupByHash, membersOf } from './hash-groups.ts';
import { findLongValues, type LongValues } from './long-values.ts';
import { countWords } from './one-slot.ts';
import { BASE_A, BASE_B, BECOME_SLOT, DROP, hashRange, type TemplateSet } from './template-set.ts';
import type { Thresholds } from './thresholds.ts';
import { QUOTE, QUOTED } from './value-roles.ts';
import { SLOT_ID, type Vocabulary } from './vocabulary.ts';

/** So many distinct names are enough in a sentence, as one-slot asks of words with a capital, and of what is quoted. */
const NAMES_FOR_A_SLOT = 7;
const QUOTATIONS_FOR_A_SLOT = 8;
const IN_A_LEARNED_PLACE = 4;
/** Stands for a value in a template's hash. */
const VALUE_MIX = 0x1b873593;

/**
 * Rule 6: names, quotations and data, which may be of any length: `renewed for Anna`, `renewed for Maria van der Berg`.
 * Templates that are the same but for those are compared; where enough distinct ones stand in a place, it becomes a slot.
 */
export function markLongSlots(
  set: TemplateSet,
  vocabulary: Vocabulary,
  thresholds: Thresholds,
  roles: Uint16Array,
  marks: Uint8Array,
): boolean {
  const values = findLongValues(set, vocabulary, roles);
  const groups = groupByFrame(set, vocabulary, values);
  const hashes = hashValues(set, vocabulary, values);
  let marked = false;
  for (let members = groups.pop(); members !== undefined; members = groups.pop()) {
    const { varying, failing } = compare(members);
    if (failing !== -1) groups.push(...partition(members, failing));
    else if (varying.length > 0 && members.every((member) => keepsSentence(member, varying))) mark(members, varying);
  }
  return marked;

  function placeOf(member: number, nth: number): number {
    return (values.first[member] ?? 0) + nth;
  }

  /** Which values the templates differ in, and the one with the fewest forms of those that have not enough. */
  function compare(members: Int32Array): { varying: number[]; failing: number } {
    const one = members[0] ?? 0;
    const count = (values.first[one + 1] ?? 0) - (values.first[one] ?? 0);
    const varying: number[] = [];
    let failing = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (let nth = 0; nth < count; nth += 1) {
      const forms = new Set<number>();
      let needed = 0;
      for (const member of members) {
        const value = placeOf(member, nth);
        forms.add(hashes[value] ?? 0);
        needed = Math.max(needed, formsNeeded(member, value));
      }
      if (forms.size < 2) continue;
      varying.push(nth);
      if (forms.size >= needed || forms.size >= fewest) continue;
      failing = nth;
      fewest = forms.size;
    }
    return { varying, failing };
  }

  function formsNeeded(member: number, value: number): number {
    const from = values.from[value] ?? 0;
    if (thresholds.isLearned(set, set.start[member] ?? 0, from)) return IN_A_LEARNED_PLACE;
    const role = roles[set.tokens[from] ?? 0] ?? 0;
    return (role & (QUOTE | QUOTED)) === 0 ? NAMES_FOR_A_SLOT : QUOTATIONS_FOR_A_SLOT;
  }

  function partition(members: Int32Array, nth: number): Int32Array[] {
    const parts = Map.groupBy(members, (member) => hashes[placeOf(member, nth)] ?? 0);
    return [...parts.values()].filter((part) => part.length > 1).map((part) => Int32Array.from(part));
  }

  function keepsSentence(member: number, varying: readonly number[]): boolean {
    let words = countWords(set, set.start[member] ?? 0, set.start[member + 1] ?? 0, vocabulary);
    for (const nth of varying) {
      const from = values.from[placeOf(member, nth)] ?? 0;
      words -= countWords(set, from, from + (values.length[placeOf(member, nth)] ?? 0), vocabulary);
    }
    return words >= 2;
  }

  function mark(members: Int32Array, varying: readonly number[]): void {
    for (const member of members) {
      for (const nth of varying) {
        const from = values.from[placeOf(member, nth)] ?? 0;
        const length = values.length[placeOf(member, nth)] ?? 0;
        thresholds.learn(set, set.start[member] ?? 0, from);
        marks[from] = BECOME_SLOT;
        marks.fill(DROP, from + 1, from + length);
        if (length > 1 || set.tokens[from] !== SLOT_ID) marked = true;
      }
    }
  }
}

/** Templates that are the same but for their values; those without a value, and those that are alone, are left out. */
function groupByFrame(set: TemplateSet, { mixA, mixB }: Vocabulary, { from, length, first }: LongValues): Int32Array[] {
  const templates: number[] = [];
  const hashA: number[] = [];
  const hashB: number[] = [];
  for (let template = 0; template < set.count; template += 1) {
    let value = first[template] ?? 0;
    const last = first[template + 1] ?? 0;
    if (value === last) continue;
    let a = last - value;
    let b = last - value;
    for (let at = set.start[template] ?? 0; at < (set.start[template + 1] ?? 0); at += 1) {
      const isValue = value < last && from[value] === at;
      const token = set.tokens[at] ?? 0;
      a = (Math.imul(a, BASE_A) + (isValue ? VALUE_MIX : (mixA[token] ?? 0))) | 0;
      b = (Math.imul(b, BASE_B) + (isValue ? VALUE_MIX : (mixB[token] ?? 0))) | 0;
      if (!isValue) continue;
      at += (length[value] ?? 1) - 1;
      value += 1;
    }
    templates.push(template);
    hashA.push(a);
    hashB.push(b);
  }
  const groups = groupByHash(Int32Array.from(hashA), Int32Array.from(hashB), templates.length);
  const { start, items } = membersOf(groups);
  return Array.from({ length: groups.count }, (_, group) =>
    items.subarray(start[group], start[group + 1]).map((item) => templates[item] ?? 0),
  ).filter((members) => members.length > 1);
}

function hashValues(set: TemplateSet, { mixA }: Vocabulary, { from, length }: LongValues): Int32Array {
  return Int32Array.from(from, (begin, value) => hashRange(set, mixA, BASE_A, begin, begin + (length[value] ?? 0), 0));
}
