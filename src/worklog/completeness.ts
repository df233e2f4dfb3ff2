import { arrivalLine, readingLine, routineCalls } from '../draft/completeness.ts';
import type { Completeness } from '../model/completeness.ts';
import type { Run } from '../model/run.ts';
import type { Severity } from '../model/severity.ts';
import { capitalised, count, formatInstant, formatNumber, joinWords } from '../wording/words.ts';

/** Whether the numbers of a run are totals, and what is not in them. */
export function completenessLine({ collected, minSeverity }: Pick<Run, 'collected' | 'minSeverity'>): string {
  const { kept, redacted, oldest, newest } = collected;
  const sentences = [
    readingLine(collected),
    ...howItWasRead(collected),
    ...requestLogLine(collected),
    ...leftOut(collected, minSeverity, kept),
    ...(redacted > 0
      ? [`Secrets or personal details were hidden in the messages of ${formatNumber(redacted)} of them.`]
      : []),
    ...(oldest === null || newest === null
      ? []
      : [`The oldest is of ${formatInstant(oldest)}, the newest of ${formatInstant(newest)}.`]),
    ...arrivalLine(collected),
  ];
  return sentences.join(' ');
}

/** What reading Cloud Logging took; nothing for files. */
function howItWasRead({ cloud }: Completeness): string[] {
  if (cloud === undefined) return [];
  const parts = [
    `in ${count(cloud.slices, 'slice')} of the time`,
    ...(cloud.retries > 0 ? [`${count(cloud.retries, 'read')} tried again`] : []),
    ...(cloud.waitedSeconds > 0 ? [`${formatNumber(cloud.waitedSeconds)} s waited`] : []),
    ...(cloud.resumed ? ['begun by an earlier run that was broken off'] : []),
  ];
  return [`Cloud Logging was read ${parts.join(', ')}; its API does not hand out the groups of Error Reporting.`];
}

/** All requests, where they were counted beside the entries. */
function requestLogLine({ requestLog }: Completeness): string[] {
  if (requestLog === undefined) return [];
  const { entries, pages, truncated } = requestLog;
  const counted = `${count(entries, 'request')} on ${count(pages, 'page')}`;
  return truncated === null
    ? [`The request log was read at all severities, to its end: ${counted}.`]
    : [`The request log was read in part (${truncated}): ${counted}; no share of failing requests is stated.`];
}

function leftOut(collected: Completeness, minSeverity: Severity, kept: number): string[] {
  const { belowSeverity, outsideWindow, routine = 0 } = collected;
  const parts = [
    ...(belowSeverity > 0 ? [`${formatNumber(belowSeverity)} below ${minSeverity}`] : []),
    ...(outsideWindow > 0 ? [`${formatNumber(outsideWindow)} outside the window`] : []),
    ...(routine > 0 ? [routineCalls(routine)] : []),
  ];
  return parts.length === 0 ? [] : [`${formatNumber(kept)} were analysed; left out: ${joinWords(parts)}.`];
}

/** What was set aside, by name; empty when nothing was. */
export function malformedLines({ malformed, malformedLines: first, malformedFile }: Completeness): string[] {
  if (malformed === 0) return [];
  const named = first.map(({ source, line, reason }) => `${source}, line ${line}: ${reason}`);
  const more = malformed - first.length;
  const rest = more > 0 ? [`and ${count(more, 'more line')}`] : [];
  const where =
    malformedFile === null
      ? []
      : [capitalised(`all of them, redacted, are in ${malformedFile}, which stays for 20 runs that have any`)];
  return [...named, ...rest, ...where];
}
