import { isMost } from '../joins/co-occurrence.ts';
import { createGroups } from '../joins/groups.ts';
import { ERROR_RANK, type Member } from '../member.ts';
import { readTraceLine, type TraceLine } from '../skeleton/trace-line.ts';
import { CAUSE } from '../skeleton/trace-tokens.ts';
import { linesBeforePanics } from './before-panics.ts';
import { addLooseLines } from './loose-lines.ts';
import { BESIDE_MS, indexMoments, isOften, type Moments, REACH_OF_TRACE_MS, type Side } from './moments.ts';
import { isSilent } from './silent-lines.ts';
import { findCauses } from './trace-chains.ts';
import { type ErrorLine, errorLineOf, readErrorLine } from './trace-errors.ts';
import { findLeads, type Lead } from './trace-leads.ts';
import { isMostlyBeside, mostVoted } from './votes.ts';

/** Which lines go with which exception, by pattern. Each line has one exception, so that none glues two together. */
export interface SplitTraces {
  /** Line → the exception whose trace it is a line of. */
  readonly ownerOf: ReadonlyMap<number, number>;
  /** Lines that are part of other exceptions' traces as well → those exceptions. */
  readonly sharersOf: ReadonlyMap<number, readonly number[]>;
  /** Exception → the one it followed from, out of the same trace. */
  readonly causeOf: ReadonlyMap<number, number>;
  /** Error lines that a logger writes before a trace → the exception, and in how many cases. */
  readonly leadOf: ReadonlyMap<number, Lead>;
  /** Lines without an exception that are always written together, and the error line before them, if there is one. */
  readonly orphans: readonly (readonly number[])[];
  readonly errors: ReadonlyMap<number, ErrorLine>;
  readonly lines: ReadonlyMap<number, TraceLine>;
}

/** See before-panics.ts. */
interface BeforePanics {
  readonly beforePanics: ReadonlySet<number>;
}

/**
 * Puts stack traces together that were cut into entries. Entries come in any order and from several instances at once, so
 * it is patterns that are put together: a line goes to the exception that stands right after it (Python) or before it
 * (Node, Java, Go) on the same instance, most of the time. Null where no pattern is a line of a trace. `unclear` are lines
 * of which it is not told whose trace they name.
 */
export function findSplitTraces(members: readonly Member[], unclear: ReadonlySet<number>): SplitTraces | null {
  const lines = new Map<number, TraceLine>();
  for (const [index, { voices, kind, tokens }] of members.entries()) {
    if (tokens[0] === CAUSE) lines.set(index, innerLine(voices[0]?.message ?? ''));
    const line = kind === 'exception' ? null : readTraceLine(voices[0]?.message ?? '');
    if (line !== null && voices.every(({ message }) => readTraceLine(message)?.error === line.error)) {
      lines.set(index, line);
    }
  }
  // What a panic says is a line beside it that looks like any other.
  const mayHavePanics = members.some(({ voices: [voice] }) => voice?.message.includes(' panicked at ') === true);
  if (lines.size === 0 && !mayHavePanics) return null;
  const beforePanics = linesBeforePanics(members);
  const errors = findErrors(members, lines, { unclear, beforePanics });
  const byError = indexMoments(members, [...errors.keys()]);
  const ownerOf = new Map<number, number>();
  const sharersOf = new Map<number, readonly number[]>();
  const causeOf = findCauses(members, lines, errors, byError);
  /** Lines that mostly stand where no exception is. */
  const unsure: number[] = [];
  for (const [index, { error, role }] of lines) {
    const votes = byError.votesOf(index, role === 'chain' ? 'next' : error, REACH_OF_TRACE_MS);
    const owner = mostVoted(votes.of);
    if (owner === null) continue;
    if (!isMostlyBeside(votes)) unsure.push(index);
    // Go shows where the first panic came from below the last one.
    ownerOf.set(index, firstPanic(owner, errors, causeOf));
    const others = [...votes.of.keys()].filter((other) => other !== owner && isOften(votes.of, other, byError));
    if (others.length > 0) sharersOf.set(index, others);
  }
  addFarOpenings(members, lines, ownerOf);
  addBesideInner(members, lines, ownerOf, sharersOf);
  const logged = withoutOwner(members, unsure, { lines, errors, ownerOf, beforePanics });
  const loose = addLooseLines(members, { lines, errors, ownerOf, sharersOf, causeOf, byError });
  const isLogged = new Set(logged.flat());
  const lone = [...lines.keys()].filter((index) => !ownerOf.has(index) && !isLogged.has(index));
  const leadOf = findLeads(members, { lines, errors, ownerOf, causeOf, byError, beforePanics });
  const groups = withMessages(members, groupOrphans(members, lone), { lines, errors, leadOf, beforePanics });
  const orphans = [...logged, ...groups.map((group) => behindError(group, byError))];
  return { ownerOf, sharersOf: new Map([...sharersOf, ...loose]), causeOf, leadOf, orphans, errors, lines };
}

/**
 * A line that names what the exception of its trace followed from, or is made of: above that in Python, which prints the
 * root first and never indents it.
 */
function innerLine(message: string): TraceLine {
  const isBelow = readErrorLine(message)?.isCause === true || /^\s/.test(message);
  return { role: 'mark', error: isBelow ? 'previous' : 'next', frames: [] };
}

function firstPanic(
  owner: number,
  errors: ReadonlyMap<number, ErrorLine>,
  causeOf: ReadonlyMap<number, number>,
): number {
  const cause = causeOf.get(owner);
  return cause !== undefined && errors.get(owner)?.isRepanic ? firstPanic(cause, errors, causeOf) : owner;
}

/** The lines that name exceptions; what merely looks like one must have lines of a trace beside it nearly every time. */
function findErrors(
  members: readonly Member[],
  lines: ReadonlyMap<number, TraceLine>,
  { unclear, beforePanics }: BeforePanics & { readonly unclear: ReadonlySet<number> },
): Map<number, ErrorLine> {
  const errors = new Map<number, ErrorLine>();
  const before = indexMoments(members, linesWith(lines, 'next'));
  const after = indexMoments(members, linesWith(lines, 'previous'));
  for (const [index, member] of members.entries()) {
    const isOther = lines.has(index) || unclear.has(index) || beforePanics.has(index);
    const error = isOther ? null : errorLineOf(member);
    if (error === null) continue;
    const isBeside = () =>
      (!error.isQuoting && isMostlyBeside(before.votesOf(index, 'previous', BESIDE_MS))) ||
      isMostlyBeside(after.votesOf(index, 'next', BESIDE_MS));
    if (error.isCertain || isBeside()) errors.set(index, error);
  }
  return errors;
}

function linesWith(lines: ReadonlyMap<number, TraceLine>, side: Side): number[] {
  return [...lines].filter(([, line]) => line.error === side && line.role !== 'chain').map(([index]) => index);
}

/** Gives the first line of a trace that is too long to see its exception from there to that of the line behind it. */
function addFarOpenings(
  members: readonly Member[],
  lines: ReadonlyMap<number, TraceLine>,
  ownerOf: Map<number, number>,
): void {
  const far = [...lines].filter(([index, { role }]) => role === 'opening' && !ownerOf.has(index));
  if (far.length === 0) return;
  const frames = [...ownerOf.keys()].filter((index) => lines.get(index)?.error === 'next');
  const toFrames = indexMoments(members, frames);
  for (const [index] of far) {
    const votes = toFrames.votesOf(index, 'next', BESIDE_MS);
    const owner = isMostlyBeside(votes) ? ownerOf.get(mostVoted(votes.of) ?? -1) : undefined;
    if (owner !== undefined) ownerOf.set(index, owner);
  }
}

/** Gives what stands beside a line that names a cause, and beside no exception, to that of its trace. */
function addBesideInner(
  members: readonly Member[],
  lines: ReadonlyMap<number, TraceLine>,
  ownerOf: Map<number, number>,
  sharersOf: Map<number, readonly number[]>,
): void {
  const inner = [...ownerOf.keys()].filter((index) => members[index]?.tokens[0] === CAUSE);
  if (inner.length === 0) return;
  const toInner = indexMoments(members, inner);
  for (const [index, { error }] of lines) {
    const votes = ownerOf.has(index) ? null : toInner.votesOf(index, error, REACH_OF_TRACE_MS);
    const nearest = votes === null ? null : mostVoted(votes.of);
    const owner = ownerOf.get(nearest ?? -1);
    if (votes === null || nearest === null || owner === undefined || !isMostlyBeside(votes)) continue;
    ownerOf.set(index, owner);
    const sharers = sharersOf.get(nearest);
    if (sharers !== undefined) sharersOf.set(index, sharers);
  }
}

/**
 * Takes lines from an exception that stood beside them now and then only: those whose trace a logger wrote below a
 * message. The groups of them, with their messages.
 */
function withoutOwner(
  members: readonly Member[],
  unsure: readonly number[],
  {
    lines,
    errors,
    ownerOf,
    beforePanics,
  }: Pick<SplitTraces, 'lines' | 'errors'> & BeforePanics & { readonly ownerOf: Map<number, number> },
): number[][] {
  if (unsure.length === 0) return [];
  const groups = withMessages(members, groupOrphans(members, unsure), {
    lines,
    errors,
    leadOf: new Map(),
    beforePanics,
  });
  const logged = groups.filter(([first = -1]) => !lines.has(first));
  for (const index of logged.flat()) ownerOf.delete(index);
  return logged;
}

/**
 * The groups with the error line that stands right before each of their first lines: a logger such as zap writes a stack
 * trace below a message though nothing was thrown.
 */
function withMessages(
  members: readonly Member[],
  groups: readonly number[][],
  { lines, errors, leadOf, beforePanics }: Pick<SplitTraces, 'lines' | 'errors' | 'leadOf'> & BeforePanics,
): number[][] {
  if (groups.length === 0) return [];
  const isMessage = (member: Member, index: number) => {
    const isKnown = lines.has(index) || errors.has(index) || leadOf.has(index) || beforePanics.has(index);
    return !isKnown && member.kind === 'message' && member.severityRank >= ERROR_RANK && !isSilent(member);
  };
  const messages = [...members.entries()].filter(([index, member]) => isMessage(member, index)).map(([index]) => index);
  const toMessages = indexMoments(members, messages);
  const toGroups = indexMoments(members, groups.flat());
  return groups.map((group) => {
    const before = group.map((index) => toMessages.votesOf(index, 'previous', BESIDE_MS));
    const message = before.every(isMostlyBeside) ? mostVoted(sumOf(before.map(({ of }) => of))) : null;
    if (message === null) return group;
    const behind = toGroups.votesOf(message, 'next', BESIDE_MS);
    return isMostlyBeside(behind) && group.includes(mostVoted(behind.of) ?? -1) ? [message, ...group] : group;
  });
}

/** Where Python's logging fails, it shows below the exception who wanted to log: lines that are right behind it always. */
function behindError(group: number[], byError: Moments): number[] {
  const votes = group.map((index) => byError.votesOf(index, 'previous', BESIDE_MS));
  const [error, ...others] = new Set(votes.map(({ of }) => mostVoted(of)));
  return error != null && others.length === 0 && votes.every(isMostlyBeside) ? [error, ...group] : group;
}

function sumOf(votes: readonly ReadonlyMap<number, number>[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const [index, count] of votes.flatMap((of) => [...of])) sums.set(index, (sums.get(index) ?? 0) + count);
  return sums;
}

/** Lines whose exception is not in the log: those that hardly ever come without each other, one after the other. */
function groupOrphans(members: readonly Member[], lone: readonly number[]): number[][] {
  const toLone = indexMoments(members, lone);
  const groups = createGroups(members.length, []);
  for (const index of lone) {
    const next = toLone.votesOf(index, 'next', BESIDE_MS);
    const partner = mostVoted(next.of);
    if (partner === null) continue;
    const back = toLone.votesOf(partner, 'previous', BESIDE_MS);
    const isMutual = [
      { covered: next.of.get(partner) ?? 0, observable: next.cases },
      { covered: back.of.get(index) ?? 0, observable: back.cases },
    ].every(isMost);
    if (isMutual) groups.unite([index, partner]);
  }
  return [...Map.groupBy(lone, groups.groupOf).values()];
}
