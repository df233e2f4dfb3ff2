import { groupByHash } from './hash-groups.ts';
import { openPositions } from './open-positions.ts';
import { BASE_A, BASE_B, BECOME_SLOT, DROP, hashRange, type TemplateSet } from './template-set.ts';
import type { Thresholds } from './thresholds.ts';
import { CONSTANT, IDENTIFIER, OPENING, PLAIN, WORD } from './token-kind.ts';
import { SLOT_ID, type Vocabulary } from './vocabulary.ts';

const LONGEST_GAP = 4;

/**
 * Rule 4: a span of two to four tokens that holds a value and no plain word becomes a slot where a sibling template
 * has a plain slot in its place. Siblings may differ where values stand.
 */
export function markGaps(set: TemplateSet, vocabulary: Vocabulary, thresholds: Thresholds, marks: Uint8Array): boolean {
  const { mixA, mixB } = vocabulary;
  const open = openPositions(set, vocabulary, thresholds);
  const blanked: TemplateSet = { ...set, tokens: set.tokens.map((token, at) => (open[at] === 1 ? SLOT_ID : token)) };
  const spans = collectSpans(set, vocabulary);
  let slots = 0;
  for (const token of set.tokens) if (token === SLOT_ID) slots += 1;
  const hashA = new Int32Array(slots + spans.count);
  const hashB = new Int32Array(slots + spans.count);
  let slot = 0;
  let span = 0;
  for (let template = 0; template < set.count; template += 1) {
    const begin = set.start[template] ?? 0;
    const stop = set.start[template + 1] ?? 0;
    const wholeA = hashRange(blanked, mixA, BASE_A, begin, stop, 0);
    const wholeB = hashRange(blanked, mixB, BASE_B, begin, stop, 0);
    for (let at = begin; at < stop; at += 1) {
      if (set.tokens[at] !== SLOT_ID) continue;
      hashA[slot] = (wholeA + Math.imul(at - begin + 1, 0x27d4eb2f)) | 0;
      hashB[slot] = wholeB;
      slot += 1;
    }
    for (; span < spans.count && (spans.from[span] ?? 0) < stop; span += 1) {
      const from = spans.from[span] ?? 0;
      const to = from + (spans.length[span] ?? 0);
      const headA = Math.imul(hashRange(blanked, mixA, BASE_A, begin, from, 0), BASE_A) + (mixA[SLOT_ID] ?? 0);
      const headB = Math.imul(hashRange(blanked, mixB, BASE_B, begin, from, 0), BASE_B) + (mixB[SLOT_ID] ?? 0);
      const a = hashRange(blanked, mixA, BASE_A, to, stop, headA | 0);
      hashA[slots + span] = (a + Math.imul(from - begin + 1, 0x27d4eb2f)) | 0;
      hashB[slots + span] = hashRange(blanked, mixB, BASE_B, to, stop, headB | 0);
    }
  }
  const { groupOf, count } = groupByHash(hashA, hashB, slots + spans.count);
  const hasSibling = new Uint8Array(count);
  for (let item = 0; item < slots; item += 1) hasSibling[groupOf[item] ?? 0] = 1;
  let marked = false;
  let done = 0;
  for (let item = 0; item < spans.count; item += 1) {
    const from = spans.from[item] ?? 0;
    if (hasSibling[groupOf[slots + item] ?? 0] !== 1 || from < done) continue;
    marks[from] = BECOME_SLOT;
    marks.fill(DROP, from + 1, from + (spans.length[item] ?? 0));
    done = spans.stop[item] ?? 0;
    marked = true;
  }
  return marked;
}

interface Spans {
  count: number;
  from: number[];
  length: number[];
  /** Where the span's template ends. */
  stop: number[];
}

function collectSpans(set: TemplateSet, { kinds, numberOf, tokens }: Vocabulary): Spans {
  const quote = numberOf.get('"');
  const spans: Spans = { count: 0, from: [], length: [], stop: [] };
  const add = (from: number, length: number, stop: number): void => {
    spans.from.push(from);
    spans.length.push(length);
    spans.stop.push(stop);
    spans.count += 1;
  };
  // A span may hold separators and brackets, but no word that tells events apart and no `=`, and `"` only around one value.
  const barred = tokens.map((token, number) => {
    const kind = kinds[number] ?? CONSTANT;
    const telling = (kind & PLAIN) !== 0 || (kind & (CONSTANT | WORD)) === (CONSTANT | WORD);
    return telling || token === '=' || token === '"';
  });
  for (let template = 0; template < set.count; template += 1) {
    const begin = set.start[template] ?? 0;
    const stop = set.start[template + 1] ?? 0;
    for (let from = begin; from < stop; from += 1) {
      const first = set.tokens[from];
      if (first === quote && from + 2 < stop && set.tokens[from + 1] === SLOT_ID && set.tokens[from + 2] === first)
        add(from, 3, stop);
      let holdsValue = false;
      let behindWord = false;
      for (let at = from; at < stop && at < from + LONGEST_GAP; at += 1) {
        const token = set.tokens[at] ?? 0;
        const kind = kinds[token] ?? 0;
        if (barred[token] || (at === begin && (kind & OPENING) !== 0)) break;
        // Two words in a row are text: `Bad Gateway`.
        const isWord = (kind & (WORD | IDENTIFIER)) === WORD;
        if (isWord && behindWord) break;
        behindWord = isWord;
        if ((kind & IDENTIFIER) !== 0) holdsValue = true;
        if (at > from && holdsValue) add(from, at - from + 1, stop);
      }
    }
  }
  return spans;
}
