import type { TriagedCluster } from '../../../src/model/run.ts';
import { isAbout, type Played } from './run-scenario.ts';
import type { Answer, Scenario } from './scenario.ts';

/** One decision beside the right one. */
export interface Judged {
  readonly about: string;
  readonly wanted: Outcome;
  readonly got: Outcome;
  /** Whether they are the same, the verdict included. */
  readonly right: boolean;
  /** An issue was drafted for what has one, or is to have none. */
  readonly wrongCreate: boolean;
  /** An issue was written to that is not about this, or that was to be left alone. */
  readonly wrongUpdate: boolean;
  /** What the program gave as its reasons. */
  readonly because: string;
}

interface Outcome {
  readonly action: Answer['action'];
  readonly issue: number | null;
  readonly verdict: Answer['verdict'];
}

const NOTHING: Outcome = { action: 'nothing', issue: null, verdict: null };

/**
 * Compares what became of a scenario with its answers. Each answer is one decision, also where its problem fell into
 * several clusters: then all have to be right, and only one may create. A cluster that no answer is about is a decision
 * that nobody wanted.
 */
export function judge(scenario: Scenario, { run }: Pick<Played, 'run'>): Judged[] {
  const left = new Set(run.clusters);
  const judged = scenario.answers.map((answer) => {
    const found = run.clusters.filter((one) => left.has(one) && holds(one, answer.about));
    for (const one of found) left.delete(one);
    return judgeAnswer(answer, found);
  });
  const extra = [...left].map((one) =>
    compare(one.cluster.title, NOTHING, outcomeOf(one), (one.decision?.reasons ?? []).join('; ')),
  );
  return [...judged, ...extra];
}

function judgeAnswer(answer: Answer, found: readonly TriagedCluster[]): Judged {
  const { about, action, issue, verdict } = answer;
  const wanted = { action, issue, verdict };
  const all = found.map((one) => compare(about, wanted, outcomeOf(one), (one.decision?.reasons ?? []).join('; ')));
  const wrong = all.find(({ right }) => !right);
  const creates = all.filter(({ got }) => got.action === 'create');
  const [first, second] = all;
  if (first === undefined) return compare(about, wanted, NOTHING, 'no cluster is about it');
  // A second issue for the same problem is one too many, however right the first.
  if (action === 'create' && second !== undefined && creates.length > 1)
    return { ...second, right: false, wrongCreate: true, because: `${all.length} clusters of one problem` };
  return wrong ?? first;
}

function compare(about: string, wanted: Outcome, got: Outcome, because: string): Judged {
  const right = wanted.action === got.action && wanted.issue === got.issue && wanted.verdict === got.verdict;
  const writes = got.action === 'update' || got.action === 'reopen';
  const mayWrite = wanted.action === 'update' || wanted.action === 'reopen';
  return {
    about,
    wanted,
    got,
    right,
    wrongCreate: got.action === 'create' && wanted.action !== 'create',
    wrongUpdate: writes && !(mayWrite && wanted.issue === got.issue),
    because,
  };
}

function outcomeOf({ decision }: TriagedCluster): Outcome {
  if (decision === null) return NOTHING;
  return { action: decision.action, issue: decision.issue, verdict: decision.verdict?.kind ?? null };
}

function holds({ cluster }: TriagedCluster, about: string): boolean {
  return cluster.patterns.some(({ examples, template }) => isAbout([...examples, template], about));
}
