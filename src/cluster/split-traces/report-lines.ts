import { count } from '../../wording/words.ts';
import { clip, type Link } from '../joins/link.ts';
import type { Member } from '../member.ts';
import { BESIDE_MS, indexMoments, isOften } from './moments.ts';
import { isMostlyBeside, mostVoted } from './votes.ts';

/** How a program reports one thing in several entries: the line that says what happened, and those that say more of it. */
interface Report {
  readonly program: string;
  readonly head: RegExp;
  readonly detail: RegExp;
}

const REPORTS: readonly Report[] = [
  {
    // https://www.postgresql.org/docs/current/error-message-reporting.html; it indents the rest of a long text by a tab.
    program: 'PostgreSQL',
    head: /^.{0,300}\b(?:ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|LOG): {2}\S/,
    detail: /^(?:.{0,300}\b(?:DETAIL|HINT|QUERY|CONTEXT|LOCATION|STATEMENT|BACKTRACE): {2}\S|\t\S)/,
  },
  {
    // https://www.erlang.org/doc/apps/stdlib/gen_server.html; what the reason is stays a line of its own.
    program: 'Erlang',
    head: /\*\* (?:Generic server|State machine|gen_event handler) .{1,300} (?:terminating|crashed\.)/,
    detail: /\*\* (?:Last (?:message|event) (?:in )?was|When (?:Server|handler) state +==|Reason for termination +==)/,
  },
];

/** Lines that say more of what another one reports, and why they belong together. */
export interface ReportLines {
  readonly ownerOf: ReadonlyMap<number, number>;
  /** Lines that stand below other reports as well → those reports. */
  readonly sharersOf: ReadonlyMap<number, readonly number[]>;
  readonly links: readonly Link[];
}

/** Gives each such line to the report that it hardly ever is not right behind, on the same instance. */
export function findReportLines(members: readonly Member[]): ReportLines {
  const ownerOf = new Map<number, number>();
  const sharersOf = new Map<number, readonly number[]>();
  const links: Link[] = [];
  for (const { program, head, detail } of REPORTS) {
    const details = messagesLike(detail, members);
    const heads = details.length === 0 ? [] : messagesLike(head, members);
    if (heads.length === 0) continue;
    const toHead = indexMoments(members, heads);
    for (const index of details) {
      const votes = toHead.votesOf(index, 'previous', BESIDE_MS);
      const owner = mostVoted(votes.of);
      if (owner === null || !isMostlyBeside(votes)) continue;
      ownerOf.set(index, owner);
      const others = [...votes.of.keys()].filter((other) => other !== owner && isOften(votes.of, other, toHead));
      if (others.length > 0) sharersOf.set(index, others);
    }
    const linesOf = Map.groupBy(
      details.filter((index) => ownerOf.has(index)),
      (index) => ownerOf.get(index) ?? -1,
    );
    for (const [owner, lines] of [...linesOf].sort(([a], [b]) => a - b)) {
      const rule = `joined: lines in which ${program} says more of '${clip(members[owner]?.voices[0]?.line ?? '')}' (${count(lines.length, 'pattern')})`;
      links.push({ members: [owner, ...lines], rule });
    }
  }
  return { ownerOf, sharersOf, links };
}

function messagesLike(pattern: RegExp, members: readonly Member[]): number[] {
  return [...members.keys()].filter((index) => {
    const member = members[index];
    return member?.kind === 'message' && member.voices.every(({ message }) => pattern.test(message.slice(0, 400)));
  });
}
