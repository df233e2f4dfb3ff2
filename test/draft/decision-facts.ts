import { Config } from '../../src/config/schema.ts';
import type { DecisionFacts } from '../../src/draft/decision.ts';
import type { Issue, Verdict } from '../../src/model/issue.ts';
import { cluster, history, investigation, issue, report, searchThatFound } from '../support/drafting.ts';

export const NOW = '2025-09-12T23:30:00Z';

export function given(overrides: Partial<DecisionFacts> = {}): DecisionFacts {
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
export function about(target: Partial<Issue>, its: Verdict, overrides: Partial<DecisionFacts> = {}): DecisionFacts {
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
