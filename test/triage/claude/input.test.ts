import { expect, it, onTestFinished } from 'vitest';
import { connectClaude } from '../../../src/investigate/claude/connect.ts';
import { startScriptedClaude } from '../../support/claude/scripted-claude.ts';
import { readThoroughly } from '../../support/claude/thorough-reader.ts';
import { medianOf, uncachedInput } from '../../support/claude/uncached.ts';
import { playScenario } from '../../support/eval/run-scenario.ts';
import { readScenarios } from '../../support/eval/scenario.ts';

/** Every nth scenario in the sample. */
const STEP = process.env.LONG === '1' ? 1 : 16;
/** 12,000 are wanted; threads and files of real repositories are several times as long as those of the scenarios. */
const MOST_TOKENS = 5_000;

it('sends few tokens a cluster that no request before held, read thoroughly', async () => {
  const claude = await startScriptedClaude(readThoroughly);
  onTestFinished(() => claude.stop());
  const scenarios = readScenarios().filter((_, index) => index % STEP === 0);
  for (const scenario of scenarios) {
    await playScenario(scenario, {
      name: 'claude',
      open: async () => ({
        request: { investigator: { name: 'claude', because: 'its input is measured' } },
        deps: { openModel: () => connectClaude({ provider: 'anthropic', apiKey: 'x', baseUrl: claude.url }) },
        turns: () => 0,
      }),
    });
  }
  claude.check();
  const sent = uncachedInput(claude.requests());
  const tokens = sent.map((one) => one.tokens).toSorted((a, b) => a - b);
  console.log(
    `${sent.length} clusters of ${scenarios.length} scenarios: uncached input ${medianOf(tokens)} tokens in the median, ${tokens.at(-1)} at most, of these ${sent[0]?.prefixTokens} prompt and tools; brief ${medianOf(sent.map(({ brief }) => Math.ceil(brief.length / 4)))}`,
  );
  expect(sent.length).toBeGreaterThan(scenarios.length / 2);
  expect(sent.every(({ turns }) => turns === 4)).toBe(true);
  expect(medianOf(tokens)).toBeLessThanOrEqual(MOST_TOKENS);
}, 120_000);
