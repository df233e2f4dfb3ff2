import fc from 'fast-check';
import { anyCharacter } from './any-character.ts';

const text = fc.oneof(
  fc.constantFrom(
    'It broke for alice@example.com\n',
    'It broke\r\nError: x\r\n',
    '\u001b[31mERROR\u001b[0m no route to \u001b[1m10.0.0.7\u001b[0m\n',
    'password=\u001b[1mhunter2\u001b[0m',
    '\u001b[0m\n',
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
  fc.string({ unit: anyCharacter, maxLength: 40 }),
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
const rarely = (unusual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 30, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: unusual });
const mostly = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 60, arbitrary: usual }, { weight: 1, arbitrary: value });
/** To make this from its expression takes a while. */
const name = fc.stringMatching(/^[a-z_]{1,5}$/);
const object = (names: readonly string[]) =>
  fc.dictionary(
    fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom(...names) },
      { weight: 10, arbitrary: name },
      { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
    ),
    value,
    { maxKeys: 5 },
  );

const named = object([
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
  ...['@level', 'PRIORITY', 'record'],
  ...['level_name', 'log.level', 'LogLevel', '@l', 'Message', '@m', 'Exception', '@x', 'error.type', 'error.message'],
  ...['error_type', 'error_message', 'exc_type', 'exc_value', 'error_details', '@message', '@mt', 'RenderedMessage'],
  ...['full_message', 'throwable', 'errors', 'record', 'involvedObject'],
  ...['s', 'c', 'ctx', 'fields', 'log', 'thrown', 'extendedStackTrace', '_error_stack_trace', 'short_message'],
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
]);
const usual = fc.record(
  {
    labels: object(['module', 'function', 'line', 'user_id']),
    context: object(['user', 'user_id', 'name', 'logger', 'exception', 'error']),
    attributes: object(['exception.type', 'exception.message', 'http.route', 'id']),
    extra: object(['error', 'exc_info', 'id']),
    attr: object(['error', 'message', 'id']),
    error: object(['message', 'stack', 'type', 'value', 'name']),
    method: rarely(fc.constantFrom('GET', 'POST')),
    request: rarely(object(['method', 'uri'])),
    path: rarely(fc.constantFrom('/a', 'b')),
    status: rarely(fc.constantFrom(500, '502', ' 503', '0x1F7', '0503', 200)),
    '@type': rarely(
      fc.constantFrom(
        ...[
          'google.cloud.loadbalancing.type.LoadBalancerLogEntry',
          'google.cloud.tasks.logging.v1.TaskActivityLog',
        ].map((type) => `type.googleapis.com/${type}`),
        'type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent',
      ),
    ),
    httpRequest: rarely(object(['requestMethod', 'status', 'requestUrl', 'latency'])),
    message: fc.oneof(text, fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 })),
  },
  { requiredKeys: [] },
);
const payload = fc.tuple(named, usual).map(([fields, more]) => ({ ...fields, ...more }));
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
/** A log entry as strangers write it: mostly usual, now and then with fields of any type. */
export const arbitraryEntry = fc.record(
  {
    insertId: mostly(fc.stringMatching(/^[\w-]{1,24}$/)),
    logName: mostly(
      fc.constantFrom(
        ...['stdout', 'stderr', 'run.googleapis.com%2Frequests'].map((log) => `projects/shop/logs/${log}`),
      ),
    ),
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
export const STYLES: ((json: string) => string)[] = [
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
