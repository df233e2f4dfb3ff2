import { expect, it } from 'vitest';
import type { Pattern, ThrownError } from '../../src/model/cluster.ts';
import { whyRoot } from '../../src/triage/explain-root.ts';
import { routingFailures } from '../support/triaged-clusters.ts';

const CAUSE: ThrownError = { type: 'ModuleNotFoundError', message: "No module named 'shop'", frames: [] };

function pattern(given: Partial<Pattern>): Pattern {
  const [known] = routingFailures().cluster.patterns;
  if (known === undefined) throw new Error('no pattern');
  return { ...known, ...given };
}

/** An exception with so many frames of the application's own. */
function thrown(own: number, error: ThrownError = CAUSE): ThrownError {
  const frame = { file: '/app/shop/main.py', function: 'main', line: 1, own: true, code: '' };
  return { ...error, frames: Array.from({ length: own }, () => frame) };
}

it('says nothing of a pattern that is alone', () => {
  expect(whyRoot({ patterns: [pattern({})], rootCause: null })).toBe('it is the only pattern');
});

it('names the trace that ends in the root cause', () => {
  const patterns = [pattern({ kind: 'exception', thrown: [thrown(1)] }), pattern({ kind: 'exit' })];
  expect(whyRoot({ patterns, rootCause: CAUSE })).toBe('its stack trace ends in the root cause');
});

it('of several such traces, says that it was taken nearest to where it was thrown', () => {
  const wrapped = thrown(1, { type: 'RuntimeError', message: 'Setup failed', frames: [] });
  const patterns = [
    pattern({ kind: 'exception', thrown: [thrown(1)] }),
    pattern({ kind: 'exception', thrown: [thrown(2)] }),
    pattern({ kind: 'exception', thrown: [wrapped, thrown(0)] }),
  ];
  expect(whyRoot({ patterns, rootCause: CAUSE })).toMatch(/; of 3 such traces it is the one taken nearest/);
});

it('does not call it nearest where others are as near', () => {
  const alike = pattern({ kind: 'exception', thrown: [thrown(1)] });
  expect(whyRoot({ patterns: [alike, alike], rootCause: CAUSE })).toMatch(/; of 2 alike it is the first by/);
});

it('says that a line tells of the root cause where no trace is there', () => {
  expect(whyRoot({ patterns: [pattern({}), pattern({ kind: 'exit' })], rootCause: CAUSE })).toBe(
    'it tells of the root cause',
  );
});

it('calls a kill that explains itself by that name', () => {
  expect(whyRoot({ patterns: [pattern({ kind: 'exit' }), pattern({})], rootCause: null })).toBe(
    'an exit that says why comes before a log line',
  );
});

it('without an exception, says what comes before what', () => {
  const patterns = [pattern({}), pattern({ kind: 'exit' }), pattern({ kind: 'http-error' }), pattern({ kind: 'exit' })];
  expect(whyRoot({ patterns, rootCause: null })).toBe(
    'a log line comes before the exit of a container and a failed request',
  );
});
