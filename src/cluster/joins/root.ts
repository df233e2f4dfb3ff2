import type { ThrownError } from '../../model/cluster.ts';
import { compareText } from '../compare.ts';
import { depthOf } from '../exception.ts';
import { isMemoryKill } from '../kind.ts';
import { ERROR_RANK, type Member } from '../member.ts';
import { readTraceLine } from '../skeleton/trace-line.ts';
import { keyOf } from '../token-key.ts';
import type { KnownException, KnownExceptions } from './known-exception.ts';
import { isHealthLine } from './signs-of-outage.ts';

/** What explains a cluster: the index of its root pattern, and the exception that everything else follows from. */
export interface Root {
  readonly pattern: number;
  readonly cause: ThrownError | null;
}

/**
 * Picks the pattern that explains the others, by what the patterns say and are, never by how many or when: tomorrow's
 * log must come to the same root though its counts differ. `indexes` are the patterns of one cluster.
 */
export function findRoot(indexes: readonly number[], members: readonly Member[], exceptions: KnownExceptions): Root {
  const here = new Set(indexes);
  const deepest = deepestExceptions(exceptions, here);
  const holders = deepest.flatMap((known) => known.holders).filter((index) => here.has(index));
  const traces = holders.filter((index) => members[index]?.kind === 'exception');
  const tellers = [...holders, ...deepest.flatMap((known) => known.quoters)].filter((index) => here.has(index));
  const candidates = traces.length > 0 ? traces : tellers.length > 0 ? tellers : indexes;
  const [first = -1, ...rest] = candidates;
  const pattern = rest.reduce((a, b) => (explainsBetter(members[b], members[a]) ? b : a), first);
  return { pattern, cause: causeOf(members[pattern]?.voices[0]?.thrown ?? []) ?? deepest[0]?.root.error ?? null };
}

/** The last of a chain of exceptions; where it shows no code of ours, with the frames that it came to light in. */
function causeOf(thrown: readonly ThrownError[]): ThrownError | null {
  const showsOwn = ({ frames }: ThrownError) => frames.some(({ own }) => own);
  const cause = thrown.at(-1) ?? null;
  const outer = thrown.findLast(showsOwn);
  if (cause === null || outer === undefined || showsOwn(cause)) return cause;
  return { ...cause, frames: [...outer.frames, ...cause.frames] };
}

/**
 * Of the exceptions told of in a cluster, the one that quotes or wraps no other; one with a stack trace before one without.
 * With it come those that say the same: parts of one chain know of different places.
 */
function deepestExceptions({ heldBy }: KnownExceptions, here: ReadonlySet<number>): KnownException[] {
  const present = [...new Set([...here].map((index) => heldBy.get(index)))].filter((one) => one !== undefined);
  const telling = new Set(present.flatMap(({ quoters, wrappers }) => [...quoters, ...wrappers]));
  const leaves = present.filter(({ holders }) => !holders.some((index) => telling.has(index)));
  const sorted = (leaves.length > 0 ? leaves : present).sort(
    (a, b) => Number(b.root.home !== null) - Number(a.root.home !== null) || compareText(a.key, b.key),
  );
  const said = sorted[0] === undefined ? '' : saidBy(sorted[0]);
  return sorted.filter((known) => saidBy(known) === said);
}

function saidBy({ root: { type, words } }: KnownException): string {
  return keyOf([type, ...words]);
}

function explainsBetter(a: Member | undefined, b: Member | undefined): boolean {
  if (a === undefined || b === undefined) return b === undefined;
  const depthA = depthOf(a.voices[0]?.thrown ?? []);
  const depthB = depthOf(b.voices[0]?.thrown ?? []);
  const order =
    kindOrder(a) - kindOrder(b) ||
    // The one that goes by their fingerprint speaks for the traces of one exception: the issue is known by it.
    Number(a.isVariant) - Number(b.isVariant) ||
    depthA.thrown - depthB.thrown ||
    depthA.own - depthB.own ||
    // Of a trace that is cut into lines, the line of the cause itself.
    Number(namesCause(b)) - Number(namesCause(a)) ||
    Number(isOwnFrame(b)) - Number(isOwnFrame(a)) ||
    b.severityRank - a.severityRank ||
    a.tokens.length - b.tokens.length ||
    compareText(a.fingerprint, b.fingerprint);
  return order < 0;
}

function namesCause({ voices: [voice] }: Member): boolean {
  const cause = voice?.thrown.at(-1);
  return cause !== undefined && voice?.line.includes(cause.type) === true;
}

/** Of a trace without its exception, where in our code it was. */
function isOwnFrame({ kind, voices: [voice] }: Member): boolean {
  return kind === 'trace-line' && readTraceLine(voice?.message ?? '')?.frames.some(({ own }) => own) === true;
}

/** The nearer to the cause, the lower. What only warns comes after what failed, and who called after what was called. */
function kindOrder(member: Member): number {
  const { kind, severityRank, voices } = member;
  if (kind === 'exception') return 0;
  if (isMemoryKill(voices[0]?.message ?? '')) return kind === 'exit' ? 1 : 2;
  if (kind === 'message') return severityRank < ERROR_RANK || isHealthLine(member) ? 4 : 3;
  const order = { 'cannot-start': 5, 'worker-death': 6, exit: 7, 'http-error': 8, call: 9, 'trace-line': 10 };
  return order[kind];
}
