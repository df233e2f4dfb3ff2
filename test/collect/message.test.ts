import { describe, expect, it } from 'vitest';
import { exceptionOf } from '../../src/collect/exception.ts';
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
    ["what .NET's JSON console says", { Category: 'Shop', LogLevel: 'Error', Message: 'it broke' }, 'it broke'],
    ['what Serilog renders', { '@mt': 'Order {Id}', '@m': 'Order 7', Id: 7 }, 'Order 7'],
    ['what Serilog would render', { '@mt': 'Order {Id}', Id: 7 }, 'Order {Id}'],
    [
      "the fields of Rust's tracing",
      { level: 'ERROR', fields: { message: 'it broke', id: 7 }, target: 'x' },
      'it broke',
    ],
    ["GELF's", { version: '1.1', short_message: 'it broke', level: 3 }, 'it broke'],
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

describe('the exception beside the message', () => {
  const trace = 'Traceback (most recent call last):\n  File "x.py", line 1, in f\nValueError: x';
  it.each([
    ['stack_trace', { message: 'm', stack_trace: trace }, trace],
    ['stack', { msg: 'm', stack: 'Error: x\n    at f (/a.js:1:2)' }, 'Error: x\n    at f (/a.js:1:2)'],
    ['exc_info', { message: 'm', exc_info: trace }, trace],
    ['traceback lines', { message: 'm', traceback: ['a\n', 'b\n'] }, 'a\nb'],
    ['error.stack', { message: 'm', error: { stack: trace } }, trace],
    ['err', { msg: 'm', err: { type: 'TypeError', message: 'x' } }, 'TypeError: x'],
    [
      'error { type, value }',
      { message: 'm', error: { traceback: null, type: 'ModuleNotFoundError', value: "No module named 'x'" } },
      "ModuleNotFoundError: No module named 'x'",
    ],
    ['a Java type', { error: { type: 'java.io.IOException', message: 'gone' } }, 'java.io.IOException: gone'],
    ['ECS', { 'error.type': 'java.io.IOException', 'error.message': 'gone' }, 'java.io.IOException: gone'],
    [
      'ECS, whose trace is places alone',
      { 'error.type': 'Net::ReadTimeout', 'error.message': 'gone', 'error.stack_trace': "/app/a.rb:1:in 'A#x'" },
      "Net::ReadTimeout: gone\n/app/a.rb:1:in 'A#x'",
    ],
    ['ECS, whole', { 'error.type': 'ValueError', 'error.stack_trace': trace }, trace],
    [
      '.NET',
      { Message: 'm', Exception: 'System.TimeoutException: x\n   at A.B()' },
      'System.TimeoutException: x\n   at A.B()',
    ],
    ['GELF', { short_message: 'm', _error_stack_trace: trace }, trace],
    [
      'Log4j',
      { message: 'm', thrown: { name: 'A', extendedStackTrace: 'A: x\n\tat b.C.d(C.java:1)' } },
      'A: x\n\tat b.C.d(C.java:1)',
    ],
    [
      'Log4j, without frames',
      { message: 'm', thrown: { name: 'java.io.IOException', message: 'x' } },
      'java.io.IOException: x',
    ],
    ['Serilog', { '@m': 'm', '@x': 'System.TimeoutException: x' }, 'System.TimeoutException: x'],
    [
      'Ruby, whose loggers keep the frames apart',
      {
        message: 'm',
        exception: { name: 'Shop::NotFound', message: 'no order', stack_trace: ["a.rb:1:in 'b'", "c.rb:2:in 'd'"] },
      },
      "Shop::NotFound: no order\na.rb:1:in 'b'\nc.rb:2:in 'd'",
    ],
    [
      'a Ruby backtrace beside its error',
      {
        message: 'm',
        exception: {
          name: 'Net::ReadTimeout',
          message: 'gone',
          backtrace: ["/app/a.rb:1:in 'b'", "/app/c.rb:2:in 'd'"],
        },
      },
      "Net::ReadTimeout: gone\n/app/a.rb:1:in 'b'\n/app/c.rb:2:in 'd'",
    ],
    [
      'the context that Monolog writes',
      {
        message: 'm',
        context: { exception: { class: 'App\\Gone', message: 'no cart', file: '/app/src/Cart.php:40' } },
      },
      'App\\Gone: no cart in /app/src/Cart.php:40',
    ],
    ['a text in it', { message: 'm', context: { exception: 'App\\Gone: no cart' } }, 'App\\Gone: no cart'],
    [
      'a PHP class',
      { message: 'm', exception: { class: 'App\\CartIsEmpty', message: 'nothing to pay for' } },
      'App\\CartIsEmpty: nothing to pay for',
    ],
    ['OpenTelemetry', { 'exception.type': 'KeyError', 'exception.message': "'x'" }, "KeyError: 'x'"],
  ])('is found in %s', (_, payload, expected) => {
    expect(exceptionOf(structured(payload))).toBe(expected);
  });

  it.each([
    { error: { message: 'Missing field', severity: 'ERROR', traceback: '', type: 'str' } },
    { exc_info: true, exception: 'None', stack: '' },
    { exc_info: 'NoneType: None' },
    { error: { type: 'validation', message: 'x' } },
    { error: { type: 'String', message: 'x' } },
    { message: 'plain' },
  ])('is none in %j', (payload) => {
    expect(exceptionOf(structured(payload))).toBeNull();
  });
});
