import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/github/verdict.ts';
import {
  byBot,
  byCommit,
  byForeign,
  closed,
  day,
  facts,
  fix,
  fresh,
  history,
  hit,
  old,
  onOld,
  onTheWay,
  open,
  span,
} from './verdict-facts.ts';

describe('the verdict', () => {
  it('tells how it knows of a regression', () => {
    expect(verdictOf(facts({ history: history(open, { fix }) }))).toEqual({
      kind: 'regressed',
      fix,
      revision: 'fresh',
      duplicateOf: null,
      reasons: [
        '#421 (merged 2025-09-11 18:02 UTC) is in `fresh`, first logged 2025-09-12 09:14 UTC; it was seen on that revision 15 times since, last 2025-09-12 23:26 UTC',
      ],
    });
  });

  it('names the revision that showed it last', () => {
    const clusterRevisions = [hit('fresh', '09:15', '10:00'), hit('newest', '11:01', '23:26')];
    const revisions = [old, fresh, span('newest', '11:00', '23:29')];
    expect(verdictOf(facts({ history: history(open, { fix }), clusterRevisions, revisions })).revision).toBe('newest');
  });

  it('names the revision that came after a closing by hand and shows it still', () => {
    expect(verdictOf(facts({ history: history(closed) }))).toMatchObject({
      revision: 'fresh',
      kind: 'closed_without_fix',
    });
    expect(verdictOf(facts({ history: history(closed), revisions: [old], ...onOld })).revision).toBeNull();
  });

  it('tells whether it was seen since a closing that fixed nothing', () => {
    const seen = { history: history(closed), revisions: [span('fresh', '09:14', '23:29', false)] };
    const reasons = (lastSeen: string) => verdictOf(facts({ ...seen, lastSeen })).reasons.join('; ');
    expect(reasons(day('23:26'))).toContain('seen since');
    expect(reasons('2025-09-10T12:00:00Z')).toContain('not seen since');
  });

  it.each([
    ['the bot that closed it', { closing: byBot }, 'by the bot stale[bot], which fixes nothing'],
    [
      'the commit that closed it, and that it is no pull request',
      { closing: byCommit },
      'commit c0ffee1234 of no known pull request (it closed #169 2025-09-11 18:03 UTC) came before `fresh`',
    ],
    ['the pull request of another repository', { closing: byForeign }, 'acme/lib#12 (it closed #169 2025'],
    ['the fix on its way', { fixesOnTheWay: [onTheWay] }, 'a fix is on its way: #430, not merged yet'],
    ['the discussion', { movedTo: 'discussion' as const }, '#169 was turned into a discussion'],
  ])('names %s', (_, more, words) => {
    const verdict = verdictOf(facts({ history: history(closed, more) }));
    expect(verdict.reasons.join('; ')).toContain(words);
    expect(verdict.fix).toBeNull();
  });

  it('names the issue to follow', () => {
    const duplicate = history({ ...closed, stateReason: 'duplicate' }, { duplicateOf: 7 });
    expect(verdictOf(facts({ history: duplicate })).duplicateOf).toBe(7);
  });
});

it('names a newer revision that may hold the fix, where its start was not read', () => {
  const newer = span('newer', '09:14', '23:29', false);
  const { kind, reasons } = verdictOf(facts({ history: history(closed, { fix }), revisions: [old, newer], ...onOld }));
  expect(kind).toBe('fix_not_deployed');
  expect(reasons[1]).toBe(
    'whether `newer` holds #421 (merged 2025-09-11 18:02 UTC) cannot be told: its start was not read',
  );
});
