import type { CollectedEntry, LogEntry } from '../model/entry.ts';
import { type Graded, SEVERITY_RANK, type Severity } from '../model/severity.ts';
import { besideMessage } from './beside-message.ts';
import { describeEntry } from './collected-entry.ts';
import { toLogEntry } from './decode.ts';
import { type Deploy, deployOf } from './deploy-entry.ts';
import { hashText } from './hash.ts';
import { mapStrings, TooDeepError } from './map-strings.ts';
import { hasText, messageOf } from './message.ts';
import { mayHoldMojibake, mendMojibake } from './mojibake.ts';
import { deploymentOf } from './origin.ts';
import type { Redactor } from './redact.ts';
import { redactEntry } from './redact-entry.ts';
import { isRequestLog } from './request-log.ts';
import { isRoutineCall } from './routine-call.ts';
import { identityHigh, identityLow } from './seen-identities.ts';
import { certainSeverity, severityOf } from './severity.ts';
import type { SplitPart } from './split-part.ts';
import { isAskedFor } from './thread-dump.ts';
import { parseTime, splitTime } from './time.ts';

/** What one record of a source says: all that counting it needs, and the entry where it is one to keep. */
export interface Reading {
  /** Seconds since 1970, and nanoseconds of that second. */
  readonly seconds: number;
  readonly nanos: number;
  /** When it arrived, in the same two numbers; NaN where the entry does not say. */
  readonly receivedSeconds: number;
  readonly receivedNanos: number;
  readonly service: string;
  readonly revision: string;
  /** See seen-identities.ts; zero twice where it has no insertId: then it is never taken for a duplicate. */
  readonly identityLow: number;
  readonly identityHigh: number;
  /** Null where it is not kept; `outcome` says why. */
  readonly kept: CollectedEntry | null;
  readonly outcome: 'kept' | 'belowSeverity' | 'outsideWindow' | 'routine';
  /** Something in its text or exception was a secret or personal. */
  readonly hidden: boolean;
  /** The status of the request that it is the log's line of; 0 where it is none, or not kept. */
  readonly requestStatus: number;
  /** The revision that it shows to begin; only entries of Cloud Run's audit log do. */
  readonly deploy?: Deploy;
  /** Where it is no entry of its own, but part of one: it is put together with the others before it counts. */
  readonly part?: SplitPart;
}

/** Which entries are kept. */
export interface Choice {
  readonly minSeverity: Severity;
  /** Nanoseconds since 1970, `since` inclusive, `until` exclusive; null takes all. */
  readonly window: { readonly since: bigint; readonly until: bigint } | null;
}

/** Reads a parsed JSON value as an entry; a text says why it is none. */
export function readParsed(parsed: unknown, json: string, choice: Choice, redactor: Redactor): Reading | string {
  try {
    return read(parsed, json, choice, redactor);
  } catch (error) {
    if (error instanceof TooDeepError) return error.message;
    throw error;
  }
}

function read(parsed: unknown, json: string, choice: Choice, redactor: Redactor): Reading | string {
  const entry = toLogEntry(parsed);
  if (entry === null) return 'JSON, but no object';
  const time = timeOf(entry);
  if (time === null) return 'no usable timestamp';
  const received = entry.receiveTimestamp === undefined ? null : parseTime(entry.receiveTimestamp);
  const arrival = received === null ? null : splitTime(received);
  const { insertId = '', logName = '' } = entry;
  const at = splitTime(time);
  const mended = mendEntry(entry, json);
  const identity = insertId === '' ? null : { ...at, logHash: hashText(logName), insertHash: hashText(insertId) };
  const low = identity === null ? 0 : identityLow(identity);
  const deploy = mended.protoPayload === undefined ? null : deployOf(mended, at);
  const counted = {
    ...at,
    receivedSeconds: arrival?.seconds ?? Number.NaN,
    receivedNanos: arrival?.nanos ?? Number.NaN,
    ...deploymentOf(mended),
    ...(deploy !== null && { deploy }),
    identityLow: low,
    identityHigh: identity === null ? 0 : identityHigh(identity, low),
  };
  const left = (outcome: Reading['outcome']): Reading => ({
    ...counted,
    kept: null,
    outcome,
    hidden: false,
    requestStatus: 0,
  });
  if (choice.window !== null && (time < choice.window.since || time >= choice.window.until)) {
    return left('outsideWindow');
  }
  // Most entries of a log are quiet and say so themselves; no more is done for those.
  const least = SEVERITY_RANK[choice.minSeverity];
  const certain = certainSeverity(entry);
  if (certain !== null && SEVERITY_RANK[certain] < least) return left('belowSeverity');
  const grade = severityOf(mended, certain === null ? messageOf(mended) : '');
  if (SEVERITY_RANK[grade.severity] < least && !isDumpHead(grade, mended)) return left('belowSeverity');
  if (isRoutineCall(mended, grade.severity)) return left('routine');
  const described = describeEntry(redactEntry(mended, redactor), time, grade, redactor);
  const requestStatus = isRequestLog(logName) ? (described.http?.status ?? 0) : 0;
  return { ...counted, kept: described, outcome: 'kept', hidden: hidesSomething(mended, described), requestStatus };
}

/** The head of a thread dump is kept whatever the least severity: its lines look like errors where it is not there. */
function isDumpHead({ severity, source }: Graded, entry: LogEntry): boolean {
  return severity === 'NOTICE' && source === 'text' && isAskedFor(messageOf(entry));
}

/** The entry of a line that was read already: mended and redacted. */
export function wholeEntry(json: string, redactor: Redactor): LogEntry {
  const entry = toLogEntry(JSON.parse(json));
  if (entry === null) throw new TypeError('a line that was read as an entry is none');
  return redactEntry(mendEntry(entry, json), redactor);
}

/** When it happened, or, where the entry does not say, when it arrived. */
function timeOf({ timestamp, receiveTimestamp }: LogEntry): bigint | null {
  return (
    (timestamp === undefined ? null : parseTime(timestamp)) ??
    (receiveTimestamp === undefined ? null : parseTime(receiveTimestamp))
  );
}

function mendEntry(entry: LogEntry, json: string): LogEntry {
  if (!mayHoldMojibake(json)) return entry;
  return toLogEntry(mapStrings(entry, { text: mendMojibake, key: mendMojibake })) ?? entry;
}

function hidesSomething(before: LogEntry, { message, exception }: CollectedEntry): boolean {
  if (hasText(before) && messageOf(before) !== message) return true;
  return exception !== null && besideMessage(before, messageOf(before)) !== exception;
}
