import { groupByHash, membersOf } from './hash-groups.ts';
import { countWords } from './one-slot.ts';
import { openPositions } from './open-positions.ts';
import { BASE_A, BASE_B, BECOME_SLOT, type TemplateSet } from './template-set.ts';
import type { Thresholds } from './thresholds.ts';
import { WORD } from './token-kind.ts';
import { ValueWeigher } from './value-weigher.ts';
import { SLOT_ID, type Vocabulary } from './vocabulary.ts';

/**
 * Rule 3: templates that are identical but for names, `=` values and quoted words. A position whose values weigh
 * enough becomes a slot; one whose values do not splits the group.
 */
export function markSeveralSlots(
  set: TemplateSet,
  vocabulary: Vocabulary,
  thresholds: Thresholds,
  marks: Uint8Array,
): boolean {
  const open = openPositions(set, vocabulary, thresholds);
  const hashA = new Int32Array(set.count);
  const hashB = new Int32Array(set.count);
  for (let template = 0; template < set.count; template += 1) {
    let a = 0;
    let b = 0;
    const stop = set.start[template + 1] ?? 0;
    for (let at = set.start[template] ?? 0; at < stop; at += 1) {
      const token = open[at] === 1 ? SLOT_ID : (set.tokens[at] ?? 0);
      a = (Math.imul(a, BASE_A) + (vocabulary.mixA[token] ?? 0)) | 0;
      b = (Math.imul(b, BASE_B) + (vocabulary.mixB[token] ?? 0)) | 0;
    }
    hashA[template] = a;
    hashB[template] = b;
  }
  const groups = groupByHash(hashA, hashB, set.count);
  const { start, items } = membersOf(groups);
  const weigher = new ValueWeigher(set, vocabulary);
  let marked = false;
  const pending: Int32Array[] = [];
  for (let group = 0; group < groups.count; group += 1) {
    const members = items.subarray(start[group], start[group + 1]);
    if (members.length > 1) pending.push(members);
  }
  for (let members = pending.pop(); members !== undefined; members = pending.pop()) {
    if (splitOrMark(members)) marked = true;
  }
  return marked;

  /** What any of the members asks for: they differ in what stands before, and none of them may decide by being first. */
  function weightNeeded(members: Int32Array, offset: number, varying: readonly number[]): number {
    const differ = varying.includes(offset - 1) || varying.includes(offset - 2);
    let most = 0;
    for (const member of differ ? members : members.subarray(0, 1)) {
      const begin = set.start[member] ?? 0;
      most = Math.max(most, thresholds.at(set, begin, begin + offset));
    }
    return most;
  }

  function splitOrMark(members: Int32Array): boolean {
    const first = set.start[members[0] ?? 0] ?? 0;
    const length = (set.start[(members[0] ?? 0) + 1] ?? 0) - first;
    const varying: number[] = [];
    let failing = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (let offset = 0; offset < length; offset += 1) {
      if (open[first + offset] !== 1) continue;
      const { distinct, weight } = weigher.weigh(members, offset);
      if (distinct < 2) continue;
      varying.push(offset);
      if (weight < weightNeeded(members, offset, varying) && distinct < fewest) {
        failing = offset;
        fewest = distinct;
      }
    }
    if (varying.length === 0) return false;
    if (failing !== -1) {
      pending.push(...weigher.partition(members, failing));
      return false;
    }
    const taken = varying.filter(
      (offset) => ((vocabulary.kinds[set.tokens[first + offset] ?? 0] ?? 0) & WORD) !== 0,
    ).length;
    if (countWords(set, first, first + length, vocabulary) - taken < 2) return false;
    for (const member of members) {
      const begin = set.start[member] ?? 0;
      for (const offset of varying) {
        marks[begin + offset] = BECOME_SLOT;
        thresholds.learn(set, begin, begin + offset);
      }
    }
    return true;
  }
}
