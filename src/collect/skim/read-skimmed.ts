import type { CollectedEntry, LogEntry } from '../../model/entry.ts';
import { type Graded, SEVERITY_RANK, type Severity } from '../../model/severity.ts';
import { hashBytes } from '../hash.ts';
import { type Instant, isBefore } from '../instant.ts';
import { plainMessage } from '../plain-message.ts';
import type { Choice, Reading } from '../reading.ts';
import type { Redactor } from '../redact.ts';
import { isRequestLogAt } from '../request-log.ts';
import { identityHigh, identityLow } from '../seen-identities.ts';
import { GKE_CONTAINER, graded, mayEndSession } from '../severity.ts';
import { severityInText } from '../severity-in-text.ts';
import { splitTime } from '../time.ts';
import { userHashOf } from '../user-hash.ts';
import type { KnownWording } from '../wording/wordings.ts';
import {
  certainOnGke,
  errorGroupFacts,
  exceptionFacts,
  hashOf,
  levelFacts,
  type Origin,
  originFacts,
  placeFacts,
  requestFacts,
  restFacts,
  statedFacts,
  userFacts,
} from './facts.ts';
import { createGroupMemo } from './group-memo.ts';
import { createInstantReader } from './instant.ts';
import { latencyAt } from './latency.ts';
import { createOriginMemo } from './origin-memo.ts';
import { parseField, partOfEntry } from './part-of-entry.ts';
import { ERROR_GROUPS, INSERT_ID, type Plan, planFor, TIMESTAMP } from './plan.ts';
import { VALUE } from './shapes.ts';
import { emptyLine, SkimmedEntry } from './skimmed-entry.ts';
import { createSkimmer } from './skimmer.ts';
import { NO_SPELLING } from './spellings.ts';
import { textAt } from './text-at.ts';
import { behindTraces, lastTraces } from './trace-id.ts';
import { createWordingReader } from './wording-reader.ts';
import { viewOf } from './words.ts';

const FIVE = 0x35;

/**
 * The fast way to read an entry: straight off its bytes, making only the texts that are needed. Null where a line is
 * unusual; then the whole of it must be parsed. What it says is what `readParsed` says of the parsed line.
 */
export function createSkimReader(choice: Choice, redactor: Redactor) {
  const { marks, skim } = createSkimmer((kinds) => ({ plan: planFor(kinds) }));
  const { how, starts, ends } = marks;
  const readInstant = createInstantReader();
  const least = SEVERITY_RANK[choice.minSeverity];
  const since = choice.window === null ? null : splitTime(choice.window.since);
  const until = choice.window === null ? null : splitTime(choice.window.until);
  const time = { seconds: 0, nanos: 0 };
  const received = { seconds: Number.NaN, nanos: Number.NaN };
  const line = emptyLine();
  let bytes = line.bytes;
  let view = viewOf(bytes);
  let kinds: Uint8Array = new Uint8Array(0);

  const entryOf = (plan: Plan, fields: readonly number[]): LogEntry => partOfEntry(bytes, plan, marks, fields);
  const parsedField = (field: number): unknown => parseField(bytes, kinds, marks, field);
  const startOf = (field: number): number => starts[field] ?? 0;
  const endOf = (field: number): number => ends[field] ?? 0;

  let plan: Plan;
  const memo = <Fact>(make: (fields: readonly number[]) => Fact) => {
    const known = createGroupMemo(make);
    return (fields: readonly number[]): Fact => known.of(bytes, view, marks, fields);
  };
  const originFrom = createOriginMemo(() => originFacts(entryOf(plan, plan.origin), redactor));
  const originOf = (): Origin =>
    originFrom(
      plan.resource === null ? NO_SPELLING : (marks.spellings[plan.resource] ?? NO_SPELLING),
      plan.labels === null ? NO_SPELLING : (marks.spellings[plan.labels] ?? NO_SPELLING),
    );
  const statedOf = memo((fields) => statedFacts(entryOf(plan, fields)));
  const certainOf = memo((fields) => certainOnGke(entryOf(plan, fields)));
  const levelOf = memo((fields) => levelFacts(entryOf(plan, fields)));
  const placeOf = memo((fields) => placeFacts(entryOf(plan, fields), redactor));
  const userIn = memo((fields) => userFacts(entryOf(plan, fields), redactor));
  const requestOf = memo((fields) => requestFacts(entryOf(plan, fields), redactor));
  const groupsOf = memo((fields) => errorGroupFacts(entryOf(plan, fields)));

  /** The text of a field, mended. */
  const textOf = (field: number): string => textAt(bytes, startOf(field), endOf(field), how[field] ?? 0);

  const wordingOf = createWordingReader({
    redactor,
    marks,
    textOf,
    exceptionOf: (said, message) => exceptionFacts(entryOf(plan, plan.exception), said, message, redactor),
  });

  const isPlain = (field: number): boolean => how[field] === 0;

  /** The first of these payload fields that says something, redacted; else ''. */
  const firstSaid = (fields: readonly number[]): string => {
    for (const field of fields) {
      const text = kinds[field] === VALUE.text ? textOf(field) : numberIn(field);
      if (!isBlank(text)) return redactor.text(text);
    }
    return '';
  };
  const numberIn = (field: number): string => {
    const value = parsedField(field);
    return typeof value === 'number' ? String(value) : '';
  };

  const userOf = (): string => {
    const own = plan.users.length === 0 ? '' : firstSaid(plan.users);
    return own === '' && plan.userPlaces.length > 0 ? userIn(plan.userPlaces) : own;
  };

  const readTrace = (entry: SkimmedEntry): void => {
    const { trace } = plan;
    if (trace === null || startOf(trace) === endOf(trace)) {
      if (plan.traces.length === 0) return;
      entry.traceText = behindTraces(firstSaid(plan.traces));
      entry.traceHash = hashOf(entry.traceText);
      return;
    }
    const end = endOf(trace);
    const start = lastTraces(bytes, startOf(trace), end);
    entry.traceStart = start;
    entry.traceEnd = end;
    entry.traceHash = start === end ? null : hashBytes(bytes, start, end);
  };

  const hasText = (): boolean => {
    const { texts } = plan;
    if (texts === null) return true;
    for (const field of texts) if (startOf(field) !== endOf(field)) return true;
    return false;
  };

  const httpOf = (): CollectedEntry['http'] => {
    const line = requestOf(plan.requestLine);
    if (line === null) return null;
    const http = line.status < 500 ? line : requestFacts(entryOf(plan, plan.request), redactor);
    const { latency } = plan;
    if (http === null || latency === null) return http;
    const { method, status, path } = http;
    const took = latencyAt(bytes, startOf(latency), endOf(latency), () => parsedField(latency));
    return { method, status, latencyMs: took, path };
  };

  /** Of an entry that states none, or only one of a stream (`stated`), which gives way to that of a line of text. */
  const gradeIn = (text: string, wording: KnownWording | null, stated: Severity | null): Graded => {
    const level = plan.level.length === 0 ? null : levelOf(plan.level);
    if (level !== null) return graded(level, 'field', stated);
    if (stated !== null && plan.texts !== null) return { severity: stated, source: 'stated' };
    const named = wording === null ? severityInText(text) : severityOfWording(wording);
    if (named !== null) return graded(named, 'text', stated);
    if (stated !== null || plan.rest.length === 0) return { severity: stated ?? 'DEFAULT', source: 'stated' };
    return restFacts(entryOf(plan, plan.rest));
  };

  const severityOfWording = (wording: KnownWording): Severity | null => {
    if (wording.severity === undefined) wording.severity = severityInText(plainMessage(textOf(plan.message ?? 0)));
    return wording.severity;
  };

  /** Whether the payload may tell of a request with a status of 500 or more. */
  const mayHaveFailed = (): boolean => {
    const { statuses } = plan;
    for (let i = 0; i < statuses.length; i += 1) if (bytes[startOf(statuses[i] ?? 0)] === FIVE) return true;
    return false;
  };

  const isRequestLine = (): boolean =>
    plan.logName !== null && isRequestLogAt(bytes, startOf(plan.logName), endOf(plan.logName));

  const isInWindow = (at: Instant): boolean =>
    since === null ||
    until === null ||
    (!isBefore(at.seconds, at.nanos, since) && isBefore(at.seconds, at.nanos, until));

  /** What identifies the entry; false where that is written in an unusual way. */
  const identify = (start: number, end: number): boolean => {
    const { logName, trace } = plan;
    if (startOf(INSERT_ID) === endOf(INSERT_ID) || !isPlain(INSERT_ID)) return false;
    if ((logName !== null && !isPlain(logName)) || (trace !== null && !isPlain(trace))) return false;
    if (!readInstant(bytes, startOf(TIMESTAMP), endOf(TIMESTAMP), time)) return false;
    received.seconds = received.nanos = Number.NaN;
    const { received: arrival } = plan;
    if (arrival !== null && !readInstant(bytes, startOf(arrival), endOf(arrival), received)) return false;
    line.bytes = bytes;
    line.start = start;
    line.end = end;
    line.seconds = time.seconds;
    line.nanos = time.nanos;
    line.receivedSeconds = received.seconds;
    line.receivedNanos = received.nanos;
    line.insertIdStart = startOf(INSERT_ID);
    line.insertIdEnd = endOf(INSERT_ID);
    line.insertHash = hashBytes(bytes, line.insertIdStart, line.insertIdEnd);
    const logHash = logName === null ? hashBytes(bytes, 0, 0) : hashBytes(bytes, startOf(logName), endOf(logName));
    const identity = { logHash, seconds: time.seconds, nanos: time.nanos, insertHash: line.insertHash };
    line.identityLow = identityLow(identity);
    line.identityHigh = identityHigh(identity, line.identityLow);
    return true;
  };

  const read = (start: number, end: number): Reading | null => {
    if (!identify(start, end)) return null;
    const origin = originOf();
    const entry = new SkimmedEntry(line, origin, redactor);
    if (!isInWindow(time)) return leftOut(entry, 'outsideWindow');
    const stated = plan.severity.length === 0 ? null : statedOf(plan.severity);
    const isOnGke = stated !== null && origin.setting.resourceType === GKE_CONTAINER;
    const certain = isOnGke ? certainOf(plan.stream) : stated;
    if (certain !== null && SEVERITY_RANK[certain] < least) return leftOut(entry, 'belowSeverity');
    // What PostgreSQL says there is rare, and its level may stand in several fields.
    if (certain !== null && plan.logName !== null && mayEndSession(certain, textOf(plan.logName))) return null;
    if (mayHaveFailed()) return null;
    const wording = wordingOf(bytes, view, plan);
    const text = plan.message === null || wording !== null ? null : plainMessage(textOf(plan.message));
    if (text !== null && isBlank(text)) return null;
    if (plan.hasRequest) entry.http = httpOf();
    // What a request without a status or a severity says is rare, and stands in no field alone.
    if (plan.message === null && (entry.http === null || certain === null)) return null;
    if (certain !== null) entry.severity = certain;
    else {
      const { severity, source } = gradeIn(text ?? '', wording, stated);
      entry.severity = severity;
      entry.severitySource = source;
    }
    if (SEVERITY_RANK[entry.severity] < least) {
      // It may be the head of a thread dump.
      const mayCount = entry.severity === 'NOTICE' && entry.severitySource === 'text';
      return mayCount ? null : leftOut(entry, 'belowSeverity');
    }
    if (text !== null) {
      entry.text = redactor.text(text);
      entry.hasText = hasText();
      entry.hidden = entry.hasText && entry.text !== text;
    }
    if (plan.message !== null && wording !== null) {
      entry.wording = wording;
      entry.textStart = startOf(plan.message);
      entry.textEnd = endOf(plan.message);
      entry.textHow = how[plan.message] ?? 0;
      entry.besides = wording.hasException ? undefined : null;
      entry.hasText = hasText();
      entry.hidden = (entry.hasText && wording.hidesText) || wording.hidesException;
    } else if (plan.exception.length > 0) {
      const { exception, hidden } = exceptionFacts(
        entryOf(plan, plan.exception),
        text ?? '',
        entry.text ?? '',
        redactor,
      );
      entry.besides = exception;
      if (hidden) entry.hidden = true;
    }
    if (plan.place.length > 0) entry.place = placeOf(plan.place);
    entry.user = userOf() || origin.user;
    entry.userHash = userHashOf(entry.user);
    readTrace(entry);
    if (kinds[ERROR_GROUPS] !== 0) entry.errorGroups = groupsOf([ERROR_GROUPS]);
    if (entry.http !== null && isRequestLine()) entry.requestStatus = entry.http.status;
    return entry;
  };

  return (buffer: Buffer, start: number, end: number): Reading | null => {
    if (buffer !== bytes) {
      bytes = buffer;
      view = viewOf(buffer);
    }
    const shape = skim(buffer, start, end);
    if (shape === null || shape.plan === null) return null;
    plan = shape.plan;
    kinds = plan.kinds;
    return read(start, end);
  };
}

function leftOut(entry: SkimmedEntry, outcome: Reading['outcome']): Reading {
  entry.outcome = outcome;
  return entry;
}

/** Nearly every text begins with a visible character of ASCII. */
function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && text.trim() === '';
}
