import { formatTime } from '../../../src/collect/time.ts';
import type { LogEntry } from '../../../src/model/entry.ts';
import { type FakeLog, logOf } from './log.ts';

const MILLISECOND = 1_000_000n;
const SECOND = 1_000n * MILLISECOND;

/** What makes two entries one. */
export const identityOf = ({ logName, timestamp, insertId }: LogEntry): string => `${logName} ${timestamp} ${insertId}`;

export interface NoisyLog {
  readonly log: FakeLog;
  /** How many are not: no severity, nor one in the text. */
  readonly quiet: number;
  /** The identities that a reader of all that are loud enough must end up with. */
  readonly names: ReadonlySet<string>;
  /** Those of the entries that arrived before a time, in nanoseconds since 1970. */
  readonly arrivedBefore: (time: bigint) => Set<string>;
}

/**
 * A log as services write them: bursts in one nanosecond, some entries that are there twice, one insertId at several
 * times, and entries that arrive late: every seventh, by up to `lateSeconds`, or every one by the next of `delays`.
 *
 * @param delays milliseconds, taken in turn
 * @param quietEvery every how many entries one says nothing of its severity; 0 = never
 */
export function noisyLog(
  size: number,
  {
    since,
    seconds,
    lateSeconds = 0,
    delays = [],
    quietEvery = 0,
  }: { since: bigint; seconds: number; lateSeconds?: number; delays?: readonly number[]; quietEvery?: number },
): NoisyLog {
  // Every 97th is there twice.
  const step = (BigInt(seconds) * SECOND) / BigInt(size - Math.floor(size / 98));
  const delayOf = (index: number): bigint => {
    const delay = delays[index % delays.length];
    if (delay !== undefined) return BigInt(delay) * MILLISECOND;
    return index % 7 === 0 ? BigInt((index * 37) % (lateSeconds + 1)) * SECOND : MILLISECOND;
  };
  const entries: LogEntry[] = [];
  const quiet = new Set<string>();
  const arrived = new Map<string, bigint>();
  for (let index = 0; entries.length < size; index += 1) {
    // Every fifth run of 40 entries falls into one nanosecond.
    const slot = Math.floor(index / 40) % 5 === 0 ? index - (index % 40) : index;
    const time = since + BigInt(slot) * step;
    const isQuiet = quietEvery > 0 && index % quietEvery === 0;
    const entry = {
      insertId: index % 3 === 0 ? `id-again-${index % 300}` : `id-${index}`,
      logName: `projects/acme/logs/${index % 2 === 0 ? 'stdout' : 'stderr'}`,
      timestamp: formatTime(time),
      receiveTimestamp: formatTime(time + delayOf(index)),
      severity: isQuiet ? 'DEFAULT' : index % 4 === 0 ? 'WARNING' : 'ERROR',
      resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: `shop-${index % 2}` } },
      textPayload: `payment ${index} of jane${index}@example.com ${isQuiet ? 'done' : 'failed'}`,
    };
    entries.push(entry);
    if (isQuiet) quiet.add(identityOf(entry));
    else arrived.set(identityOf(entry), time + delayOf(index));
    if (index % 97 === 0 && entries.length < size) entries.push(entry);
  }
  return {
    log: logOf(entries),
    quiet: quiet.size,
    names: new Set(arrived.keys()),
    arrivedBefore: (time) => new Set([...arrived].filter(([, at]) => at < time).map(([name]) => name)),
  };
}
