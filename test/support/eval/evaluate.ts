import PQueue from 'p-queue';
import { checkDrafts } from './check-drafts.ts';
import type { EvalInvestigator } from './investigators.ts';
import { judge } from './judge.ts';
import { playScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Result } from './score.ts';

export interface EvalOptions {
  readonly investigator: EvalInvestigator;
  /** How often each scenario is played. */
  readonly repeat: number;
  /** Scenarios at once, in this process. */
  readonly concurrency: number;
  readonly onResult?: (result: Result) => void;
}

/** Plays all scenarios; the results come in the order of the scenarios, whoever ended first. */
export async function evaluate(scenarios: readonly Scenario[], options: EvalOptions): Promise<Result[]> {
  const queue = new PQueue({ concurrency: options.concurrency });
  const rounds = Array.from({ length: options.repeat }, () => scenarios).flat();
  return Promise.all(
    rounds.map((scenario) =>
      queue.add(async () => {
        const result = await playOne(scenario, options.investigator);
        options.onResult?.(result);
        return result;
      }),
    ),
  );
}

async function playOne(scenario: Scenario, investigator: EvalInvestigator): Promise<Result> {
  const about = { scenario: scenario.name, kind: scenario.kind, heldOut: scenario.heldOut };
  try {
    const played = await playScenario(scenario, investigator);
    const { githubRequests, cost } = played.run;
    const failed = played.run.clusters.find(({ error }) => error !== null)?.error ?? null;
    return {
      ...about,
      judged: judge(scenario, played),
      ...checkDrafts(played),
      turns: played.turns,
      githubRequests,
      ...cost,
      seconds: played.seconds,
      error: failed,
    };
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    const nothing = { turns: 0, githubRequests: 0, inputTokens: 0, outputTokens: 0, usd: 0, seconds: 0 };
    return { ...about, ...nothing, judged: [], unbacked: [], escapes: [], error: because };
  }
}
