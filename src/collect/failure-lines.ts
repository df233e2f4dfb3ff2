import { LAST_WORDS } from './last-words.ts';
import { RUBY_AND_PHP_FAILURES } from './ruby-php-severity.ts';

/** Lines that are in nothing but a stack trace. */
const TRACES: readonly RegExp[] = [
  /^[\s|]{0,40}(?:[+|]\s)?(?:Exception Group )?Traceback \(most recent call last\):/,
  // Node, Java
  /^\s*at .{1,300}(?:[^\d\s:]:\d{1,9}:\d{1,9}|\.(?:java|kt|scala|groovy|clj):\d{1,9}|\((?:native|Native Method|Unknown Source|<anonymous>|index \d+))\)?(?: ~?\[[^\]]{1,200}\]| \{)?$/,
  /^goroutine \d+ (?:gp=\S{1,40} m=\S{1,40} (?:mp=\S{1,40} )?)?\[/,
  // .NET
  /^\s{1,40}at [^\s():]{1,300}\([^():]{0,300}\) in [^\n]{1,300}:line \d{1,9}$/,
  /^\s{1,40}at (?:[^\s():]{1,300}\.[^\s():]{1,300}|lambda_method\d{0,9})\([^():]{0,300}\)$/,
  // Ruby, PHP
  /^\s{0,40}(?:from )?[^\s:]{1,300}\.rb:\d{1,9}:in [`'][^']{1,200}'$/,
  /^#\d{1,5} \{main\}$/,
  // Dart, Elixir, Rust
  /^#\d{1,4} {1,10}\S.{0,300} \((?:dart:|package:|file:\/\/)[^()\s]{1,300}\)$/,
  /^\s{1,40}(?:\(\w{1,100} [\w.+-]{1,60}\) )?[^\s:]{1,300}\.(?:exs?|erl):\d{1,9}: \S/,
  /\bthread '[^'\n]{0,200}'(?: \(\d{1,20}\))? panicked at /,
];

/** The same in the middle of a line: the few that hold the text are looked at. */
const TRACES_WITHIN: readonly (readonly [string, RegExp])[] = [
  // Behind what a logger puts before every line.
  ['Traceback (', /^\S.{0,300}\bTraceback \(most recent call last\):$/],
  ['  File "', /^\S.{0,200} {2}File "[^"\n]{1,300}", line \d{1,9}, in \S/],
];

/** Lines that only a failure writes; the lines of a stack trace among them may be entries of their own. */
const FAILURES: readonly RegExp[] = [
  ...TRACES,
  /^[\s|]{0,40}During handling of the above exception, another exception occurred:/,
  /^[\s|]{0,40}The above exception was the direct cause of the following exception:/,
  /^[\s|]{1,40}File "[^"\n]{1,300}", line \d+(?:, in |$)/,
  // https://docs.python.org/3/library/faulthandler.html
  /^ {2}File "[^"\n]{1,300}", line \d{1,9} in \S/,
  /^\s{1,40}\.\.\. \d{1,6} (?:more|common frames omitted)$/,
  /^Exception in thread "/,
  // .NET
  /^\s{1,40}(?:---> [\w.+]{1,300}(?: \(\w{1,10}\))?: |--- End of inner exception stack trace ---$)/,
  /^--- End of stack trace from previous location/,
  // Elixir
  /^\s{0,40}\*\* \((?:[A-Z][\w.]{0,200}|exit|stop|throw)\b/,
  // Dart
  /^Bad state: \S/,
  /^\s{0,40}(?:Caused by|Suppressed|\[cause\]): [\w$.]{1,200}/,
  /^(?:Uncaught|Unhandled) (?:exception|error|promise rejection|[\w$.]{0,100}(?:Error|Exception))/i,
  /^panic: /,
  /^(?:PHP )?fatal error: /i,
  /^(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})? )?http: panic serving /,
  // Who recovers from a panic, as Gin and chi do: what Go's runtime says of it, and where it was.
  /^(?:runtime error: |assignment to entry in nil map$|(?:send on|close of) (?:closed|nil) channel$|interface conversion: .{1,300} is .{1,300}, not )/,
  /^ -> {3}\/\S{1,300}\.go:\d{1,9}$/,
  /^\[signal SIG[A-Z]{2,6}: /,
  /^\s{1,20}\/\S{1,300}\.(?:go|s):\d{1,9}(?: \+0x[0-9a-f]{1,16})?$/,
  /^[| ]{0,40}(?:[\w$]{1,80}\.){0,12}[A-Z][\w$]{0,80}(?:Error|Exception|Interrupt)(?:\$\w{1,80})?(?::?$|: | \[| \(\w{1,10}\): )/,
  // Python's, whose last name says nothing: `jinja2.exceptions.TemplateNotFound: a.html`, `socket.gaierror: …`.
  /^[| ]{0,40}(?:[A-Za-z_]\w{0,80}\.){0,10}(?:_?errors?|_?exceptions?|exc|errorfactory)\.(?:[A-Za-z_]\w{0,80}\.){0,3}_?[A-Z]\w{0,80}(?:$|: (?!(?:-?\d[\d.,]{0,20} ?\w{0,3}|true|false|null|none|on|off)$))/,
  /^[| ]{0,40}(?:Base)?Exception(?:Group)?(?:$|: )/,
  /^[| ]{0,40}(?:[a-z_]\w{0,80}\.){1,10}(?:Error|Exception|ExceptionInfo)(?:$|: )/,
  /^[| ]{0,40}(?:[A-Za-z_]\w{0,80}\.){1,12}(?:DoesNotExist|MultipleObjectsReturned)(?:$|: )/,
  // Classes whose names say that something failed: `subprocess.TimeoutExpired: …`, `smtplib.SMTPRecipientsRefused: …`.
  /^[| ]{0,40}(?:[a-z_][a-z\d_]{0,80}\.){1,8}(?=[A-Z])\w{0,60}(?:Aborted|BadZipFile|BrokenProcessPool|ConnectionClosed|ConnectionLost|Denied|Disconnect(?:ed)?|EndOfStream|Exceeded|Failed|Failure|Forbidden|Http404|IncompleteRead|NotFound|QueueEmpty|QueueFull|Refused|Timeout|TimeoutExpired|Unauthorized|Unavailable|Unreachable|WouldBlock)(?:$|: (?!(?:-?\d[\d.,]{0,20} ?\w{0,3}|true|false|null|none|on|off)$))/,
  // What Rust's own functions panic with, on the line below the panic.
  /^called `(?:Option|Result)::\w{1,40}\(\)` on (?:a|an) `\w{1,40}` value/,
  /^(?:index out of bounds: the len is \d|attempt to \w{1,20}.{0,40} with overflow$|internal error: entered unreachable code|assertion `?.{1,200} failed)/,
  // What AWS' clients throw: `NoSuchKey: The specified key does not exist.`
  /^NoSuch[A-Z]\w{1,60}: [A-Z]/,
  // Node: `Error [ERR_STREAM_PREMATURE_CLOSE]: …`, ` ⨯ TypeError: …`, `[Error: ENOENT: …] {`.
  /^(?:Uncaught )?Error \[[A-Z][A-Z\d_]{1,60}\]: /,
  /^\s{0,4}[⨯✖✗×] {1,4}(?:[A-Z]\w{0,80})?(?:Error|Exception)(?: \[\w{1,60}\])?: /,
  /^\[(?:[A-Z]\w{0,80})?(?:Error|Exception): .{1,390}\](?: \{)?$/,
  /^UnhandledPromiseRejection: /,
  // Perl
  /^.{1,380} at \S{1,300}\.(?:p[lm]|cgi|t) line \d{1,9}(?:, <\S{1,40}> (?:line|chunk) \d{1,9})?\.$/,
  // uWSGI, the kernel, systemd
  /^DAMN ! worker \d{1,9} \(pid: \d{1,9}\) died/,
  /\bOut of memory: Kill(?:ed)? process \d/,
  /\bsystemd\[\d{1,9}\]: \S{1,200}: (?:Main process exited, code=(?!exited, status=0\/)|Failed with result )/,
  /\bsystemd\[\d{1,9}\]: Failed to start \S/,
  ...LAST_WORDS,
  ...RUBY_AND_PHP_FAILURES,
  /^[| ]{0,40}(?:(?:binascii|copy|dbm|locale|re|select|socket|struct|zlib)\.(?:error|gaierror|herror|timeout)|queue\.(?:Empty|Full)|SystemExit|Stop(?:Async)?Iteration|GeneratorExit)(?:$|: )/,
];

const FAILURES_WITHIN: readonly (readonly [string, RegExp])[] = [
  ...TRACES_WITHIN,
  // What `console.error('Redis error', error)` writes: a label that says that something failed, then the error.
  [
    'Error: ',
    /^(?:.{0,80}[^\w.])?(?<!\b(?:[Nn]o|[Ww]ithout|0) )(?:[Ee]rror|[Ff]ailed|[Ff]ailure|[Ee]xception|[Uu]ncaught|[Uu]nhandled|[Cc]annot|[Cc]ould not|[Cc]ouldn't|[Uu]nable|stack trace:) (?:.{0,120}[^\w.])?(?<!\b(?:[Nn]o|[Ww]ithout|default|0) )(?:[A-Z]\w{0,80})?Error: (?!(?:[Nn]one|[Oo][Kk]|null)$)[A-Za-z"'[{]/,
  ],
  [
    'Error: ',
    /^.{1,120} Error: (?:[a-z_]{1,30} )?E(?:ACCES|ADDR|AI_|CONN|HOST|MFILE|NET|NOENT|NOSPC|NOTFOUND|PERM|PIPE|TIMEDOUT)[A-Z]{0,20}\b/,
  ],
];

/**
 * What stands before every line of a program's that another one writes down: torchrun's `[rank0]: `, Docker Compose's
 * `web-1  | `, Airflow's `[…] {logging_mixin.py:188} WARNING - `, syslog's `Nov 20 08:00:00 host python3[37]: `, containerd's `… stderr F `, supervisord's `'web' stderr output: `.
 */
const PREFIX =
  /^(?:(?:[A-Z][a-z]{2} {1,2}\d{1,2} |\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?Z? )?(?:[\w.-]{1,60} )?(?:[[(][^[\]()\n]{1,80}[\])]:?(?: \{[\w./]{1,60}:\d{1,9}\} [A-Z]{4,8} -)?|[\w.-]{1,60} {0,20}\||[\w./-]{1,60}\[\d{1,9}\]:|std(?:err|out) [FP]|'[\w.:-]{1,60}' std(?:err|out) output:) (?=.{1,390}$)/;

/** Whether a line is in nothing but a stack trace. */
export function isTraceLine(line: string): boolean {
  return TRACES.some((trace) => trace.test(line)) || holdsOne(line, TRACES_WITHIN);
}

/** Whether only a failure writes a line. */
export function isFailureLine(line: string): boolean {
  if (FAILURES.some((failure) => failure.test(line)) || holdsOne(line, FAILURES_WITHIN)) return true;
  const prefix = PREFIX.exec(line)?.[0].length ?? 0;
  if (prefix === 0) return false;
  const rest = line.slice(prefix);
  return FAILURES.some((failure) => failure.test(rest));
}

function holdsOne(line: string, patterns: readonly (readonly [string, RegExp])[]): boolean {
  return patterns.some(([text, pattern]) => line.includes(text) && pattern.test(line));
}
