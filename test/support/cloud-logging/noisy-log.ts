import { formatTime } from '../../../src/collect/time.ts';
import type { LogEntry } from '../../../src/model/entry.ts';
import { type FakeLog, logOf } from './log.ts';

const SECOND = 1_000_000_000n;

/** What makes two entries one. */
export const identityOf = ({ logName, timestamp, insertId }: LogEntry): string => `${logName} ${timestamp} ${insertId}`;

/**
 * A log as services write them: bursts in one nanosecond, entries that arrive up to `lateSeconds` late, some that are
 * there twice, one insertId at several times. `names` are the identities that a reader of all must end up with.
 */
export function noisyLog(
  size: number,
  { since, seconds, lateSeconds = 0 }: { since: bigint; seconds: number; lateSeconds?: number },
): { log: FakeLog; names: Set<string> } {
  const step = (BigInt(seconds) * SECOND) / BigInt(size);
  const entries: LogEntry[] = [];
  for (let index = 0; entries.length < size; index += 1) {
    // Every fifth run of 40 entries falls into one nanosecond.
    const slot = Math.floor(index / 40) % 5 === 0 ? index - (index % 40) : index;
    const time = since + BigInt(slot) * step;
    const late = index % 7 === 0 ? BigInt((index * 37) % (lateSeconds + 1)) * SECOND : 1_000_000n;
    const entry = {
      insertId: `id-${index % 3 === 0 ? 'again' : ''}${index}`,
      logName: `projects/acme/logs/${index % 2 === 0 ? 'stdout' : 'stderr'}`,
      timestamp: formatTime(time),
      receiveTimestamp: formatTime(time + late),
      severity: index % 4 === 0 ? 'WARNING' : 'ERROR',
      resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: `shop-${index % 2}` } },
      textPayload: `payment ${index} of jane${index}@example.com failed`,
    };
    entries.push(entry);
    if (index % 97 === 0 && entries.length < size) entries.push(entry);
  }
  return { log: logOf(entries), names: new Set(entries.map(identityOf)) };
}
