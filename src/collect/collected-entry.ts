import { hash } from 'node:crypto';
import type { CollectedEntry, LogEntry } from '../model/entry.ts';
import type { Graded } from '../model/severity.ts';
import { besideMessage } from './beside-message.ts';
import { hashText } from './hash.ts';
import { hasText, messageOf } from './message.ts';
import { deploymentOf, originOf, settingOf } from './origin.ts';
import { placeOf } from './place.ts';
import { sentenceOf } from './platform-sentence.ts';
import type { Redactor } from './redact.ts';
import { failedPath, requestOf } from './request.ts';
import { inUtc, splitTime } from './time.ts';
import { userHashOf } from './user-hash.ts';

/** The facts that later rooms need, found in an entry that is redacted already. */
export function describeEntry(entry: LogEntry, time: bigint, grade: Graded, redactor: Redactor): CollectedEntry {
  // Put together from several fields, a text may show what none of them did.
  const said = messageOf(entry);
  const message = redactor.text(said);
  const exception = besideMessage(entry, message);
  const request = requestOf(entry);
  const insertId = entry.insertId || madeInsertId(entry);
  const origin = originOf(entry);
  const { seconds, nanos } = splitTime(time);
  const besides = exception === null ? null : redactor.text(exception);
  return {
    insertId,
    insertHash: hashText(insertId),
    timestamp: inUtc(entry.timestamp, time),
    time,
    seconds,
    nanos,
    severity: grade.severity,
    severitySource: grade.source,
    message,
    sentence: message === said ? sentenceOf(entry) : null,
    wording: null,
    exception: besides,
    place: placeOf(entry),
    setting: settingOf(entry),
    ...deploymentOf(entry),
    ...origin,
    instanceHash: origin.instance === '' ? null : hashText(origin.instance),
    traceHash: origin.trace === '' ? null : hashText(origin.trace),
    userHash: userHashOf(origin.user),
    http:
      request === null || request.status === null
        ? null
        : {
            method: request.method,
            status: request.status,
            latencyMs: request.latencyMs,
            path: failedPath(request.status, entry),
          },
    hasText: hasText(entry),
    errorGroups: (entry.errorGroups ?? []).map((group) => group.id ?? '').filter((id) => id !== ''),
    entry,
    keep: () => () => ({ entry, message, exception: besides }),
  };
}

/** From the redacted content: the same entry gets the same id, and the id gives nothing away. */
function madeInsertId(entry: LogEntry): string {
  return `made-${hash('sha256', JSON.stringify(entry), 'hex').slice(0, 20)}`;
}
