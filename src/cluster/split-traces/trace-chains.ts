import type { Member } from '../member.ts';
import type { TraceLine } from '../skeleton/trace-line.ts';
import { BESIDE_MS, gapsBetween, indexMoments, isAtOnce, type Moments, REACH_OF_TRACE_MS } from './moments.ts';
import type { ErrorLine } from './trace-errors.ts';
import { isMostlyBeside, mostVoted } from './votes.ts';

/** Follows chains: from an exception to the one that Python says it happened in, and to the one that `Caused by` names. */
export function findCauses(
  members: readonly Member[],
  lines: ReadonlyMap<number, TraceLine>,
  errors: ReadonlyMap<number, ErrorLine>,
  byError: Moments,
): Map<number, number> {
  const links = indexMoments(
    members,
    [...lines].filter(([, { role }]) => role === 'chain').map(([index]) => index),
  );
  const all = indexMoments(members, [...lines.keys(), ...errors.keys()]);
  const causes = new Map<number, number>();
  const causedIn = new Map<number, Map<number, number>>();
  for (const [index, { isCause, isWrapper, isRepanic, mayBeCause }] of errors) {
    const saysSo = isWrapper || isRepanic;
    const above = byError.votesOf(index, 'previous', REACH_OF_TRACE_MS);
    const effect = mayBeCause ? effectAbove(index, errors, byError) : null;
    if (effect !== null) causes.set(effect, index);
    if (isCause) {
      for (const [before, count] of above.of) {
        if (isMixed(before, errors, all)) continue;
        causedIn.set(before, (causedIn.get(before) ?? new Map<number, number>()).set(index, count));
      }
    } else if (
      isMostlyBeside(above) &&
      (saysSo || isMostlyBeside(links.votesOf(index, 'previous', REACH_OF_TRACE_MS)))
    ) {
      const cause = mostVoted(above.of);
      if (cause !== null && isChained(members, index, cause, lines, saysSo)) causes.set(index, cause);
    }
  }
  for (const [index, of] of causedIn) {
    const { cases } = byError.votesOf(index, 'next', REACH_OF_TRACE_MS);
    const covered = Math.min(
      cases,
      [...of.values()].reduce((sum, count) => sum + count, 0),
    );
    const cause = mostVoted(of);
    if (cause !== null && isMostlyBeside({ cases, covered, of })) causes.set(index, cause);
  }
  return withoutCircles(members, errors, causes);
}

/**
 * What followed from an error that may be a cause: the one above it, where neither is hardly ever written without the
 * other. Two that have nothing to do with each other are not.
 */
function effectAbove(index: number, errors: ReadonlyMap<number, ErrorLine>, byError: Moments): number | null {
  const above = byError.votesOf(index, 'previous', REACH_OF_TRACE_MS);
  const effect = mostVoted(above.of);
  if (effect === null || !errors.get(effect)?.mayBeCause) return null;
  const below = byError.votesOf(effect, 'next', REACH_OF_TRACE_MS);
  const isMutual = [
    { ...above, covered: above.of.get(effect) ?? 0 },
    { ...below, covered: below.of.get(index) ?? 0 },
  ].every(isMostlyBeside);
  return isMutual ? effect : null;
}

/**
 * Whether the trace that begins here was begun right after another one, before any line of that: then two are written at
 * once, line by line, and a `Caused by` may be of either.
 */
function isMixed(index: number, errors: ReadonlyMap<number, ErrorLine>, all: Moments): boolean {
  const typeOf = (error: number) => errors.get(error)?.errors[0]?.type;
  const above = all.votesOf(index, 'previous', BESIDE_MS);
  const others = [...above.of].filter(([other]) => {
    const error = errors.get(other);
    return error?.isCertain && !error.isCause && !error.isWhole && typeOf(other) !== typeOf(index);
  });
  return isMostlyBeside({ ...above, covered: others.reduce((sum, [, count]) => sum + count, 0) });
}

/** Whether Python's line about the chain stands between the two, where the later one does not say so by itself. */
function isChained(
  members: readonly Member[],
  index: number,
  cause: number,
  lines: ReadonlyMap<number, TraceLine>,
  saysSo: boolean,
): boolean {
  const [member, other] = [members[index], members[cause]];
  if (saysSo || member === undefined || other === undefined) return saysSo;
  const between = [...lines].filter(([, { role }]) => role === 'chain').map(([line]) => members[line]);
  return between.some((line) => line !== undefined && comesAfter(other, line) && comesAfter(line, member));
}

/** Not the other way round, as far as can be told. */
function comesAfter(a: Member, b: Member): boolean {
  const gaps = gapsBetween(a, b, REACH_OF_TRACE_MS);
  return gaps.length === 0 || gaps.some((gap) => gap >= 0 || isAtOnce(gap));
}

/**
 * Without those that would close a circle: of what is written at one instant, either may be taken for the cause of the
 * other. Those that insertIds bear out come first.
 */
function withoutCircles(
  members: readonly Member[],
  errors: ReadonlyMap<number, ErrorLine>,
  causes: ReadonlyMap<number, number>,
): Map<number, number> {
  const isSure = ([index, cause]: [number, number]) => {
    const [above, below] = errors.get(cause)?.isCause
      ? [members[index], members[cause]]
      : [members[cause], members[index]];
    if (above === undefined || below === undefined) return false;
    return gapsBetween(above, below, REACH_OF_TRACE_MS).some((gap) => gap > 0);
  };
  const kept = new Map<number, number>();
  for (const [index, cause] of [...causes].sort((a, b) => Number(isSure(b)) - Number(isSure(a)) || a[0] - b[0])) {
    let end: number | undefined = cause;
    while (end !== undefined && end !== index) end = kept.get(end);
    if (end === undefined) kept.set(index, cause);
  }
  return kept;
}
