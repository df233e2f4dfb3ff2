import type { Turn } from '../../model/transcript.ts';

/** What was paid. */
interface Spent {
  readonly usd: number;
  /** Of all kinds. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The dollars of one run, which all its sub-agents spend. */
export interface Budget {
  spend(turn: Turn): void;
  spent(): Spent;
  /** Why no more may be spent; null = there is some left. */
  whySpent(): string | null;
}

/** @param maxUsd null = no end. It is looked at before each turn, so that the turns under way may go beyond it. */
export function createBudget(maxUsd: number | null): Budget {
  let spent: Spent = { usd: 0, inputTokens: 0, outputTokens: 0 };
  return {
    spend({ usd, answer: { tokens } }) {
      spent = {
        usd: spent.usd + (usd ?? 0),
        inputTokens: spent.inputTokens + tokens.input + tokens.cacheWrite + tokens.cacheRead,
        outputTokens: spent.outputTokens + tokens.output,
      };
    },
    spent: () => spent,
    whySpent: () => (maxUsd !== null && spent.usd >= maxUsd ? `the run’s budget of $${maxUsd} is spent` : null),
  };
}
