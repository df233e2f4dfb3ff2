import { expect, it } from 'vitest';
import { renderMarkdown } from '../../src/draft/markdown.ts';
import { revisionStarts, startsCaption } from '../../src/draft/revision-starts.ts';
import type { RevisionSpan } from '../../src/model/completeness.ts';

const SPAN = { since: '2026-01-02T00:00:00Z', until: '2026-01-03T00:00:00Z' };

function span(revision: string, firstSeen: string, startObserved = true, service = 'shop'): RevisionSpan {
  return { service, revision, entries: 5, firstSeen, lastSeen: '2026-01-02T23:00:00Z', startObserved };
}

it('are those of the services at hand that were seen, within the time shown, in their order', () => {
  const revisions = [
    span('shop-3', '2026-01-02T11:00:00Z'),
    span('shop-2', '2026-01-02T09:00:00Z'),
    span('shop-1', '2026-01-02T01:00:00Z', false),
    span('shop-0', '2026-01-01T23:59:59Z'),
    span('mail-2', '2026-01-02T10:00:00Z', true, 'mail'),
  ];
  expect(revisionStarts({ revisions }, ['shop'], SPAN)).toEqual([
    { revision: 'shop-2', at: '2026-01-02T09:00:00Z' },
    { revision: 'shop-3', at: '2026-01-02T11:00:00Z' },
  ]);
});

it('are when a revision was deployed rather than when it logged first, and also of revisions that logged nothing', () => {
  const revisions = [span('shop-2', '2026-01-02T09:00:00Z')];
  const deploys = [
    { service: 'shop', revision: 'shop-2', at: '2026-01-02T08:58:00Z' },
    { service: 'shop', revision: 'shop-3', at: '2026-01-02T10:00:00Z' },
  ];
  expect(revisionStarts({ revisions, deploys }, ['shop'], SPAN)).toEqual([
    { revision: 'shop-2', at: '2026-01-02T08:58:00Z' },
    { revision: 'shop-3', at: '2026-01-02T10:00:00Z' },
  ]);
  const late = [{ service: 'shop', revision: 'shop-2', at: '2026-01-02T09:05:00Z' }];
  expect(revisionStarts({ revisions, deploys: late }, ['shop'], SPAN)).toEqual([
    { revision: 'shop-2', at: '2026-01-02T09:00:00Z' },
  ]);
});

it('are named below the chart, the latest five, and nothing where there are none', () => {
  const starts = Array.from({ length: 7 }, (_, n) => ({ revision: `shop-${n}`, at: `2026-01-02T0${n}:00:00Z` }));
  expect(renderMarkdown(startsCaption(starts))).toBe(
    '▲ a revision began: `shop-2` 2026-01-02 02:00 UTC, `shop-3` 2026-01-02 03:00 UTC, `shop-4` 2026-01-02 04:00 UTC, `shop-5` 2026-01-02 05:00 UTC, `shop-6` 2026-01-02 06:00 UTC; and 2 before.\n',
  );
  expect(startsCaption([])).toEqual([]);
});
