import { formatMinute } from '../../../src/wording/words.ts';
import type { Problem, TrueLine } from './truth.ts';

/** What one run read. */
export interface Read {
  /** As it is printed. */
  readonly window: string;
  readonly service: string;
  readonly until: number;
  readonly seen: ReadonlyMap<Problem, readonly TrueLine[]>;
  /** What all runs had read of each problem by then. */
  readonly ever: ReadonlyMap<Problem, ReadonlySet<TrueLine>>;
  /** Entries of its service that it read. */
  readonly entries: number;
  /** By time of arrival: then entries of a problem may come late. */
  readonly byArrival: boolean;
}

interface Question {
  /** The run that wrote it. */
  readonly read: Read;
  readonly reads: readonly Read[];
  readonly problem: Problem;
  /** Whether sums over runs have to be exact; else they may be too small, never too large. */
  readonly isExact: boolean;
}

/** Each number in an evidence block that is not as it was in truth. */
export function checkEvidence(block: string, question: Question): string[] {
  const { read, problem } = question;
  const lines = inOrder(read.seen.get(problem) ?? []);
  return [...checkTable(block, lines), ...checkTotals(block, lines, question), ...checkSilence(block, question)];
}

/** By time. */
export function inOrder(lines: Iterable<TrueLine>): TrueLine[] {
  return [...lines].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Hours, rates and shares are said of some windows only. */
const SOMETIMES = ['busiest hour', 'entries per hour, before → now', 'share of failing requests'];

function checkTable(block: string, lines: readonly TrueLine[]): string[] {
  const revisions = [...Map.groupBy(lines, ({ revision }) => revision)].map(
    ([name, some]) => `${name} (${some.length})`,
  );
  const severities = [...Map.groupBy(lines, ({ severity }) => severity)];
  const truth = new Map([
    ['entries', String(lines.length)],
    ['first seen in the window', lines[0]?.at],
    ['last seen in the window', lines.at(-1)?.at],
    ['severities', severities.map(([severity, some]) => `${severity} ${some.length}`).join(', ')],
    revisions.length > 1 ? ['revisions', revisions.sort().join(', ')] : ['revision', lines[0]?.revision],
    ['instances', String(new Set(lines.map(({ instance }) => instance)).size)],
  ]);
  const rows = [...block.matchAll(/^\| E\d+ +\| (.+?) +\| (.+?) +\|$/gm)].map(([, name = '', value = '']) => ({
    name,
    value: value.replaceAll('`', '').split(', ').sort().join(', '),
  }));
  const told = rows.filter(({ name }) => !SOMETIMES.includes(name));
  const missing = [...truth.keys()].filter((name) => !told.some((row) => row.name === name));
  const isTrue = (name: string, value: string): boolean => {
    // Each entry is one; entries with other words around the same exception may come together, for all one knows.
    const least = name === 'occurrences' ? /^at least (\d+)$/.exec(value)?.[1] : undefined;
    return least === undefined ? truth.get(name) === value : Number(least) <= lines.length;
  };
  return [
    ...missing.map((name) => `nothing of ${name}`),
    ...told.flatMap(({ name, value }) =>
      isTrue(name, value) ? [] : [`${name} ${value}, in truth ${truth.get(name)}`],
    ),
  ];
}

function checkTotals(block: string, lines: readonly TrueLine[], { read, problem, isExact }: Question): string[] {
  const faults: string[] = [];
  const all = inOrder(read.ever.get(problem) ?? []);
  const isFalse = (said: number, truth: number): boolean => (isExact ? said !== truth : said > truth);
  const [, first, total] =
    /^Over all runs: first seen (.+?), at least ([\d,]+) entr(?:y|ies) since\.$/m.exec(block) ?? [];
  const begun = formatMinute(all[0]?.at ?? '');
  if (first === undefined && all[0]?.at !== lines[0]?.at) faults.push(`nothing over all runs, in truth since ${begun}`);
  if (first !== undefined && first !== begun) faults.push(`first seen ${first}, in truth ${begun}`);
  if (total !== undefined && isFalse(numberOf(total), all.length))
    faults.push(`${total} in all, in truth ${all.length}`);
  const services = Map.groupBy(all, ({ service }) => service);
  const listed = [...block.matchAll(/^- `?(\w+)`?: at least ([\d,]+) entr(?:y|ies), last seen (.+?)$/gm)];
  for (const [, service = '', count = '', last] of listed) {
    const own = services.get(service) ?? [];
    if (isFalse(numberOf(count), own.length)) faults.push(`${count} of ${service}, in truth ${own.length}`);
    const seen = formatMinute(own.at(-1)?.at ?? '');
    if (last !== seen) faults.push(`last seen on ${service} ${last}, in truth ${seen}`);
  }
  if (listed.length !== (services.size > 1 ? services.size : 0))
    faults.push(`${listed.length} of ${services.size} services`);
  return faults;
}

/** It is true up to the time that it names. */
function checkSilence(block: string, { read, reads, problem, isExact }: Question): string[] {
  if (!block.includes('Not seen since')) return [];
  const line =
    /^\*\*Not seen since (.+?)\*\*, last on `(.+?)`: at least ([\d,]+) entr(?:y|ies) of .+? read since, up to (.+?) UTC(?:; #\d+ holds)?\.$/m;
  const [, since, revision, entries = '', upTo = ''] = line.exec(block) ?? [];
  const end = Date.parse(`${upTo.replace(' ', 'T')}:59Z`);
  const before = reads.filter(({ service, until }) => problem.services.includes(service) && until <= end);
  const last = inOrder(before.at(-1)?.ever.get(problem) ?? []).at(-1);
  if (last === undefined) return [`not understood: ${block}`];
  const after = before.slice(before.findIndex(({ seen }) => seen.get(problem)?.includes(last)) + 1);
  const truth = after.reduce((sum, one) => sum + one.entries, 0);
  const said = numberOf(entries);
  const isCounted = isExact && !read.byArrival && problem.services.length === 1;
  const isFalse = isCounted ? said !== truth : said > truth;
  return [
    ...(since === formatMinute(last.at) ? [] : [`not seen since ${since}, in truth ${last.at}`]),
    ...(revision === last.revision ? [] : [`last on ${revision}, in truth ${last.revision}`]),
    ...(isFalse || said === 0 ? [`${entries} entries since, in truth ${truth}`] : []),
  ];
}

const numberOf = (text: string): number => Number(text.replaceAll(',', ''));
