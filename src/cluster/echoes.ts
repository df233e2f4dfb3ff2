import { timeShare, traceShare } from './joins/co-occurrence.ts';
import type { Member } from './member.ts';
import { absorbSummary, emptySummary, settleSummary } from './summary/summary.ts';

/**
 * The patterns of a problem that say of no occurrence of their own: lines of a stack trace, and those of which an entry
 * came near one of another pattern that counts, or in its trace, or of which that cannot be told. What is left counts
 * occurrences, at least. The patterns come with the most frequent first.
 */
export function findEchoes(members: readonly Member[]): Member[] {
  const echoes: Member[] = [];
  const counted = { summary: emptySummary() };
  for (const member of members) {
    const isFirst = counted.summary.count === 0;
    if (member.kind === 'trace-line' || (!isFirst && !comesApart(member, counted))) echoes.push(member);
    else {
      absorbSummary(counted.summary, member.summary);
      settleSummary(counted.summary);
    }
  }
  return echoes;
}

function comesApart(member: Member, counted: Pick<Member, 'summary'>): boolean {
  const inTime = timeShare(member.summary.occurrences, [counted.summary.occurrences], 'around');
  const isClear = inTime.observable > 0 && inTime.observable === inTime.all;
  return isClear && inTime.covered === 0 && traceShare(member, [counted]).covered === 0;
}
