import { describe, expect, it } from 'vitest';
import { type VerdictFacts, verdictOf } from '../../src/github/verdict.ts';
import type { Verdict } from '../../src/model/issue.ts';
import {
  byBot,
  byCommit,
  byForeign,
  closed,
  day,
  facts,
  fix,
  history,
  hit,
  old,
  onOld,
  onTheWay,
  open,
  span,
} from './verdict-facts.ts';

const beforeMerge = {
  clusterRevisions: [hit('old', '2025-09-11T17:10:00Z', '2025-09-11T17:50:00Z')],
  lastSeen: '2025-09-11T17:50:00Z',
};

const rows: [string, Partial<VerdictFacts>, Verdict['kind']][] = [
  // Without a fix
  ['open, nothing known of a fix', {}, 'open'],
  ['open, history not read', { history: history(open, { complete: false }) }, 'open'],
  ['open after it was reopened', { history: history({ ...open, stateReason: 'reopened' }) }, 'open'],
  ['open, though once marked as a duplicate', { history: history(open, { duplicateOf: 7 }) }, 'open'],
  ['closed by hand', { history: history(closed) }, 'closed_without_fix'],
  ['closed by a bot as stale', { history: history({ ...closed, stateReason: 'not_planned' }) }, 'closed_without_fix'],
  [
    'closed as not planned although a fix was merged',
    { history: history({ ...closed, stateReason: 'not_planned' }, { fix }) },
    'closed_without_fix',
  ],
  ['closed, history not read', { history: history(closed, { complete: false }) }, 'unknown'],
  [
    'closed without a reason, as old issues are',
    { history: history({ ...closed, stateReason: null }) },
    'closed_without_fix',
  ],
  ['closed and locked', { history: history({ ...closed, locked: true }) }, 'closed_without_fix'],
  // Duplicates
  [
    'closed as a duplicate',
    { history: history({ ...closed, stateReason: 'duplicate' }, { duplicateOf: 7 }) },
    'duplicate_of',
  ],
  [
    'closed as a duplicate by an older GitHub, which calls it completed',
    { history: history(closed, { duplicateOf: 7 }) },
    'duplicate_of',
  ],
  [
    'closed as a duplicate of nobody knows what',
    { history: history({ ...closed, stateReason: 'duplicate' }) },
    'unknown',
  ],
  // Where it went
  [
    'turned into a discussion',
    { history: history({ ...closed, locked: true }, { movedTo: 'discussion' }) },
    'closed_without_fix',
  ],
  [
    'turned into a discussion after a fix was merged',
    { history: history(closed, { movedTo: 'discussion', fix }) },
    'closed_without_fix',
  ],
  [
    'transferred to another repository, open there',
    { history: history(open, { movedTo: 'another repository' }) },
    'unknown',
  ],
  [
    'transferred to another repository, closed there by a fix',
    { history: history(closed, { movedTo: 'another repository', fix }) },
    'unknown',
  ],
  // Who closed it, and with what
  ['closed by a bot that calls it completed', { history: history(closed, { closing: byBot }) }, 'closed_without_fix'],
  [
    'closed by a bot as not planned',
    { history: history({ ...closed, stateReason: 'not_planned' }, { closing: byBot }) },
    'closed_without_fix',
  ],
  [
    'closed by a bot although the merged fix is deployed and the error is back',
    { history: history(closed, { closing: byBot, fix }) },
    'regressed',
  ],
  [
    'closed by a commit of no pull request, seen on a revision that came after',
    { history: history(closed, { closing: byCommit }) },
    'closed_without_fix',
  ],
  [
    'closed by a commit of no pull request, nothing deployed since',
    { history: history(closed, { closing: byCommit }), revisions: [old], ...onOld },
    'fix_not_deployed',
  ],
  [
    'closed by a commit of no pull request, the newer revision is clean',
    { history: history(closed, { closing: byCommit }), ...onOld },
    'old_revision_still_serving',
  ],
  [
    'closed by a commit of no pull request, start of the revision not seen',
    {
      history: history(closed, { closing: byCommit }),
      revisions: [span('fresh', '09:14', '23:29', false)],
    },
    'unknown',
  ],
  [
    'reopened after a commit closed it: it is open again, whatever that commit did',
    { history: history({ ...open, stateReason: 'reopened' }, { closing: byCommit }) },
    'open',
  ],
  [
    'closed by a commit, history not read whole',
    { history: history(closed, { closing: byCommit, complete: false }) },
    'unknown',
  ],
  [
    'closed by a fix of another repository, only the old revision shows it',
    { history: history(closed, { closing: byForeign }), ...onOld },
    'old_revision_still_serving',
  ],
  [
    'closed by a fix of another repository, seen on a revision that came after',
    { history: history(closed, { closing: byForeign }) },
    'closed_without_fix',
  ],
  ['open, with a fix on its way', { history: history(open, { fixesOnTheWay: [onTheWay] }) }, 'open'],
  [
    'open, regressed, and the next fix on its way',
    { history: history(open, { fix, fixesOnTheWay: [onTheWay] }) },
    'regressed',
  ],
  [
    'closed by hand before its fix was merged',
    { history: history(closed, { fixesOnTheWay: [onTheWay] }) },
    'closed_without_fix',
  ],
  ['open and locked', { history: history({ ...open, locked: true }) }, 'open'],
  // The fix is in what runs
  ['open, error on a revision that started after the merge', { history: history(open, { fix }) }, 'regressed'],
  ['closed, error on a revision that started after the merge', { history: history(closed, { fix }) }, 'regressed'],
  [
    'regressed though the comments could not be read',
    { history: history(closed, { fix, complete: false }) },
    'regressed',
  ],
  [
    'on the old and on the new revision',
    {
      history: history(closed, { fix }),
      clusterRevisions: [hit('old', '00:10', '08:50'), hit('fresh', '09:15', '23:26')],
    },
    'regressed',
  ],
  [
    'closed twice: the last fix counts',
    { history: history(closed, { fix: { ...fix, mergedAt: '2025-09-12T09:00:00Z' } }) },
    'regressed',
  ],
  // It is not
  [
    'on a quiet revision whose first entry in the window came after the merge: it may be older',
    {
      history: history(closed, { fix: { ...fix, mergedAt: '2025-09-12T08:00:00Z' } }),
      revisions: [span('fresh', '09:14', '23:29', false)],
    },
    'unknown',
  ],
  [
    'on a revision whose name another service has too, deployed there after the merge',
    {
      history: history(closed, { fix }),
      revisions: [span('v2', '2025-09-11T17:00:00Z', '23:29', false, 'web'), span('v2', '09:14', '23:29', true, 'api')],
      clusterRevisions: [hit('v2', '2025-09-11T17:10:00Z', '23:26')],
      services: ['web', 'api'],
    },
    'unknown',
  ],
  [
    'only on the old revision of one service, while another service has a new one of that name',
    {
      history: history(closed, { fix }),
      revisions: [span('v2', '2025-09-11T17:00:00Z', '23:29', false, 'web'), span('v2', '09:14', '23:29', true, 'api')],
      clusterRevisions: [hit('v2', '2025-09-11T17:10:00Z', '23:26')],
      services: ['web'],
    },
    'fix_not_deployed',
  ],
  [
    'only on the revision that ran before the merge, nothing newer',
    { history: history(closed, { fix }), revisions: [old], ...onOld },
    'fix_not_deployed',
  ],
  ['the same on an open issue', { history: history(open, { fix }), revisions: [old], ...onOld }, 'fix_not_deployed'],
  [
    'only on the old revision, a newer one is clean',
    { history: history(closed, { fix }), ...onOld },
    'old_revision_still_serving',
  ],
  [
    'the old revision goes on beside the new one (traffic split)',
    { history: history(closed, { fix }), clusterRevisions: [hit('old', '00:10', '23:20')] },
    'old_revision_still_serving',
  ],
  [
    'the newer revision is of another service',
    { history: history(closed, { fix }), revisions: [old, span('fresh', '09:14', '23:29', true, 'web')], ...onOld },
    'fix_not_deployed',
  ],
  [
    'a newer revision that may have run before the merge',
    {
      history: history(closed, { fix }),
      revisions: [old, span('fresh', '09:14', '23:29', false)],
      services: ['api'],
      ...onOld,
    },
    'fix_not_deployed',
  ],
  [
    'the error stopped before the merge, nothing deployed since',
    { history: history(closed, { fix }), revisions: [old], ...beforeMerge },
    'fix_not_deployed',
  ],
  [
    'the error stopped before the merge, fix deployed since',
    { history: history(closed, { fix }), ...beforeMerge },
    'old_revision_still_serving',
  ],
  [
    'the error stopped before the merge, entries name no revision',
    { history: history(closed, { fix }), revisions: [], clusterRevisions: [], lastSeen: '2025-09-11T17:50:00Z' },
    'fix_not_deployed',
  ],
  [
    'merged in the very second of its last entry',
    { history: history(closed, { fix: { ...fix, mergedAt: day('23:26') } }) },
    'fix_not_deployed',
  ],
  // It cannot be told
  [
    'closed, start of the revision not seen',
    {
      history: history(closed, { fix }),
      revisions: [span('fresh', '23:31', '23:50', false)],
      services: ['api'],
    },
    'unknown',
  ],
  [
    'open, start of the revision not seen',
    { history: history(open, { fix }), revisions: [span('fresh', '09:14', '23:29', false)] },
    'open',
  ],
  [
    'closed, no revision in the entries',
    { history: history(closed, { fix }), revisions: [], clusterRevisions: [] },
    'unknown',
  ],
  [
    'open, no revision in the entries',
    { history: history(open, { fix }), revisions: [], clusterRevisions: [] },
    'open',
  ],
  [
    'closed, entries with an empty revision',
    {
      history: history(closed, { fix }),
      revisions: [span('', '09:14', '23:29')],
      clusterRevisions: [hit('', '09:15', '23:26')],
    },
    'unknown',
  ],
  [
    'closed, a revision that the run did not list',
    { history: history(closed, { fix }), clusterRevisions: [hit('stray', '09:15', '23:26')] },
    'unknown',
  ],
  [
    'old for sure, and one that cannot be told',
    {
      history: history(closed, { fix }),
      revisions: [old, span('x', '09:14', '23:29', false)],
      clusterRevisions: [hit('old', '00:10', '08:50'), hit('x', '09:15', '23:26')],
      services: ['api'],
    },
    'unknown',
  ],
];

describe('the verdict', () => {
  it.each(rows)('%s', (_, more, kind) => {
    const verdict = verdictOf(facts(more));
    expect(verdict.kind).toBe(kind);
    expect(verdict.reasons.length).toBeGreaterThan(0);
    expect(verdict.reasons.join(' ')).not.toMatch(/undefined|null|NaN|Invalid/);
  });

  it('has at least fifty cases', () => {
    expect(rows.length).toBeGreaterThanOrEqual(50);
    expect(new Set(rows.map(([name]) => name)).size).toBe(rows.length);
  });
});
