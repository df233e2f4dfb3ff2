/** Lines of a log that nobody should write: every field may hold anything JSON can hold, and some lines are no JSON. */

type Random = () => number;

/** mulberry32: small, seeded, good enough to make nonsense. */
function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

const SEPARATOR = '¦';

const FRAGMENTS: readonly string[] = (
  'Traceback (most recent call last):\n  File "/app/a.py", line 1, in f\n    boom()\nValueError: no¦' +
  'TypeError: x is not a function\n    at f (/app/a.js:1:2)¦panic: no\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1¦' +
  'java.lang.IllegalStateException: no\n\tat a.b.C.d(E.java:1)\nCaused by: java.io.IOException: gone\n\tat a.C.e(E.java:2)¦' +
  'Payment refused by the bank¦GET /cart HTTP/1.1¦status=503¦took 12 ms¦user=ann¦10.0.0.7:8080¦\u0000¦' +
  '\u0000\u0000¦\u001b[31mred\u001b[0m¦\u001b[¦\u001b¦\b\b\b¦\r\n¦\r¦\n¦\n\n¦\t¦\ud800¦\udfff¦\udc00\ud800¦' +
  'a\ud83d¦😀¦👩‍👩‍👧‍👦¦\u202eevil\u202c¦\u2028¦\ufeff¦\u200b¦\uFFFC¦\uFFFD¦<*>¦<trace>¦<cause>¦<at>¦<lines>¦' +
  'ValueError:¦\'name\'¦"name"¦`¦\'¦"¦\\¦\\"¦\\u0000¦{x}¦=¦==¦=====¦key=¦="¦=\'¦key="¦key="a b¦a=b=c¦:::¦' +
  '::1¦[::]:80¦[2001:db8::1]¦[email-3f9a]¦((((((((¦))))¦[[[[¦{{{{¦}¦{"a":¦<<<<¦>>¦||¦..¦...¦....¦-¦--¦+1¦-1¦' +
  '#¦##¦#1#¦%¦%s¦100%¦$¦@¦a@b¦a@b.de¦~¦/¦//¦/a/{b}/{c¦/a?b=c¦http://¦https://x.y/z?q=1¦C:\\¦eyJ¦' +
  'No module named¦HTTP¦exit¦exit code¦status code¦error code¦returned¦with¦is was of a an the¦' +
  'Traceback (most recent call last):¦  File "/app/a.py", line 1, in f¦    boom()¦KeyError: 1¦  File "¦' +
  '    at f (/a.js:1:2)¦    at ¦\tat a.b.C.d(E.java:1)¦Caused by: ¦\t... 3 more¦goroutine 1 [running]:¦' +
  'main.main()¦\t/app/main.go:1 +0x1d¦During handling of the above exception, another exception occurred:¦' +
  'Container called exit(1).¦Memory limit of 512 MiB exceeded¦\\n  File "¦\\n    at ¦[ERROR]¦CRITICAL:¦Ã¤¦' +
  'ðŸ”‘¦AKIAIOSFODNN7EXAMPLE¦password=hunter2¦Bearer abc¦٣¦中文日志¦ß¦İ¦K¦__proto__¦constructor¦toString¦' +
  'hasOwnProperty¦null¦undefined¦NaN¦true¦-0¦1e999¦0x1f¦2025-09-16T00:00:00Z¦' +
  // One frame of no trace, which may be read in so many ways that none of them comes to an end.
  `    at a${'$'.repeat(60)}!(x)`
).split(SEPARATOR);

const KEYS: readonly string[] = (
  'message¦msg¦error¦exception¦stack¦stack_trace¦severity¦level¦name¦type¦user¦userId¦status¦__proto__¦' +
  'constructor¦prototype¦toString¦hasOwnProperty¦length¦¦0¦-1¦a.b¦ключ¦\u0000¦\ud800¦😀¦requestMethod¦' +
  'requestUrl¦latency¦userAgent¦remoteIp¦methodName¦file¦line¦function¦id¦labels¦service_name¦revision_name¦' +
  'instanceId¦uid¦index¦totalSplits¦code¦metadata¦@type¦authenticationInfo¦principalEmail'
).split(SEPARATOR);

const FIELDS: readonly string[] = (
  'insertId¦logName¦timestamp¦receiveTimestamp¦severity¦textPayload¦jsonPayload¦protoPayload¦httpRequest¦' +
  'resource¦labels¦trace¦spanId¦traceSampled¦sourceLocation¦operation¦errorGroups¦split¦__proto__¦' +
  'constructor'
).split(SEPARATOR);

const TIMES: readonly unknown[] = [
  ...['2025-09-16T00:42:53Z', '2025-09-16T00:42:53.987890123Z', '2025-09-16T00:42:53+05:30', '2025-09-16t00:42:53z'],
  ...[
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
    '2016-12-31T23:59:60Z',
    '2025-02-29T00:00:00Z',
    '1969-12-31T23:59:59Z',
  ],
  ...[
    '',
    'yesterday',
    '2025-13-45T99:99:99Z',
    '2025-01-01',
    '2025-01-01T00:00:00',
    '2025-09-16T00:42:53.1234567890123Z',
  ],
  ...[1_735_689_600, -1, 1e300, null, true, {}, [], { seconds: 1_757_983_373, nanos: 5 }],
];

const SEVERITIES: readonly unknown[] = [
  ...[
    'ERROR',
    'WARNING',
    'error',
    'Info',
    'DEFAULT',
    '',
    'LOUD',
    'ERROR ',
    500,
    0,
    -1,
    1e9,
    null,
    true,
    [],
    ['ERROR'],
    {},
  ],
];

const NUMBERS: readonly number[] = [0, -0, 1, -1, 0.1, 200, 404, 503, 599, 1e21, -1e308, 5e-324, 2 ** 53, 2 ** 53 + 1];

/**
 * So many lines, always the same for a seed. No two differing entries have one identity, of which only the first to be
 * read would count; some lines are exact copies of an earlier one.
 */
export function hostileLines(count: number, seed: number): string[] {
  const random = createRandom(seed);
  const lines: string[] = [];
  while (lines.length < count) {
    const chance = random();
    const earlier = lines[Math.floor(random() * lines.length)];
    if (chance < 0.02 && earlier !== undefined) lines.push(earlier);
    else if (chance < 0.05) lines.push(noEntry(random));
    else lines.push(entryLine(random, lines.length));
  }
  return lines;
}

const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('Nothing to pick from.');
  return item;
};

/** No JSON, no object, or cut off; a line end would make two lines of it. */
function noEntry(random: Random): string {
  const texts = [
    '',
    ' ',
    'null',
    'true',
    '12',
    '"text"',
    '[]',
    '{',
    '}',
    '{}',
    '{"a":1}]',
    '\u0000',
    '{"a":undefined}',
    "{'a':1}",
    '[{]',
  ];
  if (random() < 0.5) return pick(random, texts);
  const whole = entryLine(random, -1);
  return whole.slice(0, Math.floor(random() * Math.min(whole.length, 2_000)));
}

function entryLine(random: Random, number: number): string {
  const fields = new Map<string, string>();
  if (random() < 0.9) {
    fields.set('insertId', JSON.stringify(`${random() < 0.1 ? hostileText(random, 3) : ''}#${number}`));
    fields.set('logName', '"projects/p/logs/run.googleapis.com%2Fstderr"');
    fields.set('timestamp', JSON.stringify(new Date(Date.UTC(2025, 8, 16) + Math.floor(random() * 8e7)).toISOString()));
    fields.set('severity', JSON.stringify(pick(random, SEVERITIES.slice(0, 5))));
    fields.set(pick(random, ['textPayload', 'textPayload', 'jsonPayload']), payload(random));
    fields.set('resource', '{"type":"cloud_run_revision","labels":{"service_name":"shop","revision_name":"shop-1"}}');
    fields.set('labels', JSON.stringify({ instanceId: `i${Math.floor(random() * 5)}` }));
  }
  const others = Math.floor(random() * 4);
  for (let i = 0; i < others; i += 1) {
    const field = pick(random, FIELDS);
    if (field !== 'insertId') fields.set(field, fieldValue(random, field));
  }
  const written = [...fields].map(([field, value]) => `${JSON.stringify(field)}:${value}`);
  if (random() < 0.05) written.push(...written.slice(0, 1));
  const spaced = random() < 0.1 ? ' , ' : ',';
  return `{${written.join(spaced)}}`;
}

function fieldValue(random: Random, field: string): string {
  if (field === 'timestamp' || field === 'receiveTimestamp') return JSON.stringify(pick(random, TIMES));
  if (field === 'severity') return JSON.stringify(pick(random, SEVERITIES));
  if (random() < 0.01) return deep(random);
  if (random() < 0.4 && OBJECTS.has(field)) return JSON.stringify(hostileObject(random, 3));
  return value(random, 3);
}

const OBJECTS: ReadonlySet<string> = new Set([
  ...['jsonPayload', 'protoPayload', 'httpRequest', 'resource', 'labels', 'sourceLocation', 'operation', 'split'],
]);

function payload(random: Random): string {
  const text = hostileText(random, random() < 0.5 ? 4 : 30);
  return random() < 0.7 ? JSON.stringify(text) : JSON.stringify({ message: text, extra: hostileValue(random, 2) });
}

/** Nesting that recursion does not survive. */
function deep(random: Random): string {
  const depth = pick(random, [50, 500, 5_000, 50_000]);
  const [open, close] = random() < 0.5 ? ['[', ']'] : ['{"message":', '}'];
  return `${open.repeat(depth)}1${close.repeat(depth)}`;
}

function value(random: Random, depth: number): string {
  return JSON.stringify(hostileValue(random, depth)) ?? 'null';
}

function hostileValue(random: Random, depth: number): unknown {
  const chance = random();
  if (chance < 0.35) return hostileText(random, 6);
  if (chance < 0.5) return pick(random, NUMBERS);
  if (chance < 0.6) return pick(random, [null, true, false]);
  if (depth === 0) return pick(random, [[], {}, '', null]);
  if (chance < 0.8) return Array.from({ length: Math.floor(random() * 5) }, () => hostileValue(random, depth - 1));
  return hostileObject(random, depth);
}

/** Without a prototype, so that `__proto__` is a key like any other. */
function hostileObject(random: Random, depth: number): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (let i = Math.floor(random() * 6); i > 0; i -= 1) object[pick(random, KEYS)] = hostileValue(random, depth - 1);
  return object;
}

function hostileText(random: Random, fragments: number): string {
  if (random() < 0.001) return pick(random, FRAGMENTS).repeat(Math.floor(random() * 8_000));
  let text = '';
  for (let i = Math.floor(random() * fragments); i >= 0; i -= 1) {
    text += random() < 0.7 ? pick(random, FRAGMENTS) : String.fromCharCode(Math.floor(random() * 0x1_0000));
    if (random() < 0.5) text += ' ';
  }
  return text;
}
