import { describe, expect, it } from 'vitest';
import { type Symptom, symptomOf } from '../../src/investigate/symptom.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import type { Severity } from '../../src/model/severity.ts';
import { clusterOf } from './problems.ts';
import { clusterOfEntry, expectBacked, kindOf, proseOf, textOf } from './symptom-cases.ts';

describe('a word of a symptom in a line that says something else', () => {
  it.each([
    // Advice
    'Failed to load recommendations for cart 11: model server answered 500',
    'Refund 30 rejected by bank, we recommend nothing',
    'Consider raising POOL_SIZE from 5 to 10',
    // Imports
    'No module named in the request',
    "Cannot find module 'billing' for tenant 5",
    'ClassNotFoundException: Course 5B was not found',
    'NoClassDefFoundError: Could not initialize class com.acme.Tax',
    // Attributes, prerequisites, settings, packages
    "Product 'shirt' has no attribute 'size'",
    'Customer must be registered to use checkout',
    'JavaScript must be enabled',
    'Job SEND_INVOICE has failed for tenant 5: no template',
    'ORDER_PLACED has no handler',
    'Event USER_CREATED missing',
    'PRIMARY_KEY is invalid for row 7',
    'SHIPPING_ADDRESS is missing',
    'Payment service is not available, order 71 was dropped',
    'Item not available in size M',
    'Meter not installed at site 5',
    // Memory, time, connections, permissions
    'We ran out of memory cards',
    'CUDA out of memory. Tried to allocate 2.00 GiB',
    'User session timed out after 30 minutes of no activity',
    'Payment deadline exceeded for order 5',
    'Could not connect the customer to an agent',
    'Connection refused: too many open tickets',
    'Forbidden word in comment 12',
    'Ignoring message from unauthorized chat_id: 33681',
    'Forbidden (CSRF token missing.): /admin/reports',
    // Values that do not agree
    'Signature mismatch on webhook evt_1: rejecting payment',
    'Password does not match',
    'Order total mismatch: expected 0.00, got 1299.99',
    // Shells and signals
    'User 5: not found',
    'orders: 42: coupon: not found',
    'refresh: 42: coupon: not found',
    // Paths that are no files
    'GET /admin/users: permission denied',
    'POST "/admin/users": permission denied',
    'POST /api/orders permission denied for user',
    'Report /sales/2025 permission denied for user 5',
    // A line that PostgreSQL might have written, and did not
    '2025-09-12 09:14:03 WARN [17] Checkout ERROR: payment declined',
    '2025-09-12 09:14:03 WARN [17] Checkout ERROR:  payment declined',
    '2025-09-12 09:14:03 UTC [17] ERROR: payment declined',
    'Customer Killed process of refund',
    'Unknown file: exec format error in column 5',
  ])('%s', (message) => {
    expect(kindOf(message)).toMatch(/^(?:message|exception)$/);
  });

  it.each(['Possibly consider using a shorter maxLifetime value', 'Recommended action: inspect logs'])(
    'is no advice where something failed, or nothing is proposed: %s',
    (advice) => {
      expect(kindOf(`Failed to validate connection (This connection has been closed.). ${advice}`, 'WARNING')).toBe(
        'message',
      );
      expect(kindOf('Consider order 5 for a refund', 'WARNING')).toBe('message');
      expect(kindOf('Consider shipping order 12 by air', 'WARNING')).toBe('message');
    },
  );

  it('is no advice of Spring, which could not start', () => {
    const message = `APPLICATION FAILED TO START\n\nDescription:\n\nFailed to configure a DataSource\n\nAction:\n\nConsider the following:\n\tIf you want an embedded database, please put it on the classpath.`;
    const cluster = clusterOf({ message });
    expect(symptomOf(cluster).kind).toBe('message');
    expect(textOf(cluster)).not.toContain('advice');
  });

  it('is no check of two values where an exception was raised, or there are no values', () => {
    const cluster = clusterOf({
      message:
        'Traceback (most recent call last):\n  File "/app/serve.py", line 88, in forward\n    x()\nRuntimeError: attention shape mismatch 37',
      severity: 'WARNING',
    });
    expect(symptomOf(cluster)).toEqual({ kind: 'exception', type: 'RuntimeError', traced: true });
  });
});

describe('symptoms', () => {
  it.each<[string, Symptom, Severity?]>([
    [
      'Consider raising POOL_SIZE from 5 to 10',
      { kind: 'advice', setting: 'POOL_SIZE', from: '5', to: '10', contrary: false },
      'WARNING',
    ],
    ['Consider a larger machine', { kind: 'advice', setting: null, from: null, to: null, contrary: false }, 'WARNING'],
    ["module 'shop.tax' has no attribute 'rate'", { kind: 'missing-name', module: 'shop.tax', name: 'rate' }],
    ['/bin/sh: 1: node: not found', { kind: 'missing-command', command: 'node' }],
    ['/entrypoint.sh: line 12: gunicron: command not found', { kind: 'missing-command', command: 'gunicron' }],
    ['start.sh: 3: node: not found', { kind: 'missing-command', command: 'node' }],
    ['/app/start: 3: node: not found', { kind: 'missing-command', command: 'node' }],
    ['build: line 3: node: not found', { kind: 'missing-command', command: 'node' }],
    ['build: 3: node: command not found', { kind: 'missing-command', command: 'node' }],
    ['Missing required environment variable STRIPE_KEY', { kind: 'wrong-setting', setting: 'STRIPE_KEY' }],
    ['Memory limit of 512 MiB exceeded with 530 MiB used', { kind: 'out-of-memory', killed: true }],
    [
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      { kind: 'out-of-memory', killed: false },
    ],
    ['java.lang.OutOfMemoryError: Java heap space', { kind: 'out-of-memory', killed: false }],
    [
      'java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached',
      { kind: 'no-thread' },
    ],
    [
      'HikariPool-1 - Connection is not available, request timed out after 30132ms (total=10, active=10)',
      { kind: 'pool-exhausted' },
    ],
    [
      'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00',
      { kind: 'pool-exhausted' },
    ],
    ['rpc error: context deadline exceeded', { kind: 'timeout' }],
    ['dial tcp 10.0.0.3:6379: connect: connection refused', { kind: 'unreachable', how: 'refused' }],
    ['getaddrinfo ENOTFOUND redis', { kind: 'unreachable', how: 'unnamed' }],
    ['psycopg2.OperationalError: server closed the connection unexpectedly', { kind: 'unreachable', how: 'broken' }],
    ['/app/start.sh: 3: /app/bin/server: Permission denied', { kind: 'file-denied' }],
    ["EACCES: permission denied, open '/data/orders.db'", { kind: 'file-denied' }],
    ['Cannot save: open /data/orders.db: permission denied, order 5 is lost', { kind: 'file-denied' }],
    ['exec: "/app/start.sh": permission denied: unknown', { kind: 'file-denied' }],
    ['open() "/data/logo.png" failed (13: Permission denied), client: 10.0.0.7', { kind: 'file-denied' }],
    ['sh: 1: /app/start.sh: Permission denied; is it executable?', { kind: 'file-denied' }],
    ['Uncaught signal: 11, pid=4, tid=5, fault_addr=7.', { kind: 'signal', how: 'crashed' }],
    ['Uncaught signal: 6, pid=4, tid=5, fault_addr=0.', { kind: 'signal', how: 'aborted' }],
    ['/entrypoint.sh: line 9:    10 Killed                  python worker.py', { kind: 'signal', how: 'killed' }],
    ['exec /app/start.sh: exec format error', { kind: 'wrong-format' }],
  ])('%s', (message, symptom, severity = 'ERROR') => {
    const cluster = clusterOf({ message, severity });
    expect(symptomOf(cluster)).toEqual(symptom);
    expectBacked(cluster);
  });

  it('sees by the line of code that a key is one of the environment', () => {
    const message = (line: string) =>
      `Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\n    ${line}\nKeyError: 'DB_URL'`;
    const cluster = clusterOf({ message: message('cfg = os.environ["DB_URL"]') });
    expect(symptomOf(cluster)).toEqual({ kind: 'missing-variable', variable: 'DB_URL' });
    expect(proseOf(cluster).nextAction).toContain('Set the environment variable `DB_URL`');
    expectBacked(cluster);
    expect(symptomOf(clusterOf({ message: message('cfg = settings["DB_URL"]') })).kind).toBe('missing-key');
  });
});

describe('the prose of a symptom', () => {
  it('says the severity that the entries have', () => {
    expect(proseOf(clusterOf({ message: 'Deploy of shop begun', severity: 'NOTICE' })).impact).toContain(
      'severity NOTICE',
    );
    expect(proseOf(clusterOf({ message: "KeyError: 'price'", severity: 'NOTICE' })).impact).not.toContain('warning');
  });

  it('asks of nothing that keeps a service down whether it is normal', () => {
    const cluster = clusterOf({ message: 'The server failed to start: port in use', severity: 'WARNING' });
    expect(proseOf(cluster).nextAction).not.toContain('lower its severity');
  });

  it('speaks of no trace where there is none', () => {
    const cluster = clusterOf({
      message: 'redis.exceptions.AuthenticationError: invalid username-password pair or user is disabled',
    });
    expect(symptomOf(cluster)).toMatchObject({ kind: 'exception', traced: false });
    expect(textOf(cluster)).not.toMatch(/trace shows|input/);
  });

  it('does not deny that requests were answered with a failure', () => {
    const cluster = clusterOfEntry({ textPayload: 'Cannot reach the gateway' }, { http: { status: 429 } });
    expect(proseOf(cluster).impact).toContain('Requests were answered with status 429.');
    expect(proseOf(cluster).impact).not.toContain('what a user sees');
    expectBacked(cluster);
  });

  it('names the reason of a failed request that the request log gives', () => {
    const line = clusterOfEntry(
      { textPayload: 'Cannot render the invoice: template missing' },
      { http: { status: 500 } },
    );
    expect(textOf(line)).not.toMatch(/No error of the application|under the same trace/);
    const envoy = (response_code_details: string): LogEntry => ({
      jsonPayload: { method: 'GET', path: '/cart/2', response_code: 503, response_code_details },
    });
    const proxied = clusterOfEntry(envoy('upstream_reset_before_response_started{connection_failure}'), {
      http: { status: 503 },
    });
    expect(textOf(proxied)).toContain(
      'The proxy gives `upstream_reset_before_response_started{connection_failure}` as its reason.',
    );
    expectBacked(proxied);
    expect(textOf(clusterOfEntry(envoy('via_upstream'), { http: { status: 503 } }))).toContain('name no trace');
  });
});
