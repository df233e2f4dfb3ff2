import { expect, it } from 'vitest';
import { finalPriority } from '../../src/draft/priority.ts';
import { cluster, facts, regressed, verdict } from '../support/drafting.ts';

it.each([
  ['P2', 'ERROR', 'P1', 'P1: raised from P2 by the regression'],
  ['P1', 'CRITICAL', 'P0', 'P0: raised from P1 by the regression'],
  ['P0', 'ERROR', 'P0', 'P0: a regression, and nothing is above P0'],
  ['P3', 'WARNING', 'P2', 'P2: raised from P3 by the regression'],
  ['P2', 'WARNING', 'P2', 'P2: a regression, but WARNING is not raised above P2'],
  ['P3', 'NOTICE', 'P2', 'P2: raised from P3 by the regression'],
  ['P1', 'WARNING', 'P1', 'P1: a regression, but WARNING is not raised above P2'],
  ['P0', 'WARNING', 'P0', 'P0: a regression, and nothing is above P0'],
] as const)('a regression makes %s of severity %s a %s', (base, severity, priority, rule) => {
  const regression = finalPriority(base, cluster({ facts: facts({ severity }) }), regressed());
  expect(regression).toEqual({ priority, rules: [rule] });
});

it.each([null, verdict('open'), verdict('fix_not_deployed'), verdict('closed_without_fix'), verdict('unknown')])(
  'anything else leaves it as it is (%o)',
  (other) => {
    expect(finalPriority('P2', cluster(), other)).toEqual({ priority: 'P2', rules: [] });
  },
);
