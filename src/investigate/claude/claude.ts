import type { Config } from '../../config/schema.ts';
import type { Assessment } from '../../model/assessment.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { RevisionSpan } from '../../model/completeness.ts';
import type { Agent, Investigation, Report, Restraint } from '../../model/report.ts';
import type { Run } from '../../model/run.ts';
import type { Opening, Turn } from '../../model/transcript.ts';
import type { Suspected } from '../find-suspects.ts';
import { lookUp } from '../look-up.ts';
import { judgeByRules } from '../rules.ts';
import type { Toolbox } from '../toolbox.ts';
import { createToolSet } from '../tools/tool-set.ts';
import { briefOf, fill } from './brief.ts';
import type { Budget } from './budget.ts';
import { describeConduct, wordsOf } from './conduct.ts';
import { type ConversationDeps, converse } from './conversation.ts';
import { backingFor, type JudgeScene, judgeReport } from './judge-report.ts';
import type { Model } from './model.ts';
import { costOf } from './prices.ts';
import type { Prompt } from './prompt.ts';
import { createRecital } from './recital.ts';
import { redactTurn } from './redact-turn.ts';
import { spentOn } from './spending.ts';
import { SUBMIT_REPORT, submitReportTool } from './submit-report.ts';
import { takeReport } from './take-report.ts';

/** The cluster one sub-agent is sent out for. */
export interface Subject {
  readonly run: Pick<Run, 'id' | 'repository' | 'service' | 'window' | 'mode'>;
  readonly cluster: Cluster;
  readonly assessment: Assessment;
  readonly suspected: Suspected;
}

interface Begun {
  readonly opening: Opening;
  readonly turns: readonly Turn[];
  readonly ended: string | null;
}

export interface ClaudeDeps {
  readonly toolbox: Toolbox;
  /** Does what the sub-agent asked of GitHub, and says how many requests that took. */
  readonly askGitHub: <T>(work: () => Promise<T>) => Promise<{ result: T; requests: number }>;
  readonly config: Config;
  readonly revisions: readonly RevisionSpan[];
  readonly model: Model;
  readonly prompt: Prompt;
  /** What all sub-agents of the run spend. */
  readonly budget: Budget;
  readonly transcript: {
    /** Begins the conversation or goes on with it: how it began, the turns that are stored, how it ended if it did. */
    readonly open: (opening: Opening) => Promise<Begun>;
    readonly save: (turn: Turn) => Promise<void>;
    readonly end: (how: string) => Promise<void>;
  };
  /** Hides secrets and personal data. */
  readonly redact: (text: string) => Promise<string>;
  readonly onTurn: ConversationDeps<Report>['onTurn'];
  readonly signal: AbortSignal;
}

/** How a transcript ends that brought no report; why follows. */
const GIVEN_UP = 'given up: ';

/**
 * Investigates a cluster with a sub-agent. Code searches first and has the last word: where our marker names an issue
 * that is the target, another must have been found by a search, and prose that nothing backs goes back once, then out.
 * Where the model gives no report, rules write it and say why.
 *
 * @returns null when it was called off
 */
export async function investigateByClaude(subject: Subject, deps: ClaudeDeps): Promise<Investigation | null> {
  const { cluster, assessment, run, suspected } = subject;
  const { toolbox, config } = deps;
  const findings = await lookUp(cluster, toolbox);
  const steps = toolbox.steps();
  const byRules = (instead: string, turns: readonly Turn[], opening: Opening): Investigation => ({
    ...judgeByRules(cluster, assessment, findings, { toolbox, config }),
    instead,
    agent: agentOf(opening, turns, run.id),
    restraint: {
      refused: null,
      onItsWord: false,
      noticed: describeConduct(turns, opening, run.repository ?? 'nothing'),
    },
  });

  const tools = createToolSet({ toolbox, cluster, config, revisions: deps.revisions, redact: deps.redact });
  const fresh: Opening = {
    model: config.claude.models[assessment.basePriority] ?? config.claude.model,
    effort: config.claude.effort,
    prompt: deps.prompt.name,
    system: deps.prompt.system,
    tools: [...tools.tools, submitReportTool].map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema: { ...inputSchema },
    })),
    first: await deps.redact(
      fill(deps.prompt.template, briefOf({ run, cluster, assessment, suspected, config, findings, steps })),
    ),
  };
  const { opening, turns: stored, ended } = await deps.transcript.open(fresh);
  const recites = createRecital([opening.system, ...opening.tools.map(({ description }) => description)]);
  const scene: JudgeScene = { subject, findings, steps, toolbox, config, recites };
  const outcome = await converse<Report>(opening, {
    ...deps,
    tools,
    stored,
    givenUp: ended?.startsWith(GIVEN_UP) ? ended.slice(GIVEN_UP.length) : null,
    run: run.id,
    save: deps.transcript.save,
    report: { name: SUBMIT_REPORT, judge: (args, turns) => judgeReport(args, turns, scene) },
    costOf: ({ tokens }) => costOf(opening.model, tokens, config.claude.prices),
    limits: { turns: config.claude.maxTurns, answerTokens: config.claude.maxAnswerTokens },
    overBudget: (turns) => deps.budget.whySpent() ?? whyClusterSpent(turns, config),
    redact: (turn) => redactTurn(turn, deps.redact),
    onPaid: deps.budget.spend,
  });
  if (deps.signal.aborted && outcome.kind === 'given up') return null;
  const giveUp = async (because: string): Promise<Investigation> => {
    const instead = byRules(`Claude wrote no report: ${because}`, outcome.turns, opening);
    await deps.transcript.end(`${GIVEN_UP}${because}`);
    return instead;
  };
  if (outcome.kind === 'given up') return giveUp(outcome.because);
  const { report, turns } = outcome;
  // Whoever made it say that may have made it say anything.
  if (recites(wordsOf(report))) return giveUp('what it handed in repeats its instructions');
  const all = [...steps, ...turns.flatMap(({ reply }) => reply?.steps ?? [])];
  const taken = await takeReport(report, {
    ...{ subject, findings, toolbox },
    backing: backingFor(turns, scene),
    steps: all,
    noticed: describeConduct(turns, opening, run.repository ?? 'nothing'),
  });
  await deps.transcript.end(endOf(taken.restraint));
  return { investigator: 'claude', instead: null, agent: agentOf(opening, turns, run.id), ...taken };
}

/** How a conversation ended that brought a report, and what code noticed in it. */
function endOf({ noticed }: Restraint): string {
  return ['report', ...(noticed.length === 0 ? [] : [`code noticed: ${noticed.join('; ')}`])].join('; ');
}

function whyClusterSpent(turns: readonly Turn[], { claude }: Config): string | null {
  const { usd, inputTokens, outputTokens } = spentOn(turns);
  if (usd >= claude.maxUsd) return `the cluster’s budget of $${claude.maxUsd} is spent`;
  const isOver = inputTokens + outputTokens >= claude.maxTokens;
  return isOver ? `the cluster’s ${claude.maxTokens} tokens are spent` : null;
}

function agentOf({ model, prompt }: Opening, turns: readonly Turn[], run: string): Agent {
  const paid = turns.filter(({ paidBy }) => paidBy === run);
  const spent = spentOn(paid);
  const usd = paid.some((turn) => turn.usd === null) ? null : spent.usd;
  return { model, prompt, turns: turns.length, ...spent, usd };
}
