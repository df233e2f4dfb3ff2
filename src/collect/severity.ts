import type { LogEntry } from '../model/entry.ts';
import { type Graded, SEVERITIES, SEVERITY_RANK, type Severity, type SeveritySource } from '../model/severity.ts';
import { failedAccess } from './access-line.ts';
import { mongoLevel } from './coded-levels.ts';
import { exceptionOf } from './exception.ts';
import { field, textIn } from './json-fields.ts';
import { endsSession, isPostgresLog, severityOfLevel } from './postgres-level.ts';
import { severityInText } from './severity-in-text.ts';
import { severityNamed } from './severity-names.ts';

/**
 * Where structured payloads keep their level, as the common loggers write it: after the names that most use, those of
 * OpenTelemetry, ECS, .NET and Serilog. Monolog's number beside its name is on a scale of its own.
 */
export const LEVEL_FIELDS: readonly string[] = [
  ...(['severity', 'level_name', 'level', 'levelname', 'log_level', 'loglevel', 'lvl', 'severity_text'] as const),
  // Then hclog's, PostgreSQL's JSON
  ...(['severityText', 'log.level', 'LogLevel', 'Level', '@l', '@level', 'error_severity'] as const),
];

/** Where else severityInPayload looks, as paths. */
export const OTHER_LEVELS: readonly string[] = ['levelno', 'PRIORITY', 's', 'log.level', 'record.error_severity'];

/** A number there may be anything: .NET counts on a scale of its own, and a player has a level too. */
const ONLY_NAMES: ReadonlySet<string> = new Set(['LogLevel', 'Level', '@l']);

/**
 * The severity of an entry. The entry's own counts; where that is DEFAULT or missing, it is read off the payload: its
 * level field, the text (`message`, as found by messageOf), an exception beside it, the HTTP status. DEFAULT when
 * nothing says anything. What GKE only guessed from a stream gives way to a level that a field or a line of text names, and
 * what an agent made of PostgreSQL's FATAL to what that is.
 */
export function severityOf(entry: LogEntry, message: string): Graded {
  const certain = certainSeverity(entry);
  if (certain !== null) return { severity: certain, source: 'stated' };
  const stated = statedSeverity(entry);
  const inField = isEndOfSession(entry) ? 'ERROR' : severityInPayload(entry.jsonPayload);
  if (inField !== null) return graded(inField, 'field', stated);
  const inText = stated === null || entry.textPayload !== undefined ? severityInText(message) : null;
  if (inText !== null) return graded(inText, 'text', stated);
  if (stated !== null) return { severity: stated, source: 'stated' };
  if (exceptionOf(entry) !== null) return { severity: 'ERROR', source: 'text' };
  return graded(fromStatus(entry) ?? 'DEFAULT', 'field', 'DEFAULT');
}

/** What was found in a field or in the text; where Cloud Logging states the same, it is that. */
export function graded(severity: Severity, source: SeveritySource, stated: Severity | null): Graded {
  return { severity, source: severity === stated ? 'stated' : source };
}

/** The entry's own severity, a name or a number of the LogSeverity enum, or null where it is DEFAULT or missing. */
export function statedSeverity({ severity }: LogEntry): Severity | null {
  const own = typeof severity === 'number' ? fromLogSeverity(severity) : ownSeverity(severity);
  return own === 'DEFAULT' ? null : own;
}

/** What GKE's agent takes what is written to a stream for: https://cloud.google.com/kubernetes-engine/docs/how-to/view-logs */
const OF_STREAMS = new Map<Severity, string>([
  ['INFO', '/stdout'],
  ['ERROR', '/stderr'],
]);
export const GKE_CONTAINER = 'k8s_container';

/** Whether a stated severity may be no more than that of the stream which a container on GKE wrote to. */
function isOfStream({ resource, logName }: LogEntry, stated: Severity): boolean {
  const stream = resource?.type === GKE_CONTAINER ? OF_STREAMS.get(stated) : undefined;
  return stream !== undefined && (logName?.endsWith(stream) ?? false);
}

/** The stated severity where it counts, whatever the payload says; else null. */
export function certainSeverity(entry: LogEntry): Severity | null {
  const stated = statedSeverity(entry);
  return stated !== null && (isOfStream(entry, stated) || mayEndSession(stated, entry.logName)) ? null : stated;
}

/** Whether a stated severity may be no more than that of a FATAL of PostgreSQL's, which is an ERROR. */
export function mayEndSession(stated: Severity, logName = ''): boolean {
  return SEVERITY_RANK[stated] >= SEVERITY_RANK.CRITICAL && isPostgresLog(logName);
}

/** What the Ops Agent took off a line is in fields: its level, and what it said. */
function isEndOfSession({ logName = '', jsonPayload }: LogEntry): boolean {
  return isPostgresLog(logName) && endsSession(textIn(jsonPayload, 'level'), textIn(jsonPayload, 'message'));
}

function ownSeverity(text: string | undefined): Severity | null {
  if (text === undefined) return null;
  return /^\d{1,3}$/.test(text) ? fromLogSeverity(Number(text)) : severityNamed(text);
}

/** The numbers of the LogSeverity enum; what lies between two counts as the lower one. */
function fromLogSeverity(value: number): Severity | null {
  if (!(value >= 0 && value <= 800)) return null;
  return SEVERITIES[Math.floor(value / 100)] ?? null;
}

/** The severity that a payload names in its level field, as loggers write it; null where it names none. */
export function severityInPayload(payload: Record<string, unknown> | undefined): Severity | null {
  if (payload === undefined) return null;
  // CloudNativePG wraps what PostgreSQL says; its own level is always `info`.
  const record = field(payload, 'record');
  const wrapped = severityOfLevel(textIn(record, 'error_severity'), textIn(record, 'message'));
  if (wrapped !== null && wrapped !== 'DEFAULT') return wrapped;
  for (const field of LEVEL_FIELDS) {
    const value = payload[field];
    if (value === undefined) continue;
    if (typeof value !== 'string' && ONLY_NAMES.has(field)) continue;
    const found = typeof value === 'string' ? namedLevel(field, value, payload) : fromLoggerNumber(value);
    if (found !== null && found !== 'DEFAULT') return found;
  }
  // ECS, where it is nested, as Spring Boot writes it.
  const nested = severityNamed(textIn(field(payload, 'log'), 'level'));
  if (nested !== null && nested !== 'DEFAULT') return nested;
  return fromPythonNumber(payload.levelno) ?? mongoLevel(payload) ?? fromJournal(payload.PRIORITY);
}

function namedLevel(name: string, level: string, payload: Record<string, unknown>): Severity | null {
  return name === 'error_severity' ? severityOfLevel(level, textIn(payload, 'message')) : ownSeverity(level);
}

/** journald's, with syslog's numbers, as a text. */
function fromJournal(value: unknown): Severity | null {
  return typeof value === 'string' && /^[0-7]$/.test(value) ? (SEVERITIES[8 - Number(value)] ?? null) : null;
}

/** pino and bunyan count 10 to 60, syslog (and GELF) 7 down to 0, Cloud Logging in hundreds. */
function fromLoggerNumber(value: unknown): Severity | null {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return null;
  if (value >= 100) return fromLogSeverity(value);
  if (value <= 7) return SEVERITIES[8 - value] ?? null;
  if (value >= 60) return 'CRITICAL';
  if (value >= 50) return 'ERROR';
  if (value >= 40) return 'WARNING';
  return value >= 30 ? 'INFO' : value >= 10 ? 'DEBUG' : null;
}

/** https://docs.python.org/3/library/logging.html#logging-levels */
function fromPythonNumber(value: unknown): Severity | null {
  if (typeof value !== 'number') return null;
  if (value >= 50) return 'CRITICAL';
  if (value >= 40) return 'ERROR';
  if (value >= 30) return 'WARNING';
  return value >= 20 ? 'INFO' : value >= 10 ? 'DEBUG' : null;
}

/** As Cloud Run grades its request log; an audit log's status other than 0 is an error. */
function fromStatus(entry: LogEntry): Severity | null {
  const status = entry.httpRequest?.status;
  if (typeof status === 'number') return status >= 500 ? 'ERROR' : status >= 400 ? 'WARNING' : 'INFO';
  if (failedAccess(entry.jsonPayload) !== null) return 'ERROR';
  const audit = entry.protoPayload?.status;
  if (typeof audit === 'object' && audit !== null && 'code' in audit && typeof audit.code === 'number') {
    return audit.code === 0 ? null : 'ERROR';
  }
  return null;
}
