import { expect, it } from 'vitest';
import type { Suspect } from '../../src/model/report.ts';
import type { Run } from '../../src/model/run.ts';
import { renderWorklog } from '../../src/worklog/render.ts';
import { aRun } from '../support/runs.ts';

const suspect: Suspect = {
  pull: 421,
  sha: null,
  title: 'Bigger cart',
  url: 'https://github.com/acme/shop/pull/421',
  at: '2025-09-15T08:00:00Z',
  paths: ['shop/cart.py'],
  score: 90,
  reason: 'merged 2025-09-15 08:00 UTC',
};

/** The suspects' lines of a run whose first investigated cluster has these. */
function linesOf(suspects: Suspect[], suspectsNote: string): string[] {
  const run = aRun();
  const at = run.clusters.findIndex(({ investigation }) => investigation !== null);
  const clusters = run.clusters.map((triaged, index): Run['clusters'][number] =>
    index === at && triaged.investigation !== null
      ? { ...triaged, investigation: { ...triaged.investigation, suspects, suspectsNote } }
      : triaged,
  );
  const worklog = renderWorklog({ ...run, clusters });
  const human = worklog.slice(0, worklog.lastIndexOf('<!-- log-gardener run record -->'));
  return human.split('\n').filter((line) => line.includes('Suspects, not proven'));
}

it('a cluster names its suspects, else why they could not be looked for', () => {
  expect(linesOf([suspect], '')).toEqual([
    '- **Suspects, not proven:** #421 “Bigger cart”, merged 2025-09-15 08:00 UTC',
  ]);
  expect(linesOf([], 'The commits could not be read: 403.')).toEqual([
    '- **Suspects, not proven:** The commits could not be read: 403.',
  ]);
  expect(linesOf([], '')).toEqual([]);
});
