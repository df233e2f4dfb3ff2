import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../../../bench/entries/random.ts';
import type { Run } from '../../../src/model/run.ts';
import { getRun } from '../../../src/store/runs.ts';
import { worklogPath } from '../../../src/worklog/write.ts';
import type { History } from '../github/history.ts';
import type { TrackedIssue } from '../github/server.ts';
import { temporaryStore } from '../store.ts';
import { Story, timeAt } from '../story.ts';
import type { Hour } from '../triaging.ts';
import { startCloud } from './cloud.ts';
import { plantMishap } from './mishaps.ts';
import { act, chooseAct, merge } from './people.ts';
import { type Problem, problemOf, type TrueLine, type Truth } from './truth.ts';

/** One run, with what was true before it and after. */
export interface Step {
  readonly run: Run;
  readonly worklog: string;
  readonly service: string;
  /** What the run had to see. */
  readonly lines: readonly TrueLine[];
  /** Whether another run counted some of that. */
  readonly overlaps: boolean;
  /** Issues of problems that it took for gone, or the one before it with which something went wrong. */
  readonly recovered: readonly number[];
  /** Something went wrong with it, and it was run again. */
  readonly wentWrong: boolean;
  readonly before: readonly StoodIssue[];
  readonly after: readonly StoodIssue[];
  /** What each issue was made for, by number. */
  readonly made: ReadonlyMap<number, Problem>;
}

/** An issue with what only the tracker itself knows of it. */
export type StoodIssue = Omit<TrackedIssue, 'planted'> & Pick<History['issues'][number], 'locked' | 'gone' | 'events'>;

export interface LifeOptions {
  readonly seed: number;
  readonly reads: 'files' | 'cloud';
  readonly config: unknown;
  /** How often somebody does something on GitHub, of all hours. */
  readonly acts: number;
  /** How often something goes wrong, of all runs. */
  readonly mishaps: number;
  /** How often somebody runs it by hand, in other ways, of all runs. */
  readonly byHand: number;
  /** Told of every run. */
  readonly onStep: (step: Step) => void;
}

const MISSED = 0.2;

/** Lives through what happened, hour by hour; gives the journal of it. */
export async function live(truth: Truth, options: LifeOptions): Promise<string[]> {
  const random = createRandom(options.seed ^ 0x5eed);
  const chance = (share: number): boolean => random.fraction() < share;
  const story = new Story(options.config);
  const journal: string[] = [];
  const made = new Map<number, Problem>();
  await story.begin({ pulls: pullsOf(truth) });
  const cloud = options.reads === 'cloud' ? await startCloud(truth) : null;
  const readUntil = new Map<string, number>();
  let waited = 0;

  /** In a window of its own, which begins at an hour, or from where the last run ended. */
  const triage = async (hour: number, service: string, more: Partial<Hour> = {}, from: number | null = null) => {
    const now = timeAt(hour + 1);
    const { minSeverity = 'NOTICE' } = more;
    const read = (severity: string): number => readUntil.get(`${service} ${severity}`) ?? Date.parse(timeAt(0));
    const until = Date.parse(now) - (cloud === null ? 0 : SETTLE_MS);
    // Whoever asked for less severe entries has seen the severe ones too.
    const since = from === null ? Math.max(read('NOTICE'), read(minSeverity)) : Date.parse(timeAt(from));
    const timeOf = (line: TrueLine): number => Date.parse(cloud === null ? line.at : line.received);
    const isRead = (line: TrueLine): boolean =>
      line.service === service && timeOf(line) >= since && timeOf(line) < until;
    const lines = truth.lines.filter(isRead);
    const hourly: Partial<Hour> = {
      ...more,
      service,
      since: new Date(since).toISOString(),
      timing: {
        clock: () => Date.parse(now) + waited,
        wait: async (milliseconds) => {
          waited += milliseconds;
        },
      },
      ...(cloud && { openLogging: (store) => cloud({ state: story.state, service, minSeverity, now }, store) }),
    };
    const before = stood(story);
    const wentWrong = chance(options.mishaps);
    const first = wentWrong ? await runWithMishap(hour, lines, hourly) : null;
    const again = first?.status === 'done' ? first : await story.hour(hour, lines, hourly);
    // What the first could not look into, the second took up as part of the first; of Cloud Logging it read no more.
    const run = first !== null && cloud ? await getRun(await temporaryStore(story.state), first.id) : again;
    if (run === null) throw new Error('a run is kept');
    const recovered = [first, run].flatMap((one) => one?.recoveries.map(({ issue }) => issue) ?? []);
    const overlaps = Math.max(read('NOTICE'), read('ERROR')) > since;
    for (const severity of cloud ? [minSeverity] : ['NOTICE', minSeverity]) {
      readUntil.set(`${service} ${severity}`, Math.max(read(severity), until));
    }
    const after = stood(story);
    const worklog = readFileSync(worklogPath(join(story.state, 'worklogs'), run), 'utf8');
    journal.push(tell(run, service, truth));
    for (const { number, body } of after) {
      const cluster = run.clusters.find((one) => body.includes(`fingerprint=${one.cluster.fingerprint} `))?.cluster;
      const problem = cluster && problemOf(cluster, truth);
      if (problem && !made.has(number)) made.set(number, problem);
    }
    options.onStep({ run, worklog, service, lines, overlaps, recovered, wentWrong, before, after, made });
  };

  const runWithMishap = async (
    hour: number,
    lines: readonly TrueLine[],
    hourly: Partial<Hour>,
  ): Promise<Run | null> => {
    const mishap = plantMishap(story.tracker(), timeAt(hour + 1), random);
    const run = await story.hour(hour, lines, { ...hourly, ...mishap.options }).catch(() => null);
    journal.push(`${timeAt(hour + 1)} ${hourly.service}: ${mishap.name}: ${run?.status ?? 'dead'}`);
    // What did not come to pass shall not come later.
    await story.change(timeAt(hour + 1), (history) => history);
    return run;
  };

  for (let hour = 0; hour < truth.hours; hour += 1) {
    for (const service of truth.services) {
      if (chance(MISSED)) continue;
      await triage(hour, service);
      const earlier = cloud === null ? Math.max(0, hour - random.int(4)) : null;
      if (chance(options.byHand)) await triage(hour, service, {}, earlier);
      if (chance(options.byHand)) await triage(hour, service, { mode: 'draft' }, earlier);
      if (chance(options.byHand)) await triage(hour, service, { minSeverity: 'ERROR' }, earlier);
    }
    for (const problem of truth.problems) {
      if (problem.fix?.merged !== hour) continue;
      const at = timeAt(hour + 1, 1);
      const { pull } = problem.fix;
      const closes = stood(story)
        .filter((one) => one.state === 'open' && one.gone === null && made.get(one.number) === problem)
        .map(({ number }) => number);
      journal.push(`${at} #${pull} is merged for ${problem.family.name}, closes ${closes.join(', ')}`);
      await story.change(at, (history) => merge(history, pull, closes, at));
    }
    // Deploys are at even hours: whether one came before what somebody did minutes later, no log tells.
    if (hour % 2 === 1 || !chance(options.acts)) continue;
    const at = timeAt(hour + 1, 2);
    const chosen = chooseAct(stood(story), made, random);
    if (chosen === null) continue;
    journal.push(`${at} ann: ${chosen.name} #${chosen.issue}`);
    await story.change(at, (history) => act(history, chosen, at, random));
  }
  return journal;
}

/** What arrived in the last minute is left to the next run (`logging.settle`). */
const SETTLE_MS = 60_000;

function pullsOf({ problems }: Truth) {
  return problems.flatMap(({ fix }) => {
    if (fix === null) return [];
    return [{ number: fix.pull, title: `Mend number ${fix.pull}`, author: 'ann', created_at: timeAt(0) }];
  });
}

function stood(story: Story): StoodIssue[] {
  const { issues } = story.tracker().snapshot();
  return story
    .tracker()
    .issues()
    .flatMap(({ planted: _, ...one }) => {
      const known = issues.find(({ number }) => number === one.number);
      return known === undefined ? [] : [{ ...one, locked: known.locked, gone: known.gone, events: known.events }];
    });
}

function tell({ window, status, mode, minSeverity, clusters, recoveries }: Run, service: string, truth: Truth): string {
  const did = clusters.map(({ cluster, decision, priority, error }) => {
    const { action, issue, verdict } = decision ?? {};
    const name = problemOf(cluster, truth)?.family.name ?? cluster.title;
    return `${name} ${cluster.facts.count} ${priority} ${action} #${issue} ${verdict?.kind} ${error ?? ''}`;
  });
  const gone = recoveries.map(({ issue, kind, error }) => `#${issue} is gone: ${kind} ${error ?? ''}`);
  const what = [...did, ...gone].join('; ');
  return `${window.since} – ${window.until} ${service} ${status} (${mode}, ${minSeverity}): ${what}`;
}
