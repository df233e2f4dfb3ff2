import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseErrorLine, parseStackTrace } from '../../src/cluster/skeleton/stack-trace.ts';

describe('text that is no stack trace', () => {
  it.each([
    ['one line', "ValueError: it's bad"],
    ['prose', 'We meet\n  at noon\n  at the station'],
    ['a list', 'Errors:\n - one\n - two'],
    ['data', '{\n  "at": "x (y:1:2)"\n}'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(parseStackTrace(text)).toBeNull();
  });
});

describe('a line written to keep its reader busy', () => {
  it.each([
    ['a frame that may be split up in many ways', `Error: no\n    at a${'$'.repeat(60)}!(x)`],
    ['many of them', `Error: no\n${`    at a${'$'.repeat(60)}!(x)\n`.repeat(1_000)}`],
    ['much white space before many names', `${' '.repeat(4_000)}${'type: AnError '.repeat(300)}`],
    ['white space before each of many names', `type: AnError${' '.repeat(20)}`.repeat(250)],
    ['a name with many dots', `AnError${'.'.repeat(8_000)}x`],
    ['a quotation that never ends, many times', 'AnError("'.repeat(900)],
  ])('%s is read at once', (_what, text) => {
    const started = performance.now();
    parseStackTrace(text);
    parseErrorLine(text);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('is understood all the same', () => {
    const spaces = ' '.repeat(5_000);
    expect(parseErrorLine(`${spaces}setup failed:${spaces}no step (type: StepError)`)).toBeNull();
    expect(parseErrorLine(`${spaces}setup failed: no step (type: StepError)`)).toEqual({
      type: 'StepError',
      message: 'no step',
    });
    expect(parseErrorLine('failed: ...StepError...: no step')).toEqual({ type: 'StepError', message: 'no step' });
  });
});

describe('any text', () => {
  const unit = fc.constantFrom(
    '\n',
    ' ',
    '    at ',
    '(',
    ')',
    ':',
    '.',
    'x',
    '1',
    'ValueError',
    'Error',
    'Caused by: ',
    '  File "',
    '", line 1, in f\n',
    'Traceback (most recent call last):\n',
    'goroutine 1 [running]:\n',
    'Shop.Gone+',
    ' ---> ',
    '(String a)',
    ' in /src/A.cs:line 1',
    "thread 'a' panicked at ",
    ':1:1:\n',
    '** (',
    'panic: ',
    '\t',
    '| ',
    '^',
    '[cause]: ',
    '\\n',
    'a.b.',
    '/',
  );

  it('throws nothing, and takes no more than a moment for 256 KiB of it', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 1, maxLength: 6 }),
        fc.array(unit, { maxLength: 4 }),
        (repeated, start) => {
          const piece = repeated.join('');
          const text = start.join('') + piece.repeat(Math.ceil(262_144 / piece.length));
          const started = performance.now();
          parseStackTrace(text);
          parseErrorLine(text);
          expect(performance.now() - started).toBeLessThan(3000);
        },
      ),
      { numRuns: 60 },
    );
  });
});
