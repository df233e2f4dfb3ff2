import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeTemplates } from '../../src/cluster/templates.ts';

/** Words of every kind that merging knows, few enough to meet again in the same places. */
const WORDS = (
  'job failed task saw worker ran red blue green Seen Heard aB cD eF a/b c/d e/f g/h i@j k@l m@n jobs workers Anna Ben van [ ] GET PUT ValueError up ' +
  "'x' 'y' 'z' : = \" ( ) , <*>"
).split(' ');
const word = fc.constantFrom(...WORDS);

/** Sentences that begin as one of a few and have some of their words exchanged. */
const skeletonSets = fc
  .array(fc.array(word, { minLength: 3, maxLength: 7, size: 'max' }), { minLength: 1, maxLength: 3 })
  .chain((frames) =>
    fc.array(
      fc
        .tuple(fc.constantFrom(...frames), fc.array(fc.tuple(fc.nat(6), word), { minLength: 1, maxLength: 3 }))
        .map(([frame, changes]) =>
          changes.reduce((tokens, [at, token]) => tokens.with(at % tokens.length, token), frame),
        ),
      { minLength: 15, maxLength: 60, size: 'max' },
    ),
  )
  .map((skeletons) => [...new Map(skeletons.map((tokens) => [tokens.join(' '), tokens])).values()]);

/** Sentences of which few differ in a word and most in a name, a quotation or data of one word or several. */
const names = fc
  .array(fc.constantFrom('Ann', 'Ben', 'Cleo', 'van', 'TV', 'GET', '<*>', 'a/b'), { minLength: 1, maxLength: 3 })
  .chain((tokens) => fc.constantFrom(tokens, ['[', ...tokens, ']'], ['"', ...tokens, '"']));
const namedSets = fc
  .array(fc.tuple(fc.constantFrom('saw', 'lost', 'error'), names, fc.constantFrom('again', 'today', 'up'), names), {
    minLength: 30,
    maxLength: 60,
    size: 'max',
  })
  .map((sentences) => sentences.map(([verb, one, time, other]) => ['job', verb, ...one, time, 'by', ...other]))
  .map((skeletons) => [...new Map(skeletons.map((tokens) => [tokens.join(' '), tokens])).values()]);

it.each([
  ['words', skeletonSets],
  ['names of several words', namedSets],
])(
  'templates come out the same, in whatever order their skeletons were found: %s',
  (_, anySet) => {
    const sets = anySet.chain((set) =>
      fc.tuple(fc.constant(set), fc.shuffledSubarray(set, { minLength: set.length, maxLength: set.length })),
    );
    fc.assert(
      fc.property(sets, ([set, shuffled]) => {
        const templateOf = (order: string[][]) =>
          mergeTemplates(order)
            .map((template, index) => `${order[index]?.join(' ')} → ${template.join(' ')}`)
            .sort();
        expect(templateOf(shuffled)).toEqual(templateOf(set));
      }),
      { numRuns: process.env.LONG ? 50_000 : 1_500 },
    );
  },
  300_000,
);
