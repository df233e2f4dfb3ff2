import { describe, expect, it } from 'vitest';
import type { Decision, DraftStatus } from '../../src/model/draft.ts';
import type { Run, TriagedCluster } from '../../src/model/run.ts';
import { isWhole } from '../../src/triage/completion.ts';
import { whyToWait } from '../../src/triage/post-run.ts';
import { aRun } from '../support/runs.ts';
import { missingModule } from '../support/triaged-clusters.ts';

const AT = '2026-01-02T09:00:00Z';

function runWith(change: Partial<TriagedCluster>, run: Partial<Run> = {}): Run {
  const collected = { ...aRun().collected, malformed: 0, truncated: null };
  return aRun({ collected, clusters: [{ ...missingModule(), error: null, ...change }], ...run });
}

const decision: Decision = { action: 'create', issue: null, verdict: null, reasons: [] };
const draft = (state: DraftStatus): TriagedCluster['draft'] => ({
  id: 'r-1',
  title: 't',
  action: 'create',
  issue: null,
  url: null,
  state,
});

describe('a run in auto mode', () => {
  it.each<[DraftStatus, boolean]>([
    [{ status: 'posted', issue: 1, url: 'u', at: AT }, true],
    [{ status: 'pending' }, true],
    [{ status: 'rejected', reason: 'r', at: AT }, true],
    [{ status: 'approved', hash: 'h', at: AT }, false],
    [{ status: 'posting', hash: 'h', at: AT }, false],
    [{ status: 'failed', error: 'e', at: AT }, false],
  ])('with a draft that is %o is whole: %s', (state, whole) => {
    expect(isWhole(runWith({ decision, draft: draft(state) }, { mode: 'auto' }), false)).toBe(whole);
    expect(isWhole(runWith({ decision, draft: draft(state) }, { mode: 'draft' }), false)).toBe(true);
  });
});

describe('a run is done in part', () => {
  const done = { decision, draft: null };
  it.each<[string, Run, boolean]>([
    ['when it was interrupted', runWith(done), true],
    ['when a line was malformed', runWith(done, { collected: { ...runWith(done).collected, malformed: 1 } }), false],
    [
      'when a source ended early',
      runWith(done, { collected: { ...runWith(done).collected, truncated: 'cut' } }),
      false,
    ],
    ['when a cluster failed', runWith({ ...done, error: 'no' }), false],
    ['when a cluster was not reached', runWith({ decision: null, draft: null }), false],
    [
      'when a decision is not verified',
      runWith({ decision: { ...decision, action: 'unverified' }, draft: null }),
      false,
    ],
  ])('%s', (_name, run, aborted) => {
    expect(isWhole(run, aborted)).toBe(false);
  });

  it('and otherwise done', () => {
    expect(isWhole(runWith(done), false)).toBe(true);
  });
});

describe('auto mode leaves a draft to a person', () => {
  it.each([
    ['create', 4, null],
    ['create', 5, /maxNewIssues \(5\)/],
    ['update', 99, null],
    ['reopen', 99, null],
    ['unverified', 0, /not verified/],
  ] as const)('%s after %d new issues', (action, created, because) => {
    const reason = whyToWait({ action }, created, 5);
    if (because === null) expect(reason).toBeNull();
    else expect(reason).toMatch(because);
  });
});
