import type { Report } from '../../model/report.ts';
import type { Opening, Turn } from '../../model/transcript.ts';
import { count, joinWords } from '../../wording/words.ts';
import { pointsElsewhere } from '../tools/foreign.ts';
import { MOST_CALLS } from './conversation.ts';

/** All that a report says in words. */
export function wordsOf({ decision, prose, related }: Report): string {
  return [decision.because, ...Object.values(prose), ...related.map(({ because }) => because)].join('\n');
}

const MOST_NAMED = 5;

/** What a sub-agent tried beyond what it is there for, in words of ours; it came to nothing. */
export function describeConduct(
  turns: readonly Turn[],
  { tools }: Pick<Opening, 'tools'>,
  repository: string,
): string[] {
  const uses = turns.map(({ answer }) => answer.content.filter((block) => block.type === 'tool_use'));
  const unknown = new Set(
    uses.flat().flatMap(({ name }) => (tools.some((tool) => tool.name === name) ? [] : [shownName(name)])),
  );
  const most = Math.max(0, ...uses.map(({ length }) => length));
  return [
    ...(unknown.size > 0
      ? [`it called tools that are not there (${joinWords([...unknown].slice(0, MOST_NAMED))})`]
      : []),
    ...(uses.flat().some(({ input }) => pointsElsewhere(input))
      ? [`it asked for something outside of ${repository}`]
      : []),
    ...(most > MOST_CALLS ? [`it made ${count(most, 'call')} in one turn, of which ${MOST_CALLS} were answered`] : []),
  ];
}

/** A name that a model made up may be any text. */
function shownName(name: string): string {
  return /^[\w-]{1,40}$/.test(name) ? `\`${name}\`` : 'one with an odd name';
}
