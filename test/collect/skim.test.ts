import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEntryReader } from '../../src/collect/entry-reader.ts';
import { type Choice, type Reading, readParsed } from '../../src/collect/reading.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { createSkimReader } from '../../src/collect/skim/read-skimmed.ts';
import { createSkimmer } from '../../src/collect/skim/skimmer.ts';
import { plainEntry } from '../support/entries.ts';
import { logEntry } from '../support/log-entries.ts';

const redactor = createRedactor({ key: 'test key', patterns: [] });
const ALL: Choice = { minSeverity: 'DEFAULT', window: null };

const plain = (reading: Reading | string | null) =>
  reading === null || typeof reading === 'string'
    ? reading
    : {
        seconds: reading.seconds,
        nanos: reading.nanos,
        receivedSeconds: reading.receivedSeconds,
        receivedNanos: reading.receivedNanos,
        service: reading.service,
        revision: reading.revision,
        identityLow: reading.identityLow,
        identityHigh: reading.identityHigh,
        outcome: reading.outcome,
        hidden: reading.hidden,
        requestStatus: reading.requestStatus,
        part: reading.part,
        deploy: reading.deploy,
        kept: reading.kept && plainEntry(reading.kept),
      };

/** The answer of JSON.parse and the ordinary functions. */
function parsedReading(json: string, choice: Choice): Reading | string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return null;
  }
  return readParsed(parsed, json, choice, redactor);
}

const text = fc.oneof(
  fc.constantFrom(
    ...[
      'connection refused',
      'Failed to load user 17',
      '[ERROR] no such table: orders',
      'WARN low disk',
      '',
      '  ',
      '\u00a0',
    ],
    ...[
      'alice@example.com was denied',
      'token=ghp_0123456789abcdefghijABCDEFGHIJ456789',
      'é 🔑 失敗 \u2028',
      'ðŸ”‘ lost',
      'Ã©',
    ],
    ...[
      'line one\nline two',
      'tab\there "quoted" \\ back',
      'Traceback (most recent call last):\n  File "/app/x.py", line 3\nKeyError: 1',
    ],
    ...['projects/shop/traces/105445aa', 'a/traces/b/traces/c', 'None', '203.0.113.7', '\ud800', '\u0000\u001b[31m'],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const value = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, 0, -1.5e30, 17, 500) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);
const time = fc.oneof(
  {
    weight: 100,
    arbitrary: fc.constantFrom('2025-09-16T00:42:53.987890Z', '2025-09-16T00:42:53Z', '2025-09-16T00:42:53.000000001Z'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '2025-09-16T02:42:53+02:00',
      '2025-09-16t00:42:53z',
      '2025-02-30T00:00:00Z',
      'now',
      '2025-09-16T24:00:00Z',
    ),
  },
  { weight: 1, arbitrary: value },
);
const severity = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom('ERROR', 'WARNING', 'INFO', 'DEFAULT', 'warn', '500', '') },
  { weight: 1, arbitrary: value },
);
const object = (names: readonly string[]) =>
  fc.dictionary(
    fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom(...names) },
      { weight: 10, arbitrary: fc.stringMatching(/^[a-z_]{1,5}$/) },
      { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
    ),
    value,
    { maxKeys: 5 },
  );

const payload = object([
  ...[
    'message',
    'msg',
    'error',
    'err',
    'event',
    'level',
    'severity',
    'levelno',
    'stack',
    'exception',
    'exc_info',
    'traceback',
  ],
  ...[
    'labels',
    'context',
    'module',
    'function',
    'line',
    'lineno',
    'file',
    'filename',
    'caller',
    'logger',
    'logger_name',
  ],
  ...[
    'user_id',
    'uid',
    'user',
    'trace',
    'trace_id',
    'httpRequest',
    'logging.googleapis.com/trace',
    '__proto__',
    'password',
  ],
  'logging.googleapis.com/sourceLocation',
]).chain((fields) =>
  fc
    .record(
      {
        labels: object(['module', 'function', 'line', 'user_id']),
        context: object(['user', 'user_id', 'name', 'logger']),
        error: object(['message', 'stack', 'type', 'value', 'name']),
        httpRequest: rarely(object(['requestMethod', 'status', 'requestUrl', 'latency'])),
        message: fc.oneof(text, fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 })),
      },
      { requiredKeys: [] },
    )
    .map((more) => ({ ...fields, ...more })),
);
const resource = fc.record(
  {
    type: fc.oneof(fc.constantFrom('cloud_run_revision', 'k8s_container'), value),
    labels: object(['service_name', 'revision_name', 'container_name', 'pod_name', 'project_id']),
  },
  { requiredKeys: [] },
);
const request = fc.oneof(
  fc.record(
    {
      requestMethod: fc.constantFrom('GET', 'POST'),
      requestUrl: fc.constantFrom('https://shop.example.com/api/orders/17?x=alice@example.com', '/health', 'http://h'),
      status: fc.oneof(fc.constantFrom(200, 404, 500, '503'), value),
      latency: fc.constantFrom('0.25s', '1.5s', 'soon', 3, { seconds: 1 }),
    },
    { requiredKeys: [] },
  ),
  object(['method', 'url', 'path', 'status']),
);
const rarely = (unusual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 30, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: unusual });
const mostly = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 60, arbitrary: usual }, { weight: 1, arbitrary: value });
const entry = fc.record(
  {
    insertId: mostly(fc.stringMatching(/^[\w-]{1,24}$/)),
    logName: mostly(fc.constantFrom('projects/shop/logs/stdout', 'projects/shop/logs/run.googleapis.com%2Frequests')),
    timestamp: time,
    receiveTimestamp: time,
    severity,
    textPayload: mostly(text),
    jsonPayload: mostly(payload),
    protoPayload: rarely(object(['methodName', 'status'])),
    httpRequest: mostly(request),
    resource: mostly(resource),
    labels: mostly(object(['instanceId', 'k8s-pod/app', 'user_id'])),
    trace: mostly(fc.constantFrom('projects/shop/traces/105445aa', 'a/traces/b/traces/c', '/traces/', '', 'x')),
    spanId: mostly(text),
    sourceLocation: mostly(object(['file', 'line', 'function'])),
    errorGroups: mostly(fc.array(fc.oneof(fc.record({ id: text }), value), { maxLength: 2 })),
    operation: rarely(value),
  },
  { requiredKeys: ['timestamp', 'insertId'] },
);

/** Ways in which one value may be written; some give broken JSON, a field twice, or an escape in a name. */
const STYLES: ((json: string) => string)[] = [
  (json) => json,
  (json) => JSON.stringify(JSON.parse(json), null, 2),
  (json) => ` ${json}\r`,
  (json) => json.replace('"severity"', '"\\u0073everity"'),
  (json) => json.replace('{', '{"severity":"ERROR",'),
  (json) => json.replace('{', '{"jsonPayload":{"message":"twice"},'),
  (json) => json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (json) => json.slice(0, -1),
  (json) => `${json}{}`,
  (json) => json.replace('":', '" : '),
  (json) => json.replace(',', ',,'),
  (json) => json.replace(/"(\d)/, '"\t$1'),
  (json) => json.replace('17', '017'),
];

describe('reading an entry off its bytes', () => {
  it('says what JSON.parse and the ordinary functions say, or leaves the line to them', () => {
    const choices: Choice[] = [
      ALL,
      { minSeverity: 'WARNING', window: null },
      { minSeverity: 'DEFAULT', window: { since: 1757983373987890000n, until: 1757983373987890001n } },
    ];
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            entry,
            fc.oneof(
              { weight: 3, arbitrary: fc.constant(STYLES[0]) },
              { weight: 1, arbitrary: fc.constantFrom(...STYLES) },
            ),
          ),
          { minLength: 1, maxLength: 6 },
        ),
        fc.constantFrom(...choices),
        fc.boolean(),
        (entries, choice, inOneBuffer) => {
          const read = createEntryReader(choice, redactor);
          const lines = entries.map(([value, write = String]) => write(JSON.stringify(value)));
          // Twice, since the second time the shapes are known; each in a buffer of its own, or all in one after the other.
          const reused = Buffer.alloc(Math.max(...lines.map((line) => Buffer.byteLength(line))));
          for (const line of [...lines, ...lines]) {
            const own = Buffer.from(line);
            const length = own.copy(reused);
            const reading = inOneBuffer ? read(reused, 0, length) : read(own, 0, length);
            const parsed = plain(parsedReading(own.toString('utf8'), choice));
            if (!isDeepStrictEqual(plain(reading), parsed)) expect(plain(reading)).toEqual(parsed);
          }
        },
      ),
      { numRuns: process.env.LONG ? 3_000 : 300 },
    );
  }, 600_000);

  it('knows nearly every usual entry without parsing it', () => {
    const read = createSkimReader(ALL, redactor);
    const usual = [
      logEntry({ textPayload: 'connection reset by peer' }),
      logEntry({ textPayload: 'Traceback:\n  "quoted"', severity: 'DEFAULT' }),
      logEntry({ jsonPayload: { message: 'é', labels: { module: 'a', line: '3' }, user_id: 'u1' } }),
      logEntry({ jsonPayload: { msg: 'failed', level: 50, err: { stack: 'Error: x\n    at f (a.js:1:1)' } } }),
      logEntry({ httpRequest: { requestMethod: 'GET', requestUrl: '/a', status: 500, latency: '0.25s' } }),
    ];
    for (const each of usual) {
      const bytes = Buffer.from(JSON.stringify(each));
      expect(read(bytes, 0, bytes.length), JSON.stringify(each)).not.toBeNull();
    }
  });

  it('is not led on by lines that only begin like one that was read before', () => {
    const { skim } = createSkimmer(() => 'known');
    const known = '{"insertId":"a","severity":"ERROR","textPayload":"x"}';
    const taken = (line: string): boolean => {
      const bytes = Buffer.from(`${line}\n`);
      return skim(bytes, 0, bytes.length - 1) !== null;
    };
    expect(taken(known)).toBe(true);
    for (const broken of [
      known.slice(0, -1),
      known.slice(0, -2),
      `${known}}`,
      known.replace('"x"', '"x'),
      known.replace('x', '\u0001'),
      known.replace('x', '\\x'),
      known.replace('x', '\\u12g4'),
      known.replace('"x"', '01'),
      known.replace('"x"', '1.'),
      known.replace('"x"', 'nul'),
      known.replace('"x"', '[1,]'),
      known.replace('"x"', '{"a":1,}'),
    ]) {
      expect(taken(broken), broken).toBe(false);
    }
    expect(taken(known)).toBe(true);
  });
});
