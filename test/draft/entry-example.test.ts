import { expect, it } from 'vitest';
import { entryExample } from '../../src/draft/entry-example.ts';
import type { LogEntry } from '../../src/model/entry.ts';

/** Parsed again: what is shown is still JSON. */
function shown(entry: LogEntry): unknown {
  return JSON.parse(entryExample(entry).value);
}

it('shows severity, time and payload, the message first, and nothing of where it ran', () => {
  const entry: LogEntry = {
    insertId: 'a',
    logName: 'projects/x/logs/stdout',
    resource: { type: 'cloud_run_revision' },
    timestamp: '2025-09-16T00:41:13.081881Z',
    severity: 'ERROR',
    jsonPayload: { labels: { line: '1706' }, message: 'Payment failed' },
  };
  expect(entryExample(entry).value).toBe(`{
  "severity": "ERROR",
  "timestamp": "2025-09-16T00:41:13.081881Z",
  "jsonPayload": {
    "message": "Payment failed",
    "labels": {
      "line": "1706"
    }
  }
}`);
});

it('says nothing twice and nothing empty', () => {
  const message = 'WebSocket Error Validator loaded with imports';
  const jsonPayload = {
    message,
    textPayload: message,
    timestamp: 'now',
    error: { traceback: '', type: null },
    list: [],
  };
  expect(shown({ jsonPayload })).toEqual({ jsonPayload: { message, list: [] } });
});

it('cuts a long text in the middle, since a stack trace ends with what happened', () => {
  const text = `Traceback${' frame'.repeat(1_000)} ValueError: the end`;
  const { textPayload } = shown({ textPayload: text }) as { textPayload: string };
  expect(textPayload.length).toBeLessThan(1_300);
  expect(textPayload).toMatch(/^Traceback frame.* … \([\d,]+ characters left out\) … .*ValueError: the end$/);
});

it('bounds what is wide and what is deep', () => {
  const wide = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, n]));
  let deep: unknown = 'bottom';
  for (let n = 0; n < 50; n++) deep = { deep };
  const list = Array.from({ length: 50 }, (_, n) => n);
  const { value } = entryExample({ jsonPayload: { wide, deep, list } });
  expect(value.length).toBeLessThan(2_000);
  expect(value).toContain('30 more');
  expect(value).toContain('… 30 more');
});

it('shows what the message was read from, however deep it lies, and nothing else of what lies there', () => {
  const error = { domain: 'global', message: "Quota 'CPUS' exceeded. Limit: 24.0 in region europe-west1." };
  const protoPayload = {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    methodName: 'v1.compute.instances.insert',
    status: { code: 8, message: 'QUOTA_EXCEEDED' },
    response: { error: { errors: [error], other: [{ detail: 'not told' }] } },
  };
  expect(shown({ protoPayload })).toMatchObject({
    protoPayload: { response: { error: { errors: [{ message: error.message }], other: ['…'] } } },
  });
  const { value } = entryExample({ protoPayload });
  expect(value).not.toContain('global');
});

it('shows the code that an autoscaler gives in the place of a message', () => {
  const messageId = 'scale.up.error.quota.exceeded';
  const jsonPayload = { resultInfo: { results: [{ errorMsg: { messageId, parameters: ['pool-1'] }, eventId: 'e' }] } };
  const entry: LogEntry = {
    logName: 'projects/p/logs/container.googleapis.com%2Fcluster-autoscaler-visibility',
    resource: { type: 'k8s_cluster', labels: { cluster_name: 'c' } },
    jsonPayload,
  };
  expect(shown(entry)).toEqual({
    jsonPayload: { resultInfo: { results: [{ errorMsg: { messageId }, eventId: 'e' }] } },
  });
});

it('shows keys that are special to JavaScript like any other', () => {
  const jsonPayload: unknown = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": "x"}');
  expect(entryExample({ jsonPayload } as LogEntry).value).toContain('"__proto__": {\n      "polluted": 1');
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

it('breaks a forged marker', () => {
  const marker = '<!-- log-gardener fingerprint=lg1aaaaaaaaaaaaaaaa run=x draft=x-1 -->';
  expect(entryExample({ textPayload: marker }).value).not.toContain('<!--');
});

it('takes no time over an entry that holds very many deep fields', () => {
  const deep = Array.from({ length: 19 }, (_, i) =>
    Array.from({ length: 19 }, (_, j) => [[[[`x${i}`, `y${j} `.repeat(99)]]]]),
  );
  const message = 'ab '.repeat(80_000);
  const began = performance.now();
  expect(entryExample({ jsonPayload: { message, deep } }).value).toContain('ab ab');
  expect(performance.now() - began).toBeLessThan(500);
});
