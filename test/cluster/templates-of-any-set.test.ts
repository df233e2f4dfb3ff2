import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skeletonOf } from '../../src/cluster/skeleton/skeleton.ts';
import { mergeTemplates } from '../../src/cluster/templates.ts';
import { letters } from '../support/letters.ts';

/** The sentence once with each value. */
const fill = (sentence: string, ...values: string[]) => values.map((value) => sentence.replace('%', value));

describe('for any set of skeletons', () => {
  const word = fc.constantFrom(
    'user',
    'ann',
    'ben',
    'cleo',
    'dan',
    'a/b',
    'c@d',
    'x.y.z',
    'GET',
    'POST',
    '<*>',
    '=',
    ',',
    ':',
    '(',
    ')',
    'is',
    "'q'",
    'Error:',
    'eth#',
  );
  const skeletons = fc.array(fc.array(word, { minLength: 1, maxLength: 7 }), { maxLength: 60 });

  it('the answer does not depend on the order or on repetition', () => {
    fc.assert(
      fc.property(skeletons, fc.array(fc.nat(), { maxLength: 60 }), (given, shuffle) => {
        const order = given
          .map((skeleton, index) => ({ skeleton, index, key: shuffle[index] ?? 0 }))
          .sort((a, b) => a.key - b.key || b.index - a.index);
        const straight = mergeTemplates(given);
        const shuffled = mergeTemplates([...order.map(({ skeleton }) => skeleton), ...given]);
        order.forEach(({ index }, place) => {
          expect(shuffled[place]).toEqual(straight[index]);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('states and exception types of a skeleton are in its template', () => {
    const constants = ['true', 'Error:'];
    fc.assert(
      fc.property(skeletons, (given) => {
        const kept = (tokens: readonly string[]) => tokens.filter((token) => constants.includes(token));
        expect(mergeTemplates(given).map(kept)).toEqual(given.map(kept));
      }),
      { numRuns: 300 },
    );
  });

  it('templates are final: merging them again changes nothing where nothing was learned', () => {
    const given = fill('session closed for user %', 'ann', 'ben', 'cleo', 'dan').map(skeletonOf);
    const once = mergeTemplates(given);
    expect(mergeTemplates(once)).toEqual(once);
  });
});

describe('a hundred thousand skeletons', () => {
  it('with independent slots merge into their two hundred templates in seconds', { timeout: 60_000 }, () => {
    let state = 1;
    const random = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return state % below;
    };
    const skeletons = Array.from({ length: 100_000 }, (_, n) => {
      const tokens = Array.from({ length: 12 }, (_, place) => `w${letters((n % 200) * 12 + place)}`);
      for (const place of [3, 6, 9]) tokens[place] = `v${letters(random(5000))}`;
      return tokens;
    });
    const started = process.cpuUsage();
    const templates = mergeTemplates(skeletons);
    // 1.2 s of one core on the machine this was written on; the bound leaves room for a slower, busier one.
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(10);
    expect(new Set(templates.map((tokens) => tokens.join(' '))).size).toBe(200);
  });
});
