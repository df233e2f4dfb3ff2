import { describe, expect, it } from 'vitest';
import { decisionOf } from '../../../src/investigate/claude/choose-target.ts';
import type { Findings } from '../../../src/investigate/look-up.ts';
import type { Assessment } from '../../../src/model/assessment.ts';
import { report } from '../../support/drafting.ts';
import { assessed, clusterOf, SESSION } from '../problems.ts';

const FOUND: Findings = { known: null, remembered: null, ranked: [], nearest: null, pulls: [], twins: [] };
const rated = (basePriority: Assessment['basePriority']): Assessment => ({
  ...assessed(clusterOf(SESSION)),
  basePriority,
});
const skip = report({ action: 'skip', because: 'a probe' });
const create = report({ action: 'create', because: 'no issue speaks of it' });

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
