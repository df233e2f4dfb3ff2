import { SLOT } from '../skeleton/scanner/chunk.ts';
import { ANSWERED, ANSWERING } from '../skeleton/scanner/code-words.ts';
import { groupByHash } from './hash-groups.ts';
import { BASE_A, BASE_B, BECOME_SLOT, type TemplateSet } from './template-set.ts';
import { SLOT_ID, type Vocabulary } from './vocabulary.ts';

const STATUS = /^[1-5]\d\d$/;
/** Words, and parts of words, that make a number behind them a code, whatever else stands there in other entries. */
const CODE_NAME = /status|code|http|exit|errno|signal/i;
const ANSWERS: ReadonlySet<string> = new Set([...ANSWERING, ...ANSWERED]);
/** Tokens before a number that are looked at for one of those. */
const REACH = 4;

/**
 * Before all other rules: a number that reads like a status (`Cannot delete user: 404`) is a value where the same message
 * has a number there that is none (`Cannot delete user: 7`). Looks at skeletons as they were read: a slot that came of
 * words says nothing about numbers.
 */
export function markStatusSlots(set: TemplateSet, vocabulary: Vocabulary, marks: Uint8Array): void {
  const { mixA, mixB, tokens } = vocabulary;
  const isStatus = tokens.map((token) => token.length === 3 && STATUS.test(token));
  if (!isStatus.includes(true)) return;
  const namesCode = tokens.map(
    (token) => token !== SLOT && (CODE_NAME.test(token) || ANSWERS.has(token.toLowerCase())),
  );
  const positions: number[] = [];
  const hashesA: number[] = [];
  const hashesB: number[] = [];
  const addHash = (begin: number, stop: number, slot: number): void => {
    let a = stop - begin;
    let b = stop - begin;
    for (let at = begin; at < stop; at += 1) {
      const token = at === slot ? SLOT_ID : (set.tokens[at] ?? 0);
      a = (Math.imul(a, BASE_A) + (mixA[token] ?? 0)) | 0;
      b = (Math.imul(b, BASE_B) + (mixB[token] ?? 0)) | 0;
    }
    hashesA.push(a);
    hashesB.push(b);
  };
  for (let template = 0; template < set.count; template += 1) {
    addHash(set.start[template] ?? 0, set.start[template + 1] ?? 0, -1);
  }
  for (let template = 0; template < set.count; template += 1) {
    const begin = set.start[template] ?? 0;
    const stop = set.start[template + 1] ?? 0;
    for (let at = begin; at < stop; at += 1) {
      if (isStatus[set.tokens[at] ?? 0] !== true || isNamed(begin, at)) continue;
      positions.push(at);
      addHash(begin, stop, at);
    }
  }
  const { groupOf } = groupByHash(Int32Array.from(hashesA), Int32Array.from(hashesB), hashesA.length);
  const isTemplate = new Set(groupOf.subarray(0, set.count));
  positions.forEach((at, nth) => {
    if (isTemplate.has(groupOf[set.count + nth] ?? -1)) marks[at] = BECOME_SLOT;
  });

  function isNamed(begin: number, at: number): boolean {
    for (let before = Math.max(begin, at - REACH); before < at; before += 1)
      if (namesCode[set.tokens[before] ?? 0] === true) return true;
    return false;
  }
}
