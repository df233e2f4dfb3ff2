import { groupByHash } from './hash-groups.ts';
import { SLOT_ID, type Vocabulary } from './vocabulary.ts';

/** Distinct templates as numbers, one behind the other: those of template t are `tokens[start[t]]` to `tokens[start[t + 1] - 1]`. */
export interface TemplateSet {
  readonly count: number;
  readonly start: Int32Array;
  readonly tokens: Int32Array;
}

/** What happens to each token in a rewrite. */
const KEEP = 0;
export const BECOME_SLOT = 1;
export const DROP = 2;

/** The multipliers of the two polynomial hashes over a template's tokens. */
export const BASE_A = 0x01000193;
export const BASE_B = 0x2c1b3c6d;

/** One of the two hashes over a part of a set's tokens, begun with `head`. */
export function hashRange(
  set: TemplateSet,
  mix: Int32Array,
  base: number,
  from: number,
  to: number,
  head: number,
): number {
  let hash = head;
  for (let at = from; at < to; at += 1) hash = (Math.imul(hash, base) + (mix[set.tokens[at] ?? 0] ?? 0)) | 0;
  return hash;
}

/** A new set with the marks applied, slots that have come to touch joined, and doubles removed; `to` says where each template went. */
export function rewrite(
  set: TemplateSet,
  marks: Uint8Array,
  vocabulary: Vocabulary,
  separators: Uint8Array,
): { set: TemplateSet; to: Int32Array } {
  const tokens = new Int32Array(set.tokens.length);
  const start = new Int32Array(set.count + 1);
  const hashA = new Int32Array(set.count);
  const hashB = new Int32Array(set.count);
  let length = 0;
  for (let template = 0; template < set.count; template += 1) {
    const begin = length;
    const stop = set.start[template + 1] ?? 0;
    let changed = false;
    for (let at = set.start[template] ?? 0; at < stop; at += 1) {
      const mark = marks[at];
      if (mark !== KEEP) changed = true;
      if (mark === DROP) continue;
      const token = mark === BECOME_SLOT ? SLOT_ID : (set.tokens[at] ?? 0);
      if (token === SLOT_ID && changed && length > begin) {
        if (tokens[length - 1] === SLOT_ID) continue;
        if (length - 1 > begin && tokens[length - 2] === SLOT_ID && separators[tokens[length - 1] ?? 0] === 1) {
          length -= 1;
          continue;
        }
      }
      tokens[length] = token;
      length += 1;
    }
    start[template + 1] = length;
    let a = 0;
    let b = 0;
    for (let at = begin; at < length; at += 1) {
      const token = tokens[at] ?? 0;
      a = (Math.imul(a, BASE_A) + (vocabulary.mixA[token] ?? 0)) | 0;
      b = (Math.imul(b, BASE_B) + (vocabulary.mixB[token] ?? 0)) | 0;
    }
    hashA[template] = a;
    hashB[template] = b;
  }
  const { groupOf, count } = groupByHash(hashA, hashB, set.count);
  return { set: firstOfEach(tokens, start, groupOf, count), to: groupOf };
}

/** Keeps the first template of each group; groups are numbered by first appearance. */
function firstOfEach(tokens: Int32Array, start: Int32Array, groupOf: Int32Array, count: number): TemplateSet {
  const kept = new Int32Array(count + 1);
  let seen = 0;
  let length = 0;
  for (let template = 0; template < groupOf.length; template += 1) {
    if (groupOf[template] !== seen) continue;
    const begin = start[template] ?? 0;
    const stop = start[template + 1] ?? 0;
    tokens.copyWithin(length, begin, stop);
    length += stop - begin;
    seen += 1;
    kept[seen] = length;
  }
  return { count, start: kept, tokens: tokens.slice(0, length) };
}
