import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { type DecisionFacts, decide } from '../../src/draft/decision.ts';
import { wrapEvidenceBlock } from '../../src/github/evidence-block.ts';
import type { Issue, IssueHistory, Verdict } from '../../src/model/issue.ts';
import {
  cluster,
  FIX,
  history,
  investigation,
  issue,
  regressed,
  report,
  search,
  searchThatFound,
  step,
  verdict,
} from '../support/drafting.ts';

const NOW = '2025-09-12T23:30:00Z';
const CLOSED = { state: 'closed', closedAt: '2025-09-11T18:02:00Z', stateReason: 'completed' } as const;

function given(overrides: Partial<DecisionFacts> = {}): DecisionFacts {
  return {
    investigation: investigation(),
    verdict: null,
    config: Config.parse({}),
    cluster: cluster(),
    rulings: [],
    window: { since: '2025-09-12T22:30:00Z', until: NOW },
    now: NOW,
    ...overrides,
  };
}

/** The search returned #169, the report says to update it, and its history was read. */
function about(target: Partial<Issue>, its: Verdict, overrides: Partial<DecisionFacts> = {}): DecisionFacts {
  return given({
    investigation: investigation({
      report: report({ action: 'update', issue: 169, because: 'same message and place' }),
      search: searchThatFound(169),
      target: history({ issue: issue(target), fix: its.fix }),
    }),
    verdict: its,
    ...overrides,
  });
}

describe('which issue is meant', () => {
  it('creates one when a complete search found none', () => {
    expect(decide(given())).toMatchObject({
      action: 'create',
      issue: null,
      reasons: ['no issue names SessionMiddleware'],
    });
  });

  it('leaves to a person what the report is not sure of, though the search was complete', () => {
    const because = '#169 may be about this';
    const unsure = investigation({ report: report({ action: 'unverified', because }), search: searchThatFound(169) });
    expect(decide(given({ investigation: unsure }))).toEqual({
      action: 'unverified',
      issue: null,
      verdict: null,
      reasons: [because],
    });
  });

  it('updates the issue that the report names and the search returned', () => {
    const decision = decide(about({}, verdict('open')));
    expect(decision).toMatchObject({ action: 'update', issue: 169, reasons: ['same message and place', 'it is open'] });
  });

  it('does not take an issue that code holds something against', () => {
    const restraint = {
      refused: 'the sub-agent names #169, which is about something else',
      onItsWord: false,
      noticed: [],
    };
    const facts = about({}, verdict('open'));
    const decision = decide({ ...facts, investigation: { ...facts.investigation, restraint } });
    expect(decision).toMatchObject({ action: 'unverified', issue: null, reasons: [restraint.refused] });
  });

  it('creates none on its own beside an issue that code takes for the same', () => {
    const restraint = {
      refused: 'the sub-agent decides on a new issue, but to code #169 is the same problem',
      onItsWord: false,
      noticed: [],
    };
    const facts = given();
    const decision = decide({ ...facts, investigation: { ...facts.investigation, restraint } });
    expect(decision).toMatchObject({ action: 'unverified', issue: null, reasons: [restraint.refused] });
  });

  it('leaves nothing urgent out because of an issue that only a model names', () => {
    const restraint = { refused: null, onItsWord: true, noticed: [] };
    const wanted = { state: 'closed', closedAt: '2025-09-01T00:00:00Z', stateReason: 'not_planned' } as const;
    const facts = about(wanted, verdict('closed_without_fix'));
    expect(decide(facts).action).toBe('skip');
    const decision = decide({ ...facts, investigation: { ...facts.investigation, restraint } });
    expect(decision).toMatchObject({ action: 'unverified', issue: 169 });
    expect(decision.reasons.at(-1)).toContain('only the sub-agent takes it for this problem');
  });

  it('does not take an issue that the search did not return', () => {
    const named = investigation({
      report: report({ action: 'update', issue: 999, because: 'looks alike' }),
      target: history(),
    });
    const decision = decide(given({ investigation: named, verdict: verdict('open') }));
    expect(decision).toMatchObject({ action: 'unverified', issue: null });
    expect(decision.reasons).toEqual(['the report names #999, which the search did not return']);
  });

  it('takes the issue that carries our marker, whatever the report says', () => {
    const target = history({ own: true, issue: issue({ number: 640 }) });
    for (const says of [
      report({ action: 'create', because: 'nothing alike' }),
      report({ action: 'update', issue: 169, because: 'looks alike' }),
      report({ action: 'skip', because: 'noise' }),
    ]) {
      const marked = investigation({ report: says, search: searchThatFound(169, { marked: 640 }), target });
      expect(decide(given({ investigation: marked, verdict: verdict('open') }))).toMatchObject({
        action: 'update',
        issue: 640,
      });
    }
  });

  it('says which other open issues carry our marker as well', () => {
    const target = history({ own: true, issue: issue({ number: 640 }) });
    const found = searchThatFound(169, { marked: 640, twins: [641, 650] });
    const decision = decide(
      given({ investigation: investigation({ search: found, target }), verdict: verdict('open') }),
    );
    expect(decision).toMatchObject({ action: 'update', issue: 640 });
    expect(decision.reasons).toContain('#641 and #650, open too, carry the same: a duplicate');
  });

  it('takes it though a word search failed, since the marker is certain', () => {
    const steps = [step(), step({ engine: 'lexical', query: 'a', complete: false, error: 'rate limit' })];
    const marked = investigation({ search: search({ steps, marked: 169 }), target: history({ own: true }) });
    expect(decide(given({ investigation: marked, verdict: verdict('open') }))).toMatchObject({
      action: 'update',
      issue: 169,
    });
  });

  it.each([
    ['a word search', step({ engine: 'lexical', complete: false, error: 'HTTP 502' }), 'create'],
    ['the pull request search', step({ engine: 'pull-requests', complete: false, error: null }), 'update'],
    ['the marker', step({ complete: false, error: 'timeout' }), 'create'],
  ] as const)('is unverified when %s is not complete', (_what, failed, action) => {
    const says =
      action === 'create' ? report({ action, because: 'none' }) : report({ action, issue: 169, because: 'alike' });
    const steps = [...search().steps.slice(1), failed, ...(failed.engine === 'marker' ? [] : [step()])];
    const partial = investigation({ report: says, search: searchThatFound(169, { steps }), target: history() });
    const decision = decide(given({ investigation: partial, verdict: verdict('open') }));
    expect(decision.action).toBe('unverified');
    expect(decision.reasons[0]).toContain('not complete');
  });

  it('is unverified when the marker was found but the list of markers is not complete', () => {
    const steps = [step({ complete: false, error: 'HTTP 500' })];
    const marked = investigation({ search: search({ steps, marked: 169 }), target: history({ own: true }) });
    expect(decide(given({ investigation: marked, verdict: verdict('open') }))).toMatchObject({
      action: 'unverified',
      issue: 169,
    });
  });

  it('is unverified when nothing was searched', () => {
    const blind = investigation({ search: search({ steps: [] }) });
    expect(decide(given({ investigation: blind }))).toMatchObject({
      action: 'unverified',
      reasons: ['nothing was searched'],
    });
  });

  it('is unverified when the history of the target is missing or of another issue', () => {
    const facts = about({}, verdict('open'));
    expect(decide({ ...facts, verdict: null }).action).toBe('unverified');
    expect(decide({ ...facts, investigation: { ...facts.investigation, target: null } }).action).toBe('unverified');
    const other = history({ issue: issue({ number: 7 }) });
    expect(decide({ ...facts, investigation: { ...facts.investigation, target: other } }).action).toBe('unverified');
  });

  it('skips what the report calls no problem', () => {
    const noise = investigation({ report: report({ action: 'skip', because: 'a health check' }) });
    expect(decide(given({ investigation: noise }))).toMatchObject({
      action: 'skip',
      issue: null,
      reasons: ['a health check'],
    });
  });
});

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

describe('a mute', () => {
  const muted = (mute: object): DecisionFacts =>
    given({ config: Config.parse({ mutes: [{ reason: 'known', ...mute }] }) });
  const mine = cluster().fingerprint;

  it.each<[string, object, string]>([
    ['of this fingerprint', { fingerprint: mine }, 'skip'],
    ['of another fingerprint', { fingerprint: 'lg1ffffffffffffffff' }, 'create'],
    ['of its message', { message: '*sessionmiddleware*' }, 'skip'],
    ['of another message', { message: '*RedisManager*' }, 'create'],
    ['that has ended', { fingerprint: mine, until: '2025-09-12T23:30:00Z' }, 'create'],
    ['that has ended in another zone', { fingerprint: mine, until: '2025-09-13T01:00:00+02:00' }, 'create'],
    ['that goes on', { fingerprint: mine, until: '2025-09-12T23:30:01Z' }, 'skip'],
    ['up to more than there are', { fingerprint: mine, above: 16 }, 'skip'],
    ['up to as many as there are', { fingerprint: mine, above: 15 }, 'create'],
  ])('%s', (_what, mute, action) => {
    expect(decide(muted(mute)).action).toBe(action);
  });

  it('says why, and until when', () => {
    const { reasons } = decide(
      muted({ fingerprint: mine, until: '2025-09-20T00:00:00Z', above: 100, reason: 'fix on its way' }),
    );
    expect(reasons).toEqual([
      'muted until 2025-09-20 00:00 UTC below 100 entries a run (log-gardener.yaml): fix on its way',
    ]);
  });

  it('comes before everything else, an issue with our marker too', () => {
    const config = Config.parse({ mutes: [{ fingerprint: mine, reason: 'known' }] });
    expect(decide(about({}, regressed(), { config })).action).toBe('skip');
  });
});
