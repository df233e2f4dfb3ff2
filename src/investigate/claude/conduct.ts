import type { Cluster } from '../../model/cluster.ts';
import type { Report } from '../../model/report.ts';
import type { Opening, Turn } from '../../model/transcript.ts';
import { count, joinWords } from '../../wording/words.ts';
import { rankIssues } from '../candidates.ts';
import { profileOf } from '../profile.ts';
import type { Toolbox } from '../toolbox.ts';
import { pointsElsewhere } from '../tools/foreign.ts';
import { MOST_CALLS } from './conversation.ts';

/**
 * What code sees in common between a cluster and an issue that a model takes for its own. `same` = rules would take it
 * too; `near` = names, words or the kind of error; `against` says why it must not be it.
 */
export type Connection =
  | { readonly kind: 'same' | 'near' | 'unread' }
  | { readonly kind: 'none'; readonly against: string };

/** Looks at the issue as rules would. `against` follows `which`. */
export async function connectionOf(number: number, cluster: Cluster, toolbox: Toolbox): Promise<Connection> {
  const issue = await toolbox.getIssue(number);
  if (issue === 'unread') return { kind: 'unread' };
  const [ranked] = issue === null ? [] : rankIssues(profileOf(cluster), [issue]);
  if (ranked === undefined) return { kind: 'none', against: 'is no issue that can be read' };
  if (ranked.same) return { kind: 'same' };
  if (!ranked.telling && ranked.score === 0) {
    return { kind: 'none', against: 'shares no name, word or kind of error with this problem' };
  }
  const [objection] = ranked.objections;
  if (objection !== undefined) return { kind: 'none', against: `is about something else: ${objection}` };
  if (namesItself(number, cluster)) {
    return { kind: 'none', against: 'the log itself names, and log text does not choose where it is reported' };
  }
  return { kind: 'near' };
}

/** Whether the number of the issue stands in what was logged: a service does not know the tracker. */
function namesItself(number: number, { patterns }: Cluster): boolean {
  const naming = new RegExp(`(?:[#＃]|\\bgh-|\\b(?:issues?|number|ticket)[ /]{1,3})${number}(?!\\d)`, 'iu');
  return patterns.some(({ template, examples }) => naming.test(`${template} ${JSON.stringify(examples)}`));
}

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
