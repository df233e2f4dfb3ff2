import type { Config } from '../../config/schema.ts';
import type { TokenCount } from '../../model/transcript.ts';
import { inputOf } from './spending.ts';

type Prices = Config['claude']['prices'][string];

/** US dollars per million tokens: https://platform.claude.com/docs/en/about-claude/pricing, October 2026. */
const KNOWN: Readonly<Record<string, Prices>> = {
  'claude-opus-5-5': { input: 4, cacheWrite: 5, cacheRead: 0.2, output: 20 },
  'claude-sonnet-5-5': { input: 2, cacheWrite: 2.5, cacheRead: 0.2, output: 10 },
  'claude-haiku-5-5': { input: 0.1, cacheWrite: 0.125, cacheRead: 0.01, output: 0.5 },
};

/** Prompts longer than this cost Haiku five times as much: https://platform.claude.com/docs/en/models/haiku-5-5/overview */
const LONG_PROMPT = 100_000;
const LONG_PROMPT_FACTOR = 5;

/** What one request cost, in US dollars; null = nobody said what the model costs. */
export function costOf(model: string, tokens: TokenCount, configured: Config['claude']['prices']): number | null {
  // On Vertex a model may carry its date: claude-sonnet-5-5@20260901.
  const name = model.split('@', 1)[0] ?? model;
  const prices = configured[model] ?? configured[name] ?? KNOWN[name];
  if (prices === undefined) return null;
  const isLong = inputOf(tokens) > LONG_PROMPT;
  const isTiered = name === 'claude-haiku-5-5' && configured[model] === undefined && configured[name] === undefined;
  const perMillion =
    tokens.input * prices.input +
    tokens.cacheWrite * prices.cacheWrite +
    tokens.cacheRead * prices.cacheRead +
    tokens.output * prices.output;
  return (perMillion / 1_000_000) * (isLong && isTiered ? LONG_PROMPT_FACTOR : 1);
}
