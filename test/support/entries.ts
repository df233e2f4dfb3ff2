import { hashText } from '../../src/collect/hash.ts';
import { hasText } from '../../src/collect/message.ts';
import { settingOf } from '../../src/collect/origin.ts';
import { plainMessage } from '../../src/collect/plain-message.ts';
import { sentenceOf } from '../../src/collect/platform-sentence.ts';
import { failedPath } from '../../src/collect/request.ts';
import { splitTime } from '../../src/collect/time.ts';
import { userHashOf } from '../../src/collect/user-hash.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';

type Http = NonNullable<CollectedEntry['http']>;
type Overrides = Omit<Partial<CollectedEntry>, 'http'> & { http?: (Omit<Http, 'path'> & Partial<Http>) | null };

let made = 0;

/**
 * An entry as `collect` hands it on: an ERROR of `checkout` on one instance, at a fixed time, with an insertId of its
 * own. What `http` and `hasText` leave out is read off `entry`. Give `at` (seconds after 2025-09-16T00:00:00Z, to the millisecond) to place it in time.
 */
export function collected(overrides: Overrides & { at?: number } = {}): CollectedEntry {
  const { at = 0, http = null, ...given } = overrides;
  const milliseconds = Date.UTC(2025, 8, 16) + Math.round(at * 1000);
  made += 1;
  const message = plainMessage(given.message ?? 'Payment failed');
  const insertId = given.insertId ?? `entry-${made}`;
  const timestamp = given.timestamp ?? new Date(milliseconds).toISOString();
  const severity = given.severity ?? 'ERROR';
  const hashOf = (text: string): number | null => (text === '' ? null : hashText(text));
  const { instance = 'instance-1', trace = '', user = '' } = given;
  const time = given.time ?? BigInt(milliseconds) * 1_000_000n;
  const entry = given.entry ?? { insertId, timestamp, severity, textPayload: message };
  return {
    insertId,
    insertHash: hashText(insertId),
    timestamp,
    time,
    ...splitTime(time),
    severity,
    severitySource: 'stated',
    sentence: sentenceOf(entry),
    wording: null,
    exception: null,
    place: null,
    setting: settingOf(entry),
    service: 'checkout',
    revision: 'checkout-00001-abc',
    instance,
    instanceHash: hashOf(instance),
    trace,
    traceHash: hashOf(trace),
    user,
    userHash: userHashOf(user),
    http: http === null ? null : { path: failedPath(http.status, entry), ...http },
    hasText: hasText(entry),
    errorGroups: [],
    entry,
    ...given,
    message,
    keep: () => () => ({ entry, message, exception: given.exception ?? null }),
  };
}

/** All that an entry says, as a plain object: entries off the fast reader find some of it only when asked. */
export function plainEntry(entry: CollectedEntry): Omit<CollectedEntry, 'keep' | 'wording'> {
  return {
    insertId: entry.insertId,
    insertHash: entry.insertHash,
    timestamp: entry.timestamp,
    time: entry.time,
    seconds: entry.seconds,
    nanos: entry.nanos,
    severity: entry.severity,
    severitySource: entry.severitySource,
    message: entry.message,
    exception: entry.exception,
    place: entry.place,
    setting: entry.setting,
    service: entry.service,
    revision: entry.revision,
    instance: entry.instance,
    instanceHash: entry.instanceHash,
    trace: entry.trace,
    traceHash: entry.traceHash,
    user: entry.user,
    userHash: entry.userHash,
    http: entry.http,
    sentence: entry.sentence,
    hasText: entry.hasText,
    errorGroups: entry.errorGroups,
    entry: entry.entry,
  };
}
