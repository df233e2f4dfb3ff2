import { formatTime } from '../collect/time.ts';
import { arrivalLine, routineCalls, splitPart } from '../draft/completeness.ts';
import type { Completeness, RequestLogReading } from '../model/completeness.ts';
import { count, formatInstant, formatNumber } from '../wording/words.ts';
import { onOneLine } from './table.ts';

const MOST_NAMED = 5;

/** What was read, in a few lines for people; nothing that was left out goes unsaid. */
export function describeCollected(collected: Completeness, clusters: number | null): string {
  const { read, kept, malformed, duplicates, belowSeverity, outsideWindow, routine = 0 } = collected;
  const left = [
    belowSeverity > 0 ? `${formatNumber(belowSeverity)} below the least severity` : '',
    outsideWindow > 0 ? `${formatNumber(outsideWindow)} outside the window` : '',
    routine > 0 ? routineCalls(routine) : '',
    duplicates > 0 ? count(duplicates, 'duplicate') : '',
    ...splitPart(collected),
  ].filter((part) => part !== '');
  const leftOut = left.length > 0 ? ` (${left.join(', ')})` : '';
  const clustered = clusters === null ? '' : `: ${count(clusters, 'cluster')}`;
  const lines = [`Read ${count(read, 'entry', 'entries')}, kept ${formatNumber(kept)}${leftOut}${clustered}.`];
  lines.push(...describeTimes(collected));
  if (collected.cloud) {
    const slices = count(collected.cloud.slices, 'slice');
    lines.push(`Cloud Logging: ${slices}, ${describeReading(collected.cloud, collected.pages)}.`);
  }
  if (collected.requestLog) lines.push(...describeRequestLog(collected.requestLog));
  lines.push(...describeEmpty(collected));
  const named = collected.malformedLines.slice(0, MOST_NAMED);
  for (const { source, line, reason } of named) lines.push(`  malformed: ${onOneLine(source)}:${line}: ${reason}`);
  if (malformed > named.length) lines.push(`  and ${formatNumber(malformed - named.length)} more`);
  if (malformed > 0) {
    const where = collected.malformedFile === null ? 'left out' : `set aside, kept in ${collected.malformedFile}`;
    lines.push(`${count(malformed, 'malformed line')} ${where}.`);
  }
  if (read === 0 && malformed > 0) lines.push('No line is a log entry: is this an export of Cloud Logging?');
  if (collected.truncated !== null) lines.push(`Not all was read: ${onOneLine(collected.truncated)}.`);
  return lines.join('\n');
}

/** From when the entries are, and how late the newest came. */
function describeTimes({ oldest, newest, newestReceived }: Completeness): string[] {
  return [
    ...(oldest === null || newest === null
      ? []
      : [`The oldest is of ${formatInstant(oldest)}, the newest of ${formatInstant(newest)}.`]),
    ...arrivalLine({ newestReceived }),
  ];
}

/** A folder may hold a thousand empty files, and their names are strangers'. */
function describeEmpty({ sources, truncated }: Completeness): string[] {
  // Of one that was not read to its end nobody knows what else it holds.
  const isCut = (name: string): boolean => truncated !== null && `; ${truncated}`.includes(`; ${name}: `);
  const empty = sources.filter(({ name, entries, malformed }) => entries === 0 && malformed === 0 && !isCut(name));
  const left = empty.length - MOST_NAMED;
  return [
    ...empty.slice(0, MOST_NAMED).map(({ name }) => `${onOneLine(name)} holds no entries.`),
    ...(left > 0 ? [`So do ${formatNumber(left)} more of ${formatNumber(sources.length)} files.`] : []),
  ];
}

/** `2026-01-02 09:00:00 UTC`, twice. */
export function describeWindow({ since, until }: { since: bigint; until: bigint }): string {
  return `From ${formatInstant(formatTime(since))} to ${formatInstant(formatTime(until))}.`;
}

function describeReading(
  { retries, waitedSeconds, resumed }: NonNullable<Completeness['cloud']>,
  pages: number,
): string {
  const parts = [
    count(pages, 'page'),
    ...(retries > 0 ? [`${count(retries, 'read')} tried again`] : []),
    ...(waitedSeconds > 0 ? [`${formatNumber(waitedSeconds)} s waited`] : []),
    ...(resumed ? ['begun by an earlier run'] : []),
  ];
  return parts.join(', ');
}

function describeRequestLog(reading: RequestLogReading): string[] {
  const { entries, pages, truncated } = reading;
  return [
    `Request log: ${count(entries, 'request')}, ${describeReading(reading, pages)}.`,
    ...(truncated === null ? [] : [`The request log was not read to its end: ${truncated}.`]),
  ];
}
