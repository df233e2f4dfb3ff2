import type { CollectedEntry, LogEntry, Place, Setting } from '../../model/entry.ts';
import type { Graded, Severity } from '../../model/severity.ts';
import { besideMessage } from '../beside-message.ts';
import { toLogEntry } from '../decode.ts';
import { hashText } from '../hash.ts';
import { mapStrings } from '../map-strings.ts';
import { messageOf } from '../message.ts';
import { mendMojibake } from '../mojibake.ts';
import { deploymentOf, originOf, settingOf } from '../origin.ts';
import { placeOf } from '../place.ts';
import type { Redactor } from '../redact.ts';
import { redactEntry } from '../redact-entry.ts';
import { failedPath, requestOf } from '../request.ts';
import { certainSeverity, GKE_CONTAINER, severityInPayload, severityOf, statedSeverity } from '../severity.ts';

/**
 * Facts about an entry, each from the few fields it depends on, by the very functions that read a whole entry: so both
 * ways of reading say the same.
 */

/** Where an entry comes from: what its `resource` and `labels` say. */
export interface Origin {
  readonly service: string;
  readonly revision: string;
  readonly instance: string;
  readonly instanceHash: number | null;
  readonly user: string;
  readonly setting: Setting;
}

export function originFacts(fields: LogEntry, redactor: Redactor): Origin {
  const entry = redactEntry(mend(fields), redactor);
  const { instance, user } = originOf(entry);
  return {
    ...deploymentOf(entry),
    instance,
    instanceHash: hashOf(instance),
    user,
    setting: settingOf(entry),
  };
}

export function placeFacts(fields: LogEntry, redactor: Redactor): Place | null {
  return placeOf(redactEntry(mend(fields), redactor));
}

export function userFacts(fields: LogEntry, redactor: Redactor): string {
  return originOf(redactEntry(mend(fields), redactor)).user;
}

/** The request without its latency. */
export function requestFacts(fields: LogEntry, redactor: Redactor): CollectedEntry['http'] {
  const entry = redactEntry(mend(fields), redactor);
  const request = requestOf(entry);
  if (request === null || request.status === null) return null;
  return { method: request.method, status: request.status, latencyMs: null, path: failedPath(request.status, entry) };
}

/** What an entry without a text says of its request. `entry` is redacted. */
export function requestMessage(entry: LogEntry, redactor: Redactor): string {
  return redactor.text(messageOf(entry));
}

/** What stands beside a message (`said`; `message` redacted), and whether something in it was hidden. */
export function exceptionFacts(
  fields: LogEntry,
  said: string,
  message: string,
  redactor: Redactor,
): { exception: string | null; hidden: boolean } {
  const mended = mend(fields);
  const found = besideMessage(redactEntry(mended, redactor), message);
  if (found === null) return { exception: null, hidden: false };
  // Put together from several fields, or without what colours stood between, a text may show what none of them did.
  const exception = redactor.text(found);
  return { exception, hidden: besideMessage(mended, said) !== exception };
}

/** The severity that an entry states for itself; null where that is DEFAULT. */
export function statedFacts(fields: LogEntry): Severity | null {
  return statedSeverity(fields);
}

/** The same where it counts, whatever the payload says, of what a container on GKE wrote; else null. */
export function certainOnGke(fields: LogEntry): Severity | null {
  return certainSeverity({ ...fields, resource: { type: GKE_CONTAINER } });
}

/** The severity that the payload's own level field says, or null. */
export function levelFacts(fields: LogEntry): Severity | null {
  return severityInPayload(mend(fields).jsonPayload);
}

/** The severity of an entry that names none in a field, nor in its text: the exception's or the status', else DEFAULT. */
export function restFacts(fields: LogEntry): Graded {
  return severityOf(mend(fields), '');
}

export function errorGroupFacts(fields: LogEntry): readonly string[] {
  const { errorGroups = [] } = mend(fields);
  return errorGroups.map((group) => group.id ?? '').filter((id) => id !== '');
}

export function hashOf(text: string): number | null {
  return text === '' ? null : hashText(text);
}

function mend(entry: LogEntry): LogEntry {
  return toLogEntry(mapStrings(entry, { text: mendMojibake, key: mendMojibake })) ?? entry;
}
