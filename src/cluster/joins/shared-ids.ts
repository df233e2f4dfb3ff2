import { SEVERITY_RANK } from '../../model/severity.ts';
import { addTo } from '../add-to.ts';
import { headOf } from '../head.ts';
import { ERROR_RANK, type Member } from '../member.ts';
import { settle } from '../summary/sample.ts';
import { addsMuch, isHalf, isMostly, type Share, timeShare, traceShare } from './co-occurrence.ts';
import { type Complaint, describeComplaint } from './complaint.ts';
import { clip, type Link } from './link.ts';
import { shareWords, statesOtherCause } from './own-cause.ts';

/** Fewer traces in common may be chance, where nothing else speaks for one problem. */
const LEAST_TRACES = 5;
const LEAST_TRACES_OF_A_COMPLAINT = 3;
/** One request is enough for what says little else, and that of the same: patterns that it may be near. */
const MOST_NEAR_ONE_REQUEST = 6;
const MOST_NEAR_PARTNERS = 2;
/** Patterns that one trace may have: what says more in one request is no request. */
const MOST_PER_TRACE = 64;

/**
 * Patterns of the same requests, where that means one problem:
 * - they complain of the same (`Signature has expired` here, 401 there), and most requests of the one are the other's;
 * - an error line and an exception that hardly ever come without each other, unless the line states a cause of its own;
 * - errors of two services that hardly ever come without each other: the one passes on what befell the other.
 *
 * Two error lines of one service in the same requests may be two problems, and so may two exceptions: those stay apart,
 * and so does a line that several problems go with. `groupOf` names the problem a pattern is known to belong to by now,
 * `complaints` are those of each pattern.
 */
export function* linksByTrace(
  members: readonly Member[],
  groupOf: (index: number) => number,
  complaints: readonly (readonly Complaint[])[],
): Generator<Link> {
  const neighbours = neighboursByTrace(members);
  /** How many others the busier of two patterns is near; the order of two must not decide. */
  const company = (a: number, b: number): number =>
    Math.max(neighbours.get(a)?.size ?? 0, neighbours.get(b)?.size ?? 0);
  // `401` tells of no more than that one of several errors befell it: it is no bridge between them.
  const hasRivals = (about: number, by: number): boolean => {
    const [line, cause] = [member(members, about), member(members, by)];
    if (line.kind === 'exception') return false;
    const strangers = [...(neighbours.get(about) ?? [])].filter((i) => groupOf(i) !== groupOf(by));
    const rivals = strangers
      .filter((i) => !areErrorsOfTwoServices(member(members, i), cause))
      .filter((i) => cause.kind === 'exception' || sharedComplaint(complaints[i] ?? [], complaints[by] ?? []) === null)
      .map((i) => member(members, i));
    return isExplainedOtherwise(line, cause, rivals, cause.kind === 'exception');
  };
  for (const [index, near] of neighbours) {
    for (const other of near) {
      if (other <= index) continue;
      const [a, b] = [member(members, index), member(members, other)];
      const shared = sharedComplaint(complaints[index] ?? [], complaints[other] ?? []);
      const isAlone = [a, b].every(isOncePerTrace) && company(index, other) <= MOST_NEAR_ONE_REQUEST;
      const isTelling = shared?.isSame === true && isAlone;
      const share = shared === null ? null : inclusion(a, b, isTelling ? 1 : LEAST_TRACES_OF_A_COMPLAINT);
      if (shared === null || share === null || hasRivals(index, other) || hasRivals(other, index)) continue;
      yield complaintLink(members, [index, other], shared.complaint, share);
    }
  }
  for (const [index, near] of neighbours) {
    const partners = new Map<number, Share>();
    for (const other of near) {
      const isQuiet = company(index, other) <= MOST_NEAR_PARTNERS;
      const share = partnership(member(members, index), member(members, other), isQuiet);
      if (share !== null) partners.set(other, share);
    }
    // Order of traces is that of arrival; the smallest index is not.
    const partner = Math.min(...partners.keys());
    const share = partners.get(partner);
    if (share === undefined || new Set(partners.keys().map(groupOf)).size > 1) continue;
    const strangers = [...near].filter((other) => groupOf(other) !== groupOf(partner));
    if (
      isExplainedOtherwise(
        member(members, index),
        member(members, partner),
        strangers.map((i) => member(members, i)),
        true,
      )
    )
      continue;
    const what = member(members, partner).kind === 'exception' ? 'an exception' : 'an error of another service';
    const rule = `joined: '${lineOf(members, index)}' and ${what} of this problem share the trace id in ${cases(share)}`;
    yield { members: [index, partner], rule };
  }
}

/** For each pattern at WARNING or above, by index: those with which it shares traces. Rising, as far as order matters. */
function neighboursByTrace(members: readonly Member[]): Map<number, Set<number>> {
  const byTrace = new Map<number, number[]>();
  for (const [index, { kind, severityRank, summary }] of members.entries()) {
    if (severityRank < SEVERITY_RANK.WARNING || kind === 'trace-line' || kind === 'http-error') continue;
    for (const trace of summary.sampledTraces.keys) addTo(byTrace, trace, index);
  }
  const neighbours = new Map<number, Set<number>>();
  for (const indexes of byTrace.values()) {
    if (indexes.length < 2 || indexes.length > MOST_PER_TRACE) continue;
    for (const index of indexes) {
      const near = neighbours.get(index) ?? new Set();
      neighbours.set(index, near);
      for (const other of indexes) if (other !== index) near.add(other);
    }
  }
  return new Map(
    [...neighbours].sort(([a], [b]) => a - b).map(([index, near]) => [index, new Set([...near].sort((a, b) => a - b))]),
  );
}

/** In one request, `Session store unavailable` speaks of the Redis that another line names. */
function sharedComplaint(
  mine: readonly Complaint[],
  theirs: readonly Complaint[],
): { complaint: Complaint; isSame: boolean } | null {
  for (const a of mine) {
    const b = theirs.find(
      (other) => a.trouble === other.trouble && (a.about === other.about || a.about === '' || other.about === ''),
    );
    if (b !== undefined) return { complaint: a.about === '' ? b : a, isSame: a.about === b.about };
  }
  return null;
}

/** How far the requests of the one are requests of the other, whichever of the two is the rarer; null if not mostly. */
function inclusion(a: Member, b: Member, least: number): Share | null {
  const shares = [traceShare(a, [b]), traceShare(b, [a])].filter((share) => share.covered >= least && isMostly(share));
  return shares.reduce<Share | null>(
    (best, share) =>
      best !== null && best.covered * share.observable >= share.covered * best.observable ? best : share,
    null,
  );
}

/** `isQuiet` = few others are in the same requests. */
function partnership(a: Member, b: Member, isQuiet: boolean): Share | null {
  const bridges = areErrorsOfTwoServices(a, b);
  if (!bridges && !(isLineAlone(a) && b.kind === 'exception')) return null;
  // The instances of two services are not the same.
  if (!bridges && areFarApart(a, b)) return null;
  if (statesOtherCause(a, b) || (bridges && statesOtherCause(b, a))) return null;
  const there = traceShare(a, [b]);
  const back = traceShare(b, [a]);
  if (!isMostly(there) || !isMostly(back)) return null;
  const isRelated = shareWords(a, b) || (bridges && (isOfAnotherService(a) || isOfAnotherService(b)));
  // Two exceptions that have nothing in common but their requests are two problems.
  if (!isRelated && a.kind === 'exception' && b.kind === 'exception') return null;
  if (there.covered >= LEAST_TRACES) return there;
  const isWhole = isAll(there) && isAll(back) && [a, b].every(isOncePerTrace);
  return isQuiet && isWhole && there.covered > 0 && isRelated ? there : null;
}

/** What the caller of a service says when it failed. */
const OF_ANOTHER_SERVICE =
  /\b(?:upstream|downstream|backend|rpc|grpc|https?|status|gateway|server error|service unavailable|answered|responded|returned|request|response|call(?:ing|ed)?|fetch)\b|\b50\d\b/i;
const TYPES_OF_ANOTHER_SERVICE = /HTTP|Http|Rpc|RPC|Axios|Fetch|Upstream|Remote|Response|Gateway|ServiceUnavailable/;

/** Whether an error says that another service failed it. */
function isOfAnotherService({ voices }: Member): boolean {
  return voices.every(({ line, thrown }) => {
    const root = thrown.at(-1);
    const text = root === undefined ? line : root.message;
    return OF_ANOTHER_SERVICE.test(headOf(text)) || TYPES_OF_ANOTHER_SERVICE.test(root?.type ?? '');
  });
}

function isAll({ covered, observable }: Share): boolean {
  return covered === observable;
}

/** A batch job has one trace for all it says: that two lines share it means little. */
function isOncePerTrace({ summary: { count, traces } }: Member): boolean {
  return !traces.overflown && count <= 2 * traces.count;
}

/**
 * Whether one that hardly ever comes without `line` explains much of it that the partner does not: it has two causes. An
 * error line counts only beside a partner that is no more than that itself.
 */
function isExplainedOtherwise(line: Member, partner: Member, others: readonly Member[], byException: boolean): boolean {
  const alone = traceShare(line, [partner]);
  return others.some((other) => {
    const isCause = other.kind === 'exception' || (!byException && isLine(other));
    if (!isCause || !isMostly(traceShare(other, [line]))) return false;
    const both = traceShare(line, [partner, other]);
    return addsMuch(both, alone);
  });
}

function isLine({ kind, severityRank }: Member): boolean {
  return kind === 'message' && severityRank >= ERROR_RANK;
}

/** An error that names no exception of its own. */
function isLineAlone(member: Member): boolean {
  return isLine(member) && member.voices.every(({ thrown }) => thrown.length === 0);
}

/** A whole run of a batch job may have one trace: what is far apart in it has nothing to do with each other. */
function areFarApart(a: Member, b: Member): boolean {
  const share = timeShare(a.summary.occurrences, [b.summary.occurrences], 'around');
  return share.observable > 0 && !isHalf(share);
}

function areErrorsOfTwoServices(a: Member, b: Member): boolean {
  if (a.severityRank < ERROR_RANK || b.severityRank < ERROR_RANK) return false;
  const mine = settle(a.summary.services).kept;
  const theirs = settle(b.summary.services).kept;
  return mine.size > 0 && theirs.size > 0 && ![...mine.keys()].some((service) => theirs.has(service));
}

function complaintLink(members: readonly Member[], [a, b]: [number, number], shared: Complaint, share: Share): Link {
  const rule = `joined: '${lineOf(members, a)}' and '${lineOf(members, b)}' both say that ${describeComplaint(shared)}, and share the trace id in ${cases(share)}`;
  return { members: [a, b], rule };
}

function lineOf(members: readonly Member[], index: number): string {
  return clip(member(members, index).voices[0]?.line ?? '');
}

function cases({ covered, observable }: Share): string {
  return `${covered} of ${observable} cases`;
}

function member(members: readonly Member[], index: number): Member {
  const found = members[index];
  if (found === undefined) throw new RangeError(`There is no pattern ${index}.`);
  return found;
}
