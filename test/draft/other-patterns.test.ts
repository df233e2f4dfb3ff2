import { expect, it } from 'vitest';
import { renderMarkdown } from '../../src/draft/markdown.ts';
import { otherPatterns } from '../../src/draft/other-patterns.ts';
import { clusterAll, repeat } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { OTHER_PYTHON, splitTrace, TRACES } from '../support/split-trace.ts';

it('says where the severity of a pattern was read that Cloud Logging does not state', () => {
  const entries = splitTrace(TRACES.python.text).map((entry) => collected({ ...entry, severitySource: 'text' }));
  const [cluster] = clusterAll(entries);
  const shown = cluster === undefined ? '' : renderMarkdown(otherPatterns(cluster));
  expect(shown).toMatch(/ – 1 × \w+ \(read from the text\)\n/);
});

it('says of a line that other problems have too that it is not counted', () => {
  const entries = repeat(2, (i) => [
    ...splitTrace(TRACES.python.text, { at: i * 120 }),
    ...splitTrace(OTHER_PYTHON, { at: i * 120 + 60 }),
  ]);
  const shown = clusterAll(entries).map((cluster) => renderMarkdown(otherPatterns(cluster)));
  expect(shown.join('\n')).toMatch(/ – 4 \(shared with other problems, not counted\) × \w+\n/);
  expect(shown.join('\n')).toMatch(/ – 2 × \w+\n/);
});
