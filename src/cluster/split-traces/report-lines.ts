import { DEADLOCK, THREAD_DUMP } from '../../collect/thread-dump.ts';
import { count } from '../../wording/words.ts';
import { clip, type Link } from '../joins/link.ts';
import type { Member } from '../member.ts';
import { REACH_MS } from '../summary/occurrences.ts';
import { BESIDE_MS, indexMoments, isOften, REACH_OF_TRACE_MS, type Side } from './moments.ts';
import { isMostlyBeside, mostVoted } from './votes.ts';

/** How a program reports one thing in several entries: the line that says what happened, and those that say more of it. */
interface Report {
  readonly program: string;
  readonly head: RegExp;
  readonly detail: RegExp;
  /** On which side of a detail the head is; right behind it where nothing is said. */
  readonly side?: Side;
  /** How far from the head its details go; a report of a few lines where nothing is said. */
  readonly reachMs?: number;
  /** Somebody asked for it: it is no error, whatever its lines look like. */
  readonly isAskedFor?: true;
}

/** A dump that a runtime writes in one go: its telling line is somewhere in it. */
const DUMP = { side: 'either', reachMs: REACH_OF_TRACE_MS } as const;

/** The stacks of many threads take a while. See thread-dump.ts in collect. */
const THREADS = { side: 'either', reachMs: REACH_MS } as const;
const DUMP_LINES =
  /^(?:"[^"\n]{0,300}" (?:#\d|daemon|prio=|os_prio=).{0,600}| {3}java\.lang\.Thread\.State: \S| {3}Locked ownable synchronizers:$|\s{1,8}at \S.{0,600}\)$|\s{1,8}- (?:parking|waiting|locked|eliminated|None|<0x)|Threads class SMR info:$|_java_thread_list=|0x[0-9a-f]{8,16}(?:, 0x|,?$)|\}$|JNI global ref|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$)/;
const DEADLOCK_LINES =
  /^(?:={20,80}$|"[^"\n]{0,300}":$|\s{2}waiting to lock (?:monitor|Monitor@)?\s?\S.{0,300},$|\s{2}waiting for ownable synchronizer .{0,300},$|\s{2}in JNI, which is held by "|\s{2}which is held by "|Java stack information for the threads listed above:$|Found (?:a total of )?\d{1,6} deadlocks?\.$)/;

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
  {
    // `ReportOOMFailure`, `DumpNativeBacktrace`: https://github.com/nodejs/node/blob/main/src/node_errors.cc
    program: 'Node',
    head: /^FATAL ERROR: \S/,
    detail:
      /^(?:<--- .{1,60} --->$|-{3,10} (?:Native|JavaScript) stack trace -{3,10}$|\[\d{1,10}:0x[0-9a-f]{1,16}\] {1,10}\d{1,12} ms: \S| {0,4}\d{1,4}: 0x[0-9a-f]{1,16} .{0,1000}\[.{1,300}\]$| {0,4}\d{1,4}: \S.{0,300}(?:\(.{1,300}:\d{1,9}(?::\d{1,9})?\)| \[.{1,300}:\d{1,9}(?::\d{1,9})?\])$)/,
    ...DUMP,
  },
  {
    // https://github.com/dotnet/runtime/blob/main/src/coreclr/vm/eepolicy.cpp
    program: '.NET',
    head: /^(?:Stack overflow\.|Process is terminating due to StackOverflowException\.)$/,
    detail: /^(?:Repeat \d{1,9} times:$|-{32}$| {3}at \S)/,
    ...DUMP,
  },
  {
    // https://go.dev/doc/articles/race_detector#Report_Format
    program: "Go's race detector",
    head: /^WARNING: DATA RACE$/,
    detail:
      /^(?:={18}$|(?:Previous )?(?:[Aa]tomic |[Rr]acy )?(?:[Rr]ead|[Ww]rite) (?:of size \d{1,4} )?at 0x[0-9a-f]{1,16} by |Goroutine \d{1,12} \(\w{1,20}\) created at:$| {2}\S{1,400}\(.{0,400}\)$| {6}\S{1,400}\.(?:go|s):\d{1,9}(?: \+0x[0-9a-f]{1,16})?$|Found \d{1,9} data race)/,
    ...DUMP,
  },
  {
    // Where it is of a thread dump, the dump says more of it.
    program: 'Java',
    head: DEADLOCK,
    detail: new RegExp(`${THREAD_DUMP.source}|${DUMP_LINES.source}|${DEADLOCK_LINES.source}`),
    ...THREADS,
  },
  {
    program: 'Java',
    head: THREAD_DUMP,
    detail: DUMP_LINES,
    ...THREADS,
    isAskedFor: true,
  },
];

/** Lines that say more of what another one reports, and why they belong together. */
export interface ReportLines {
  readonly ownerOf: ReadonlyMap<number, number>;
  /** Lines that stand below other reports as well → those reports. */
  readonly sharersOf: ReadonlyMap<number, readonly number[]>;
  readonly links: readonly Link[];
  /** What somebody asked for: the reports and their lines. */
  readonly askedFor: ReadonlySet<number>;
}

/**
 * Gives each such line to the report that it hardly ever is not right behind, or within, on the same instance.
 *
 * @param owned lines of stack traces, whose exceptions are known
 */
export function findReportLines(members: readonly Member[], owned: ReadonlySet<number>): ReportLines {
  const ownerOf = new Map<number, number>();
  const sharersOf = new Map<number, readonly number[]>();
  const links: Link[] = [];
  const askedFor = new Set<number>();
  for (const { program, head, detail, side = 'previous', reachMs = BESIDE_MS, isAskedFor = false } of REPORTS) {
    const heads = messagesLike(head, members, owned).filter((one) => !ownerOf.has(one));
    if (isAskedFor) for (const one of heads) askedFor.add(one);
    const details = heads.length === 0 ? [] : messagesLike(detail, members, owned).filter((one) => !ownerOf.has(one));
    if (details.length === 0) continue;
    const toHead = indexMoments(members, heads);
    for (const index of details) {
      const votes = toHead.votesOf(index, side, reachMs);
      const owner = mostVoted(votes.of);
      if (owner === null || !isMostlyBeside(votes)) continue;
      ownerOf.set(index, owner);
      if (isAskedFor) askedFor.add(index);
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
  return { ownerOf, sharersOf, links, askedFor };
}

/** A frame without an exception may be of a report too. */
function messagesLike(pattern: RegExp, members: readonly Member[], owned: ReadonlySet<number>): number[] {
  return [...members.keys()].filter((index) => {
    const member = members[index];
    if (member === undefined || owned.has(index)) return false;
    return (
      (member.kind === 'message' || member.kind === 'trace-line') &&
      member.voices.every(({ message }) => pattern.test(message.slice(0, 400)))
    );
  });
}
