import { describe, expect, it } from 'vitest';
import { clusterAll } from '../support/clusters.ts';
import { splitTrace, TRACES } from '../support/split-trace.ts';

const python = (...frames: string[]) =>
  [
    'Traceback (most recent call last):',
    '  File "/app/server.py", line 9, in handle',
    ...frames.map((frame) => `  File "/app/${frame}`),
    "KeyError: 'id'",
  ].join('\n');
const node = (...frames: string[]) =>
  ["TypeError: Cannot read properties of undefined (reading 'id')", ...frames, 'handle (/app/src/server.js:9:3)'].join(
    '\n    at ',
  );

/** A is thrown more often than B. */
const PYTHON = {
  A: python('pay.py", line 20, in pay', 'charges.py", line 3, in charge'),
  B: python('back.py", line 2, in back', 'refunds.py", line 12, in refund'),
};
const NODE = {
  A: node('charge (/app/src/charges.js:3:9)', 'pay (/app/src/pay.js:20:5)'),
  B: node('refund (/app/src/refunds.js:12:9)'),
};

/** The functions that the only problem shows; each trace is written in lines, a minute after the one before it. */
function framesOf(traces: readonly string[], stepMicroseconds = 20): string[] {
  const lines = traces.flatMap((text, i) => splitTrace(text, { at: i * 60, severity: 'ERROR', stepMicroseconds }));
  const clusters = clusterAll(lines);
  expect(clusters).toHaveLength(1);
  return clusters[0]?.rootCause?.frames.map(({ function: name }) => name) ?? [];
}

const inOrder = (order: string, { A, B }: typeof NODE) => [...order].map((one) => (one === 'A' ? A : B));

describe('the frames of a trace that is cut into lines', () => {
  it.each([
    ['Python', PYTHON],
    ['Node', NODE],
  ])('stand in the order of their insertIds where all lines have one timestamp: %s', (_, pair) => {
    expect(framesOf(inOrder('AA', pair), 0)).toEqual(['handle', 'pay', 'charge']);
    expect(framesOf(inOrder('ABA', pair), 0)).toEqual(['handle', 'pay', 'charge']);
  });

  it('stand on their side of the exception, also where the trace above it has the same', () => {
    expect(framesOf([TRACES['ruby, with a cause'].text])).toEqual(['<main>', 'Sync#pull', 'Feed#parse']);
  });
});
