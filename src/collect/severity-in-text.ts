import type { Severity } from '../model/severity.ts';
import { codedLevel, LETTERS } from './coded-levels.ts';
import { isFailureLine, isTraceLine } from './failure-lines.ts';
import { withoutJavaHead } from './java-head.ts';
import { isHandshakeOfClient } from './nginx-handshake.ts';
import { saidByChild } from './php-fpm.ts';
import { postgresSeverity } from './postgres-level.ts';
import { phpSeverity } from './ruby-php-severity.ts';
import { LEVEL_NAMES, severityNamed } from './severity-names.ts';
import { SYSLOG_HEAD } from './syslog-head.ts';
import { isDeadlock, isOfThreadDump, isThreadDump } from './thread-dump.ts';

/** A level stands near the start of a line; no more of it is looked at. */
const LOOKED_AT = 400;
const MOST_PARTS = 16;

const LEVEL = LEVEL_NAMES.join('|');

const MONTH = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';

/** Parts that may stand before the level: none of them can backtrack further than its own bound. */
const LEAD = [
  /[\s|•>]+|[-–—]+(?=\s)/y, // separators
  new RegExp(`-(?=(?:${LEVEL}) in )`, 'y'), // Logback's own: `|-ERROR in …`
  new RegExp(`:(?=(?:${LEVEL}):)`, 'y'), // `…,347:ERROR:superset.views:`
  /[^\x20-\x7e\p{L}]+/uy, // emoji and other signs
  /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]|,(?=\s)|(?=\s|$))/y, // a date
  new RegExp(`\\d{1,2}-(?:${MONTH})-\\d{2,4}(?= \\d)`, 'y'), // Tomcat's date
  /\d{2}-\d{2}(?=[T ]\d{2}:\d{2}:)/y, // a date without a year
  new RegExp(
    `\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,9})?(?:Z|[AP]M|[+-]\\d{2}:?\\d{2})?(?!\\w|:(?!(?:${LEVEL}):))`,
    'y',
  ), // a time
  new RegExp(`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|${MONTH})[a-z]{0,6}\\b[,.]?(?= )`, 'y'),
  /(?:UTC|GMT|[AP]M|[+-]\d{4})\b/y,
  /[DIWEFC], (?=\[)/y, // Ruby's letter before its timestamp
  /\d(?:\d{9}(?:\.\d{1,9})?|\.\d{1,16}e\+\d\d)(?=\t)/y, // zap's seconds since 1970
  /(?:[a-z_]{1,20}=[^\s,="]{0,80},){1,8}[a-z_]{1,20}=[^\s,="]{0,80}(?= )/y, // PostgreSQL's `user=app,db=shop`
  new RegExp(`[\\w.$:/-]{1,120} - (?=(?:${LEVEL}) - )`, 'y'), // Python's `%(name)s - %(levelname)s - `
  /[\w./-]{1,60}: (?=(?:error|fatal): |\[(?:emerg|alert|crit|error|warn|notice)\])/y, // `nginx: [emerg] …`, `psql: error: …`
  /[\w./-]{1,120}\.[a-z]{1,4}:\d{1,6}: (?=[A-Z])/y, // Go's place: `main.go:12: ERROR: …`
  new RegExp(`log4j:(?=(?:${LEVEL}) )`, 'y'),
];
/** After a timestamp or a bracket: a process id, or the name of a logger between dashes. */
const AFTER_STAMP = [
  /\d{1,10}(?=[\s|])/y,
  /\{[^{}\s]{0,120}\}/y, // Airflow's place, ClickHouse's query
  /[\w.$-]{1,80}@[\w.$-]{1,80}(?= )/y, // PostgreSQL's user and database
  /[A-Za-z][\w-]{0,40}(?= ?\|)/y, // Datadog's `| CORE | ERROR |`, Squid's `kid1| FATAL:`
  // a logger or a thread, which looks like no word of a sentence
  new RegExp(
    `(?:(?=[\\w.$-]{0,100}[.$\\d-])[a-z_][\\w.$-]{0,100}[ \\t]+|[a-z_]\\w{0,60}(?: {2,20}|\\t)|(?:app|main|root) )(?=(?:${LEVEL})\\b[^'"])`,
    'y',
  ),
  new RegExp(`- (?!(?:${LEVEL})\\s)[\\w.$:/-]{1,120} +(?=- )`, 'iy'),
  /[\w.$/-]{1,120}\[[\w.-]{1,40}\]:/y,
  /[a-z]{1,20}=[\w:.-]{1,80}(?=\s)/y, // Sidekiq's `pid=4 tid=abc`
  new RegExp(`[\\w-]{1,60}\\.(?=(?:${LEVEL}):)`, 'y'), // Monolog's channel: `production.ERROR:`
];

const BRACKET = /[[<(]([^[\]<>()\n]{1,120})[\])>]:?/y;
const BRACKET_LEVEL = new RegExp(`^(?:[\\w.]{1,40}:)?(${LEVEL})$`, 'i');
/** A letter in brackets after a time: `[11/20/2026-10:00:33] [TRT-LLM] [E]`. */
const BRACKET_LETTER = /^[DIWEF]$/;
/** The first with the name of a part before it: `[WORKER 2026-11-20 10:11:12Z ERR StepsRunner]`. */
const STAMPED_LEVEL = new RegExp(`^(?:[A-Z]{1,20} )?\\d{4}-\\d\\d-\\d\\d[T ][\\d:.,Z+-]{5,40} +(${LEVEL})\\b`);
/** Any case before a colon or a bar, upper case before a space: prose that merely begins with the word is not meant. */
const WORD_LEVEL = new RegExp(`(${LEVEL})(?=\\s{0,8}(?::|\\||-\\s|--\\s))`, 'iy');
/** zap: `2025-11-20T12:00:00.123Z\terror\tshop/cart.go:51\tcheckout failed`. */
const TABBED_LEVEL = new RegExp(`(?<=\\t)(${LEVEL})(?=\\t)`, 'iy');
const LOUD_LEVEL = new RegExp(`(${LEVEL})(?:[+-]\\d{1,4})?(?=\\s|$|\\]|/)`, 'y');
const FIELD_LEVEL = new RegExp(
  `(?:^|[\\s,{])["']?(?:level|lvl|severity|levelname)["']?[=:]\\s?["']?(${LEVEL})(?:[+-]\\d{1,4})?(?:["'\\s,}]|$)`,
  'i',
);

/** A field of an object that was printed: `  fatal: true,`, `  severity: 'FATAL',`. */
const FIELD_OF_OBJECT =
  /^\s{1,40}['"]?[\w$.-]{1,80}['"]?: (?:true|false|null|undefined|-?\d[\d._]{0,30}n?|[[{]|\[[^\]]{0,300}\]|'.{0,300}'|".{0,300}"|<.{0,300}>),?$/;
/** An error in an object that was printed, as node-postgres calls its own: `  driverError: error: deadlock detected`. */
const ERROR_IN_OBJECT = /^\s{1,40}['"]?[\w$]{0,60}[eE]rror['"]?: error: \S/;
/** A line of an access log: `"GET /cart HTTP/1.1" 200`; its own service is not to blame for an answer below 500. */
const ACCESS_LINE = /"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) [^"\n]{1,300}"(?: |: )[1-4]\d\d\b/;
/** Signs of failure that tools and people put before a line. */
const SIGN_OF_FAILURE = /^\s{0,8}[⨯✖❌]\ufe0f?\s/u;

/** Where a stack trace is looked for. */
const MOST_LINES = 60;
/** `/app/x.py:12: DeprecationWarning: …` */
const WARNING_LINE = /^(?:[^\s:]{1,300}:\d{1,9}: |\(node:\d{1,9}\) (?:\[\w{1,40}\] )?)?[A-Z]\w{0,80}Warning: /;
/** What Perl only warns of ends as what it dies of. */
const PERL_WARNING =
  /^(?:Use of uninitialized|Argument "|Odd number of|Name "|Subroutine \S{1,80} redefined|Useless use).{1,300} line \d{1,9}(?:, <\S{1,40}> (?:line|chunk) \d{1,9})?\.$/;
const ONLY_TAGS = /^(?:\[[^[\]]{1,80}\] {0,4}){1,8}$/;

/**
 * The severity that a text names for itself, or null: `[ERROR]`, `CRITICAL:`, `level=error`, gunicorn's, log4j's,
 * Ruby's, nginx's, PostgreSQL's, .NET's and glog's prefixes, and the lines of stack traces. A level word in the middle of a
 * sentence (`0 errors found`, `no ERROR`) says nothing.
 */
export function severityInText(text: string): Severity | null {
  const body = withoutJavaHead(text);
  const start = startOfLine(body, 0);
  const line = lineAt(body, start);
  const severity = severityInLine(line);
  if (severity !== null) return severity;
  const end = body.indexOf('\n', start);
  if (end === -1) return null;
  // Rails leaves the first line empty, but for the tags of the request.
  const below = ONLY_TAGS.test(line) ? severityInLine(lineAt(body, startOfLine(body, end))) : null;
  return below ?? (holdsTrace(body) ? 'ERROR' : null);
}

function severityInLine(line: string): Severity | null {
  if (line === '' || FIELD_OF_OBJECT.test(line) || ERROR_IN_OBJECT.test(line)) return null;
  const database = postgresSeverity(line);
  if (database !== null) return database;
  const syslog = SYSLOG_HEAD.exec(line);
  const behind = syslog === null ? null : severityInLine(line.slice(syslog[0].length));
  if (behind !== null) return behind;
  // A fatal error is what V8 dies of; no logger's level.
  if (line.startsWith('FATAL ERROR: ')) return 'ERROR';
  // A frame of a thread dump looks like one of an exception: what it belongs to must be known with it.
  if (isThreadDump(line)) return 'NOTICE';
  if (isDeadlock(line)) return 'ERROR';
  if (isOfThreadDump(line)) return 'INFO';
  const said = saidByChild(line);
  const own = said === null ? null : (phpSeverity(said) ?? (isFailureLine(said) ? 'ERROR' : null));
  if (own !== null) return own;
  if (isHandshakeOfClient(line)) return 'INFO';
  const coded = codedLevel(line);
  if (coded !== null) return coded;
  const named = phpSeverity(line) ?? leadingLevel(line) ?? severityIn(FIELD_LEVEL.exec(line));
  if (named !== null) return named;
  if (PERL_WARNING.test(line)) return 'WARNING';
  if (isFailureLine(line)) return 'ERROR';
  if (WARNING_LINE.test(line)) return 'WARNING';
  if (ACCESS_LINE.test(line)) return 'INFO';
  return SIGN_OF_FAILURE.test(line) ? 'ERROR' : null;
}

function holdsTrace(text: string): boolean {
  const lines = text.split('\n', MOST_LINES).map((line) => line.slice(0, LOOKED_AT).trimEnd());
  return lines.some((line) => isTraceLine(line));
}

/** Where the first line from a place on begins that is not empty. */
function startOfLine(text: string, from: number): number {
  let start = from;
  for (let at = from; text.charCodeAt(at) <= 32; at += 1) {
    if (text[at] === '\n' || text[at] === '\r') start = at + 1;
  }
  return start;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, Math.min(end === -1 ? text.length : end, start + LOOKED_AT)).trimEnd();
}

/** Where the level stands that a logger wrote before all else in a line, as offsets; null where no level leads it. */
export function levelSpan(line: string): { start: number; end: number } | null {
  return leadingSpan(line.slice(0, LOOKED_AT));
}

function leadingLevel(line: string): Severity | null {
  return leadingSpan(line)?.severity ?? null;
}

function leadingSpan(line: string): { severity: Severity; start: number; end: number } | null {
  let at = 0;
  let stamped = false;
  for (let parts = 0; parts < MOST_PARTS && at < line.length; parts += 1) {
    const level = matchAt(WORD_LEVEL, line, at) ?? matchAt(LOUD_LEVEL, line, at) ?? matchAt(TABBED_LEVEL, line, at);
    const severity = severityIn(level);
    if (severity !== null) return { severity, start: at, end: at + (level?.[0].length ?? 0) };
    const bracket = matchAt(BRACKET, line, at);
    if (bracket !== null) {
      const content = bracket[1]?.trim() ?? '';
      const letter = stamped && BRACKET_LETTER.test(content) ? (LETTERS[content] ?? null) : null;
      const inside = letter ?? severityIn(BRACKET_LEVEL.exec(content)) ?? severityIn(STAMPED_LEVEL.exec(content));
      if (inside !== null) return { severity: inside, start: at, end: at + bracket[0].length };
      stamped = true;
      at += bracket[0].length;
      continue;
    }
    const lead = firstMatch(stamped ? [...AFTER_STAMP, ...LEAD] : LEAD, line, at);
    if (lead === 0) return null;
    stamped ||= /\d/.test(line.slice(at, at + lead));
    at += lead;
  }
  return null;
}

function firstMatch(patterns: readonly RegExp[], line: string, at: number): number {
  for (const pattern of patterns) {
    const match = matchAt(pattern, line, at);
    if (match !== null) return match[0].length;
  }
  return 0;
}

function matchAt(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(line);
}

function severityIn(match: RegExpExecArray | null): Severity | null {
  return match?.[1] === undefined ? null : severityNamed(match[1]);
}
