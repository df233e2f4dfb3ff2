import { PLACEHOLDER } from '../../model/placeholder.ts';
import { clip, type Link } from '../joins/link.ts';
import type { Member } from '../member.ts';
import { type KeptEntry, logEntryOf } from '../summary/kept-entry.ts';
import { saidSpan } from '../titles/log-head.ts';
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
 * below each exception, the request that Gin writes before a panic) to what they are hardly ever not right beside, on the same instance, of the same service and graded
 * alike: nobody can act on them.
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
  const mayPanic = members.some(({ voices }) => voices.some(({ message }) => message.includes('panic recovered:')));
  const silent = [...members.keys()].filter((index) => {
    const member = members[index];
    return member !== undefined && !owned.has(index) && isAside(member, mayPanic);
  });
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

/**
 * What Gin writes before what a handler panicked with: that it did, and the request
 * (https://github.com/gin-gonic/gin/blob/master/recovery.go).
 */
const BEFORE_PANIC =
  /^(?:.{0,60}\[Recovery\] .{0,60}panic recovered:|[A-Z]{3,10} \S{1,1000} HTTP\/\d(?:\.\d)?|(?:Accept|Cache|Content|If|Sec|X)-[\w-]{1,100}: .*|(?:Accept|Authorization|Connection|Cookie|Forwarded|From|Host|Origin|Pragma|Referer|Te|Traceparent|Tracestate|Upgrade-Insecure-Requests|User-Agent|Via): .*)$/;

/** What loggers put in brackets before a message: ids of the request, the client's address. */
const TAGS = new RegExp(`\\[[\\w.:-]{0,100}\\d[\\w.:-]{0,100}\\]|${PLACEHOLDER.source}`, 'g');
/** Of a line in which nothing is said. */
const LONGEST = 400;

/** Whether a pattern says nothing by itself; `mayPanic`: Gin tells of panics. */
export function isAside(member: Member, mayPanic = true): boolean {
  return isSilent(member) || (mayPanic && isBeforePanic(member));
}

/** Whether a pattern is what Gin writes before a panic, or looks like it. */
export function isBeforePanic({ voices }: Member): boolean {
  return voices.every(({ message }) => BEFORE_PANIC.test(message.slice(0, LONGEST).trim()));
}

function isSilent(member: Member): boolean {
  if (member.isWordless && !member.summary.examples.every(isBlankText)) return false;
  if (member.kind !== 'message' && member.kind !== 'trace-line') return false;
  return member.voices.every(({ message, thrown }) => saysNothing(message) && thrown.length === 0);
}

function isBlankText(example: KeptEntry): boolean {
  return example.http === null && logEntryOf(example).textPayload !== undefined;
}

function saysNothing(message: string): boolean {
  const text = message.slice(0, LONGEST + 1).trim();
  if (text.length > LONGEST || text.includes('\n')) return false;
  const { start, end } = saidSpan(text);
  return !/[\p{L}\p{N}]/u.test(text.slice(start, end).replace(TAGS, ''));
}

/** What is of one service and graded alike. */
function streamOf(member: Member | undefined): string {
  const [example] = member?.summary.examples ?? [];
  return JSON.stringify([example?.service ?? '', member?.severityRank ?? 0]);
}
