import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { type DecisionFacts, decide } from '../../src/draft/decision.ts';
import { wrapEvidenceBlock } from '../../src/github/evidence-block.ts';
import type { Issue, IssueHistory, Verdict } from '../../src/model/issue.ts';
import { cluster, FIX, history, issue, regressed, verdict } from '../support/drafting.ts';
import { about, NOW } from './decision-facts.ts';

const CLOSED = { state: 'closed', closedAt: '2025-09-11T18:02:00Z', stateReason: 'completed' } as const;

describe('what becomes of a known issue', () => {
  const notPlanned = { ...CLOSED, stateReason: 'not_planned' } as const;
  const closing = { ...CLOSED, closedAt: '2025-09-12T20:00:00Z' } as const;
  const later = { ...CLOSED, closedAt: '2025-09-13T00:00:00Z' } as const;

  it.each<[string, Partial<Issue>, Verdict, string]>([
    ['open', {}, verdict('open'), 'update'],
    ['open, and back after its fix', {}, regressed(), 'update'],
    ['open, its fix not deployed', {}, verdict('fix_not_deployed', { fix: FIX }), 'update'],
    ['open, an old revision still serving', {}, verdict('old_revision_still_serving', { fix: FIX }), 'update'],
    ['open, and not known', {}, verdict('unknown'), 'unverified'],
    ['closed, and back after its fix', CLOSED, regressed(), 'reopen'],
    ['closed, its fix not deployed', CLOSED, verdict('fix_not_deployed', { fix: FIX }), 'skip'],
    ['closed, an old revision still serving', CLOSED, verdict('old_revision_still_serving', { fix: FIX }), 'skip'],
    ['closed as not planned', notPlanned, verdict('closed_without_fix'), 'skip'],
    ['closed by hand, and seen since', CLOSED, verdict('closed_without_fix'), 'reopen'],
    [
      'closed by hand within the day, and seen on no revision that came after',
      closing,
      verdict('closed_without_fix'),
      'skip',
    ],
    [
      'closed by hand within the day, and seen on one that came after',
      closing,
      verdict('closed_without_fix', { revision: 'api-2' }),
      'reopen',
    ],
    ['closed by hand, and not seen since', later, verdict('closed_without_fix'), 'skip'],
    ['closed as a duplicate that was not followed', CLOSED, verdict('duplicate_of', { duplicateOf: 12 }), 'unverified'],
    ['closed, and not known', CLOSED, verdict('unknown'), 'unverified'],
  ])('%s', (_what, state, its, action) => {
    const decision = decide(about(state, its));
    expect(decision).toMatchObject({ action, issue: 169, verdict: its });
    expect(decision.reasons).toEqual(expect.arrayContaining(its.reasons));
  });

  it.each<[Partial<Issue>, Verdict]>([
    [CLOSED, regressed()],
    [CLOSED, verdict('closed_without_fix')],
  ])('a closed one that is back gets a new issue where the config says so', (state, its) => {
    const decision = decide(about(state, its, { config: Config.parse({ regression: 'new' }) }));
    expect(decision).toMatchObject({ action: 'create', issue: null, verdict: its });
    expect(decision.reasons.at(-1)).toContain('links #169');
  });

  it('that was turned into a discussion is talked about there, locked or not', () => {
    for (const locked of [false, true]) {
      const facts = about({ ...CLOSED, locked }, verdict('closed_without_fix', { revision: 'api-2' }));
      const { target } = facts.investigation;
      const decision = decide({
        ...facts,
        investigation: { ...facts.investigation, target: target && { ...target, movedTo: 'discussion' } },
      });
      expect(decision).toMatchObject({ action: 'skip', issue: 169 });
      expect(decision.reasons.at(-1)).toContain('talked about there');
    }
  });

  it('that is open is updated, whatever the config says of regressions', () => {
    const config = Config.parse({ regression: 'new' });
    expect(decide(about({}, regressed(), { config })).action).toBe('update');
  });
});

describe('a locked issue', () => {
  const locked = (state: object) => ({ ...state, locked: true });

  it.each<[string, Partial<Issue>, Verdict, string, number | null]>([
    ['that is open is left alone', {}, verdict('open'), 'skip', 169],
    ['that is open is left alone though the problem is back', {}, regressed(), 'skip', 169],
    ['that is closed is linked by a new one when the problem is back', CLOSED, regressed(), 'create', null],
    ['that is closed stays so when its fix is not deployed', CLOSED, verdict('fix_not_deployed'), 'skip', 169],
  ])('%s', (_what, state, its, action, number) => {
    const decision = decide(about(locked(state), its));
    expect(decision).toMatchObject({ action, issue: number, verdict: its });
    const says = its.kind === 'fix_not_deployed' ? its.reasons.at(-1) : expect.stringContaining('#169 is locked');
    expect(decision.reasons.at(-1)).toEqual(says);
  });

  it('gets its reason once where the config asks for a new issue anyway', () => {
    const config = Config.parse({ regression: 'new' });
    const { action, reasons } = decide(about(locked(CLOSED), regressed(), { config }));
    expect(action).toBe('create');
    expect(reasons.filter((reason) => reason.includes('links'))).toHaveLength(1);
  });
});

describe('an issue whose history could not be read whole', () => {
  const block = wrapEvidenceBlock('| E1 | entries | 15 |');
  const marker = `<!-- log-gardener fingerprint=${cluster().fingerprint} run=r draft=r-1 -->`;
  const unread = (known: Partial<IssueHistory>, its: Verdict): DecisionFacts => {
    const facts = about(known.issue ?? {}, its);
    const target = history({ complete: false, fix: its.fix, ...known });
    return { ...facts, investigation: { ...facts.investigation, target } };
  };
  const rolling = { id: 7, author: 'gardener', body: `${block}\n\n${marker}`, createdAt: NOW, updatedAt: NOW };

  it.each<[string, Partial<IssueHistory>, Verdict, string]>([
    ['is not spoken to for the first time', {}, verdict('open'), 'unverified'],
    ['is not told of a regression', { own: true, issue: issue({ body: marker }) }, regressed(), 'unverified'],
    ['is not reopened', { issue: issue(CLOSED) }, regressed(), 'unverified'],
    [
      'keeps its counts current when it is ours',
      { own: true, issue: issue({ body: marker }) },
      verdict('open'),
      'update',
    ],
    ['keeps them current in our comment', { ownComments: [rolling] }, verdict('open'), 'update'],
    ['is ours, but for another problem', { own: true }, verdict('open'), 'unverified'],
    ['stays closed when its fix is not deployed', { issue: issue(CLOSED) }, verdict('fix_not_deployed'), 'skip'],
  ])('%s', (_what, known, its, action) => {
    const decision = decide(unread(known, its));
    expect(decision).toMatchObject({ action, issue: 169 });
    expect(decision.reasons.some((reason) => reason.includes('could not be read whole'))).toBe(action === 'unverified');
  });

  it('is not replaced by a new one where the config asks for it', () => {
    const config = Config.parse({ regression: 'new' });
    expect(decide({ ...unread({ issue: issue(CLOSED) }, regressed()), config }).action).toBe('unverified');
  });
});
