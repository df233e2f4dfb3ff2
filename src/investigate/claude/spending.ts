import type { TokenCount, Turn } from '../../model/transcript.ts';

/** What turns cost. */
export interface Spending {
  /** US dollars; turns of unknown price count for nothing. */
  readonly usd: number;
  /** Of all kinds. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

const NOTHING: Spending = { usd: 0, inputTokens: 0, outputTokens: 0 };

/** What these turns cost together, on top of what was spent before. */
export function spentOn(turns: readonly Turn[], before: Spending = NOTHING): Spending {
  return turns.reduce(
    (sum, { usd, answer: { tokens } }) => ({
      usd: sum.usd + (usd ?? 0),
      inputTokens: sum.inputTokens + inputOf(tokens),
      outputTokens: sum.outputTokens + tokens.output,
    }),
    before,
  );
}

/** A cost, and what was spent on top of it between two looks at the same budget. */
export function plusSpent(cost: Spending, before: Spending, now: Spending): Spending {
  return {
    usd: cost.usd + now.usd - before.usd,
    inputTokens: cost.inputTokens + now.inputTokens - before.inputTokens,
    outputTokens: cost.outputTokens + now.outputTokens - before.outputTokens,
  };
}

/** Input tokens of all kinds. */
export function inputOf({ input, cacheWrite, cacheRead }: TokenCount): number {
  return input + cacheWrite + cacheRead;
}
