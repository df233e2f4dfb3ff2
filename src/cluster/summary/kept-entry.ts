import type { CollectedEntry, LogEntry } from '../../model/entry.ts';
import { compareText } from '../compare.ts';
import { isRequestLog } from '../skeleton/request.ts';
import { canonicalJson } from './canonical-entry.ts';

/** What is counted of an entry: numbers and texts that cost nothing to ask for. */
export type CountedEntry = Pick<
  CollectedEntry,
  | 'seconds'
  | 'nanos'
  | 'severity'
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
}

/** What only the whole entry says is looked up when it is asked for: most entries that are kept give way to others. */
export function keepEntry(entry: CollectedEntry): KeptEntry {
  const { place, http, hasText } = entry;
  const whole = entry.keep();
  let json: string | null = null;
  return {
    insertId: entry.insertId,
    insertHash: entry.insertHash,
    seconds: entry.seconds,
    nanos: entry.nanos,
    severity: entry.severity,
    message: entry.message,
    exception: entry.exception,
    place,
    service: entry.service,
    revision: entry.revision,
    errorGroups: [...entry.errorGroups],
    instanceHash: entry.instanceHash,
    traceHash: entry.traceHash,
    userHash: entry.userHash,
    http: http === null ? null : { status: http.status },
    get isRequestLog() {
      return http !== null && isRequestLog({ http, hasText, entry: hasText ? whole() : {} });
    },
    get json() {
      json ??= canonicalJson(whole());
      return json;
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
