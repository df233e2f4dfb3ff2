import type { Redactor } from '../collect/redact.ts';
import { Config } from '../config/schema.ts';
import { replayGitHub } from '../github/client.ts';
import { findMarkedIssues } from '../github/marked-issues.ts';
import { shareRecentPulls } from '../github/pulls.ts';
import { replayAnswers } from '../github/tape.ts';
import { createBudget } from '../investigate/claude/budget.ts';
import { ModelError } from '../investigate/claude/model.ts';
import { INVESTIGATOR_PROMPT, loadPrompt } from '../investigate/claude/prompt.ts';
import type { Reach } from '../investigate/toolbox.ts';
import { GitHubError, NotFoundError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { Tape, TapedTracker } from '../model/tape.ts';
import { isRunOfJob } from '../store/job-runs.ts';
import type { Store } from '../store/open.ts';
import { getTape, KEPT_TAPES, putRows } from '../store/tapes.ts';
import { renderWorklog } from '../worklog/render.ts';
import { carryOut } from './carry-out.ts';
import { type Reaches, shareReaches } from './reaches.ts';
import { recallIssue } from './recall-issue.ts';
import { createRecorder } from './recorder.ts';
import type { TriageDeps } from './request.ts';
import type { Agency } from './send-agent.ts';

export interface Replay {
  readonly run: Run;
  readonly worklog: string;
  /** The first line in which the worklog differs from that of the run, from 1; null = they are the same, byte for byte. */
  readonly differsAt: number | null;
}

export interface ReplayDeps extends Pick<TriageDeps, 'onEvent' | 'worklogDir'> {
  /** That holds the run. It is read only. */
  readonly store: Store;
  /** An empty one, for what the replay writes. */
  readonly scratch: Store;
  readonly redactorFor: (config: Config) => Redactor;
}

/**
 * What a run took from outside.
 *
 * @throws NotFoundError when there is no tape of it
 */
export async function findTape(id: string, store: Store): Promise<Tape> {
  const tape = await getTape(store, id);
  if (tape !== null) return tape;
  if (await isRunOfJob(store, id)) {
    throw new NotFoundError(
      `Run ${id} was made by workers of a fleet, and there is no tape of it: each looked at GitHub at a time of its own. What they decided by is in its worklog; log-gardener transcript shows what each sub-agent did.`,
    );
  }
  throw new NotFoundError(
    `There is no tape of run ${id}: those of the last ${KEPT_TAPES} runs that came to their end are kept. log-gardener worklog path names the last run.`,
  );
}

/**
 * Runs a run again from what it took from outside: the same clusters, the same answers of GitHub and of the model, the
 * same memory and clock. Nobody is asked and nothing is posted; the program as it is now decides and writes.
 */
export async function replayRun(tape: Tape, deps: ReplayDeps): Promise<Replay> {
  const { begun } = tape;
  const config = Config.parse(tape.config);
  // Messages name the store, and should name the same.
  const store: Store = { ...deps.scratch, where: deps.store.where };
  await putRows(store, tape.memory, deps.store, begun.id);
  const reaches = await openAll(tape, store, config);
  let at = 0;
  const now = (): string => tape.times[at++] ?? tape.times.at(-1) ?? begun.startedAt;
  const runDeps: TriageDeps = {
    config,
    store,
    now,
    worklogDir: deps.worklogDir,
    version: begun.version,
    onEvent: deps.onEvent,
    redactionKey: Buffer.alloc(0),
    setAside: () => '',
    openGitHub: async () => {
      throw new Error('a replay opens nothing');
    },
  };
  const recorder = createRecorder(begun, runDeps);
  const agency = await openAgency(tape);
  const run = await carryOut(recorder, { reaches, agency, redactor: deps.redactorFor(config) }, runDeps);
  const worklog = renderWorklog(run);
  return { run, worklog, differsAt: firstDifference(worklog, tape.worklog) };
}

async function openAll({ github, others, answers, begun }: Tape, store: Store, config: Config): Promise<Reaches> {
  const replay = replayAnswers(answers);
  const open = async (tracker: TapedTracker, repository: string): Promise<Reach> => {
    if ('because' in tracker) return { github: null, because: tracker.because };
    const opened = replayGitHub(tracker, replay);
    return {
      github: opened,
      marked: await findMarkedIssues(opened),
      recall: (fingerprint) => recallIssue(store, repository, fingerprint),
      recentPulls: shareRecentPulls(opened),
    };
  };
  const openOther = async (repository: string): Promise<Reach> => {
    const known = others.find((one) => one.repository === repository);
    const tracker = known?.tracker ?? { because: `The run did not ask ${repository}, and a replay asks nobody.` };
    const reach = await open(tracker, repository);
    if (reach.github === null) throw new GitHubError(reach.because, 0);
    return reach;
  };
  const repository = begun.repository ?? '';
  const own = await open(github, repository);
  const reaches = shareReaches({ repository, own, open: openOther, triesAgain: false }, config);
  // What the run had open counts, whether it was for itself or for what earlier runs had left.
  for (const { repository: name, tracker } of others) if (!('because' in tracker)) await reaches.to(name);
  return reaches;
}

async function openAgency({ begun, maxUsd }: Tape): Promise<Agency | null> {
  if (begun.investigator.name !== 'claude') return null;
  return {
    model: {
      async ask() {
        throw new ModelError('The run did not ask this, and a replay asks nobody.', { status: 0, passing: false });
      },
    },
    prompt: await loadPrompt(INVESTIGATOR_PROMPT),
    budget: createBudget(maxUsd),
  };
}

function firstDifference(a: string, b: string): number | null {
  if (a === b) return null;
  const [ours, theirs] = [a.split('\n'), b.split('\n')];
  const at = ours.findIndex((line, index) => line !== theirs[index]);
  return (at === -1 ? ours.length : at) + 1;
}
