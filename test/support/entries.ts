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
  return {
    insertId,
    timestamp,
    time: BigInt(milliseconds) * 1_000_000n,
    severity,
    message,
    exception: null,
    place: null,
    service: 'checkout',
    revision: 'checkout-00001-abc',
    instance: 'instance-1',
    trace: '',
    user: '',
    http: null,
    errorGroups: [],
    entry: { insertId, timestamp, severity, textPayload: message },
    ...given,
  };
}
