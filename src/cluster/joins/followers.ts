import { isKill, isMemoryKill, withoutLeadingTags } from '../kind.ts';
import { ERROR_RANK, type Member } from '../member.ts';
import { addsMuch, countCases, isHalf, isMost, isMostly, timeShare, traceShare } from './co-occurrence.ts';
import {
  type Candidate,
  compareEvidence,
  type Evidence,
  endsInstead,
  hasException,
  membersOf,
  type Role,
} from './follower-evidence.ts';
import { clip, type Link } from './link.ts';

/** A parent that is there ten times as often as the child is background, not a cause. */
const MOST_PER_CHILD = 10;

/** An error that makes requests fail is hardly there more often than they are. */
const MOST_PER_REQUEST = 2;

/** In this order: what is known of the one helps with the next. */
const SYMPTOMS: readonly Member['kind'][] = ['worker-death', 'exit', 'cannot-start', 'http-error'];

/**
 * Links the symptoms of a process that dies or of a request that fails to the problem they come with: exits, workers'
 * deaths, starts that fail, and 5xx. A 'message' is never linked by time, however well it keeps it. `groupOf` names the problem a pattern is known to belong to by now, which is asked anew after each link.
 */
export function* linksByTime(members: readonly Member[], groupOf: (index: number) => number): Generator<Link> {
  const candidates = members.map(candidateOf);
  const parents = candidates.filter(({ role }) => role !== 'none');
  const symptoms = members.filter(({ kind }) => SYMPTOMS.includes(kind));
  const inCell = indexBy(parents, symptoms, cellsOf);
  const inTrace = indexBy(parents, symptoms, tracesOf);
  for (const kind of SYMPTOMS) {
    for (const child of candidates) {
      if (child.member.kind !== kind) continue;
      const near = new Set<Candidate>();
      for (const cell of cellsOf(child.member)) for (const one of inCell.get(cell) ?? []) near.add(one);
      if (kind === 'http-error') {
        for (const trace of tracesOf(child.member)) for (const one of inTrace.get(trace) ?? []) near.add(one);
      }
      near.delete(child);
      const found = bestProblem(child, [...near], groupOf);
      const parent = found?.parents[0];
      if (found !== null && parent !== undefined)
        yield { members: [child.index, parent.index], rule: describe(child.member, found) };
    }
  }
}

function candidateOf(member: Member, index: number): Candidate {
  const kills = member.kind === 'exit' && member.voices.every(({ message }) => isMemoryKill(message));
  return { index, member, role: roleOf(member, kills), isMemoryKill: kills };
}

function roleOf({ kind, severityRank }: Member, kills: boolean): Role {
  if (kind === 'exception' || kills) return 'cause';
  if (kind === 'message') return severityRank >= ERROR_RANK ? 'cause' : 'none';
  return kind === 'exit' || kind === 'worker-death' || kind === 'cannot-start' ? 'step' : 'none';
}

function cellsOf({ summary }: Member): Int32Array {
  return summary.occurrences.keys;
}

function tracesOf({ summary }: Member): Int32Array {
  return summary.sampledTraces.keys;
}

/** The parents by key, of those keys that symptoms have: there are few of these, and many parents. */
function indexBy(
  parents: readonly Candidate[],
  symptoms: readonly Member[],
  keysOf: (member: Member) => Int32Array,
): Map<number, Candidate[]> {
  const index = new Map<number, Candidate[]>();
  for (const symptom of symptoms) for (const key of keysOf(symptom)) index.set(key, []);
  if (index.size === 0) return index;
  for (const parent of parents) for (const key of keysOf(parent.member)) index.get(key)?.push(parent);
  return index;
}

/**
 * The best problem that the evidence bears out, among those that explain most: a process more likely ends by an exception
 * than by a line that reports an error; what is but steps comes last.
 */
function bestProblem(
  child: Candidate,
  near: readonly Candidate[],
  groupOf: (index: number) => number,
): Evidence | null {
  const possible = near.filter((parent) => mayFollow(child, parent)).sort((a, b) => a.index - b.index);
  const found = [...Map.groupBy(possible, ({ index }) => groupOf(index)).values()]
    .map((parents) => evidenceFor(child.member, parents))
    .filter((evidence) => evidence !== null)
    .filter((evidence, _at, all) => !all.some((other) => endsInstead(child.member, other, evidence)))
    .sort(compareEvidence);
  // No exception ends a process by signal 9; where it was killed for its memory, that is why.
  const forMemory = found.filter(({ parents }) => parents.some((parent) => parent.isMemoryKill));
  const evidence = forMemory.length > 0 && isKill(child.member.voices[0]?.line ?? '') ? forMemory : found;
  for (const weight of [2, 1, 0]) {
    const rivals = evidence.filter((found) => weightOf(child.member, found) === weight);
    const [best] = rivals;
    if (best !== undefined && isClear(child.member, best, rivals))
      return hasTwoCauses(child.member, best, possible, groupOf) ? null : best;
  }
  return null;
}

/** Requests of one endpoint that fail for two causes, each of them in requests of its own, belong to neither. */
function hasTwoCauses(
  child: Member,
  best: Evidence,
  possible: readonly Candidate[],
  groupOf: (index: number) => number,
): boolean {
  if (child.kind !== 'http-error' || best.by !== 'trace') return false;
  const own = new Set(best.parents.map(({ index }) => groupOf(index)));
  const others = possible.filter(({ index, role }) => role === 'cause' && !own.has(groupOf(index)));
  return [...Map.groupBy(others, ({ index }) => groupOf(index)).values()].some((rivals) => {
    const both = traceShare(child, membersOf([...best.parents, ...rivals]));
    return addsMuch(both, best.share);
  });
}

function weightOf(child: Member, evidence: Evidence): number {
  if (!evidence.hasCause) return 0;
  const explains =
    child.kind === 'http-error' || hasException(evidence) || evidence.parents.some((p) => p.isMemoryKill);
  return explains ? 2 : 1;
}

function mayFollow(child: Candidate, parent: Candidate): boolean {
  // A memory kill is its own cause; several wordings of it are one.
  return !child.isMemoryKill || parent.isMemoryKill;
}

/** What speaks for this problem, if it may be enough: more than one case, unless there was but one. */
function evidenceFor(child: Member, parents: readonly Candidate[]): Evidence | null {
  const hasCause = parents.some(({ role }) => role === 'cause');
  if (child.kind === 'http-error') {
    const share = traceShare(child, membersOf(parents));
    if (share.covered > 0) return isHalf(share) ? { parents, hasCause, share, gap: 0, by: 'trace' } : null;
  }
  const near = parents.filter((parent) => mayBeNear(child, parent));
  const occurrences = membersOf(near).map(({ summary }) => summary.occurrences);
  const share = timeShare(child.summary.occurrences, occurrences, follows(child) ? 'after' : 'around');
  const { covered, observable, all, gap } = share;
  // A kill is an end by itself; what follows one is hardly chance.
  const kills = near.some((parent) => parent.isMemoryKill);
  const isOften = (kills ? isHalf : child.kind === 'http-error' ? isMost : isMostly)(share);
  if (covered === 0 || covered < Math.min(2, all) || 2 * observable < all || !isOften) return null;
  return { parents: near, hasCause: near.some(({ role }) => role === 'cause'), share, gap, by: 'time' };
}

/**
 * Not where both name their requests, and they are different ones; nor where the parent is there all the time, or, for a
 * failed request, mostly without it: a busy service has errors near any moment.
 */
function mayBeNear(child: Member, { member: { summary } }: Candidate): boolean {
  if (child.kind === 'http-error') {
    if (tracesOf(child).length > 0 && summary.sampledTraces.keys.length > 0) return false;
    if (summary.count > MOST_PER_REQUEST * child.summary.count) return false;
  }
  const { covered } = timeShare(child.summary.occurrences, [summary.occurrences], follows(child) ? 'after' : 'around');
  return covered > 0 && countCases(summary.occurrences, child.summary.occurrences) <= MOST_PER_CHILD * covered;
}

/**
 * Whether the evidence points at one problem. What happened once needs a parent that says by itself what went wrong, or
 * the same request; a busy service always has some error near a failed request, so only one that stands alone explains
 * it.
 */
function isClear(child: Member, best: Evidence, rivals: readonly Evidence[]): boolean {
  const isSingle = best.share.observable === 1;
  const isAlone = rivals.length === 1;
  // Where some entries are missing, a problem without rivals is believed sooner.
  if (!isAlone && !(best.by === 'trace' ? isMostly(best.share) : isMost(best.share))) return false;
  // The lines of one process's end belong together even if it ended once.
  if (!best.hasCause) return child.kind !== 'http-error' || (isAlone && !isSingle);
  if (isSingle) {
    if (best.by === 'trace') return isAlone;
    return isAlone && best.parents.some((parent) => parent.isMemoryKill || parent.member.kind === 'exception');
  }
  return child.kind !== 'http-error' || best.by === 'trace' || isAlone;
}

function follows({ kind }: Member): boolean {
  return kind === 'exit' || kind === 'cannot-start';
}

function describe(child: Member, { share: { covered, observable }, by }: Evidence): string {
  const name = `'${clip(withoutLeadingTags(child.voices[0]?.line ?? ''))}'`;
  const cases = `in ${covered} of ${observable} ${observable === 1 ? 'case' : 'cases'}`;
  if (by === 'trace') return `joined: ${name} has the trace id of an error of this problem ${cases}`;
  const verb = follows(child) ? 'followed' : 'came with';
  return `joined: ${name} ${verb} an error of this problem on the same instance within 5 s ${cases}`;
}
