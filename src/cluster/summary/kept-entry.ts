import type { CollectedEntry, LogEntry, WholeEntry } from '../../model/entry.ts';
import { compareText } from '../compare.ts';
import { isRequestLog } from '../skeleton/request.ts';
import { canonicalJson } from './canonical-entry.ts';

/** What is counted of an entry: numbers and texts that cost nothing to ask for. */
export type CountedEntry = Pick<
  CollectedEntry,
  | 'seconds'
  | 'nanos'
  | 'severity'
  | 'severitySource'
  | 'message'
  | 'place'
  | 'service'
  | 'revision'
  | 'errorGroups'
  | 'instanceHash'
  | 'traceHash'
  | 'userHash'
  | 'insertHash'
> & { readonly http: { readonly status: number } | null };

/**
 * An entry that is remembered: it outlives the piece of input that a collected entry may hold on to. JSON.stringify makes
 * plain data of it. The whole entry is JSON, which takes a quarter of the room of its objects.
 */
export interface KeptEntry extends CountedEntry {
  readonly insertId: string;
  readonly exception: string | null;
  /** See request.ts. */
  readonly isRequestLog: boolean;
  readonly json: string;
  /** Its exception stands in entries beside it (see place-throws.ts). */
  readonly isPlaced?: true;
}

interface Found {
  readonly message: string;
  readonly exception: string | null;
  readonly json: string;
  readonly logName: string;
}

/** What costs to find out is looked up when it is asked for: most entries that are kept give way to others. */
export function keepEntry(entry: CollectedEntry): KeptEntry {
  const { place, http, hasText } = entry;
  let whole: (() => WholeEntry) | null = entry.keep();
  let found: Found = { message: '', exception: null, json: '', logName: '' };
  /** All at once, so that the way to the entry need not be kept any longer. */
  const look = (): Found => {
    if (whole !== null) {
      const { entry, message, exception } = whole();
      found = { message, exception, json: canonicalJson(entry), logName: entry.logName ?? '' };
      whole = null;
    }
    return found;
  };
  return {
    insertId: entry.insertId,
    insertHash: entry.insertHash,
    seconds: entry.seconds,
    nanos: entry.nanos,
    severity: entry.severity,
    severitySource: entry.severitySource,
    get message() {
      return look().message;
    },
    get exception() {
      return look().exception;
    },
    place,
    service: entry.service,
    revision: entry.revision,
    errorGroups: [...entry.errorGroups],
    instanceHash: entry.instanceHash,
    traceHash: entry.traceHash,
    userHash: entry.userHash,
    http: http === null ? null : { status: http.status },
    get isRequestLog() {
      return http !== null && isRequestLog({ http, hasText, entry: hasText ? { logName: look().logName } : {} });
    },
    get json() {
      return look().json;
    },
  };
}

/** The same entry, with what was thrown where it was written. */
export function withException(entry: KeptEntry, exception: string): KeptEntry {
  const { insertId, insertHash, seconds, nanos, severity, severitySource, place, service, revision } = entry;
  const { errorGroups, instanceHash, traceHash, userHash, http } = entry;
  return {
    ...{ insertId, insertHash, seconds, nanos, severity, severitySource, place, service, revision },
    ...{ errorGroups, instanceHash, traceHash, userHash, http, exception, isPlaced: true },
    get message() {
      return entry.message;
    },
    get isRequestLog() {
      return entry.isRequestLog;
    },
    get json() {
      return entry.json;
    },
  };
}

export function logEntryOf({ json }: KeptEntry): LogEntry {
  return JSON.parse(json);
}

/** By hash of the insertId. An insertId is unique only within one log and instant. */
export function compareKept(a: KeptEntry, b: KeptEntry): number {
  return (
    a.insertHash - b.insertHash ||
    compareText(a.insertId, b.insertId) ||
    a.seconds - b.seconds ||
    a.nanos - b.nanos ||
    compareText(a.json, b.json)
  );
}
