import { levelSpan } from '../../collect/severity-in-text.ts';
import { SYSLOG_HEAD } from '../../collect/syslog-head.ts';

const DATE = '\\d{1,4}[-/.]\\d{1,2}(?:[-/.]\\d{1,4})?';
const TIME = '\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,9})?(?:Z|[+-]\\d{2}:?\\d{2})?';
/** Of a class or a module: `shop.db.Pool`, `c.a.Bill`, `.m.a.Handler`, which Spring cut, `PriceClient`. */
const LOGGER = '(?:\\.?(?:[\\w$-]{1,60}\\.){1,12}[\\w$]{1,80}|[A-Z][a-z]\\w{0,60}[A-Z]\\w{0,60})';

/** What loggers write between the level and what is said. None of them can backtrack further than its own bound. */
const AFTER_LEVEL: readonly RegExp[] = [
  /[\s|•>:]+|[-–—]+(?=\s)/y,
  // Python's basicConfig: `ERROR:root:…`; Ruby: `ERROR -- app: …`
  /(?<=^[A-Z]{3,8}:)[\w.-]{1,80}:(?=\S)/y,
  /(?<=[A-Z] -- )[\w.-]{1,60}: /y,
  new RegExp(`${DATE}[T ,]\\s?${TIME}(?=[\\s,|\\]])|${DATE}(?=\\s)|${TIME}(?=\\s)`, 'y'),
  // A request of AWS Lambda; Django's module, process and thread after the time
  /(?<=\dZ\s)[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}(?=\s)/y,
  /(?<=:\d\d[.,]\d{3} )[\w.]{1,80} \d{1,10} \d{1,16} (?=\S)/y,
  /\[[^[\]\n]{1,120}\]:?(?=\s)/y,
  // Nest, of a logger within its own
  /(?:ERROR|WARN|INFO|DEBUG) (?=\[)/y,
  // Thread of JBoss, after the logger
  /(?<=\] )\([^()\n]{1,80}\) (?=\S)/y,
  /\d{1,7} --- /y,
  // nginx, RabbitMQ
  /\d{1,10}#\d{1,10}: (?:\*\d{1,12} )?/y,
  /<\d{1,9}\.\d{1,9}\.\d{1,9}> /y,
  new RegExp(`${LOGGER} {0,40} [-:] `, 'y'),
];
const MOST_PARTS = 16;
const LOOKED_AT = 300;

/** `pid=12 level=ERROR logger=app …`, up to the first word that is no field. */
const FIELD = /([A-Za-z_.]{1,30})=(?:"[^"\n]{0,80}"|[^\s"]{1,120})\s+/y;
const STAMP = new RegExp(`(?:${DATE}[T ]${TIME}|${TIME})\\s+`, 'y');
const LEVEL_FIELDS = new Set(['level', 'lvl', 'severity', 'levelname']);

/** After a level that begins a line, what goes on as a sentence: `ERROR in worker`. */
const GOES_ON = /^(?:in|on|at|of|for|from|while|when|with|during|by|to|and|or|is|was)\s/;
/** Where in the code, at the end of a line, as Rich and log4j set it: `   app.py:12`, ` (kafka.server.ReplicaManager)`. */
const PLACE = /(?: {3,}[\w./-]{1,60}\.[a-z]{1,4}:\d{1,6}| \((?:[a-z]\w{0,40}\.){1,10}[A-Z]\w{0,60}\))$/;

/** The part of a line that says something, without what the logger wrote before and behind it; offsets into the line. */
export function saidSpan(line: string): { start: number; end: number } {
  const start = endOfHead(line);
  const place = start === 0 ? null : PLACE.exec(line.slice(-200));
  const end = line.length - (place?.[0].length ?? 0);
  return end > start ? { start, end } : { start, end: line.length };
}

function endOfHead(line: string): number {
  const syslog = SYSLOG_HEAD.exec(line.slice(0, LOOKED_AT))?.[0].length ?? endOfFields(line);
  const span = syslog > 0 ? null : levelSpan(line);
  if (span === null) return syslog;
  if (span.start === 0 && GOES_ON.test(line.slice(span.end).trimStart())) return 0;
  let at = span.end;
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    const length = longestAt(line, at);
    if (length === 0) break;
    at += length;
  }
  return saysSomething(line.slice(at)) ? at : saysSomething(line.slice(span.end)) ? span.end : 0;
}

function longestAt(line: string, at: number): number {
  for (const part of AFTER_LEVEL) {
    part.lastIndex = at;
    const length = part.exec(line)?.[0].length ?? 0;
    if (length > 0) return length;
  }
  return 0;
}

function endOfFields(line: string): number {
  let at = 0;
  let hasLevel = false;
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    STAMP.lastIndex = at;
    FIELD.lastIndex = at;
    const stamp = STAMP.exec(line);
    const field = FIELD.exec(line);
    const length = stamp?.[0].length ?? field?.[0].length ?? 0;
    if (length === 0) break;
    hasLevel ||= LEVEL_FIELDS.has(field?.[1] ?? '');
    at += length;
  }
  const [first = '', second = ''] = line.slice(at).split(/\s+/, 2);
  return hasLevel && [first, second].every((word) => /^[\p{L}'"]/u.test(word) && !word.includes('=')) ? at : 0;
}

function saysSomething(text: string): boolean {
  return /\p{L}{2}/u.test(text);
}
