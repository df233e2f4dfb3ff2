import { hashText } from '../../src/collect/hash.ts';
import { splitTime } from '../../src/collect/time.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';

let made = 0;

/**
 * An entry as `collect` hands it on: an ERROR of `checkout` on one instance, at a fixed time, with an insertId of its
 * own. Give `at` (seconds after 2025-09-16T00:00:00Z, to the millisecond) to place it in time.
 */
export function collected(overrides: Partial<CollectedEntry> & { at?: number } = {}): CollectedEntry {
  const { at = 0, ...given } = overrides;
  const milliseconds = Date.UTC(2025, 8, 16) + Math.round(at * 1000);
  made += 1;
  const message = given.message ?? 'Payment failed';
  const insertId = given.insertId ?? `entry-${made}`;
  const timestamp = given.timestamp ?? new Date(milliseconds).toISOString();
  const severity = given.severity ?? 'ERROR';
  const hashOf = (text: string): number | null => (text === '' ? null : hashText(text));
  const { instance = 'instance-1', trace = '', user = '' } = given;
  const time = given.time ?? BigInt(milliseconds) * 1_000_000n;
  return {
    insertId,
    insertHash: hashText(insertId),
    timestamp,
    time,
    ...splitTime(time),
    severity,
    message,
    exception: null,
    place: null,
    service: 'checkout',
    revision: 'checkout-00001-abc',
    instance,
    instanceHash: hashOf(instance),
    trace,
    traceHash: hashOf(trace),
    user,
    userHash: hashOf(user),
    http: null,
    errorGroups: [],
    entry: { insertId, timestamp, severity, textPayload: message },
    ...given,
  };
}
