import { groupByHash } from './hash-groups.ts';
import { BASE_A, BASE_B, BECOME_SLOT, type TemplateSet } from './template-set.ts';
import type { Thresholds } from './thresholds.ts';
import { CODE, CONSTANT, OPENING, QUOTED_NAME, STATE, VALUE_WEIGHT, WEIGHT_MASK, WORD } from './token-kind.ts';
import { isNamed, type Vocabulary } from './vocabulary.ts';

/** So much weight of ordinary values that what else is a state is a value too. Two states never are. */
const WEIGHT_TO_TAKE_A_STATE = 80;
/** More codes than any sentence about an error has: Prisma knows seventy. */
const MOST_CODES = 100;

/**
 * Rule 1: templates that are identical but for one position. Where the values there weigh enough, the position becomes
 * a slot. Marks every position that does; returns whether any did.
 */
export function markOneSlot(
  set: TemplateSet,
  vocabulary: Vocabulary,
  thresholds: Thresholds,
  marks: Uint8Array,
): boolean {
  const { kinds, mixA, mixB } = vocabulary;
  const total = set.tokens.length;
  const positions = new Int32Array(total);
  const hashA = new Int32Array(total);
  const hashB = new Int32Array(total);
  let items = 0;
  for (let template = 0; template < set.count; template += 1) {
    const begin = set.start[template] ?? 0;
    const stop = set.start[template + 1] ?? 0;
    const words = countWords(set, begin, stop, vocabulary);
    let a = stop - begin;
    let b = stop - begin;
    for (let at = begin; at < stop; at += 1) {
      const token = set.tokens[at] ?? 0;
      a = (Math.imul(a, BASE_A) + (mixA[token] ?? 0)) | 0;
      b = (Math.imul(b, BASE_B) + (mixB[token] ?? 0)) | 0;
    }
    let powerA = 1;
    let powerB = 1;
    for (let at = stop - 1; at >= begin; at -= 1) {
      const token = set.tokens[at] ?? 0;
      const kind = kinds[token] ?? CONSTANT;
      if (mayVary(kind, at === begin) && words - ((kind & WORD) === 0 ? 0 : 1) >= 2) {
        // The template's hash with this token taken out; the position itself is part of the key.
        hashA[items] = (a - Math.imul(mixA[token] ?? 0, powerA) + Math.imul(at - begin + 1, 0x27d4eb2f)) | 0;
        hashB[items] = (b - Math.imul(mixB[token] ?? 0, powerB)) | 0;
        positions[items] = at;
        items += 1;
      }
      powerA = Math.imul(powerA, BASE_A);
      powerB = Math.imul(powerB, BASE_B);
    }
  }
  const { groupOf, count } = groupByHash(hashA, hashB, items);
  // Members of a group differ at this one position, so every member brings a distinct value.
  const weight = new Int32Array(count);
  const members = new Int32Array(count);
  const states = new Int32Array(count);
  const codes = new Int32Array(count);
  let owner = 0;
  for (let item = 0; item < items; item += 1) {
    const group = groupOf[item] ?? 0;
    const at = positions[item] ?? 0;
    while ((set.start[owner + 1] ?? 0) <= at) owner += 1;
    const kind = kinds[set.tokens[at] ?? 0] ?? 0;
    const isValue = (kind & QUOTED_NAME) !== 0 && isNamed(vocabulary, set.tokens, set.start[owner] ?? 0, at);
    weight[group] = (weight[group] ?? 0) + (isValue ? VALUE_WEIGHT : kind & WEIGHT_MASK);
    if ((kind & CODE) !== 0) codes[group] = (codes[group] ?? 0) + 1;
    else if ((kind & STATE) !== 0) states[group] = (states[group] ?? 0) + 1;
    else members[group] = (members[group] ?? 0) + 1;
  }
  let marked = false;
  let item = 0;
  for (let template = 0; template < set.count; template += 1) {
    const begin = set.start[template] ?? 0;
    const stop = set.start[template + 1] ?? 0;
    let best = -1;
    let bestWeight = 0;
    let blanked = 0;
    for (; item < items && (positions[item] ?? 0) >= begin && (positions[item] ?? 0) < stop; item += 1) {
      const at = positions[item] ?? 0;
      const group = groupOf[item] ?? 0;
      const sum = weight[group] ?? 0;
      const kind = kinds[set.tokens[at] ?? 0] ?? 0;
      const isEnough =
        (kind & CODE) !== 0
          ? (codes[group] ?? 0) > MOST_CODES
          : (members[group] ?? 0) >= 2 && sum >= thresholds.at(set, begin, at);
      if (!isEnough) continue;
      if ((kind & STATE) !== 0 && ((states[group] ?? 0) > 1 || sum < WEIGHT_TO_TAKE_A_STATE)) continue;
      marks[at] = BECOME_SLOT;
      thresholds.learn(set, begin, at);
      marked = true;
      if ((kind & WORD) !== 0) blanked += 1;
      if (sum > bestWeight || (sum === bestWeight && at < best)) {
        best = at;
        bestWeight = sum;
      }
    }
    // Several slots at once may not eat up the sentence: then only the best founded of them is taken.
    if (blanked > 1 && countWords(set, begin, stop, vocabulary) - blanked < 2) {
      marks.fill(0, begin, stop);
      marks[best] = BECOME_SLOT;
    }
  }
  return marked;
}

function mayVary(kind: number, first: boolean): boolean {
  if ((kind & CONSTANT) !== 0 && (kind & (STATE | CODE)) === 0) return false;
  return !(first && (kind & OPENING) !== 0);
}

export function countWords(set: TemplateSet, begin: number, stop: number, vocabulary: Vocabulary): number {
  let words = 0;
  for (let at = begin; at < stop; at += 1) if (((vocabulary.kinds[set.tokens[at] ?? 0] ?? 0) & WORD) !== 0) words += 1;
  return words;
}
