import { isDeepStrictEqual } from 'node:util';
import { SEVERITY_RANK } from '../../../src/model/severity.ts';
import { formatSpan } from '../../../src/wording/words.ts';
import { parseWorklog } from '../../../src/worklog/parse.ts';
import type { Read } from './check-evidence.ts';
import { checkIssue } from './check-issue.ts';
import type { Step, StoodIssue } from './life.ts';
import { type Problem, problemOf, type TrueLine, type Truth } from './truth.ts';

/** What an oracle knows of the steps so far. */
export interface Known {
  readonly truth: Truth;
  readonly reads: Read[];
  /** Services of which some entries were in two runs. */
  readonly overlapped: Set<string>;
  readonly fingerprints: Map<Problem, string>;
  readonly ever: Map<Problem, Set<TrueLine>>;
}

/** Knows the truth: tells after each run what is not as it should be, in words. */
export function createOracle(truth: Truth): (step: Step) => string[] {
  const known: Known = { truth, reads: [], overlapped: new Set(), fingerprints: new Map(), ever: new Map() };
  return (step) => {
    const { run, service } = step;
    const seen = learn(step, known);
    const faults = [...checkClusters(step, seen, known), ...checkWorklog(step, seen)];
    if (run.mode === 'draft') {
      if (!isDeepStrictEqual(step.before, step.after)) faults.push('draft mode changed GitHub');
    } else {
      const told = withoutUnread(seen, step, truth);
      for (const [problem, lines] of told) faults.push(...checkNumber(problem, lines, step, truth));
      for (const issue of step.after) faults.push(...checkIssue(issue, told, step, known));
    }
    return faults.map((fault) => `${run.window.until} ${service}: ${fault}`);
  };
}

/** The lines of each problem that the run had to see. */
function learn(step: Step, { reads, overlapped, ever }: Known): Map<Problem, TrueLine[]> {
  const { run, service, lines } = step;
  const isCounted = ({ severity }: TrueLine): boolean => rank(severity) >= rank(run.minSeverity);
  const seen = new Map<Problem, TrueLine[]>();
  for (const line of lines.filter(isCounted)) {
    if (line.problem === null) continue;
    seen.set(line.problem, [...(seen.get(line.problem) ?? []), line]);
    ever.set(line.problem, new Set(ever.get(line.problem)).add(line));
  }
  const byArrival = run.collected.cloud !== undefined;
  if (step.overlaps) overlapped.add(service);
  reads.push({
    window: formatSpan(run.window.since, run.window.until),
    service,
    until: Date.parse(run.window.until),
    seen: new Map(seen),
    ever: new Map(ever),
    entries: byArrival ? lines.filter(isCounted).length : lines.length,
    byArrival,
  });
  return seen;
}

function checkClusters(
  { run, wentWrong }: Step,
  seen: ReadonlyMap<Problem, readonly TrueLine[]>,
  { truth, fingerprints }: Known,
): string[] {
  const faults = run.clusters.flatMap(({ cluster }) => {
    const problem = problemOf(cluster, truth);
    if (problem === null) return [`a cluster of several problems, or of none: ${cluster.title}`];
    const { name } = problem.family;
    const before = fingerprints.get(problem) ?? cluster.fingerprint;
    fingerprints.set(problem, cluster.fingerprint);
    const count = seen.get(problem)?.length ?? 0;
    return [
      ...(cluster.facts.count === count ? [] : [`${name} has ${cluster.facts.count} entries, in truth ${count}`]),
      ...(cluster.fingerprint === before ? [] : [`${name} was ${before}, and is ${cluster.fingerprint}`]),
    ];
  });
  if (run.clusters.length !== seen.size) faults.push(`${run.clusters.length} clusters of ${seen.size} problems`);
  // Where a person opened a second issue again.
  const warnings = run.warnings.filter((text) => !text.includes('are open for one problem'));
  if (!wentWrong && warnings.length > 0) faults.push(`warns: ${warnings.join(' ')}`);
  return faults;
}

function checkWorklog({ run, worklog, lines }: Step, seen: ReadonlyMap<Problem, readonly TrueLine[]>): string[] {
  const told = parseWorklog(worklog);
  const kept = [...seen.values()].reduce((sum, some) => sum + some.length, 0);
  const entries = told.clusters.reduce((sum, { cluster }) => sum + cluster.facts.count, 0);
  const rows = [...worklog.matchAll(/^\| \d+ +\| P\d +\|.*\| ([\d,]+) +\| [^|]+\|$/gm)];
  const listed = rows.reduce((sum, [, count = '']) => sum + Number(count.replaceAll(',', '')), 0);
  return [
    ...(run.collected.cloud !== undefined || told.collected.read === lines.length ? [] : ['the worklog read others']),
    ...(told.collected.kept === kept ? [] : [`the worklog kept ${told.collected.kept}, in truth ${kept}`]),
    ...(entries === kept && listed === kept
      ? []
      : [`the worklog adds up to ${entries} and ${listed}, in truth ${kept}`]),
  ];
}

/** What GitHub did not tell whole waits for a person, or for the next run that sees it. */
function withoutUnread<T>(seen: ReadonlyMap<Problem, T>, { run, wentWrong }: Step, truth: Truth): Map<Problem, T> {
  const unread = run.clusters.filter(({ decision }) => wentWrong && decision?.action === 'unverified');
  const problems = unread.map(({ cluster }) => problemOf(cluster, truth));
  return new Map([...seen].filter(([problem]) => !problems.includes(problem)));
}

/** One open issue for each problem, unless somebody decided otherwise. */
function checkNumber(problem: Problem, lines: readonly TrueLine[], step: Step, truth: Truth): string[] {
  const { name } = problem.family;
  const of = (issues: readonly StoodIssue[]): StoodIssue[] =>
    issues.filter(({ number, gone }) => step.made.get(number) === problem && gone !== 'deleted');
  const isOpen = ({ state, gone }: StoodIssue): boolean => state === 'open' && gone === null;
  const [before, after] = [of(step.before), of(step.after)];
  const open = after.filter(isOpen).length;
  const isOne = (): string[] => (open === 1 ? [] : [`${name} has ${open} open issues`]);
  // A person opened a second one.
  if (before.filter(isOpen).length > 1) return [];
  if (before.some(isOpen)) return isOne();
  if (before.length === 0) {
    const isLimited = step.run.skipped.some(({ because }) => because.includes('maxNewIssues'));
    return isLimited ? [] : isOne();
  }
  const last = before.filter(({ gone }) => gone === null).at(-1);
  // Where it was transferred to it is tracked there.
  if (last === undefined) return open === 0 ? [] : [`${name} was transferred, and has an issue again`];
  if (isBack(last, lines, truth)) return isOne();
  return open === 0 ? [] : [`${name} was closed with #${last.number}, and is spoken of again`];
}

const DAY_MS = 24 * 3_600_000;

/** Whether what was closed has to be open again once it is seen. */
function isBack({ closedAt, stateReason, events }: StoodIssue, lines: readonly TrueLine[], truth: Truth): boolean {
  if (closedAt === null || stateReason === 'not_planned') return false;
  const closed = Date.parse(closedAt);
  const firstOf = (revision: string): string => truth.lines.find((line) => line.revision === revision)?.at ?? '';
  if (lines.some(({ revision }) => Date.parse(firstOf(revision)) > closed)) return true;
  const closing = events.findLast(({ event }) => event === 'closed');
  const isByPull = closing?.event === 'closed' && closing.pull !== undefined;
  return !isByPull && lines.some(({ at }) => Date.parse(at) > closed + DAY_MS);
}

function rank(severity: string): number {
  return new Map<string, number>(Object.entries(SEVERITY_RANK)).get(severity) ?? 0;
}
