import { PLACEHOLDER } from '../../model/placeholder.ts';
import { clip, type Link } from '../joins/link.ts';
import type { Member } from '../member.ts';
import { type KeptEntry, logEntryOf } from '../summary/kept-entry.ts';
import { saidSpan } from '../titles/log-head.ts';
import { linesBeforePanics, streamOf } from './before-panics.ts';
import { BESIDE_MS, indexMoments } from './moments.ts';
import { isMostlyBeside, mostVoted } from './votes.ts';

/** Lines that say nothing, and what they stand beside. */
export interface SilentLines {
  readonly ownerOf: ReadonlyMap<number, number>;
  /** Lines that stand beside others as well → those. */
  readonly sharersOf: ReadonlyMap<number, readonly number[]>;
  readonly links: readonly Link[];
}

/**
 * Gives the lines in which nothing is said (a blank one, a rule that was drawn, an id alone, as Rails writes them above and
 * below each exception, the request that Gin writes before a panic) to what they are hardly ever not right beside, on the
 * same instance, of the same service and graded alike: nobody can act on them.
 *
 * @param owned lines of which it is known already what they belong to
 * @param shared lines that belong to several problems → those
 */
export function findSilentLines(
  members: readonly Member[],
  owned: ReadonlySet<number>,
  shared: ReadonlyMap<number, readonly number[]>,
): SilentLines {
  const ownerOf = new Map<number, number>();
  const sharersOf = new Map<number, readonly number[]>();
  const links: Link[] = [];
  const beforePanics = linesBeforePanics(members);
  const isAside = (index: number): boolean => beforePanics.has(index) || isSilent(members[index]);
  const silent = [...members.keys()].filter((index) => !owned.has(index) && isAside(index));
  for (const [stream, lines] of Map.groupBy(silent, (index) => streamOf(members[index]))) {
    const others = [...members.keys()].filter((index) => streamOf(members[index]) === stream && !lines.includes(index));
    const moments = indexMoments(members, others);
    for (const index of lines) {
      const votes = moments.votesOf(index, 'either', BESIDE_MS);
      const owner = mostVoted(votes.of);
      if (owner === null || !isMostlyBeside(votes)) continue;
      ownerOf.set(index, owner);
      // What is beside it may be of several problems itself.
      const beside = [...votes.of.keys()].flatMap((other) => [other, ...(shared.get(other) ?? [])]);
      const sharers = [...new Set(beside)].filter((other) => other !== owner);
      if (sharers.length > 0) sharersOf.set(index, sharers);
      const also = sharers.length > 0 ? ', and beside others' : '';
      const rule = `joined: a line that says nothing, written beside '${clip(members[owner]?.voices[0]?.line ?? '')}'${also}`;
      links.push({ members: [owner, index], rule });
    }
  }
  return { ownerOf, sharersOf, links };
}

/** What loggers put in brackets before a message: ids of the request, the client's address. A code says something. */
const TAGS = new RegExp(
  `\\[(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,64})\\]|${PLACEHOLDER.source}`,
  'g',
);
/** Of a line in which nothing is said. */
const LONGEST = 400;

/** Whether all that a pattern's entries hold is a text that says nothing. */
export function isSilent(member: Member | undefined): boolean {
  if (member === undefined || (member.kind !== 'message' && member.kind !== 'trace-line')) return false;
  return member.voices.every(({ message }) => saysNothing(message)) && member.summary.examples.every(isTextAlone);
}

function isTextAlone(example: KeptEntry): boolean {
  const { textPayload, jsonPayload, protoPayload, httpRequest } = logEntryOf(example);
  const said = textPayload ?? Object.values(jsonPayload ?? {})[0];
  const isAlone = Object.keys(jsonPayload ?? {}).length <= 1 && typeof said === 'string';
  return isAlone && protoPayload === undefined && httpRequest === undefined && example.exception === null;
}

function saysNothing(message: string): boolean {
  const text = message.slice(0, LONGEST + 1).trim();
  if (text.length > LONGEST || text.includes('\n')) return false;
  const { start, end } = saidSpan(text);
  return !/[\p{L}\p{N}]/u.test(text.slice(start, end).replace(TAGS, ''));
}
