import { describe, expect, it } from 'vitest';
import { parseErrorLine } from '../../src/cluster/skeleton/stack-trace.ts';

describe('an exception that a line quotes', () => {
  it.each([
    ["details: ModuleNotFoundError: No module named 'x'", 'ModuleNotFoundError', "No module named 'x'"],
    ['java.lang.IllegalStateException: cannot buy', 'java.lang.IllegalStateException', 'cannot buy'],
    [
      "TypeError: Cannot read properties of undefined (reading 'id')",
      'TypeError',
      "Cannot read properties of undefined (reading 'id')",
    ],
    ["setup failed: No module named 'x' (type: ModuleNotFoundError)", 'ModuleNotFoundError', "No module named 'x'"],
    ['RuntimeError: start failed: KeyError: no such key', 'KeyError', 'no such key'],
    ["failed with ValueError('bad step')", 'ValueError', 'bad step'],
    ['could not connect: TimeoutError', 'TimeoutError', ''],
    ['Error: connect ECONNREFUSED 10.0.0.1:5432', 'Error', 'connect ECONNREFUSED 10.0.0.1:5432'],
  ])('%s', (line, type, message) => {
    expect(parseErrorLine(line)).toEqual({ type, message });
  });

  it.each([
    'ERROR: something is wrong',
    'Warning: disk almost full',
    'an Error occurred: see below',
    'ErrorRecoveryManager initialized',
    'WebSocket Error Validator: loaded',
    'no exception at all',
    '',
  ])('is not found in: %s', (line) => {
    expect(parseErrorLine(line)).toBeNull();
  });
});
