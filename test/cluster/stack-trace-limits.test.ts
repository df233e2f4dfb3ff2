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
    ['many names that places of Go follow', `a\n${'a.(a)(a)\n\tb.go:\n'.repeat(10_000)}`],
    ['a name with many dots', `AnError${'.'.repeat(8_000)}x`],
    ['a quotation that never ends, many times', 'AnError("'.repeat(900)],
    ['a place of Ruby in each of many lines', `a.rb:1:in 'b': c\n`.repeat(15_000)],
    ['a message of Ruby without an end below each of many places', `a.rb:1:in 'b': c\nd\n`.repeat(12_000)],
    ["many names that none of Ruby's messages follows", `${'A::B'.repeat(60_000)}\n/a.rb:1:in 'b'`],
    ['objects within objects of Ruby', `AError: ${'#<A '.repeat(60_000)}\n/a.rb:1:in 'b'`],
    ['colons before a place of Ruby', `${':'.repeat(100_000)}:in 'a\n${'1:'.repeat(50_000)}:in 'b'`],
    [
      'brackets in a file of PHP',
      `AError: b in /c:1\nStack trace:\n#0 ${'(1): '.repeat(50_000)}`.replaceAll('(1): ', '(): '),
    ],
    [
      'many places in a message of PHP',
      `PHP Fatal error:  Uncaught A: ${' in /a'.repeat(40_000)}:1\nStack trace:\n#0 {main}`,
    ],
    ['many exceptions in the payload of Monolog', `[object] (${'A(code: 0): b at /c:1, '.repeat(10_000)}`],
    ['a name with very many parts', `[object] (${'A\\\\'.repeat(60_000)}(code: 0): b at /c:1)`],
    ['white space behind a time', `[1]${' '.repeat(200_000)}x: AError: b in /c.php:1`],
    ['marks of PHP, many times', 'Stack trace:\n#0 a(1): b()\nUncaught \n'.repeat(7_000)],
    ['ends of line of PHP, written', 'Stack trace:\\n\\n\\n#0 '.repeat(12_000)],
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
    ":in '",
    "': ",
    '.rb:1',
    'from ',
    '(AError)',
    '#<A: ',
    '):\n',
    '#0 ',
    '(1): ',
    'Stack trace:\n',
    'Uncaught ',
    '[object] (A(code: 0): ',
    ' in /a.php:1',
    'Next ',
    'A\\b',
    'A::B',
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
