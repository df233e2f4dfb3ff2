import { expect, it } from 'vitest';
import { renderMarkdown } from '../../src/draft/markdown.ts';
import { otherPatterns } from '../../src/draft/other-patterns.ts';
import { clusterAll, repeat } from '../support/clusters.ts';
import { OTHER_PYTHON, splitTrace, TRACES } from '../support/split-trace.ts';

it('says of a line that other problems have too that it is not counted', () => {
  const entries = repeat(2, (i) => [
    ...splitTrace(TRACES.python.text, { at: i * 120 }),
    ...splitTrace(OTHER_PYTHON, { at: i * 120 + 60 }),
  ]);
  const shown = clusterAll(entries).map((cluster) => renderMarkdown(otherPatterns(cluster)));
  expect(shown.join('\n')).toMatch(/ – 4 \(shared with other problems, not counted\) × \w+\n/);
  expect(shown.join('\n')).toMatch(/ – 2 × \w+\n/);
});
