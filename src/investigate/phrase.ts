import type { Cluster } from '../model/cluster.ts';
import { COMMON_WORDS, EMPTY_WORDS } from './vocabulary.ts';

/** Fewer words stand in any issue; with more, one that somebody left out or spelt otherwise loses the issue. */
const FEWEST = 3;
const MOST = 6;
const LONGEST_TEXT = 2000;

/**
 * The words of the error that stand together and tell most, as an issue quotes them that was written from the log: three
 * to six, none of them a value. Null where no such run holds a word of its own.
 */
export function phraseOf({ rootCause, patterns: [root] }: Cluster): string | null {
  const texts = [rootCause?.message ?? '', root?.template ?? ''];
  let best: { readonly words: readonly string[]; readonly weight: number } | null = null;
  for (const words of texts.flatMap((text) => runsOf(text.slice(0, LONGEST_TEXT))).flatMap(windowsOf)) {
    const weight = weigh(words);
    if (weight > (best?.weight ?? 0)) best = { words, weight };
  }
  return best === null ? null : best.words.join(' ');
}

/**
 * Words that follow each other with nothing but spaces between them. What has a digit or a hyphen may be somebody's name
 * or id, and another one tomorrow.
 */
function runsOf(text: string): string[][] {
  const runs: string[][] = [[]];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}_]+(?:[.-][\p{L}\p{N}_]+)*/gu)) {
    const isNext = /^ *$/.test(text.slice(end, index));
    const isValue = /[\p{N}-]/u.test(word) || word === 'REDACTED';
    if (!isNext || isValue) runs.push([]);
    if (!isValue) runs.at(-1)?.push(word);
    end = index + word.length;
  }
  return runs.filter((run) => run.length >= FEWEST);
}

function windowsOf(run: readonly string[]): string[][] {
  if (run.length <= MOST) return [[...run]];
  return run.slice(MOST - 1).map((_, start) => run.slice(start, start + MOST));
}

/** Words of its own count most, common ones a little; the longer of two that tell the same, then the earlier. */
function weigh(words: readonly string[]): number {
  const lower = words.map((word) => word.toLowerCase());
  const own = lower.filter((word) => !EMPTY_WORDS.has(word) && !COMMON_WORDS.has(word)).length;
  if (own === 0) return 0;
  return 100 * own + 10 * lower.filter((word) => COMMON_WORDS.has(word)).length + words.length;
}
