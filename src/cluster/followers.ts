import { countCases, isMost, type Share, timeShare, traceShare } from './co-occurrence.ts';
import { isMemoryKill, withoutLeadingTags } from './kind.ts';
import { clip, type Link } from './link.ts';
import { ERROR_RANK, type Member } from './member.ts';
import { settle } from './sample.ts';

/** A parent that is there ten times as often as the child is background, not a cause. */
const MOST_PER_CHILD = 10;

/** What a pattern can be to others. Causes come first; a step lies on the way from a cause to its symptoms. */
type Role = 'cause' | 'step' | 'none';

interface Candidate {
  readonly index: number;
  readonly member: Member;
  readonly role: Role;
  readonly isMemoryKill: boolean;
}

/** A parent, and how often it was there. */
interface Evidence {
  readonly parent: Candidate;
  readonly share: Share;
  readonly by: 'time' | 'trace';
}

/**
 * Links the symptoms of a process that dies or of a request that fails to the error they come with: exits, workers'
 * deaths, starts that fail, 5xx, and lines of a stack trace. A 'message' is never linked by time, however well it keeps
 * it. `groupOf` names the problem a pattern is known to belong to by better evidence.
 */
export function linksByTime(members: readonly Member[], groupOf: (index: number) => number): Link[] {
  const candidates = members.map(candidateOf);
  const parents = candidates.filter(({ role }) => role !== 'none');
  const inCell = indexBy(parents, ({ summary }) => settle(summary.occurrences).kept.keys());
  const inTrace = indexBy(parents, ({ summary }) => settle(summary.sampledTraces).kept.keys());
  const links: Link[] = [];
  for (const child of candidates) {
    const { kind, summary } = child.member;
    if (kind === 'message' || kind === 'exception') continue;
    const near = new Set<Candidate>();
    for (const cell of settle(summary.occurrences).kept.keys()) for (const one of inCell.get(cell) ?? []) near.add(one);
    if (kind === 'http-error') {
      for (const trace of settle(summary.sampledTraces).kept.keys()) {
        for (const one of inTrace.get(trace) ?? []) near.add(one);
      }
    }
    near.delete(child);
    const found = bestParent(child, [...near], groupOf);
    if (found !== null) links.push({ members: [child.index, found.parent.index], rule: describe(child.member, found) });
  }
  return links;
}

function candidateOf(member: Member, index: number): Candidate {
  const kills = member.kind === 'exit' && member.voices.every(({ message }) => isMemoryKill(message));
  return { index, member, role: roleOf(member, kills), isMemoryKill: kills };
}

function roleOf({ kind, severityRank }: Member, kills: boolean): Role {
  if (kind === 'exception' || kills) return 'cause';
  if (kind === 'message') return severityRank >= ERROR_RANK ? 'cause' : 'none';
  return kind === 'exit' || kind === 'worker-death' || kind === 'cannot-start' ? 'step' : 'none';
}

function indexBy(
  parents: readonly Candidate[],
  keysOf: (member: Member) => Iterable<number>,
): Map<number, Candidate[]> {
  const index = new Map<number, Candidate[]>();
  for (const parent of parents) {
    for (const key of keysOf(parent.member)) {
      const list = index.get(key);
      if (list === undefined) index.set(key, [parent]);
      else list.push(parent);
    }
  }
  return index;
}

/** The best cause that the evidence bears out, else the best step. */
function bestParent(child: Candidate, near: readonly Candidate[], groupOf: (index: number) => number): Evidence | null {
  for (const role of ['cause', 'step'] as const) {
    const evidence = near
      .filter((parent) => parent.role === role && mayFollow(child, parent))
      .map((parent) => evidenceFor(child.member, parent))
      .filter((found) => found !== null)
      .sort(compareEvidence);
    const [best] = evidence;
    if (best !== undefined && isClear(child.member, best, evidence, groupOf)) return best;
  }
  return null;
}

function mayFollow(child: Candidate, parent: Candidate): boolean {
  if (child.member.kind === 'trace-line') {
    return parent.member.kind === 'exception' || parent.member.kind === 'worker-death';
  }
  // A memory kill is its own cause; several wordings of it are one.
  return !child.isMemoryKill || parent.isMemoryKill;
}

/** What speaks for this parent, if it is enough: most cases, and more than one unless there was but one. */
function evidenceFor(child: Member, parent: Candidate): Evidence | null {
  const { summary } = parent.member;
  if (child.kind === 'http-error') {
    const share = traceShare(child, parent.member);
    if (share.covered > 0) return isMost(share) ? { parent, share, by: 'trace' } : null;
    // Both name their requests, and they are different ones.
    if (share.observable > 0 && summary.sampledTraces.kept.size > 0) return null;
  }
  const share = timeShare(child.summary.occurrences, summary.occurrences, follows(child) ? 'after' : 'around');
  const { covered, observable, all } = share;
  if (covered === 0 || covered < Math.min(2, all) || 2 * observable < all || !isMost(share)) return null;
  const background = countCases(summary.occurrences, child.summary.occurrences) > MOST_PER_CHILD * covered;
  return background ? null : { parent, share, by: 'time' };
}

/**
 * Whether the evidence points at one problem. What happened once needs a parent that says by itself what went wrong; a
 * busy service always has some error near a failed request, so only one that stands alone explains it.
 */
function isClear(
  child: Member,
  best: Evidence,
  evidence: readonly Evidence[],
  groupOf: (index: number) => number,
): boolean {
  const isSingle = best.share.observable === 1;
  const group = groupOf(best.parent.index);
  const same = evidence.filter(({ parent }) => groupOf(parent.index) === group);
  const isAlone = same.length === evidence.length;
  // The lines of one process's end belong together even if it ended once.
  if (best.parent.role === 'step') return child.kind !== 'http-error' || (isAlone && !isSingle);
  if (isSingle) return isAlone && same.some(({ parent }) => parent.isMemoryKill || parent.member.kind === 'exception');
  return child.kind !== 'http-error' || best.by === 'trace' || isAlone;
}

/** Higher share, then higher severity, then an exception, then the smaller fingerprint (by which members are sorted). */
function compareEvidence(a: Evidence, b: Evidence): number {
  return (
    b.share.covered * a.share.observable - a.share.covered * b.share.observable ||
    b.parent.member.severityRank - a.parent.member.severityRank ||
    Number(b.parent.member.kind === 'exception') - Number(a.parent.member.kind === 'exception') ||
    a.parent.index - b.parent.index
  );
}

function follows({ kind }: Member): boolean {
  return kind === 'exit' || kind === 'cannot-start';
}

function describe(child: Member, { share: { covered, observable }, by }: Evidence): string {
  const name = `'${clip(withoutLeadingTags(child.voices[0]?.line ?? ''))}'`;
  const cases = `in ${covered} of ${observable} ${observable === 1 ? 'case' : 'cases'}`;
  if (by === 'trace') return `joined: ${name} has the trace id of an error of this problem ${cases}`;
  const verb = follows(child) ? 'followed' : 'came with';
  return `joined: ${name} ${verb} an error of this problem on the same instance within 5 s ${cases}`;
}
