import { describe, expect, it } from 'vitest';
import { chooseTarget, decisionOf } from '../../../src/investigate/claude/choose-target.ts';
import type { Findings } from '../../../src/investigate/look-up.ts';
import { createToolbox } from '../../../src/investigate/toolbox.ts';
import type { Assessment } from '../../../src/model/assessment.ts';
import type { Report } from '../../../src/model/report.ts';
import { report } from '../../support/drafting.ts';
import { assessed, clusterOf, SESSION } from '../problems.ts';

const FOUND: Findings = { known: null, remembered: null, ranked: [], nearest: null, pulls: [], twins: [] };
const rated = (basePriority: Assessment['basePriority']): Assessment => ({
  ...assessed(clusterOf(SESSION)),
  basePriority,
});
const skip = report({ action: 'skip', because: 'a probe' });
const create = report({ action: 'create', because: 'no issue speaks of it' });

const NEAREST = { issue: 5, history: null, marked: false, because: '#5 and this problem quote the same line' };
const TOOLBOX = createToolbox({ github: null, because: 'it is not asked here' });

describe('which issue is the target', () => {
  const choose = (said: Report, basePriority: Assessment['basePriority'], nearest: Findings['nearest'] = NEAREST) =>
    chooseTarget(said, [], {
      findings: { ...FOUND, nearest },
      cluster: clusterOf(SESSION),
      assessment: rated(basePriority),
      toolbox: TOOLBOX,
    });

  it('is for a person to say where a sub-agent wants a new issue beside one that is the same to code', async () => {
    expect(await choose(create, 'P2')).toEqual({
      target: null,
      refused:
        'the sub-agent decides on a new issue, but to code #5 is the same problem: #5 and this problem quote the same line',
      onItsWord: false,
    });
    expect(decisionOf(create, null, { ...FOUND, nearest: NEAREST }, rated('P2')).action).toBe('create');
  });

  it('is for a person to say where a sub-agent would leave out what is urgent and known', async () => {
    expect((await choose(skip, 'P2')).refused).toMatch(/^the sub-agent would leave it out, but to code #5 is the same/);
    expect((await choose(skip, 'P3')).refused).toBeNull();
    expect(decisionOf(skip, null, { ...FOUND, nearest: NEAREST }, rated('P2'))).toEqual({
      action: 'create',
      because: 'the sub-agent would leave it (a probe), but a P2 is not left on its word',
    });
  });

  it('is none where neither code nor sub-agent knows one', async () => {
    expect(await choose(create, 'P2', null)).toEqual({ target: null, refused: null, onItsWord: false });
  });
});

describe('what a sub-agent decides', () => {
  it('is to leave out only what is of the least priority', () => {
    expect(decisionOf(skip, null, FOUND, rated('P3'))).toEqual(skip.decision);
    expect(decisionOf(skip, null, FOUND, rated('P2'))).toEqual({
      action: 'create',
      because: expect.stringContaining('the sub-agent would leave it (a probe), but a P2 is not left on its word'),
    });
  });

  it('is nothing where code has the target', () => {
    const target = { issue: 7, history: null, marked: true, because: '#7 carries our marker' };
    for (const said of [skip, create]) {
      expect(decisionOf(said, target, FOUND, rated('P3'))).toEqual({
        action: 'update',
        issue: 7,
        because: '#7 carries our marker',
      });
    }
  });

  it('is nothing where our issue was moved to another repository, which goes on there', () => {
    const url = 'https://github.com/acme/platform/issues/3';
    const remembered = { issue: 7, login: null, now: 'moved', url } as const;
    expect(decisionOf(create, null, { ...FOUND, remembered }, rated('P1'))).toEqual({
      action: 'skip',
      because: `#7, where we wrote of this problem, was moved to another repository (${url}), so it is tracked there`,
    });
  });
});
