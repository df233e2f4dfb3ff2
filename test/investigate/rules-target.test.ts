import { describe, expect, it } from 'vitest';
import { merged, planted } from '../github/connect.ts';
import { closed, investigate, markerOf } from './look.ts';
import { clusterOf, type Problem, SESSION } from './problems.ts';

describe('the target', () => {
  const known = { title: 'SessionMiddleware missing, request.session fails' };

  it('is the issue with our marker, whatever else looks near', async () => {
    const body = `unrelated words\n${markerOf(clusterOf(SESSION))}`;
    const { report, search, requests } = await investigate(SESSION, {
      issues: [planted(1, known), planted(9, { title: 'Renamed by a person', author: 'gardener', body })],
    });
    expect(report.decision).toMatchObject({ action: 'update', issue: 9 });
    expect(search.marked).toBe(9);
    expect(requests).toBe(1);
  });

  it('is not an issue whose marker a stranger copied', async () => {
    const body = `unrelated words\n${markerOf(clusterOf(SESSION))}`;
    const { report, search } = await investigate(SESSION, {
      issues: [planted(1, known), planted(9, { author: 'mallory', labels: ['log-gardener'], body })],
    });
    expect(report.decision).toMatchObject({ action: 'update', issue: 1 });
    expect(search.marked).toBeNull();
  });

  it('is marked by our comment also where the label is gone', async () => {
    const comments = [{ author: 'gardener', body: markerOf(clusterOf(SESSION)), created_at: '2025-09-02T08:00:00Z' }];
    const { search } = await investigate(SESSION, { issues: [planted(1, { ...known, comments })] });
    expect(search.marked).toBe(1);
  });

  it('is an open issue rather than a closed one', async () => {
    const { report } = await investigate(SESSION, {
      issues: [planted(1, { ...known, body: 'not installed, no access', ...closed }), planted(2, known)],
    });
    expect(report.decision).toMatchObject({ action: 'update', issue: 2 });
  });

  it('is a closed one where there is no other', async () => {
    const { report, target } = await investigate(SESSION, {
      issues: [planted(1, { ...known, ...closed, closed_by_pull: 3 })],
      pulls: [merged(3, '2025-09-02T07:59:00Z', { closes: [1] })],
    });
    expect(report.decision).toMatchObject({ action: 'update', issue: 1 });
    expect(target?.fix?.pull).toBe(3);
  });

  it('is what a duplicate was closed for, through several', async () => {
    const duplicateOf = (number: number) => ({ ...closed, state_reason: 'duplicate', duplicate_of: number }) as const;
    const { report, search, target } = await investigate(SESSION, {
      issues: [
        planted(1, { title: 'No sessions on staging' }),
        planted(2, { title: 'Sessions', ...duplicateOf(1) }),
        planted(3, { ...known, ...duplicateOf(2) }),
      ],
    });
    expect(report.decision).toMatchObject({ action: 'update', issue: 1 });
    expect(report.decision.because).toContain('#3 was closed as a duplicate of #2');
    expect(target?.issue.number).toBe(1);
    expect(search.candidates.map(({ number }) => number)).toContain(1);
  });

  it('ends somewhere when duplicates go in a circle', async () => {
    const duplicateOf = (number: number) => ({ ...closed, state_reason: 'duplicate', duplicate_of: number }) as const;
    const { report } = await investigate(SESSION, {
      issues: [planted(1, { ...known, ...duplicateOf(2) }), planted(2, { ...known, ...duplicateOf(1) })],
    });
    expect(report.decision.action).toBe('update');
  });

  it('is not the issue we made for another cluster, near as it is', async () => {
    const pandas: Problem = { message: "Import failed: No module named 'pandas_core'", severity: 'WARNING' };
    const other: Problem = {
      message: "Import failed again: No module named 'pandas_core'. Falling back",
      severity: 'WARNING',
    };
    const made = planted(1, {
      author: 'gardener',
      title: 'Import failed: pandas_core',
      body: markerOf(clusterOf(pandas)),
    });
    const { report } = await investigate(other, { issues: [made] });
    expect(report.decision.action).toBe('create');
  });
});
