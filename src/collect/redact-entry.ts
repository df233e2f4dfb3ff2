import type { LogEntry } from '../model/entry.ts';
import { toLogEntry } from './decode.ts';
import type { Redactor } from './redact.ts';

/** What the program identifies entries, services, instances and traces by; it passes whatever it looks like. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  'insertId',
  'logName',
  'timestamp',
  'receiveTimestamp',
  'severity',
  'trace',
  'spanId',
  'resource',
  'errorGroups',
  // Redacted on their own, since one of them is an identifier too.
  'labels',
]);
const IDENTIFYING_LABELS: ReadonlySet<string> = new Set(['instanceId']);

/** An entry with its payload, labels and every further field redacted; identifiers stay. */
export function redactEntry(entry: LogEntry, redactor: Redactor): LogEntry {
  const redacted = redactor.value(entry, IDENTIFIERS);
  const labels = redactor.value(entry.labels, IDENTIFYING_LABELS);
  if (redacted === entry && labels === entry.labels) return entry;
  const result = toLogEntry(labels === entry.labels ? redacted : Object.assign({}, redacted, { labels }));
  if (result === null) throw new TypeError('redaction changed the shape of an entry');
  return result;
}
