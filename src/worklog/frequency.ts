import { busiestHour } from '../assess/busiest-hour.ts';
import type { CrashLoop } from '../assess/crash-loop.ts';
import { occurrencesOf } from '../assess/occurrences.ts';
import type { Cluster } from '../model/cluster.ts';
import {
  countDistinct,
  count as counted,
  formatDuration,
  formatHour,
  formatInstant,
  formatNumber,
  formatSpan,
  secondsBetween,
} from '../wording/words.ts';

/** How often and when: `38 entries in 25 min (…), about one every 40 s; busiest hour 23:00–24:00 UTC (30)`. */
export function frequencyOf(cluster: Cluster, loop: CrashLoop | null): string {
  const { count, firstSeen, lastSeen, timeline } = cluster.facts;
  if (loop !== null)
    return `${exitsOf(loop)}: ${counted(count, 'entry', 'entries')} (${formatSpan(firstSeen, lastSeen)})`;
  if (count === 1) return `once, at ${formatInstant(firstSeen)}`;
  const occurrences = occurrencesOf(cluster);
  const times = occurrences === null ? '' : ` of ${countDistinct(occurrences, 'occurrence')}`;
  const entries = `${counted(count, 'entry', 'entries')}${times}`;
  const seconds = secondsBetween(firstSeen, lastSeen);
  if (seconds === null || seconds === 0) return `${entries}, all at ${formatSpan(firstSeen, lastSeen)}`;
  const every = seconds / (count - 1);
  const rhythm =
    count < 3 || every < 0.1 || occurrences !== null ? '' : `, on average one every ${formatDuration(every)}`;
  const busiest = busiestHour(timeline);
  // Said only where the hour stands out from the hours around it.
  const standsOut =
    busiest !== null && busiest.count < count && busiest.count >= 2 * (count / Math.max(1, seconds / 3600));
  const hour = standsOut ? `; busiest hour ${formatHour(busiest.start)} (${formatNumber(busiest.count)})` : '';
  return `${entries} in ${formatDuration(seconds)} (${formatSpan(firstSeen, lastSeen)})${rhythm}${hour}`;
}

/** Of a crash loop people count the exits, not the lines that each of them leaves. */
function exitsOf({ exits, seconds, interval }: CrashLoop): string {
  const pace = interval === null ? '' : `, one every ${formatDuration(interval)}`;
  return `${counted(exits, 'exit')} in ${formatDuration(seconds)}${pace}`;
}
