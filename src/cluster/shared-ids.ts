import { isMost, type Share, traceShare } from './co-occurrence.ts';
import { compareText } from './compare.ts';
import { clip, type Link } from './link.ts';
import { ERROR_RANK, type Member } from './member.ts';
import { settle } from './sample.ts';

/** Fewer traces in common may be chance. */
const LEAST_TRACES = 5;

/** Patterns whose entries Google's Error Reporting put into the same group; a group must hold at least half of each. */
export function linksByErrorGroup(members: readonly Member[]): Link[] {
  const groups = new Map<string, number[]>();
  for (const [index, { summary }] of members.entries()) {
    for (const { what, count } of settle(summary.errorGroups).kept.values()) {
      if (2 * count >= summary.count) addTo(groups, what, index);
    }
  }
  return [...groups]
    .filter(([, indexes]) => indexes.length > 1)
    .sort(([a], [b]) => compareText(a, b))
    .map(([group, indexes]) => ({
      members: indexes,
      rule: `joined: same Error Reporting group ${clip(group)} (${indexes.length} patterns)`,
    }));
}

/**
 * An error line and an exception that come in the same requests and hardly ever without each other. Two error lines of
 * the same requests may be two problems, and so may two exceptions: those stay apart, and so does a line that several
 * problems' exceptions go with. `groupOf` names the problem a pattern is known to belong to.
 */
export function linksByTrace(members: readonly Member[], groupOf: (index: number) => number): Link[] {
  const exceptionsIn = new Map<number, number[]>();
  for (const [index, { kind, summary }] of members.entries()) {
    if (kind !== 'exception') continue;
    for (const trace of settle(summary.sampledTraces).kept.keys()) addTo(exceptionsIn, trace, index);
  }
  const links: Link[] = [];
  for (const [index, member] of members.entries()) {
    if (!isLineAlone(member)) continue;
    const traces = [...settle(member.summary.sampledTraces).kept.keys()];
    const partners = new Map<number, Share>();
    for (const near of new Set(traces.flatMap((trace) => exceptionsIn.get(trace) ?? []))) {
      const share = mutualShare(member, members[near]);
      if (share !== null) partners.set(near, share);
    }
    // Order of traces is that of arrival; the smallest index is not.
    const partner = Math.min(...partners.keys());
    const share = partners.get(partner);
    if (share === undefined || new Set(partners.keys().map(groupOf)).size > 1) continue;
    const cases = `${share.covered} of ${share.observable} cases`;
    const line = clip(member.voices[0]?.line ?? '');
    const rule = `joined: '${line}' and an exception of this problem share the trace id in ${cases}`;
    links.push({ members: [index, partner], rule });
  }
  return links;
}

/** An error that names no exception of its own. */
function isLineAlone({ kind, severityRank, voices }: Member): boolean {
  return kind === 'message' && severityRank >= ERROR_RANK && voices.every(({ thrown }) => thrown.length === 0);
}

function mutualShare(a: Member, b: Member | undefined): Share | null {
  if (b === undefined) return null;
  const there = traceShare(a, b);
  return there.covered >= LEAST_TRACES && isMost(there) && isMost(traceShare(b, a)) ? there : null;
}

function addTo<Key>(lists: Map<Key, number[]>, key: Key, index: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [index]);
  else list.push(index);
}
