import { describe, expect, it } from 'vitest';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat, sizesOf, titlesOf } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { splitTrace, TRACES } from '../support/split-trace.ts';

const python = TRACES.python.text;

describe('a stack trace with an entry for each line', () => {
  describe.each(Object.entries(TRACES))('(%s)', (_name, { root, title, text }) => {
    it.each([
      ['once', 1, 'DEFAULT'],
      ['again and again on two instances', 6, 'DEFAULT'],
      ['where all of stderr is an ERROR', 3, 'ERROR'],
    ] as const)('is one cluster, with its exception as the root: %s', (_case, times, severity) => {
      const entries = repeat(times, (i) => splitTrace(text, { at: i * 7, instance: `i${i % 2}`, severity }));
      const [cluster, ...others] = clusterAll(entries);
      expect(others.map((other) => other.title)).toEqual([]);
      expect(cluster?.patterns[0]).toMatchObject({ template: root, kind: 'exception' });
      expect(cluster?.title).toBe(title);
      expect(cluster?.rules[0]).toMatch(/^joined: lines of one stack trace, /);
      expect(cluster?.facts.count).toBe(entries.length);
    });
  });

  it('takes in the head that the console logger of .NET writes above it', () => {
    const head = `fail: Microsoft.AspNetCore.Server.Kestrel[13]
      Connection id "0HN1", Request id "0HN1:00000001": An unhandled exception was thrown by the application.
      `;
    const text = head + TRACES.dotnet.text.replaceAll('\n', '\n      ');
    const [cluster, ...others] = clusterAll(
      repeat(5, (i) => splitTrace(text, { at: i * 60, stepMicroseconds: 1_000, severity: 'ERROR' })),
    );
    expect(others.map(({ title }) => title)).toEqual([]);
    expect(cluster?.title).toBe(TRACES.dotnet.title);
  });

  it('knows its frames, the innermost last, and what it followed from', () => {
    const [cluster] = clusterAll(splitTrace(TRACES.java.text));
    expect(cluster?.rootCause).toMatchObject({ type: 'java.net.ConnectException' });
    expect(cluster?.rootCause?.frames.map(({ function: name, own }) => [name, own])).toEqual([
      ['com.acme.Bank.open', true],
      ['sun.nio.ch.Net.connect', false],
    ]);
    const top = cluster?.patterns.find(({ template }) => template.includes('java.lang.IllegalStateException'));
    expect(top?.thrown.map(({ type }) => type)).toEqual([
      'java.lang.IllegalStateException',
      'com.acme.BankException',
      'java.net.ConnectException',
    ]);
  });

  it('is given no cause where another one is written at the same time, line by line', () => {
    const lines = [
      'java.lang.IllegalStateException: Failed to charge the card',
      'java.lang.NumberFormatException: For input string: "x"',
      '\tat com.acme.Charger.charge(Charger.java:55)',
      '\tat com.acme.Tax.rate(Tax.java:9)',
      'Caused by: java.sql.SQLException: Lock wait timeout exceeded',
      '\tat com.acme.Job.run(Job.java:19)',
    ];
    const mixed = repeat(6, (i) => splitTrace(lines.join('\n'), { at: i * 60, stepMicroseconds: 1_000 }));
    expect(clusterAll(mixed).flatMap(({ rules }) => rules.filter((rule) => rule.includes('followed from')))).toEqual(
      [],
    );
    const alone = lines.filter((line) => !/NumberFormat|Tax/.test(line)).join('\n');
    const one = repeat(6, (i) => splitTrace(alone, { at: i * 60, stepMicroseconds: 1_000 }));
    expect(clusterAll(one).map(({ patterns }) => patterns.length)).toEqual([4]);
  });

  it('takes in the line before an exception whose frames are all those of what it followed from', () => {
    const text = `System.IO.IOException: Failed to light the oven
 ---> System.Net.Sockets.SocketException (98): Address already in use
   at System.Net.Sockets.Socket.Bind(EndPoint localEP)
   --- End of inner exception stack trace ---
   at Program.Main() in /src/Shop/Program.cs:line 60`;
    const entries = repeat(4, (i) => [
      collected({ at: i * 60, message: `[10:00:0${i} FTL] Host terminated unexpectedly`, severity: 'CRITICAL' }),
      ...splitTrace(text, { at: i * 60 + 0.001 }),
    ]);
    expect(sizesOf(entries)).toEqual([24]);
  });

  it('is given no cause that stands below what Java suppressed', () => {
    const text = (error: string, file: string) => `java.io.${error}
\tat com.acme.${file}.write(${file}.java:20)
\tSuppressed: java.lang.IllegalStateException: the oven could not be closed
\t\tat com.acme.Oven.close(Oven.java:31)
\tCaused by: java.net.SocketException: Connection reset
\t\tat com.acme.Net.end(Net.java:9)`;
    const entries = repeat(3, (i) => [
      ...splitTrace(text('IOException: no room for the cakes', 'Cake'), { at: i * 60 }),
      ...splitTrace(text('EOFException: the recipe ends too early', 'Recipe'), { at: i * 60 + 30 }),
    ]);
    expect(titlesOf(entries).sort()).toEqual(['no room for the cakes', 'the recipe ends too early']);
  });

  it('says what a panic says on its second line, whatever level that is read as', () => {
    const text = "thread 'main' panicked at src/oven.rs:88:14:\ncalled `Option::unwrap()` on a `None` value";
    const entries = repeat(4, (i) =>
      splitTrace(text, { at: i * 60 }).map((entry) => ({ ...entry, severity: 'ERROR' as const })),
    );
    expect(sizesOf(entries)).toEqual([8]);
  });

  it('has its root first where the logger writes it so', () => {
    const text = `java.io.IOException: no route to the bank
\tat com.acme.Bank.open(Bank.java:31)
Wrapped by: com.acme.BankException: charge was not sent
\tat com.acme.Bank.charge(Bank.java:12)`;
    const entries = repeat(3, (i) => splitTrace(text, { at: i * 60, stepMicroseconds: 1_000 }));
    const [cluster, ...others] = clusterAll(entries);
    expect(others).toEqual([]);
    expect(cluster?.rootCause).toMatchObject({
      type: 'java.io.IOException',
      frames: [{ file: 'Bank.java', line: 31 }],
    });
    expect(cluster?.patterns[0]?.thrown.map(({ type }) => type)).toEqual([
      'com.acme.BankException',
      'java.io.IOException',
    ]);
  });

  it('says of an exception that stands twice in its trace only that', () => {
    const text = `com.acme.BankException: charge was not sent
\tat com.acme.Bank.charge(Bank.java:12)
Caused by: com.acme.BankException: charge was not sent
\tat com.acme.Bank.open(Bank.java:31)`;
    const rules = clusterAll(repeat(3, (i) => splitTrace(text, { at: i * 60, stepMicroseconds: 0 }))).flatMap(
      (cluster) => cluster.rules,
    );
    expect(rules.filter((rule) => /(['"]).*\1 followed from/.test(rule))).toEqual([]);
    expect(rules.join('\n')).toContain('stands twice');
  });

  it.each([
    ['a private class', 'numpy.core._exceptions._ArrayMemoryError: Unable to allocate the ovens', 'python'],
    ['an exception group', 'ExceptionGroup: two ovens are cold (2 sub-exceptions)', 'python'],
    ['a bare exception', 'Exception: the oven is cold today', 'python'],
    ["Node's, with a code", 'Error [ERR_OVEN_COLD]: the oven is cold today', 'node'],
    ["Node's, below a label", 'Oven error Error: the oven is cold today', 'node'],
  ])('has its exception, whatever that is called: %s', (_case, line, language) => {
    const text =
      language === 'python'
        ? `Traceback (most recent call last):\n  File "/app/oven.py", line 7, in heat\n    go()\n${line}`
        : `${line}\n    at heat (/app/src/oven.js:7:9)`;
    const entries = repeat(3, (i) => splitTrace(text, { at: i * 60, severity: 'ERROR' }));
    const [cluster, ...others] = clusterAll(entries);
    expect(others.map((other) => other.title)).toEqual([]);
    expect(cluster?.rootCause?.frames.map(({ function: name }) => name)).toEqual(['heat']);
  });

  it('is put in order by insertIds where all of it has one timestamp', () => {
    const [cluster] = clusterAll(splitTrace(TRACES.java.text, { stepMicroseconds: 0 }));
    expect(cluster?.patterns[0]?.template).toBe(
      'Caused by : java.net.ConnectException : Connection refused to <*> port <*>',
    );
  });

  it('is put together without an instance as well', () => {
    const entries = repeat(3, (i) => splitTrace(python, { at: i * 7, instance: '' }));
    expect(titlesOf(entries)).toEqual([TRACES.python.title]);
  });

  it('belongs to the panic that a controller of Kubernetes observed', () => {
    const text = `E1120 10:00:00.123456       1 runtime.go:79] Observed a panic: main.oops{} (runtime error: the oven is cold)
goroutine 281 [running]:
k8s.io/apimachinery/pkg/util/runtime.logPanic({0x15b1ae0?, 0x2698150})
\t/go/pkg/mod/k8s.io/apimachinery@v0.27.2/pkg/util/runtime/runtime.go:75 +0x99
acme.com/shop/oven.(*Oven).Heat(0xc0004a8000)
\t/workspace/oven/oven.go:88 +0x5de`;
    const lines = repeat(3, (i) => splitTrace(text, { at: i * 60, severity: 'ERROR' }));
    expect(clusterAll(lines).map(({ title, facts }) => [title, facts.count])).toEqual([
      ['runtime error: the oven is cold', 18],
    ]);
    const whole = [collected({ message: text })];
    expect(titlesOf(whole)).toEqual(['runtime error: the oven is cold']);
  });

  it('takes in who wanted to log, where Python could not', () => {
    const text = `Traceback (most recent call last):
  File "/usr/local/lib/python3.12/logging/__init__.py", line 392, in getMessage
    msg = msg % self.args
TypeError: not all arguments converted during string formatting
Call stack:
  File "/app/main.py", line 50, in <module>
    main()
  File "/app/main.py", line 44, in main
    log.info("started", 7)`;
    const lines = (at: number) => splitTrace(text, { at, severity: 'ERROR' });
    const isKept = ({ message }: CollectedEntry) => !/^Call|^ {4}/.test(message);
    const [cluster, ...others] = clusterAll(repeat(3, (i) => lines(i * 60)).filter(isKept));
    expect(others).toEqual([]);
    expect(cluster?.rootCause?.frames.map(({ function: name }) => name)).toEqual(['getMessage']);
  });

  it('is that of a process that died, its most recent call first', () => {
    const text = `Fatal Python error: Segmentation fault

Current thread 0x00007f12ab34cd56 (most recent call first):
  File "/app/oven.py", line 40 in heat
  File "/app/main.py", line 9 in <module>`;
    const [cluster, ...others] = clusterAll(repeat(3, (i) => splitTrace(text, { at: i * 60 })));
    expect(others).toEqual([]);
    expect(cluster?.title).toBe('Fatal Python error: Segmentation fault in heat');
  });

  it('has its first line, however long it is', () => {
    const calls = Array.from({ length: 400 }, (_, i) => `  File "/app/tree.py", line ${i % 2}, in walk`);
    const text = `Traceback (most recent call last):\n${calls.join('\n')}\nRecursionError: the tree is too deep`;
    const entries = repeat(2, (i) => splitTrace(text, { at: i * 60, stepMicroseconds: 1_000, severity: 'ERROR' }));
    expect(sizesOf(entries)).toEqual([804]);
  });

  it('explains the exit that follows', () => {
    const entries = [
      ...splitTrace(python),
      collected({ at: 1, message: 'Container called exit(3).', severity: 'WARNING' }),
    ];
    expect(titlesOf(entries)).toEqual([`${TRACES.python.title}: service cannot start`]);
  });

  it('is one problem with the same trace in one entry', () => {
    const entries = [...splitTrace(TRACES.java.text), collected({ at: 60, message: TRACES.java.text })];
    expect(clusterAll(entries)).toHaveLength(1);
  });
});

describe('a stack trace in a few pieces', () => {
  const lines = python.split('\n');
  const pieces = (...texts: string[]) =>
    repeat(3, (i) => texts.map((message, at) => collected({ at: i * 60 + at * 0.001, message, severity: 'DEFAULT' })));

  it.each([
    ['its first line, and the rest', pieces(lines[0] ?? '', lines.slice(1).join('\n'))],
    ['its exception last', pieces(lines.slice(0, -1).join('\n'), lines.at(-1) ?? '')],
    ['a message with its first line', pieces(`Could not start\n${lines[0]}`, ...lines.slice(1))],
    ['two halves', pieces(lines.slice(0, 4).join('\n'), lines.slice(4).join('\n'))],
  ])('is one cluster: %s', (_case, entries) => {
    expect(titlesOf(entries)).toEqual([TRACES.python.title]);
  });

  it('is one cluster without its exception, too', () => {
    const entries = repeat(3, (i) => splitTrace(lines.slice(0, -1).join('\n'), { at: i * 7 }));
    const [cluster, ...others] = clusterAll(entries.filter(({ message }) => /^Trace|File/.test(message)));
    expect(others).toEqual([]);
    expect(cluster?.rules[0]).toContain('without its exception');
  });
});

describe('lines that only look like those of a stack trace', () => {
  it('stay as they are where there is no trace near them', () => {
    const entries = repeat(3, (i) => [
      ...splitTrace(python, { at: i * 60 }),
      collected({ at: i * 60 + 20, message: '    indented like code()', severity: 'DEFAULT' }),
      collected({ at: i * 60 + 30, message: 'ValueError: seven is no colour at all' }),
    ]);
    expect(titlesOf(entries)).toHaveLength(3);
  });

  it('stay as they are where they come from another log, or have a level of their own', () => {
    const entries = repeat(3, (i) => [
      ...splitTrace(python, { at: i * 60 }),
      collected({ at: i * 60 + 0.0001, message: '    indented like code()', severity: 'INFO' }),
      collected({ at: i * 60 + 0.0001, message: 'INFO GET /cart was served', severity: 'INFO' }),
    ]);
    expect(titlesOf(entries)).toHaveLength(3);
  });
});
