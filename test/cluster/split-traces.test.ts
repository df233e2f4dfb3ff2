import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { splitTrace, TRACES } from '../support/split-trace.ts';

const python = TRACES.python.text;
/** Goes through the same lines of main.py as `python`. */
const NO_HOST = 'socket.gaierror: [Errno -2] the name of the database host is not known';
const otherPython = python
  .replace('/app/shop/app.py", line 33, in create_app', '/app/shop/db.py", line 7, in connect')
  .replace('from shop import cart', 'return psycopg2.connect(dsn)')
  .replace(/ModuleNotFoundError.*/, NO_HOST);

const titles = (entries: readonly CollectedEntry[]) => clusterAll(entries).map(({ title }) => title);
const sizes = (entries: readonly CollectedEntry[]) => clusterAll(entries).map(({ facts }) => facts.count);

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
    const top = cluster?.patterns.find(({ template }) => template.startsWith('java.lang.IllegalStateException'));
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
    expect(sizes(entries)).toEqual([24]);
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
    expect(titles(entries).sort()).toEqual(['no room for the cakes', 'the recipe ends too early']);
  });

  it('says what a panic says on its second line, whatever level that is read as', () => {
    const text = "thread 'main' panicked at src/oven.rs:88:14:\ncalled `Option::unwrap()` on a `None` value";
    const entries = repeat(4, (i) =>
      splitTrace(text, { at: i * 60 }).map((entry) => ({ ...entry, severity: 'ERROR' as const })),
    );
    expect(sizes(entries)).toEqual([8]);
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
    expect(cluster?.rules).toContain(
      "joined: lines of one stack trace, in which 'Wrapped by: com.acme.BankException: charge was not sent' followed from 'java.io.IOException: no route to the bank'",
    );
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
    expect(cluster?.patterns[0]?.template).toBe(TRACES.java.root);
  });

  it('is put together without an instance as well', () => {
    const entries = repeat(3, (i) => splitTrace(python, { at: i * 7, instance: '' }));
    expect(titles(entries)).toEqual([TRACES.python.title]);
  });

  it('takes in the error line that the logger wrote before it, and nothing that merely came first', () => {
    const entries = repeat(3, (i) => [
      collected({ at: i * 60 - 0.002, message: 'Sentry is off', severity: 'WARNING' }),
      collected({ at: i * 60 - 0.001, message: 'Starting up on all ports', severity: 'DEFAULT' }),
      collected({ at: i * 60, message: '[ERROR] Could not make the app' }),
      ...splitTrace(python, { at: i * 60 + 0.00004 }),
    ]);
    const clusters = clusterAll(entries);
    expect(clusters.map(({ title }) => title).sort()).toEqual([
      TRACES.python.title,
      'Sentry is off',
      'Starting up on all ports',
    ]);
    expect(clusters[0]?.rules).toContain(
      "joined: '[ERROR] Could not make the app' stood right before a stack trace of this problem in 3 of 3 cases",
    );
  });

  it.each([
    ['a millisecond apart', 1000],
    ['twenty microseconds apart', 20],
  ])(
    'takes in the line of a task that names it, which Celery writes before it, of two tasks at once: lines %s',
    (_, stepMicroseconds) => {
      const failed = (task: string, error: string, line: string, i: number, at: number) => {
        const text = [
          `[2025-09-16 00:00:00,0${i}: ERROR/ForkPoolWorker-${i}] Task shop.${task}[5f3759df-0000-4000-8000-00000000000${i}] raised unexpected: ${error}`,
          'Traceback (most recent call last):',
          '  File "/usr/local/lib/python3.11/site-packages/celery/app/trace.py", line 453, in trace_task',
          '    R = retval = fun(*args, **kwargs)',
          `  File "/app/shop/tasks.py", line 41, in ${task}`,
          '    return run(self)',
          line,
        ].join('\n');
        // The level is read off its text.
        return splitTrace(text, { at, stepMicroseconds }).map((entry, line) =>
          line === 0 ? { ...entry, severity: 'ERROR' as const } : entry,
        );
      };
      const entries = repeat(8, (i) => [
        ...failed(
          'charge',
          `ValueError('bad amount for order ${1000 + i}')`,
          `ValueError: bad amount for order ${1000 + i}`,
          i,
          i * 90,
        ),
        ...failed('mail', "KeyError('email')", "KeyError: 'email'", i, i * 90 + 30),
      ]);
      expect(titles(entries).sort()).toEqual(["KeyError: 'email' in mail", 'bad amount']);
    },
  );

  it('takes in the warning before it, where the exception is told as a warning too', () => {
    const failed = (severity: 'WARNING' | 'ERROR') =>
      repeat(6, (i) => [
        collected({ at: i * 60, message: `WARN: Job ${i} raised exception`, severity: 'WARNING' }),
        collected({ at: i * 60 + 0.001, message: `NoMethodError: undefined method 'email' for nil`, severity }),
        collected({ at: i * 60 + 0.002, message: "/app/jobs/mail_job.rb:7:in `perform'", severity }),
      ]);
    expect(sizes(failed('WARNING'))).toEqual([18]);
    expect(sizes(failed('ERROR'))).toEqual([12, 6]);
  });

  it('is part of the message that it was written below, where nothing was thrown', () => {
    const logged = (i: number, at: number, message: string) => [
      collected({ at, message: `2025-09-16T00:00:00.000Z\terror\tshop/cart.go:51\t${message} ${i}`, instance: 'i' }),
      // The functions between them say nothing of a failure, and are not kept.
      ...splitTrace('\t/app/shop/cart.go:51\n\t/app/main.go:20', {
        at: at + 0.00002,
        instance: 'i',
        severity: 'ERROR',
      }),
    ];
    expect(sizes(repeat(6, (i) => logged(i, i * 60, 'checkout failed for order')))).toEqual([18]);
    const others = repeat(6, (i) => collected({ at: i * 60 + 20, message: `Mail ${i} bounced`, instance: 'i' }));
    expect(sizes([...repeat(6, (i) => logged(i, i * 60, 'checkout failed for order')), ...others])).toEqual([18, 6]);
  });

  it('is part of the message that it was written below, whatever else was thrown beside it once', () => {
    const logged = (at: number) => [
      collected({ at, message: '2025-09-16T00:00:00.000Z\tERROR\tReconciler error' }),
      ...splitTrace('acme.com/shop/oven.(*Oven).heat\n\t/go/pkg/mod/acme.com/shop/oven.go:51\nmain.run', {
        at: at + 0.001,
        stepMicroseconds: 1_000,
        severity: 'ERROR',
      }),
    ];
    const entries = [
      ...repeat(6, (i) => logged(i * 60)),
      collected({ at: 119.999, message: 'strconv.Atoi: parsing "x y": invalid syntax' }),
      collected({ at: 900, message: 'strconv.Atoi: parsing "x y": invalid syntax' }),
    ];
    expect(clusterAll(entries).map(({ title, facts }) => [title, facts.count])).toEqual([
      ['Reconciler error', 24],
      ['strconv.Atoi: parsing …: invalid syntax', 2],
    ]);
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
    expect(titles(whole)).toEqual(['runtime error: the oven is cold']);
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
    expect(sizes(entries)).toEqual([804]);
  });

  it('explains the exit that follows', () => {
    const entries = [
      ...splitTrace(python),
      collected({ at: 1, message: 'Container called exit(3).', severity: 'WARNING' }),
    ];
    expect(titles(entries)).toEqual([`${TRACES.python.title}: service cannot start`]);
  });

  it('is one problem with the same trace in one entry', () => {
    const entries = [...splitTrace(TRACES.java.text), collected({ at: 60, message: TRACES.java.text })];
    expect(clusterAll(entries)).toHaveLength(1);
  });
});

describe('a stack trace behind what a logger puts before every line', () => {
  const chained = TRACES['python, chained'];
  const behind = (prefix: (i: number) => string, text: string, severity: CollectedEntry['severity']) =>
    repeat(3, (i) =>
      splitTrace(text.replaceAll(/^(?=.)/gm, prefix(i)), { at: i * 60, stepMicroseconds: 1_000, severity }),
    );

  it.each<[string, (i: number) => string, CollectedEntry['severity']]>([
    ['torchrun', (i) => `[rank${i}]: `, 'DEFAULT'],
    ['Docker Compose', (i) => `web-${i}  | `, 'ERROR'],
    ['vLLM', (i) => `(Worker_TP${i} pid=4${i}) ERROR 04-28 02:37:0${i} [core.py:398] `, 'ERROR'],
    ['mod_wsgi', (i) => `[Fri Nov 20 10:00:0${i}.123 2026] [wsgi:error] [pid 3${i}] `, 'ERROR'],
    ['supervisord', (i) => `2026-11-20 10:00:0${i},123 DEBG 'web' stderr output: `, 'DEFAULT'],
  ])('is one cluster, with its exception as the root: %s', (_case, prefix, severity) => {
    for (const { text, title } of [TRACES.python, chained]) {
      const [cluster, ...others] = clusterAll(behind(prefix, text, severity));
      expect(others.map((other) => other.title)).toEqual([]);
      expect(cluster?.title).toBe(title);
    }
  });

  it('stays apart from another one, and from what else the logger writes', () => {
    const prefix = (i: number) => `[rank${i}]: `;
    const entries = [
      ...behind(prefix, python, 'ERROR'),
      ...behind(prefix, otherPython, 'ERROR').map((entry) => ({ ...entry, seconds: entry.seconds + 30 })),
      ...repeat(3, (i) => collected({ at: i * 60 + 15, message: `[rank${i}]: The oven door was left open` })),
      ...repeat(3, (i) => collected({ at: i * 60 + 16, message: `rank${i}: ValueError: seven is no colour` })),
    ];
    expect(titles(entries).sort()).toEqual([
      TRACES.python.title,
      'The oven door was left open',
      'ValueError: seven is no colour',
      'the name of the database host is not known',
    ]);
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
    expect(titles(entries)).toEqual([TRACES.python.title]);
  });

  it('is one cluster without its exception, too', () => {
    const entries = repeat(3, (i) => splitTrace(lines.slice(0, -1).join('\n'), { at: i * 7 }));
    const [cluster, ...others] = clusterAll(entries.filter(({ message }) => /^Trace|File/.test(message)));
    expect(others).toEqual([]);
    expect(cluster?.rules[0]).toContain('without its exception');
  });
});

describe('two exceptions whose traces share lines', () => {
  const a = (at: number, instance?: string) => splitTrace(python, { at, ...(instance && { instance }) });
  const b = (at: number, instance?: string) => splitTrace(otherPython, { at, ...(instance && { instance }) });

  it.each([
    ['minutes apart', repeat(4, (i) => [...a(i * 120), ...b(i * 120 + 60)])],
    ['one after the other every second', repeat(9, (i) => [...a(i * 2), ...b(i * 2 + 1)])],
    ['a millisecond apart, always', repeat(3, (i) => [...a(i * 60), ...b(i * 60 + 0.001)])],
    ['a millisecond apart, once', [...a(0), ...b(0.001)]],
    ['at the same time on several instances', repeat(8, (i) => [...a(i * 9, `i${i % 3}`), ...b(i * 9, `j${i % 2}`)])],
  ])('stay two, each line with one of them: %s', (_case, entries) => {
    const clusters = clusterAll(entries);
    expect(clusters.map(({ patterns: [root] }) => root?.template.slice(0, 14)).sort()).toEqual([
      'ModuleNotFound',
      'socket.gaierro',
    ]);
    const patterns = clusters.flatMap((cluster) => cluster.patterns);
    expect(patterns.reduce((sum, { count }) => sum + count, 0)).toBe(entries.length);
  });

  it('count and date what is their own, not the lines that both have', () => {
    const entries = [...repeat(2, (i) => a(i * 60)), ...repeat(6, (i) => b(i * 60 + 600, `i${i}`))];
    const own = clusterAll(entries).map(({ title, facts }) => [title, facts.count, facts.instances.count]);
    expect(own).toEqual([
      ['the name of the database host is not known', 6 * 3, 6],
      [TRACES.python.title, 2 * 3, 1],
    ]);
  });

  it('do not count the line that a logger wrote before both', () => {
    const logged = (text: string, at: number) => [
      collected({ at, message: `[ERROR] Unhandled exception for /api/${at}` }),
      ...splitTrace(text, { at: at + 0.00004 }),
    ];
    const java = (name: string) => `java.lang.${name}Exception: no\n\tat com.acme.${name}.run(${name}.java:9)`;
    const entries = repeat(3, (i) => [...logged(java('Oven'), i * 60), ...logged(java('Cake'), i * 60 + 30)]);
    expect(sizes(entries)).toEqual([6, 6]);
  });

  it('stay two though a line of code that both show names the other exception', () => {
    const raised = (last: string) => `Traceback (most recent call last):
  File "/app/flow.py", line 12, in run
    assert done, Abandon("nobody came to the party")
${last}`;
    const entries = [
      ...splitTrace(raised('AssertionError'), { at: 0 }),
      ...splitTrace(raised('app.flow.Abandon: nobody came to the party'), { at: 3 }),
    ];
    expect(titles(entries).sort()).toEqual(['AssertionError in run', 'nobody came to the party']);
  });

  it('stay two in any order, byte for byte', () => {
    const entries = repeat(4, (i) => [...a(i * 3, `i${i % 2}`), ...b(i * 3 + 0.0002, `i${i % 3}`)]);
    const expected = JSON.stringify(clusterAll(entries));
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(JSON.stringify(clusterAll(shuffled))).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('stay two when Java names one cause under both', () => {
    const java = (top: string, cause: string) =>
      `java.lang.IllegalStateException: ${top}\n\tat com.acme.Shop.buy(Shop.java:12)\n` +
      `Caused by: com.acme.BankException: ${cause}\n\tat com.acme.Bank.call(Bank.java:7)\n\t... 3 more`;
    const entries = repeat(4, (i) => [
      ...splitTrace(java('cannot buy this cart', 'bank said no to us'), { at: i * 60 }),
      ...splitTrace(java('cannot buy this cart', 'card was lost by its owner'), { at: i * 60 + 30 }),
    ]);
    expect(sizes(entries)).toHaveLength(2);
    const same = repeat(4, (i) => [
      ...splitTrace(java('cannot buy this cart', 'bank said no to us'), { at: i * 60 }),
      ...splitTrace(java('could not pay the rent', 'bank said no to us'), { at: i * 60 + 30 }),
    ]);
    expect(sizes(same)).toHaveLength(1);
  });
});

describe('lines that only look like those of a stack trace', () => {
  it('stay as they are where there is no trace near them', () => {
    const entries = repeat(3, (i) => [
      ...splitTrace(python, { at: i * 60 }),
      collected({ at: i * 60 + 20, message: '    indented like code()', severity: 'DEFAULT' }),
      collected({ at: i * 60 + 30, message: 'ValueError: seven is no colour at all' }),
    ]);
    expect(titles(entries)).toHaveLength(3);
  });

  it('stay as they are where they come from another log, or have a level of their own', () => {
    const entries = repeat(3, (i) => [
      ...splitTrace(python, { at: i * 60 }),
      collected({ at: i * 60 + 0.0001, message: '    indented like code()', severity: 'INFO' }),
      collected({ at: i * 60 + 0.0001, message: 'INFO GET /cart was served', severity: 'INFO' }),
    ]);
    expect(titles(entries)).toHaveLength(3);
  });
});

describe('what PostgreSQL says of an error in lines of their own', () => {
  const stamp = (i: number) => `2026-11-20 10:00:0${i}.123 UTC [${42 + i}] `;
  const failed = (i: number, at: number, error: string, more: readonly string[]) =>
    splitTrace(
      [`ERROR:  ${error}`, ...more].map((line) => (line.startsWith('\t') ? line : `${stamp(i)}${line}`)).join('\n'),
      { at, stepMicroseconds: 200, severity: 'ERROR' },
    );
  const twice = (i: number) => [
    `DETAIL:  Key (id)=(${i}) already exists.`,
    'STATEMENT:  INSERT INTO cakes (id)',
    '\tVALUES ($1)',
  ];

  it('goes to that error', () => {
    const entries = repeat(4, (i) =>
      failed(i, i * 60, 'duplicate key value violates unique constraint "cakes"', twice(i)),
    );
    const [cluster, ...others] = clusterAll(entries);
    expect(others.map(({ title }) => title)).toEqual([]);
    expect(cluster?.title).toBe('duplicate key value violates unique constraint "cakes"');
    expect(cluster?.rules[0]).toMatch(/^joined: lines in which PostgreSQL says more of '/);
    expect(cluster?.facts.count).toBe(entries.length);
  });

  it('keeps two errors apart that one statement leads to', () => {
    const entries = repeat(4, (i) => [
      ...failed(i, i * 60, 'duplicate key value violates unique constraint "cakes"', twice(i)),
      ...failed(i, i * 60 + 20, 'canceling statement due to user request', ['STATEMENT:  INSERT INTO cakes (id)']),
    ]);
    expect(titles(entries).sort()).toEqual([
      'canceling statement due to user request',
      'duplicate key value violates unique constraint "cakes"',
    ]);
  });

  it('stays alone where no error is near', () => {
    const entries = repeat(3, (i) => [
      collected({ at: i * 60, message: `${stamp(i)}ERROR:  the oven is cold` }),
      collected({ at: i * 60 + 5, message: `${stamp(i)}HINT:  Light a fire below it.` }),
    ]);
    expect(sizes(entries)).toEqual([3, 3]);
  });
});
