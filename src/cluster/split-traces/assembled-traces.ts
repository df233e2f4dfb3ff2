import type { Frame, ThrownError } from '../../model/cluster.ts';
import { SEVERITY_RANK } from '../../model/severity.ts';
import { thrownText } from '../../wording/thrown.ts';
import { count } from '../../wording/words.ts';
import { clip, type Link } from '../joins/link.ts';
import { type Member, voiceOfThrown } from '../member.ts';
import { pairPhpCalls } from '../skeleton/traces/php-frames.ts';
import { disownBuiltIns } from '../skeleton/traces/ruby-frames.ts';
import { regraded } from '../summary/summary.ts';
import { withoutPrefixes } from './line-prefixes.ts';
import { findReportLines } from './report-lines.ts';
import { findSilentLines } from './silent-lines.ts';
import { findSplitTraces, type SplitTraces } from './split-traces.ts';
import { framesOf } from './trace-frames.ts';

/** The patterns, those of split stack traces knowing what they are, and why which of them belong together. */
export interface AssembledTraces {
  readonly members: readonly Member[];
  readonly links: readonly Link[];
  /** Lines that are part of several problems' stack traces → the exceptions whose traces those are. */
  readonly sharersOf: ReadonlyMap<number, readonly number[]>;
}

/**
 * Makes one of what is left of a stack trace, or of another report, that was written as several entries: its exception's
 * line becomes an exception with the frames and the cause that other lines hold, and the lines become lines of its trace.
 * `unclear`: lines that name an exception in the middle of other traces (place-throws.ts).
 */
export function assembleTraces(all: readonly Member[], unclear: ReadonlySet<number> = new Set()): AssembledTraces {
  const traces = assembleSplit(all, unclear);
  const reports = findReportLines(traces.members, traces.owned);
  const shared = new Map([...traces.sharersOf, ...reports.sharersOf]);
  const silent = findSilentLines(traces.members, new Set([...traces.owned, ...reports.ownerOf.keys()]), shared);
  const isLine = (index: number): boolean => reports.ownerOf.has(index) || silent.ownerOf.has(index);
  return {
    members: traces.members
      .map((member, index) => (isLine(index) ? asLine(member) : member))
      .map((member, index) => (reports.askedFor.has(index) ? asNotice(member) : member)),
    links: [...traces.links, ...reports.links, ...silent.links],
    sharersOf: new Map([...shared, ...silent.sharersOf]),
  };
}

/** `owned`: the lines whose exceptions are known. */
function assembleSplit(
  all: readonly Member[],
  unclear: ReadonlySet<number>,
): AssembledTraces & { readonly owned: ReadonlySet<number> } {
  const members = withoutPrefixes(all);
  const found = findSplitTraces(members, unclear);
  if (found === null) return { members: all, links: [], sharersOf: new Map(), owned: new Set() };
  const linesOf = Map.groupBy(
    [...found.ownerOf.keys()].sort((a, b) => a - b),
    (line) => found.ownerOf.get(line) ?? -1,
  );
  const thrown = new Set([
    ...linesOf.keys(),
    ...found.causeOf.keys(),
    ...found.causeOf.values(),
    ...[...found.sharersOf.values()].flat(),
  ]);
  const orphans = new Set(found.orphans.flat().filter((index) => found.lines.has(index)));
  const shared = [...found.leadOf].map(([index, { others }]) => [index, others] as const);
  const sharersOf = new Map([...found.sharersOf, ...shared.filter(([, others]) => others.length > 0)]);
  const isLine = (index: number): boolean => found.ownerOf.has(index) || orphans.has(index) || sharersOf.has(index);
  const assembled = members.map((member, index) => {
    if (thrown.has(index)) return withTrace(index, members, found, linesOf);
    return isLine(index) ? asLine(member) : (all[index] ?? member);
  });
  const owned = new Set(found.ownerOf.keys());
  return { members: assembled, links: linksOf(members, found, linesOf), sharersOf, owned };
}

type LinesOf = ReadonlyMap<number, readonly number[]>;

/** A pattern whose entries hold a whole trace, or whose traces were found, keeps what they say. */
function withTrace(index: number, members: readonly Member[], found: SplitTraces, linesOf: LinesOf): Member {
  const member = members[index];
  if (member === undefined) throw new RangeError(`There is no pattern ${index}.`);
  const line = found.errors.get(index);
  if (line === undefined || line.isWhole || line.isPlaced) return member;
  const frames = framesIn(index, members, found, linesOf);
  const causes: ThrownError[] = [];
  for (let cause = found.causeOf.get(index); cause !== undefined; cause = found.causeOf.get(cause)) {
    causes.push(...thrownBy(cause, members, found, linesOf));
  }
  return {
    ...member,
    kind: 'exception',
    voices: member.voices.map((voice, at) => {
      const error = line.errors[at] ?? line.errors[0];
      if (error === undefined) return voice;
      return voiceOfThrown(voice, [{ ...error, frames: framesAt(error, frames) }, ...causes]);
    }),
  };
}

function thrownBy(index: number, members: readonly Member[], found: SplitTraces, linesOf: LinesOf): ThrownError[] {
  const line = found.errors.get(index);
  if (line === undefined || line.isWhole) return [...(members[index]?.voices[0]?.thrown ?? [])];
  const [error] = line.errors;
  if (error === undefined) return [];
  if (line.isPlaced) return [error];
  return [{ ...error, frames: framesAt(error, framesIn(index, members, found, linesOf)) }];
}

/** The frames of a trace whose error line says where it was thrown, as those of Ruby, PHP and Rust do. */
function framesAt({ type, frames: [place] }: ThrownError, lines: readonly Frame[]): Frame[] {
  if (place === undefined) return [...lines];
  if (type === 'panic') return [...lines, place];
  // PHP knows a function only by its call.
  if (place.function === '') return pairPhpCalls(place, lines.toReversed());
  return disownBuiltIns([place, ...lines.toReversed()]).reverse();
}

/** The frames that lines of this exception hold. */
function framesIn(index: number, members: readonly Member[], found: SplitTraces, linesOf: LinesOf): Frame[] {
  const thrown = members[index];
  const shared = [...found.sharersOf].filter(([, others]) => others.includes(index)).map(([line]) => line);
  const lines = [...(linesOf.get(index) ?? []), ...shared].flatMap((line) => {
    const [member, read] = [members[line], found.lines.get(line)];
    return member === undefined || read === undefined || read.frames.length === 0 ? [] : [{ member, read }];
  });
  return thrown === undefined ? [] : framesOf(thrown, lines);
}

/** What looks like an error line by line is none, whatever was read off it or off the stream that it was written to. */
function asNotice(member: Member): Member {
  const severity = 'NOTICE';
  return {
    ...member,
    severityRank: SEVERITY_RANK[severity],
    summary: regraded(member.summary, { severity, source: 'text' }),
  };
}

/** What a line of a trace happens to name (`raise KeyError('x')`) is neither thrown nor quoted by it. */
function asLine(member: Member): Member {
  const kind = member.kind === 'message' ? 'trace-line' : member.kind;
  return {
    ...member,
    kind,
    voices: member.voices.map((voice) => ({ ...voice, thrown: [], hasTrace: false, texts: [] })),
  };
}

function linksOf(members: readonly Member[], found: SplitTraces, linesOf: LinesOf): Link[] {
  const errorOf = (index: number) => {
    const [error] = found.errors.get(index)?.errors ?? [];
    return error === undefined ? undefined : thrownText(error);
  };
  const nameOf = (index: number) => {
    const line = found.errors.get(index)?.isWhole === true ? '' : members[index]?.voices[0]?.line;
    return clip(line || (errorOf(index) ?? ''));
  };
  const links: Link[] = [];
  for (const [owner, lines] of [...linesOf].sort(([a], [b]) => a - b)) {
    const shared = lines.filter((line) => found.sharersOf.has(line)).length;
    const also = shared === 0 ? '' : `; ${shared} of them also in other traces`;
    const rule = `joined: lines of one stack trace, that of '${nameOf(owner)}' (${count(lines.length, 'pattern')}${also})`;
    links.push({ members: [owner, ...lines], rule });
  }
  for (const [index, cause] of found.causeOf) {
    const [thrown, from] = [nameOf(index), nameOf(cause)];
    const isSame = thrown === from || (errorOf(index) !== undefined && errorOf(index) === errorOf(cause));
    const how = isSame ? 'stands twice' : `followed from '${from}'`;
    const rule = `joined: lines of one stack trace, in which '${thrown}' ${how}`;
    links.push({ members: [index, cause], rule });
  }
  for (const [index, { owner, others, covered, cases }] of found.leadOf) {
    const whose = others.length === 0 ? 'this problem' : 'this problem or another';
    const rule = `joined: '${nameOf(index)}' stood right before a stack trace of ${whose} in ${covered} of ${count(cases, 'case')}`;
    links.push({ members: [index, owner], rule });
  }
  for (const orphans of found.orphans.filter(({ length }) => length > 1)) {
    const before = orphans.find((index) => !found.lines.has(index));
    const what = before === undefined ? 'without its exception' : `below '${nameOf(before)}'`;
    const rule = `joined: lines of one stack trace, always written together, ${what} (${count(orphans.length, 'pattern')})`;
    links.push({ members: orphans, rule });
  }
  return links;
}
