import type { Turn } from '../../model/transcript.ts';
import { type Spending, spentOn } from './spending.ts';

/** The dollars of one run, which all its sub-agents spend. */
export interface Budget {
  spend(turn: Turn): void;
  spent(): Spending;
  /** Why no more may be spent; null = there is some left. */
  whySpent(): string | null;
}

/** @param maxUsd null = no end. It is looked at before each turn, so that the turns under way may go beyond it. */
export function createBudget(maxUsd: number | null): Budget {
  let spent = spentOn([]);
  return {
    spend(turn) {
      spent = spentOn([turn], spent);
    },
    spent: () => spent,
    whySpent: () => (maxUsd !== null && spent.usd >= maxUsd ? `the run’s budget of $${maxUsd} is spent` : null),
  };
}
