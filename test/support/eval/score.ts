import { z } from 'zod';
import type { Judged } from './judge.ts';

/** One scenario, played once. */
export interface Result {
  readonly scenario: string;
  readonly kind: string;
  readonly heldOut: boolean;
  readonly judged: readonly Judged[];
  readonly unbacked: readonly string[];
  readonly escapes: readonly string[];
  readonly turns: number;
  readonly githubRequests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
  readonly seconds: number;
  /** Why it could not be played to its end, or null. */
  readonly error: string | null;
}

/** A share of all decisions, and between which bounds it lies with a certainty of 95 %; all three 0 to 1. */
const Share = z.object({ count: z.int(), of: z.int(), share: z.number(), low: z.number(), high: z.number() });
export type Share = z.infer<typeof Share>;

export const Score = z.object({
  scenarios: z.int(),
  right: Share,
  wrongCreates: Share,
  wrongUpdates: Share,
  unbacked: z.int(),
  escapes: z.int(),
  failed: z.int(),
  turns: z.int(),
  githubRequests: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  usd: z.number(),
  /** Of the runs themselves, one after the other; several are played at once. */
  seconds: z.number(),
});
export type Score = z.infer<typeof Score>;

/** Sums up. A scenario that failed counts as one wrong decision. */
export function scoreOf(results: readonly Result[]): Score {
  const failed = results.filter(({ error }) => error !== null).length;
  const all = results.flatMap(({ judged }) => judged);
  const of = all.length + failed;
  const share = (is: (one: Judged) => boolean) => shareOf(all.filter(is).length, of);
  const sum = (value: (one: Result) => number) => results.reduce((total, one) => total + value(one), 0);
  return {
    scenarios: new Set(results.map(({ scenario }) => scenario)).size,
    right: share(({ right }) => right),
    wrongCreates: share(({ wrongCreate }) => wrongCreate),
    wrongUpdates: share(({ wrongUpdate }) => wrongUpdate),
    unbacked: sum(({ unbacked }) => unbacked.length),
    escapes: sum(({ escapes }) => escapes.length),
    failed,
    turns: sum(({ turns }) => turns),
    githubRequests: sum(({ githubRequests }) => githubRequests),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    usd: sum(({ usd }) => usd),
    seconds: sum(({ seconds }) => seconds),
  };
}

/** Of the normal distribution, for 95 %. */
const Z = 1.959964;

/** Wilson's score interval: sound also for few decisions, and for shares near 0 and 1. */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { count, of, share: 0, low: 0, high: 1 };
  const share = count / of;
  const square = Z * Z;
  const middle = share + square / (2 * of);
  const margin = Z * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of));
  const bound = (value: number) => Math.min(1, Math.max(0, value / (1 + square / of)));
  return {
    count,
    of,
    share,
    low: count === 0 ? 0 : bound(middle - margin),
    high: count === of ? 1 : bound(middle + margin),
  };
}
