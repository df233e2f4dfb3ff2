import type { Cluster } from '../../model/cluster.ts';
import { rankIssues } from '../candidates.ts';
import { profileOf } from '../profile.ts';
import type { Toolbox } from '../toolbox.ts';

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
  if (isNamedInLog(number, cluster)) {
    return { kind: 'none', against: 'the log itself names, and log text does not choose where it is reported' };
  }
  return { kind: 'near' };
}

/** A service does not know the tracker. */
function isNamedInLog(number: number, { patterns }: Cluster): boolean {
  const naming = new RegExp(`(?:[#＃]|\\bgh-|\\b(?:issues?|number|ticket)[ /]{1,3})${number}(?!\\d)`, 'iu');
  return patterns.some(({ template, examples }) => naming.test(`${template} ${JSON.stringify(examples)}`));
}
