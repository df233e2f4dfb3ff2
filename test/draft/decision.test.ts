import { describe, expect, it } from 'vitest';
import { decide } from '../../src/draft/decision.ts';
import { history, investigation, issue, report, search, searchThatFound, step, verdict } from '../support/drafting.ts';
import { about, given } from './decision-facts.ts';

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
