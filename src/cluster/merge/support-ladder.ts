import { groupByHash, membersOf } from './hash-groups.ts';
import { BASE_A, BASE_B, BECOME_SLOT, type TemplateSet } from './template-set.ts';
import type { Thresholds } from './thresholds.ts';
import { CONSTANT, OPENING, WORD } from './token-kind.ts';
import { ValueWeigher } from './value-weigher.ts';
import { SLOT_ID, type Vocabulary } from './vocabulary.ts';

const LEAST_MEMBERS = 8;
const WEIGHT_FOR_A_SLOT = 80;

/**
 * Rule 5: several independent slots of words. Templates of equal length and punctuation are compared: a word that few
 * of them have at its place is a value. The bound rises (2, 4, 8 …) until something merges.
 */
export function markBySupport(
  set: TemplateSet,
  vocabulary: Vocabulary,
  thresholds: Thresholds,
  marks: Uint8Array,
): boolean {
  const { kinds, mixA, mixB } = vocabulary;
  const support = countSupport(set, vocabulary);
  const hashA = new Int32Array(set.count);
  const hashB = new Int32Array(set.count);
  const weigher = new ValueWeigher(set, vocabulary);
  // Beyond twice the greatest support every word would be blank.
  const highest = support.reduce((most, each) => Math.max(most, each), 0);
  for (let bound = 2; bound < highest * 2; bound *= 2) {
    let candidates = 0;
    for (let template = 0; template < set.count; template += 1) {
      const begin = set.start[template] ?? 0;
      const stop = set.start[template + 1] ?? 0;
      let a = 0;
      let b = 0;
      let words = 0;
      let blanks = 0;
      for (let at = begin; at < stop; at += 1) {
        let token = set.tokens[at] ?? 0;
        const kind = kinds[token] ?? CONSTANT;
        const word = (kind & WORD) === 0 ? 0 : 1;
        words += word;
        const fixed = (kind & CONSTANT) !== 0 || (at === begin && (kind & OPENING) !== 0);
        if (!fixed && (support[at] ?? 0) < bound) {
          blanks += word;
          token = SLOT_ID;
        }
        a = (Math.imul(a, BASE_A) + (mixA[token] ?? 0)) | 0;
        b = (Math.imul(b, BASE_B) + (mixB[token] ?? 0)) | 0;
      }
      const eligible = blanks > 0 && blanks * 2 <= words && words - blanks >= 2;
      // What may not be blanked at this bound stays alone: its own number is its hash.
      hashA[template] = eligible ? a : template;
      hashB[template] = eligible ? b : 0x5bd1e995;
      if (eligible) candidates += 1;
    }
    if (candidates >= LEAST_MEMBERS && markGroups()) return true;
  }
  return false;

  function markGroups(): boolean {
    const groups = groupByHash(hashA, hashB, set.count);
    const { start, items } = membersOf(groups);
    const pending: Int32Array[] = [];
    for (let group = 0; group < groups.count; group += 1) pending.push(items.subarray(start[group], start[group + 1]));
    let marked = false;
    for (let members = pending.pop(); members !== undefined; members = pending.pop()) {
      if (members.length < LEAST_MEMBERS) continue;
      const first = set.start[members[0] ?? 0] ?? 0;
      const length = (set.start[(members[0] ?? 0) + 1] ?? 0) - first;
      const varying: number[] = [];
      let failing = -1;
      let fewest = Number.POSITIVE_INFINITY;
      for (let offset = 0; offset < length; offset += 1) {
        const { distinct, weight } = weigher.weigh(members, offset);
        if (distinct < 2) continue;
        varying.push(offset);
        if (weight < WEIGHT_FOR_A_SLOT && distinct < fewest) {
          failing = offset;
          fewest = distinct;
        }
      }
      if (failing !== -1) {
        pending.push(...weigher.partition(members, failing));
        continue;
      }
      for (const member of members) {
        const begin = set.start[member] ?? 0;
        for (const offset of varying) {
          marks[begin + offset] = BECOME_SLOT;
          thresholds.learn(set, begin, begin + offset);
        }
      }
      marked ||= varying.length > 0;
    }
    return marked;
  }
}

/** For each token, how many templates of the same frame (length and punctuation) have it at the same position. */
function countSupport(set: TemplateSet, { kinds, mixA, mixB }: Vocabulary): Int32Array {
  const total = set.tokens.length;
  const hashA = new Int32Array(total);
  const hashB = new Int32Array(total);
  for (let template = 0; template < set.count; template += 1) {
    const begin = set.start[template] ?? 0;
    const stop = set.start[template + 1] ?? 0;
    let frameA = stop - begin;
    let frameB = stop - begin;
    for (let at = begin; at < stop; at += 1) {
      const token = set.tokens[at] ?? 0;
      const fixed = ((kinds[token] ?? 0) & (CONSTANT | WORD)) === CONSTANT ? token : SLOT_ID;
      frameA = (Math.imul(frameA, BASE_A) + (mixA[fixed] ?? 0)) | 0;
      frameB = (Math.imul(frameB, BASE_B) + (mixB[fixed] ?? 0)) | 0;
    }
    for (let at = begin; at < stop; at += 1) {
      const token = set.tokens[at] ?? 0;
      hashA[at] = (Math.imul(frameA, BASE_A) + (mixA[token] ?? 0) + Math.imul(at - begin + 1, 0x27d4eb2f)) | 0;
      hashB[at] = (Math.imul(frameB, BASE_B) + (mixB[token] ?? 0) + Math.imul(at - begin + 1, 0x165667b1)) | 0;
    }
  }
  const { groupOf, count } = groupByHash(hashA, hashB, total);
  const counts = new Int32Array(count);
  for (const group of groupOf) counts[group] = (counts[group] ?? 0) + 1;
  return groupOf.map((group) => counts[group] ?? 0);
}
