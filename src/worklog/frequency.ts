import { busiestHour } from '../assess/busiest-hour.ts';
import { count as counted, formatNumber } from '../draft/words.ts';
import type { Facts } from '../model/cluster.ts';
import { formatDuration, formatInstant, formatSpan, secondsBetween } from './phrases.ts';

/** How often and when: `38 entries in 25 min (…), about one every 40 s; busiest hour 23:00–24:00 UTC (30)`. */
export function frequencyOf({ count, firstSeen, lastSeen, timeline }: Facts): string {
  if (count === 1) return `once, at ${formatInstant(firstSeen)}`;
  const entries = counted(count, 'entry', 'entries');
  const seconds = secondsBetween(firstSeen, lastSeen);
  if (seconds === null || seconds === 0) return `${entries}, all at ${formatSpan(firstSeen, lastSeen)}`;
  const every = seconds / (count - 1);
  const rhythm = count < 3 || every < 0.1 ? '' : `, on average one every ${formatDuration(every)}`;
  const busiest = busiestHour(timeline);
  // Said only where the hour stands out from the hours around it.
  const standsOut =
    busiest !== null && busiest.count < count && busiest.count >= 2 * (count / Math.max(1, seconds / 3600));
  const hour = standsOut ? `; busiest hour ${clockHour(busiest.start)} (${formatNumber(busiest.count)})` : '';
  return `${entries} in ${formatDuration(seconds)} (${formatSpan(firstSeen, lastSeen)})${rhythm}${hour}`;
}

/** `2025-09-12 23:00–24:00 UTC` */
function clockHour(start: number): string {
  const from = new Date(start * 1000);
  if (Number.isNaN(from.getTime())) return 'unknown';
  const day = from.toISOString().slice(0, 10);
  const hour = from.getUTCHours();
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${day} ${two(hour)}:00–${two(hour + 1)}:00 UTC`;
}
