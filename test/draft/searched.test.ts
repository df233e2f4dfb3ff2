import { expect, it } from 'vitest';
import { searchedLine } from '../../src/draft/searched.ts';
import type { SearchStep } from '../../src/model/report.ts';

function step(engine: SearchStep['engine'], answeredBy: SearchStep['answeredBy']): SearchStep {
  return { engine, answeredBy, query: 'x', hits: [], complete: true, error: null };
}

it('claims a search by meaning only where there was one', () => {
  const steps = [step('marker', null), step('lexical', 'lexical')];
  expect(searchedLine([...steps, step('semantic', 'hybrid')])).toBe(
    'Searched: marker (complete), 1 word query (complete) and 1 query by meaning (complete).',
  );
  expect(searchedLine([...steps, step('semantic', 'lexical')])).toBe(
    'Searched: marker (complete) and 2 word queries (complete).',
  );
});
