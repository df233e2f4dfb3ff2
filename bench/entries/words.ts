import type { Random } from './random.ts';

const ONSETS = [
  'b',
  'br',
  'c',
  'd',
  'dr',
  'f',
  'g',
  'gr',
  'k',
  'l',
  'm',
  'n',
  'p',
  'pl',
  'r',
  's',
  'st',
  't',
  'tr',
  'v',
];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ea', 'ou'];
const ENDS = ['', 'n', 'r', 's', 't', 'l', 'nd', 'ck'];

/** A word that nobody uses: `trounda`. */
export function inventWord(random: Random): string {
  const syllables = 2 + random.int(2);
  let word = '';
  for (let index = 0; index < syllables; index += 1) word += draw(ONSETS, random) + draw(VOWELS, random);
  return word + draw(ENDS, random);
}

function draw(from: readonly string[], random: Random): string {
  return from[random.int(from.length)] ?? '';
}
