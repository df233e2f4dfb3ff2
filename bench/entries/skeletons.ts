import { createRandom, type Random } from './random.ts';
import { inventWord } from './words.ts';

const PER_TEMPLATE = 50;
const VOCABULARY = 3_000;
const SHORTEST = 5;
const LONGEST = 16;
const MOST_SLOTS = 3;

/** What stands in a slot and is not seen to be a variable by one message alone. */
const VALUES: ((random: Random) => string)[] = [
  (random) => inventWord(random),
  (random) => `${inventWord(random)}-${inventWord(random)}`,
  (random) => `${inventWord(random)}_${inventWord(random)}`,
  (random) => `${inventWord(random)}${capitalise(inventWord(random))}`,
  (random) => capitalise(inventWord(random)),
  (random) => `${inventWord(random)}.${inventWord(random)}.Handler`,
  () => '<*>',
];

/**
 * `count` distinct skeletons, as stage 1 makes them, of `count` / 50 templates with one to three slots each; the same
 * ones for the same seed.
 */
export function createSkeletons(count: number, seed: number): string[][] {
  const random = createRandom(seed);
  const vocabulary = Array.from({ length: VOCABULARY }, () => inventWord(random));
  const templates = Array.from({ length: Math.ceil(count / PER_TEMPLATE) }, () => createTemplate(vocabulary, random));
  const seen = new Set<string>();
  const skeletons: string[][] = [];
  while (skeletons.length < count) {
    const template = templates[skeletons.length % templates.length] ?? [];
    const skeleton = template.map((part) => (typeof part === 'string' ? part : part(random)));
    const key = skeleton.join(' ');
    if (seen.has(key)) continue;
    seen.add(key);
    skeletons.push(skeleton);
  }
  return skeletons;
}

type Part = string | ((random: Random) => string);

function createTemplate(vocabulary: readonly string[], random: Random): Part[] {
  const parts: Part[] = Array.from(
    { length: SHORTEST + random.int(LONGEST - SHORTEST + 1) },
    () => vocabulary[random.int(vocabulary.length)] ?? '',
  );
  const slots = 1 + random.int(MOST_SLOTS);
  // The first slot holds words, so that no template has a single skeleton.
  for (let slot = 0; slot < slots; slot += 1) {
    const at = 1 + random.int(parts.length - 1);
    const value = VALUES[slot === 0 ? random.int(VALUES.length - 1) : random.int(VALUES.length)];
    if (value !== undefined && typeof parts[at] === 'string') parts[at] = value;
  }
  return parts;
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
