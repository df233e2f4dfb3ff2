import type { Member } from '../member.ts';
import { BESIDE_MS, indexMoments } from './moments.ts';
import { isMostlyBeside } from './votes.ts';

/** What Gin writes before what a handler panicked with: https://github.com/gin-gonic/gin/blob/master/recovery.go */
const RECOVERED = /\[Recovery\] .{0,100}panic recovered:$/;
/** A line of the request that it writes below that. */
const REQUEST =
  /^(?:[A-Z]{3,10} \S{1,1000} HTTP\/\d(?:\.\d)?|[A-Z][A-Za-z]{0,40}(?:-[A-Za-z\d]{1,40}){0,6}: (?!.{0,300}(?:Error|Exception)\b).{0,4000})$/;

const LONGEST_LINE = 6_000;

/** The lines in which Gin tells that a handler panicked, and of which request: the panic itself is written below them. */
export function linesBeforePanics(members: readonly Member[]): ReadonlySet<number> {
  const found = new Set(matching(members, RECOVERED));
  if (found.size === 0) return found;
  const requests = matching(members, REQUEST);
  const streams = Map.groupBy(found, (index) => streamOf(members[index]));
  for (const [stream, heads] of streams) {
    const moments = indexMoments(members, heads);
    for (const index of requests) {
      if (streamOf(members[index]) !== stream) continue;
      if (isMostlyBeside(moments.votesOf(index, 'previous', BESIDE_MS))) found.add(index);
    }
  }
  return found;
}

function matching(members: readonly Member[], line: RegExp): number[] {
  return [...members.keys()].filter((index) => {
    const { voices, kind } = members[index] ?? { voices: [], kind: 'exit' };
    const isLine = kind === 'message' || kind === 'trace-line';
    return isLine && voices.every(({ message }) => message.length < LONGEST_LINE && line.test(message.trim()));
  });
}

/** What is of one service and graded alike. */
export function streamOf(member: Member | undefined): string {
  const [example] = member?.summary.examples ?? [];
  return JSON.stringify([example?.service ?? '', member?.severityRank ?? 0]);
}
