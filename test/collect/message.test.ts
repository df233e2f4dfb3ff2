import { describe, expect, it } from 'vitest';
import { messageOf } from '../../src/collect/message.ts';
import { logEntry } from '../support/log-entries.ts';

function structured(jsonPayload: Record<string, unknown>) {
  const { textPayload: _, ...entry } = logEntry();
  return { ...entry, jsonPayload };
}

describe('the message of an entry', () => {
  it.each([
    ['message', { message: 'a', msg: 'b', error: 'c' }, 'a'],
    ['msg', { msg: 'b', error: 'c' }, 'b'],
    ['error as a text', { error: 'c', code: 5 }, 'c'],
    ['error as an object', { error: { message: 'd', code: 5 } }, 'd'],
    ['a blank message', { message: ' ', error: 'c' }, 'c'],
    ['a number', { message: 42 }, '42'],
    ['a list', { message: ['a', 'b'] }, 'a b'],
    ['an object in message', { message: { message: 'inner' } }, 'inner'],
    ['event', { event: 'order placed', order: 7 }, 'order placed'],
    ['event, beside which an error is another text', { event: 'order lost', error: 'no route' }, 'order lost'],
    ['what hclog says', { '@level': 'error', '@message': 'no lock', error: 'deadline exceeded' }, 'no lock'],
    ["what .NET's JSON console says", { Category: 'Shop', LogLevel: 'Error', Message: 'it broke' }, 'it broke'],
    ['what Serilog renders', { '@mt': 'Order {Id}', '@m': 'Order 7', Id: 7 }, 'Order 7'],
    ['what Serilog would render', { '@mt': 'Order {Id}', Id: 7 }, 'Order {Id}'],
    [
      "the fields of Rust's tracing",
      { level: 'ERROR', fields: { message: 'it broke', id: 7 }, target: 'x' },
      'it broke',
    ],
    ["GELF's", { version: '1.1', short_message: 'it broke', level: 3 }, 'it broke'],
    ["GELF's whole", { short_message: 'it broke', full_message: 'it broke\nError: x', level: 3 }, 'it broke\nError: x'],
    [
      "PostgreSQL's record",
      { msg: 'record', record: { error_severity: 'FATAL', message: 'too many clients' } },
      'too many clients',
    ],
    ['a record of another kind', { msg: 'record lost', record: { message: 'x' } }, 'record lost'],
    ['only an exception', { stack_trace: 'ValueError: x' }, 'ValueError: x'],
    ['anything else, in key order', { b: 1, a: { d: 2, c: [3] } }, '{"a":{"c":[3],"d":2},"b":1}'],
    ['nothing', {}, ''],
  ])('from %s', (_, payload, expected) => {
    expect(messageOf(structured(payload))).toBe(expected);
  });

  it('is the text payload, of several lines too', () => {
    expect(messageOf(logEntry({ textPayload: 'one\ntwo' }))).toBe('one\ntwo');
  });

  it('is the method and status of an audit log', () => {
    const { textPayload: _, ...entry } = logEntry();
    const protoPayload = { methodName: 'google.iam.v1.SetIamPolicy', status: { code: 7, message: 'denied' } };
    expect(messageOf({ ...entry, protoPayload })).toBe('google.iam.v1.SetIamPolicy PERMISSION_DENIED: denied');
    expect(messageOf({ ...entry, protoPayload: { methodName: 'x.Get' } })).toBe('x.Get');
    const used = { status: { code: 8, message: 'QUOTA_EXCEEDED' }, methodName: 'x.insert' };
    expect(messageOf({ ...entry, protoPayload: used })).toBe('x.insert RESOURCE_EXHAUSTED: QUOTA_EXCEEDED');
    const response = { error: { errors: [{ code: 'QUOTA_EXCEEDED', message: "Quota 'CPUS' exceeded." }] } };
    expect(messageOf({ ...entry, protoPayload: { ...used, response } })).toBe(
      "x.insert RESOURCE_EXHAUSTED: Quota 'CPUS' exceeded.",
    );
  });

  it('is the method, path template and status of a request', () => {
    const { textPayload: _, ...entry } = logEntry();
    const request = (requestUrl: string) =>
      messageOf({ ...entry, httpRequest: { requestMethod: 'GET', requestUrl, status: 503, latency: '0.5s' } });
    expect(request('https://shop.example.com/orders/4711/items?page=2')).toBe('GET /orders/{id}/items 503');
    expect(request('/users/3f2504e0-4f89-41d3-9a0c-0305e82c3301')).toBe('GET /users/{id} 503');
    expect(request('https://shop.example.com/')).toBe('GET / 503');
    expect(request('/api/v1/health')).toBe('GET /api/v1/health 503');
  });

  it('is empty for an entry without payload', () => {
    const { textPayload: _, ...entry } = logEntry();
    expect(messageOf(entry)).toBe('');
  });

  it('never comes from what a payload inherits', () => {
    expect(messageOf(structured(JSON.parse('{"__proto__": {"message": "evil"}, "constructor": 1}')))).not.toBe('evil');
  });
});
