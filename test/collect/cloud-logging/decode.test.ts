import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectCloudLogging } from '../../../src/collect/cloud-logging/connect.ts';
import { decodeEntry } from '../../../src/collect/cloud-logging/decode.ts';
import { plainProtoPayload } from '../../../src/collect/cloud-logging/proto-payload.ts';
import type { LogEntry } from '../../../src/model/entry.ts';
import { logOf } from '../../support/cloud-logging/log.ts';
import { startFakeLogging } from '../../support/cloud-logging/server.ts';
import { WHOLE_AUDIT_LOG } from '../../support/cloud-logging/whole-audit-log.ts';
import { bytes, double, integer, message, struct, text } from '../../support/cloud-logging/wire.ts';

/** What comes out of the client when the entries lie in Cloud Logging. */
async function overTheWire(entries: readonly LogEntry[]): Promise<readonly unknown[]> {
  const fake = await startFakeLogging({ log: logOf(entries), now: () => Date.UTC(2030, 0, 1) });
  const client = connectCloudLogging('acme', { LOGGING_EMULATOR_HOST: fake.host });
  onTestFinished(async () => {
    await client.close();
    fake.stop();
  });
  return (await client.readPage({ filter: 'timestamp >= "2000-01-01T00:00:00Z"', pageToken: '' })).entries;
}

describe('an entry comes as gcloud prints it', () => {
  it.each<[string, LogEntry]>([
    ['with a text and nanoseconds', { timestamp: '2026-01-02T03:04:05.123456789Z', textPayload: 'hello' }],
    ['with an empty text', { timestamp: '2026-01-02T03:04:05.120Z', textPayload: '' }],
    [
      'with all that Cloud Run writes',
      {
        insertId: 'a1',
        logName: 'projects/acme/logs/run.googleapis.com%2Fstdout',
        timestamp: '2026-01-02T03:04:05Z',
        receiveTimestamp: '2026-01-02T03:04:06.000001Z',
        severity: 'ERROR',
        resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', empty: '' } },
        labels: { instanceId: '00f', empty: '' },
        trace: 'projects/acme/traces/1',
        spanId: '2',
        traceSampled: true,
        sourceLocation: { file: 'a.py', line: '1271', function: 'f' },
        operation: { id: 'o', producer: 'p', first: true },
        split: { uid: 'u', index: 1, totalSplits: 3 },
        httpRequest: {
          requestMethod: 'GET',
          requestUrl: '/a?b',
          status: 503,
          responseSize: '9007199254740993',
          latency: '0.250s',
          protocol: 'HTTP/1.1',
        },
        jsonPayload: { message: 'm', deep: { list: [1, 'two', null, true, { three: 3.5 }], none: {}, empty: [] } },
      },
    ],
  ])('%s', async (_, entry) => {
    expect(await overTheWire([entry])).toEqual([entry]);
  });

  it('whatever its payload holds', async () => {
    const key = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__');
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'grapheme' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).value;
    const payload = fc.dictionary(key, json, { maxKeys: 4, noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.array(payload, { minLength: 1, maxLength: 30 }), async (payloads) => {
        const entries = payloads.map((jsonPayload, index) => ({
          insertId: String(index + 1000),
          timestamp: '2026-01-02T03:04:05Z',
          jsonPayload,
        }));
        expect(await overTheWire(entries)).toEqual(entries);
      }),
      { numRuns: 10, seed: 3 },
    );
  });
});

it('a field that the client does not know today comes through when it does', () => {
  const errorGroups = [{ id: 'COShysOX0r_51QE' }];
  expect(decodeEntry({ insertId: 'a', errorGroups })).toEqual({ insertId: 'a', errorGroups });
});

const AUDIT = 'type.googleapis.com/google.cloud.audit.AuditLog';

describe('a protoPayload', () => {
  it('of an audit log is plain JSON', async () => {
    const deployed = {
      apiVersion: 'serving.knative.dev/v1',
      spec: { traffic: [{ percent: 100, latest: true, tag: null }] },
    };
    const audit = message(
      bytes(2, message(integer(1, 7), text(2, 'denied'))),
      bytes(3, message(text(1, 'deployer@acme.iam.gserviceaccount.com'))),
      bytes(4, message(text(1, '203.0.113.9'), text(2, 'gcloud'))),
      text(7, 'run.googleapis.com'),
      text(8, 'google.cloud.run.v1.Services.ReplaceService'),
      bytes(9, message(text(1, 'namespaces/acme/services/shop'), text(2, 'run.services.update'), integer(3, 1))),
      bytes(9, message(text(2, 'run.services.get'))),
      text(11, 'namespaces/acme/services/shop'),
      bytes(16, struct(deployed)),
      // A field of days to come.
      bytes(99, text(1, 'unknown')),
    );
    const [entry] = await overTheWire([
      { timestamp: '2026-01-02T03:04:05Z', protoPayload: { '@type': AUDIT, bytes: audit } },
    ]);
    expect(entry).toEqual({
      timestamp: '2026-01-02T03:04:05Z',
      protoPayload: {
        '@type': AUDIT,
        status: { code: 7, message: 'denied' },
        authenticationInfo: { principalEmail: 'deployer@acme.iam.gserviceaccount.com' },
        requestMetadata: { callerIp: '203.0.113.9', callerSuppliedUserAgent: 'gcloud' },
        serviceName: 'run.googleapis.com',
        methodName: 'google.cloud.run.v1.Services.ReplaceService',
        authorizationInfo: [
          { resource: 'namespaces/acme/services/shop', permission: 'run.services.update', granted: true },
          { permission: 'run.services.get' },
        ],
        resourceName: 'namespaces/acme/services/shop',
        request: deployed,
      },
    });
  });

  it('of an audit log with all that there is comes as gcloud prints it', async () => {
    const entry = { timestamp: '2026-01-02T03:04:05Z', protoPayload: WHOLE_AUDIT_LOG };
    expect(await overTheWire([entry])).toEqual([entry]);
  });

  it('says of what it holds of other types how many bytes it has', () => {
    const bigQuery = 'type.googleapis.com/google.cloud.bigquery.logging.v1.AuditData';
    const value = message(
      text(7, 'bigquery.googleapis.com'),
      bytes(15, message(text(1, bigQuery), bytes(2, Buffer.from('alice@example.com')))),
    );
    expect(plainProtoPayload({ type_url: AUDIT, value })).toEqual({
      '@type': AUDIT,
      serviceName: 'bigquery.googleapis.com',
      serviceData: { '@type': bigQuery, value: `17 bytes of ${bigQuery}, not decoded` },
    });
  });

  it('with a number, a time or a key that no type of today has stays readable', () => {
    const info = message(text(2, 'p'), integer(7, 77));
    const time = message(integer(1, Number.MAX_SAFE_INTEGER));
    const request = message(bytes(3, message(text(1, '__proto__'), text(2, 'v'))), bytes(9, time), text(4, '/a'));
    const value = message(bytes(9, info), bytes(4, bytes(7, request)));
    const payload = plainProtoPayload({ type_url: AUDIT, value });
    expect(payload.authorizationInfo).toEqual([{ permission: 'p', permissionType: 77 }]);
    expect(JSON.stringify(payload.requestMetadata)).toBe(
      '{"requestAttributes":{"path":"/a","headers":{"__proto__":"v"}}}',
    );
  });

  it.each([
    ['lists', 1_000, (inner: Uint8Array) => bytes(6, bytes(1, inner))],
    ['objects', 1_000, (inner: Uint8Array) => bytes(5, bytes(1, message(text(1, 'k'), bytes(2, inner))))],
  ])('of %s in each other, deeper than Google writes them, is said to be not decoded', (_, levels, around) => {
    let inner: Uint8Array = text(3, 'deep');
    for (let level = 0; level < levels; level += 1) inner = around(inner);
    const value = bytes(16, bytes(1, message(text(1, 'k'), bytes(2, inner))));
    expect(plainProtoPayload({ type_url: AUDIT, value }).value).toMatch(/^\d+ bytes of .* not decoded$/);
  });

  it('of audit logs in each other ends too', () => {
    let value: Uint8Array = message();
    for (let level = 0; level < 1_000; level += 1) value = bytes(15, message(text(1, AUDIT), bytes(2, value)));
    expect(JSON.stringify(plainProtoPayload({ type_url: AUDIT, value }))).toContain('not decoded');
  });

  it('of App Engine is a request with its lines', () => {
    const type = 'type.googleapis.com/google.appengine.logging.v1.RequestLog';
    const time = message(integer(1, 1_767_312_000), integer(2, 500_000_000));
    const line = message(
      bytes(1, time),
      integer(2, 500),
      text(3, 'boom'),
      bytes(4, message(text(1, 'a.py'), integer(2, 7))),
    );
    const value = message(
      text(10, 'GET'),
      text(11, '/a'),
      integer(13, 500),
      bytes(8, integer(2, 20_000_000)),
      double(21, 0.5),
      bytes(29, line),
      bytes(41, text(2, 'c0ffee')),
      integer(43, 1),
    );
    expect(plainProtoPayload({ typeUrl: type, value })).toEqual({
      '@type': type,
      method: 'GET',
      resource: '/a',
      status: 500,
      latency: '0.020s',
      cost: 0.5,
      line: [
        {
          time: '2026-01-02T00:00:00.500Z',
          severity: 'ERROR',
          logMessage: 'boom',
          sourceLocation: { file: 'a.py', line: '7' },
        },
      ],
      sourceReference: [{ revisionId: 'c0ffee' }],
      traceSampled: true,
    });
  });

  it('of another type, or broken, says how many bytes it has and carries none of them on', () => {
    const value = Buffer.from('\xffalice@example.com password=hunter2', 'latin1');
    for (const type of ['type.googleapis.com/acme.Thing', AUDIT]) {
      expect(plainProtoPayload({ type_url: type, value })).toEqual({
        '@type': type,
        value: `35 bytes of ${type}, not decoded`,
      });
    }
    expect(plainProtoPayload({ value: Uint8Array.from([255]) }).value).toBe('1 byte of unknown type, not decoded');
  });

  it('never breaks on bytes of strangers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (value) => {
        expect(plainProtoPayload({ type_url: AUDIT, value })['@type']).toBe(AUDIT);
      }),
      { numRuns: 2_000, seed: 5 },
    );
  });
});
