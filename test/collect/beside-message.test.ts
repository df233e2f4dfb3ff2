import { describe, expect, it } from 'vitest';
import { besideMessage } from '../../src/collect/beside-message.ts';
import { exceptionOf } from '../../src/collect/exception.ts';
import { messageOf } from '../../src/collect/message.ts';
import { logEntry } from '../support/log-entries.ts';

function structured(jsonPayload: Record<string, unknown>) {
  const { textPayload: _, ...entry } = logEntry();
  return { ...entry, jsonPayload };
}

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
    [
      'the attributes of OpenTelemetry',
      { body: 'm', attributes: { 'exception.type': 'ValueError', 'exception.stacktrace': trace } },
      trace,
    ],
    [
      'attributes without a trace',
      { body: 'm', attributes: { 'exception.type': 'KeyError', 'exception.message': "'x'" } },
      "KeyError: 'x'",
    ],
    [
      "structlog's dictionaries",
      {
        event: 'm',
        exception: [
          {
            exc_type: 'ValueError',
            exc_value: 'x',
            is_cause: false,
            frames: [
              { filename: '', lineno: -1, name: 'Skipped frames: 9' },
              { filename: 'x.py', lineno: 1, name: 'f' },
            ],
          },
          { exc_type: 'KeyError', exc_value: '', is_cause: true, frames: [] },
        ],
      },
      `KeyError\n\nThe above exception was the direct cause of the following exception:\n\n${trace}`,
    ],
    [
      "exc_info as Python's own three values",
      { msg: 'm', exc_info: ["<class 'OSError'>", "OSError('gone',)", '<traceback object at 0x7f12>'] },
      'OSError: gone',
    ],
    [
      "Sentry's frames",
      {
        msg: 'm',
        exception: {
          type: 'ValueError',
          value: 'x',
          stacktrace: { frames: [{ filename: 'x.py', lineno: 1, function: 'f' }] },
        },
      },
      trace,
    ],
    [
      'frames of a file that is not of Python',
      {
        msg: 'm',
        exception: {
          type: 'Error',
          value: 'x',
          stacktrace: { frames: [{ filename: 'a.js', lineno: 1, function: 'f' }] },
        },
      },
      'Error: x',
    ],
    [
      "JBoss' objects",
      {
        message: 'm',
        exception: {
          exceptionType: 'a.B',
          message: 'x',
          frames: [{ class: 'shop.Cart$Item', method: 'get', line: 4 }],
          causedBy: {
            exception: { exceptionType: 'a.C', frames: [{ class: 'shop.Lock', method: '<init>', line: 5 }] },
          },
        },
      },
      'a.B: x\n\tat shop.Cart$Item.get(Cart.java:4)\nCaused by: a.C\n\tat shop.Lock.<init>(Lock.java:5)',
    ],
    [
      "Logback's objects",
      {
        message: 'm',
        throwable: {
          className: 'a.B',
          message: 'x',
          stepArray: [{ className: 'shop.Cart', methodName: 'get', fileName: 'Cart.kt', lineNumber: 4 }],
          cause: null,
        },
      },
      'a.B: x\n\tat shop.Cart.get(Cart.kt:4)',
    ],
    ['type and message side by side', { msg: 'm', error_type: 'KeyError', error_message: "'x'" }, "KeyError: 'x'"],
    ['lines in the details of an error', { msg: 'm', error_details: { traceback: trace.split('\n') } }, trace],
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
    { msg: 'm', extra: { error: 'no route' }, attributes: { stack: 'prod', exception: false } },
    { msg: 'm', exc_info: ['a', 'b', 'c'].map((name) => ({ name })), exception: [] },
    { msg: 'm', error: { name: 'shop', frames: [{ class: 'wood', size: 4 }], message: 'x' } },
    { msg: 'm', error_type: 'card_declined', error_message: 'not enough' },
  ])('is none in %j', (payload) => {
    expect(exceptionOf(structured(payload))).toBeNull();
  });
});

describe('what an error beside the message says', () => {
  const go = 'main.run\n\t/app/main.go:10\nmain.main\n\t/app/main.go:20';
  it.each([
    ['err', { msg: 'job failed', err: 'no route to host' }, 'no route to host'],
    ['an object', { message: 'job failed', error: { code: 'E7', message: 'no route' } }, 'no route'],
    ['a message of its own', { msg: 'job failed', error_type: 'card_declined', error_message: 'no money' }, 'no money'],
    [
      'an object without a message',
      { msg: 'm', error: { errno: -111, code: 'ECONNREFUSED', syscall: 'connect' } },
      'connect ECONNREFUSED',
    ],
    ['a list', { msg: 'm', errors: [{ message: 'no cart', path: ['a'] }, { message: 'x' }] }, 'no cart'],
    ['extra', { msg: 'job failed', extra: { error: 'no route' } }, 'no route'],
    ["Monolog's context", { message: 'job failed', context: { error: 'no route', order: 7 } }, 'no route'],
    ["MongoDB's attributes", { msg: 'disk error', attr: { error: 28, message: 'no space left' } }, 'no space left'],
    ['a field above a stack that names nothing', { msg: 'm', error: 'no route', stacktrace: go }, `no route\n${go}`],
  ])('is found in %s', (_, payload, expected) => {
    expect(besideMessage(structured(payload), 'job failed')).toBe(expected);
  });

  it.each([
    { msg: 'job failed: no route to host', err: 'no route to host' },
    { error: 'job failed' },
    { msg: 'm', error: 28 },
    { msg: 'm', error: true, err: 'false' },
    { msg: 'm', error: '<nil>' },
    { msg: 'm', error: '0b3a1f1c-1111-4a4e-8a57' },
    { msg: 'm', error: {}, errors: [] },
    { msg: 'm', error: { code: 7, status: 500 } },
    { msg: 'm', reason: 'a user asked for it', data: { error: 'x' } },
  ])('is none in %j', (payload) => {
    const entry = structured(payload);
    expect(besideMessage(entry, messageOf(entry))).toBeNull();
  });
});
