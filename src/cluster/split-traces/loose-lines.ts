import type { Member } from '../member.ts';
import type { TraceLine } from '../skeleton/trace-line.ts';
import { logEntryOf } from '../summary/kept-entry.ts';
import { hasPrefix } from './line-prefixes.ts';
import { BESIDE_MS, gapsBetween, indexMoments, isAtOnce, isOften, type Moments, REACH_OF_TRACE_MS } from './moments.ts';
import type { ErrorLine } from './trace-errors.ts';
import { groupVotes, isMostlyBeside, mostVoted } from './votes.ts';

interface KnownLines {
  readonly lines: ReadonlyMap<number, TraceLine>;
  readonly errors: ReadonlyMap<number, ErrorLine>;
  /** Line → exception; lines are added to it. */
  readonly ownerOf: Map<number, number>;
  readonly sharersOf: ReadonlyMap<number, readonly number[]>;
  readonly causeOf: ReadonlyMap<number, number>;
  readonly byError: Moments;
}

/**
 * Adds what says nothing by itself: indented lines (code, the rest of a long message) that are hardly ever written but
 * right beside a line of one trace, what a panic says on the next line, then others between two such lines. Returns those
 * that stand in other traces as well, with the exceptions of these.
 */
export function addLooseLines(
  members: readonly Member[],
  { lines, errors, ownerOf, sharersOf, causeOf, byError }: KnownLines,
): Map<number, readonly number[]> {
  const owners = new Set(ownerOf.values());
  const loose = [...members.keys()].filter((index) => !lines.has(index) && !errors.has(index));
  /** The exception that the trace of a line comes down to. */
  const rootOf = (index: number) => {
    let owner = ownerOf.get(index) ?? index;
    for (let cause = causeOf.get(owner); cause !== undefined; cause = causeOf.get(owner)) owner = cause;
    return owner;
  };
  /** The exceptions of other traces that it stands in. */
  const othersNear = (index: number) => {
    const { of } = byError.votesOf(index, 'either', REACH_OF_TRACE_MS);
    return [...of.keys()].filter((error) => rootOf(error) !== rootOf(index) && isOften(of, error, byError));
  };
  const place = (index: number, owner: number | null, isOf = isOfOneStream) => {
    if (owner !== null && isOf(members[index], members[owner])) ownerOf.set(index, owner);
  };
  const toLines = indexMoments(members, [...ownerOf.keys(), ...owners]);
  for (const index of loose.filter((one) => isInner(members[one]))) {
    const votes = toLines.votesOf(index, 'either', BESIDE_MS);
    if (isMostlyBeside(votes)) place(index, mostVoted(groupVotes(votes.of, rootOf)));
  }
  const untold = [...errors].filter(([, { saysNext }]) => saysNext).map(([index]) => index);
  if (untold.length > 0) {
    const toUntold = indexMoments(members, untold);
    for (const index of loose.filter((one) => !ownerOf.has(one) && isUnmarked(members[one]))) {
      const votes = toUntold.votesOf(index, 'previous', BESIDE_MS);
      if (isMostlyBeside(votes)) place(index, mostVoted(votes.of), isAlike);
    }
  }
  const anchors = [...ownerOf.keys(), ...owners];
  const toAll = indexMoments(members, anchors);
  for (const index of loose.filter((one) => !ownerOf.has(one))) {
    const around = (['previous', 'next'] as const).map((side) => toAll.votesOf(index, side, BESIDE_MS));
    if (!around.every(isMostlyBeside) || !isUnmarked(members[index])) continue;
    const roots = around.map(({ of }) => mostVoted(groupVotes(of, rootOf)));
    const isWithin = (root: number | null) =>
      isBetween(
        members,
        index,
        anchors.filter((anchor) => rootOf(anchor) === root || sharersOf.has(anchor)),
      );
    place(index, roots.find(isWithin) ?? null);
  }
  const placed = loose.filter((index) => ownerOf.has(index));
  return new Map(placed.map((index) => [index, othersNear(index)] as const).filter(([, others]) => others.length > 0));
}

/** Whether lines of one trace stand before and after it, to the nanosecond, the first and the last time. */
function isBetween(members: readonly Member[], index: number, lines: readonly number[]): boolean {
  const member = members[index];
  if (member === undefined) return false;
  const gaps = lines.flatMap((line) => {
    const other = members[line];
    return other === undefined ? [] : gapsBetween(member, other, BESIDE_MS);
  });
  return gaps.some((gap) => gap < 0 || isAtOnce(gap)) && gaps.some((gap) => gap > 0 || isAtOnce(gap));
}

function isUntold({ kind }: Member): boolean {
  return kind === 'message' || kind === 'trace-line';
}

/** Indented, or what closes something that is. */
function isInner(member: Member | undefined): boolean {
  if (member === undefined || !isUntold(member) || member.isWordless) return false;
  return member.voices.every(
    ({ message }) =>
      !message.trim().includes('\n') && (/^\s+\S/.test(message) || /^[}\])]{1,8}[,;]?\s*$/.test(message)),
  );
}

/** A line without a level, a place or a structure of its own. */
function isUnmarked(member: Member | undefined): boolean {
  if (member === undefined || !isUntold(member)) return false;
  return member.summary.examples.every(
    (example) => example.place === null && !example.message.trim().includes('\n') && isPlain(logEntryOf(example)),
  );
}

function isPlain({ jsonPayload, protoPayload, httpRequest }: ReturnType<typeof logEntryOf>): boolean {
  const isText = jsonPayload === undefined || Object.keys(jsonPayload).length === 1;
  return isText && protoPayload === undefined && httpRequest === undefined;
}

/** Whether two patterns come out of the same log and are graded alike by what wrote them. */
function isOfOneStream(a: Member | undefined, b: Member | undefined): boolean {
  if (a === undefined || b === undefined || !isAlike(a, b)) return false;
  const [mine] = a.summary.examples;
  const stated = mine === undefined ? undefined : logEntryOf(mine).severity;
  // A level in what stands before every line of a trace is that of the trace.
  const isStated = (stated !== undefined && stated !== 'DEFAULT' && stated !== 0) || (hasPrefix(a) && hasPrefix(b));
  return isStated || mine?.severity === 'DEFAULT';
}

/** The same, where the level may be read off the text. */
function isAlike(a: Member | undefined, b: Member | undefined): boolean {
  const [mine, theirs] = [a?.summary.examples[0], b?.summary.examples[0]];
  if (mine === undefined || theirs === undefined || logEntryOf(mine).logName !== logEntryOf(theirs).logName)
    return false;
  return mine.severity === theirs.severity || mine.severity === 'DEFAULT';
}
