import { describe, expect, it } from 'vitest';
import { getHistory } from '../../src/github/history.ts';
import { getIssue } from '../../src/github/issues.ts';
import { mergeCommit } from '../support/github/repository-answers.ts';
import { connected, merged, planted } from './connect.ts';
import { closed, historyOf } from './history-of.ts';

describe('the fix of an issue', () => {
  it('is the merged pull request that closed it', async () => {
    const { fix, complete } = await historyOf(7, {
      issues: [planted(7, { ...closed, closed_by_pull: 8 })],
      pulls: [merged(8, '2025-09-11T18:02:00Z', { closes: [7] })],
    });
    expect(complete).toBe(true);
    expect(fix).toMatchObject({ pull: 8, mergedAt: '2025-09-11T18:02:00Z', how: 'closed the issue' });
  });

  it('is a merged pull request linked from an issue that is still open', async () => {
    const { fix } = await historyOf(169, {
      issues: [planted(169)],
      pulls: [merged(421, '2025-09-11T18:02:00Z', { closes: [169], title: 'Fix it' })],
    });
    expect(fix).toEqual({
      pull: 421,
      title: 'Fix it',
      url: 'https://github.com/acme/shop/pull/421',
      mergedAt: '2025-09-11T18:02:00Z',
      how: 'linked as closing the issue',
    });
  });

  it('is the last one where there were several', async () => {
    const { fix } = await historyOf(7, {
      issues: [planted(7, { ...closed, closed_by_pull: 8 })],
      pulls: [merged(9, '2025-09-11T18:02:00Z', { closes: [7] }), merged(8, '2025-09-05T10:00:00Z', { closes: [7] })],
    });
    expect(fix?.pull).toBe(9);
  });

  it('is none when the pull request was closed without a merge, or is still open', async () => {
    const { fix, complete } = await historyOf(7, {
      issues: [planted(7)],
      pulls: [
        { ...merged(8, '2025-09-11T18:02:00Z', { closes: [7] }), merged_at: null },
        { number: 9, title: 'Draft', author: 'ada', created_at: '2025-09-01T08:00:00Z', closes: [7] },
      ],
    });
    expect({ fix, complete }).toEqual({ fix: null, complete: true });
  });

  it('is none when a person closed it by hand', async () => {
    expect((await historyOf(7, { issues: [planted(7, closed)] })).fix).toBeNull();
  });
});

describe('an issue that was closed more than once', () => {
  const at = (day: number) => `2025-09-${String(day).padStart(2, '0')}T08:00:00Z`;
  const event = (kind: 'closed' | 'reopened', day: number, by: { pull?: number; commit?: string } = {}) =>
    kind === 'closed'
      ? { event: kind, actor: 'ada', created_at: at(day), ...by }
      : { event: kind, actor: 'ada', created_at: at(day) };
  const last = { state: 'closed', closed_at: at(9) } as const;

  it('was not fixed the last time by what failed before', async () => {
    const events = [event('closed', 2, { pull: 8 }), event('reopened', 3), event('closed', 9)];
    const { fix, closing } = await historyOf(7, {
      issues: [planted(7, { ...last, events })],
      pulls: [merged(8, at(2), { closes: [7] })],
    });
    expect(fix).toBeNull();
    expect(closing).toEqual({ at: at(9), by: 'ada', byBot: false, means: { kind: 'hand' } });
  });

  it('was fixed by what closed it last', async () => {
    const events = [event('closed', 2, { pull: 8 }), event('reopened', 3), event('closed', 9, { pull: 10 })];
    const { fix, closing } = await historyOf(7, {
      issues: [planted(7, { ...last, events })],
      pulls: [merged(8, at(2), { closes: [7] }), merged(10, at(9))],
    });
    expect(fix).toMatchObject({ pull: 10, how: 'closed the issue' });
    expect(closing?.means).toEqual({ kind: 'pull', pull: 10 });
  });

  it('was fixed by what was merged since it was reopened, though a person closed it', async () => {
    const events = [event('closed', 2, { pull: 8 }), event('reopened', 3), event('closed', 9)];
    const { fix } = await historyOf(7, {
      issues: [planted(7, { ...last, events })],
      pulls: [merged(8, at(2), { closes: [7] }), merged(10, at(8), { closes: [7] })],
    });
    expect(fix).toMatchObject({ pull: 10, how: 'linked as closing the issue' });
  });

  it('is a regression of the fix that failed while it is open', async () => {
    const events = [event('closed', 2, { pull: 8 }), event('reopened', 3)];
    const { fix } = await historyOf(7, { issues: [planted(7, { events })], pulls: [merged(8, at(2))] });
    expect(fix?.pull).toBe(8);
  });
});

describe('the closing of an issue', () => {
  const by = (more: { actor?: string; commit?: string }) => {
    const event = { event: 'closed' as const, actor: 'ada', created_at: closed.closed_at, ...more };
    return { issues: [planted(7, { ...closed, events: [event] })] };
  };

  it('by a commit of a pull request is that pull request’s', async () => {
    const { fix, closing } = await historyOf(7, {
      ...by({ commit: mergeCommit(8) }),
      pulls: [merged(8, '2025-09-11T18:02:00Z')],
    });
    expect(fix).toMatchObject({ pull: 8, how: 'a commit of it closed the issue' });
    expect(closing?.means).toEqual({ kind: 'pull', pull: 8 });
  });

  it('by a commit of no pull request names the commit', async () => {
    const { fix, closing } = await historyOf(7, by({ commit: 'c0ffee' }));
    expect({ fix, means: closing?.means }).toEqual({ fix: null, means: { kind: 'commit', sha: 'c0ffee' } });
  });

  it('tells a bot from a person, and us from both', async () => {
    expect((await historyOf(7, by({ actor: 'stale[bot]' }))).closing).toMatchObject({ by: 'stale[bot]', byBot: true });
    expect((await historyOf(7, by({}))).closing).toMatchObject({ by: 'ada', byBot: false });
    const { github } = await connected(by({ actor: 'log-gardener[bot]' }), { trustedAuthors: ['log-gardener[bot]'] });
    const issue = await getIssue(github, 7);
    expect(issue && (await getHistory(github, issue)).closing).toMatchObject({ by: 'log-gardener[bot]', byBot: false });
  });

  it('is none for an issue that was never closed', async () => {
    expect((await historyOf(7, { issues: [planted(7)] })).closing).toBeNull();
  });
});

describe('a fix on its way', () => {
  it('is an open pull request that is linked as closing the issue', async () => {
    const draft = { number: 9, title: 'Draft', author: 'ada', created_at: '2025-09-01T08:00:00Z', closes: [7] };
    const { fixesOnTheWay } = await historyOf(7, {
      issues: [planted(7)],
      pulls: [draft, { ...merged(8, '2025-09-11T18:02:00Z', { closes: [7] }), merged_at: null }],
    });
    expect(fixesOnTheWay).toEqual([{ number: 9, title: 'Draft', url: 'https://github.com/acme/shop/pull/9' }]);
  });
});

describe('duplicates', () => {
  it('name the issue they were closed for', async () => {
    const duplicate = { ...closed, state_reason: 'duplicate', duplicate_of: 6 } as const;
    const { duplicateOf } = await historyOf(7, { issues: [planted(6), planted(7, duplicate)] });
    expect(duplicateOf).toBe(6);
  });

  it('are none any more once unmarked', async () => {
    const at = (created_at: string) => ({ actor: 'ada', created_at, canonical: 6 });
    const events = [
      { event: 'marked_as_duplicate' as const, ...at('2025-09-02T08:00:00Z') },
      { event: 'unmarked_as_duplicate' as const, ...at('2025-09-03T08:00:00Z') },
    ];
    const { duplicateOf } = await historyOf(7, { issues: [planted(6), planted(7, { events })] });
    expect(duplicateOf).toBeNull();
  });
});
