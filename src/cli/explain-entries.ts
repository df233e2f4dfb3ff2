import { plainLine } from '../draft/one-line.ts';
import type { Evidence } from '../model/assessment.ts';
import type { ExplainedPattern, Explanation } from '../triage/explanation.ts';
import { count, formatInstant, formatNumber } from '../wording/words.ts';
import { wrap } from './wrap.ts';

/** Lines for one value or message. */
const MOST_LINES = 4;

/** The facts with their ids, as a table. */
export function evidenceLines(evidence: readonly Evidence[], width: number): string[] {
  const ids = Math.max(...evidence.map(({ id }) => id.length));
  const names = Math.min(32, Math.max(...evidence.map(({ name }) => name.length)));
  const lines = evidence.flatMap(({ id, name, value, unit }) => {
    const first = `  ${id.padEnd(ids)}  ${name.padEnd(names)}  `;
    return wrap(`${valueText(value)}${unit === undefined ? '' : ` ${unit}`}`, {
      width,
      first,
      rest: ' '.repeat(ids + names + 6),
      most: MOST_LINES,
    });
  });
  return evidence.length === 0 ? [] : ['Evidence', ...lines];
}

/** Numbers with separators, times in words; other text as it is. */
function valueText(value: string | number): string {
  if (typeof value === 'number') return formatNumber(value);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? formatInstant(value) : plainLine(value);
}

/** Entries of the pattern in question, and then one of each other pattern. */
const [MOST_OWN, MOST_ENTRIES] = [3, 5];

/** Some entries, and how many of how many they are. */
export function entryLines(explanation: Explanation, width: number): string[] {
  const { asked, patterns, shown } = explanation;
  const own = patterns.find(({ fingerprint }) => fingerprint === asked) ?? patterns[0];
  const others = patterns.filter((pattern) => pattern !== own);
  const picked = [...pick(own, MOST_OWN, patterns), ...others.flatMap((other) => pick(other, 1, patterns))];
  const entries = picked.slice(0, MOST_ENTRIES).sort(byTime);
  const more = shown > entries.length ? `; --json shows ${formatNumber(shown)}` : '';
  const heading = `${formatNumber(entries.length)} of ${count(explanation.count, 'entry', 'entries')}${more}`;
  return [
    heading,
    ...entries.flatMap(({ number, entry }) => [
      ...wrap(
        `${instantText(entry.timestamp)}  ${entry.severity}${patterns.length === 1 ? '' : `  pattern ${number}`}`,
        { width, first: '  ' },
      ),
      ...messageLines(entry.message, width),
    ]),
  ];
}

interface Picked {
  readonly number: number;
  readonly entry: ExplainedPattern['entries'][number];
}

/** Those that say something else than the ones before them. */
function pick(pattern: ExplainedPattern | undefined, most: number, patterns: readonly ExplainedPattern[]): Picked[] {
  if (pattern === undefined) return [];
  const number = patterns.indexOf(pattern) + 1;
  const different = new Map(pattern.entries.toReversed().map((entry) => [entry.message, entry]));
  return [...different.values()]
    .reverse()
    .slice(0, most)
    .map((entry) => ({ number, entry }));
}

function byTime({ entry: a }: Picked, { entry: b }: Picked): number {
  return a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0;
}

/** `2025-09-16 00:42:53.987890 UTC`: all digits, since entries are looked up by them. */
function instantText(timestamp: string): string {
  return plainLine(timestamp.replace(/^(\d{4}-\d\d-\d\d)T([\d:.]+)Z$/, '$1 $2 UTC'));
}

/** Of a long message the beginning and the end: a stack trace says at its end what happened. */
function messageLines(message: string, width: number): string[] {
  const said = message.split('\n').filter((line) => line.trim() !== '');
  const left = said.length - MOST_LINES;
  const kept = left > 0 ? [...said.slice(0, 2), `… ${count(left, 'more line')} …`, ...said.slice(-2)] : said;
  const most = kept.length > 1 ? 2 : MOST_LINES;
  return kept.flatMap((line) => wrap(plainLine(line), { width, first: '    ', most }));
}
