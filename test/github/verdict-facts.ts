import type { VerdictFacts } from '../../src/github/verdict.ts';
import type { Fix, Issue, IssueHistory } from '../../src/model/issue.ts';

const MERGED = '2025-09-11T18:02:00Z';

export const fix: Fix = {
  pull: 421,
  title: 'Fix',
  url: 'https://github.com/a/b/pull/421',
  mergedAt: MERGED,
  how: 'closed the issue',
};

export const open: Partial<Issue> = { state: 'open' };

export const closed: Partial<Issue> = { state: 'closed', stateReason: 'completed', closedAt: '2025-09-11T18:03:00Z' };

export function history(issue: Partial<Issue>, more: Partial<IssueHistory> = {}): IssueHistory {
  const plain = {
    title: 't',
    body: '',
    url: 'https://github.com/a/b/issues/169',
    author: 'ada',
    locked: false,
    labels: [],
  };
  const times = { createdAt: '2025-09-01T00:00:00Z', updatedAt: '2025-09-01T00:00:00Z', closedAt: null };
  const whole: Issue = { number: 169, state: 'open', stateReason: null, ...plain, ...times, ...issue };
  const nothing = { fix: null, closing: null, fixesOnTheWay: [], movedTo: null, duplicateOf: null };
  return { issue: whole, ...nothing, ownComments: [], ownLabels: [], own: false, byUs: false, complete: true, ...more };
}

type Closing = NonNullable<IssueHistory['closing']>;

function closedBy(means: Closing['means'], by = 'ada'): Closing {
  return { at: '2025-09-11T18:03:00Z', by, byBot: by.endsWith('[bot]'), means };
}

export const byBot = closedBy({ kind: 'hand' }, 'stale[bot]');

export const byCommit = closedBy({ kind: 'commit', sha: 'c0ffee1234567890' });

export const byForeign = closedBy({ kind: 'elsewhere', pull: 'acme/lib#12' });

export const onTheWay = { number: 430, title: 'Fix', url: 'https://github.com/a/b/pull/430' };

export const day = (time: string) => (time.length === 5 ? `2025-09-12T${time}:00Z` : time);

/** A revision over all entries: name, first and last entry, whether its start was seen. */
export function span(revision: string, first: string, last: string, startObserved = true, service = 'api') {
  return { service, revision, entries: 10, firstSeen: day(first), lastSeen: day(last), startObserved };
}

/** A revision as the error's entries show it. */
export function hit(name: string, first: string, last: string, count = 3) {
  return { name, count, firstSeen: day(first), lastSeen: day(last) };
}

export const old = span('old', '2025-09-11T17:00:00Z', '2025-09-12T09:00:00Z', false);

export const fresh = span('fresh', '09:14', '23:29');

export function facts(more: Partial<VerdictFacts> = {}): VerdictFacts {
  return {
    history: history(open),
    revisions: [old, fresh],
    clusterRevisions: [hit('fresh', '09:15', '23:26', 15)],
    firstSeen: day('09:15'),
    lastSeen: day('23:26'),
    services: ['api'],
    ...more,
  };
}

export const onOld = { clusterRevisions: [hit('old', '2025-09-12T00:10:00Z', '08:50')], lastSeen: day('08:50') };
