import type { Config } from '../../config/schema.ts';
import type { Assessment } from '../../model/assessment.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { RevisionSpan } from '../../model/completeness.ts';
import type { Agent, Investigation, Report, SearchStep, Suspect } from '../../model/report.ts';
import type { Run } from '../../model/run.ts';
import type { Opening, Turn } from '../../model/transcript.ts';
import { backingOf } from '../backing.ts';
import type { Backing } from '../claims/backing-kinds.ts';
import { checkProse } from '../claims/check-prose.ts';
import { settleProse } from '../claims/settle.ts';
import { tellUnbacked } from '../claims/tell.ts';
import type { Suspected } from '../find-suspects.ts';
import { type Findings, lookUp, searchRecordOf } from '../look-up.ts';
import { judgeByRules } from '../rules.ts';
import { type Target, targetAt } from '../target.ts';
import type { Toolbox } from '../toolbox.ts';
import { createToolSet } from '../tools/tool-set.ts';
import { briefOf, fill } from './brief.ts';
import type { Budget } from './budget.ts';
import { type ConversationDeps, converse, costSoFar, type Judgement } from './conversation.ts';
import type { Model } from './model.ts';
import { costOf } from './prices.ts';
import type { Prompt } from './prompt.ts';
import { readSubmission, SUBMIT_REPORT, submitReportTool } from './submit-report.ts';

/** The cluster one sub-agent is sent out for. */
export interface Subject {
  readonly run: Pick<Run, 'id' | 'repository' | 'service' | 'window' | 'mode'>;
  readonly cluster: Cluster;
  readonly assessment: Assessment;
  readonly suspected: Suspected;
}

export interface ClaudeDeps {
  readonly toolbox: Toolbox;
  /** To GitHub, for this cluster, so far. */
  readonly githubRequests: () => number;
  readonly config: Config;
  readonly revisions: readonly RevisionSpan[];
  readonly model: Model;
  readonly prompt: Prompt;
  /** What all sub-agents of the run spend. */
  readonly budget: Budget;
  readonly transcript: {
    /** Begins the conversation or goes on with it: the turns that are stored, and how it ended if it did. */
    readonly open: (opening: Opening) => Promise<{ readonly turns: readonly Turn[]; readonly ended: string | null }>;
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
  });

  const tools = createToolSet({ toolbox, cluster, config, revisions: deps.revisions, redact: deps.redact });
  const opening: Opening = {
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
  const { turns: stored, ended } = await deps.transcript.open(opening);
  const outcome = await converse<Report>(opening, {
    ...deps,
    tools,
    stored,
    givenUp: ended?.startsWith(GIVEN_UP) ? ended.slice(GIVEN_UP.length) : null,
    run: run.id,
    save: deps.transcript.save,
    report: { name: SUBMIT_REPORT, judge: (args, turns) => judge(args, turns, { subject, findings, steps, config }) },
    costOf: ({ tokens }) => costOf(opening.model, tokens, config.claude.prices),
    limits: { turns: config.claude.maxTurns, answerTokens: config.claude.maxAnswerTokens },
    overBudget: (turns) => deps.budget.whySpent() ?? whyClusterSpent(turns, config),
    redact: (turn) => redactTurn(turn, deps.redact),
    onPaid: deps.budget.spend,
  });
  if (deps.signal.aborted && outcome.kind === 'given up') return null;
  if (outcome.kind === 'given up') {
    await deps.transcript.end(`${GIVEN_UP}${outcome.because}`);
    return byRules(`Claude wrote no report: ${outcome.because}`, outcome.turns, opening);
  }
  await deps.transcript.end('report');
  const { report, turns } = outcome;
  const target = await targetOf(report, findings, cluster, toolbox);
  const all = [...steps, ...turns.flatMap(({ reply }) => reply?.steps ?? [])];
  const search = searchRecordOf(findings, target, all);
  const backing = backingFor(turns, { subject, findings, steps, config });
  // Nobody looks before it is posted, or somebody does and sees what is marked.
  const { prose, claims } =
    run.mode === 'auto'
      ? settleProse(report.prose, backing)
      : { prose: report.prose, claims: [...checkProse(report.prose, backing).claims] };
  return {
    investigator: 'claude',
    instead: null,
    agent: agentOf(opening, turns, run.id),
    report: {
      decision: decisionOf(report, target, findings, assessment),
      prose,
      related: report.related.filter(({ number }) => number !== target?.issue && isSeen(number, findings, all)),
    },
    search,
    target: target?.history ?? null,
    suspects: [],
    suspectsNote: '',
    claims,
  };
}

interface JudgeScene {
  readonly subject: Subject;
  readonly findings: Findings;
  readonly steps: readonly SearchStep[];
  readonly config: Config;
}

/** Takes a report, or says what to mend: its form always, its target and its claims once. */
function judge(args: unknown, turns: readonly Turn[], scene: JudgeScene): Judgement<Report> {
  const read = readSubmission(args);
  if ('problem' in read)
    return { mend: `The report does not fit: ${read.problem} Mend it and call ${SUBMIT_REPORT} again.` };
  const { report } = read;
  const handedIn = turns.filter(({ answer }) =>
    answer.content.some(
      (block) =>
        block.type === 'tool_use' && block.name === SUBMIT_REPORT && !('problem' in readSubmission(block.input)),
    ),
  );
  if (handedIn.length > 1) return { taken: report };
  const problems: string[] = [];
  const { decision } = report;
  const steps = [...scene.steps, ...turns.flatMap(({ reply }) => reply?.steps ?? [])];
  if (decision.action === 'update' && scene.findings.known === null && !isSeen(decision.issue, scene.findings, steps)) {
    problems.push(
      `No search returned #${decision.issue} as an issue of this repository. Search for it, name one that was found, or decide create.`,
    );
  }
  const unbacked = tellUnbacked(checkProse(report.prose, backingFor(turns, scene)));
  if (unbacked !== '') problems.push(unbacked);
  return problems.length === 0
    ? { taken: report }
    : { mend: `${problems.join(' ')} Then call ${SUBMIT_REPORT} again.` };
}

/** Everything the prose may rest on: what code computed and found, and what the tools answered. */
function backingFor(turns: readonly Turn[], { subject, findings, steps, config }: JudgeScene): Backing[] {
  const { cluster, assessment, suspected } = subject;
  const target = findings.known ?? findings.nearest;
  const search = searchRecordOf(findings, target, steps);
  return [
    ...backingOf(cluster, assessment, search, target?.history?.fix ?? null, config.sourceRoots),
    ...suspected.suspects.flatMap(suspectBacking),
    ...turns.flatMap(({ reply }) => reply?.backing ?? []),
  ];
}

function suspectBacking({ pull, sha, title, url, at, paths, reason }: Suspect): Backing[] {
  const id = pull === null ? `commit ${sha}` : `#${pull}`;
  const facts = [pull === null ? '' : `#${pull}`, sha ?? '', url, at, ...paths, reason].join(' ');
  return [
    { id, kind: 'tracker', text: facts },
    { id, kind: 'stranger', text: title },
  ];
}

/** Whether a search returned this number. */
function isSeen(number: number, findings: Findings, steps: readonly SearchStep[]): boolean {
  const ranked = findings.ranked.some(({ issue }) => issue.number === number);
  return ranked || steps.some(({ hits }) => hits.includes(number)) || findings.nearest?.issue === number;
}

async function targetOf(
  { decision }: Report,
  { known, nearest }: Findings,
  { fingerprint }: Cluster,
  toolbox: Toolbox,
): Promise<Target | null> {
  if (known !== null) return known;
  if (nearest?.marked === true) return nearest;
  if (decision.action !== 'update') return null;
  if (nearest?.issue === decision.issue) return { ...nearest, because: decision.because };
  const issue = await toolbox.getIssue(decision.issue);
  return issue === null || issue === 'unread' ? null : targetAt(issue, decision.because, fingerprint, toolbox);
}

/**
 * What the report decides, as far as it is the model's to decide. A marker leaves no choice; and log text could talk a
 * model into silence, so that only what is of the least priority may be left out.
 */
function decisionOf(
  { decision }: Report,
  target: Target | null,
  { remembered }: Findings,
  { basePriority }: Assessment,
): Report['decision'] {
  if (target !== null) return { action: 'update', issue: target.issue, because: target.because };
  if (remembered?.now === 'moved') {
    const because = `#${remembered.issue}, where we wrote of this problem, was moved to another repository (${remembered.url}), so it is tracked there`;
    return { action: 'skip', because };
  }
  if (decision.action !== 'skip' || basePriority === 'P3') return decision;
  return {
    action: 'create',
    because: `no search found an issue; the sub-agent would leave it (${decision.because}), but a ${basePriority} is not left on its word`,
  };
}

function whyClusterSpent(turns: readonly Turn[], { claude }: Config): string | null {
  if (costSoFar(turns) >= claude.maxUsd) return `the cluster’s budget of $${claude.maxUsd} is spent`;
  const tokens = turns.reduce((sum, { answer }) => sum + tokensOf(answer.tokens), 0);
  return tokens >= claude.maxTokens ? `the cluster’s ${claude.maxTokens} tokens are spent` : null;
}

function tokensOf({ input, cacheWrite, cacheRead, output }: Turn['answer']['tokens']): number {
  return input + cacheWrite + cacheRead + output;
}

function agentOf({ model, prompt }: Opening, turns: readonly Turn[], run: string): Agent {
  const paid = turns.filter(({ paidBy }) => paidBy === run);
  return {
    model,
    prompt,
    turns: turns.length,
    inputTokens: sum(paid, ({ answer: { tokens } }) => tokens.input + tokens.cacheWrite + tokens.cacheRead),
    outputTokens: sum(paid, ({ answer }) => answer.tokens.output),
    usd: paid.some(({ usd }) => usd === null) ? null : sum(paid, ({ usd }) => usd ?? 0),
  };
}

function sum(turns: readonly Turn[], of: (turn: Turn) => number): number {
  return turns.reduce((total, turn) => total + of(turn), 0);
}

/** What the model wrote, and what it was told, before it is kept. A thought that would have to be changed is left out: it is signed. */
async function redactTurn(turn: Turn, redact: (text: string) => Promise<string>): Promise<Turn> {
  const text = JSON.stringify(turn);
  if ((await redact(text)) === text) return turn;
  const content: Turn['answer']['content'] = [];
  for (const block of turn.answer.content) {
    if (block.type === 'text') content.push({ ...block, text: await redact(block.text) });
    else if (block.type === 'tool_use') content.push({ ...block, input: await redactValue(block.input, redact) });
    else if (block.type === 'thinking' && (await redact(block.thinking)) === block.thinking) content.push(block);
  }
  return { ...turn, answer: { ...turn.answer, content } };
}

async function redactValue(value: unknown, redact: (text: string) => Promise<string>): Promise<unknown> {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return Promise.all(value.map((item: unknown) => redactValue(item, redact)));
  if (typeof value !== 'object' || value === null) return value;
  const fields: [string, unknown][] = [];
  for (const [key, field] of Object.entries(value)) fields.push([key, await redactValue(field, redact)]);
  return Object.fromEntries(fields);
}
