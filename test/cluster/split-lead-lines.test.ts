import { describe, expect, it } from 'vitest';
import { clusterAll, repeat, sizesOf, titlesOf } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { splitTrace, TRACES } from '../support/split-trace.ts';

const python = TRACES.python.text;

describe('the lines before a stack trace with an entry for each line', () => {
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
      expect(titlesOf(entries).sort()).toEqual(["KeyError: 'email' in mail", 'bad amount']);
    },
  );

  it('takes in the warning before it, where the exception is told as a warning too', () => {
    const failed = (severity: 'WARNING' | 'ERROR') =>
      repeat(6, (i) => [
        collected({ at: i * 60, message: `WARN: Job ${i} raised exception`, severity: 'WARNING' }),
        collected({ at: i * 60 + 0.001, message: `NoMethodError: undefined method 'email' for nil`, severity }),
        collected({ at: i * 60 + 0.002, message: "/app/jobs/mail_job.rb:7:in `perform'", severity }),
      ]);
    expect(sizesOf(failed('WARNING'))).toEqual([18]);
    expect(sizesOf(failed('ERROR'))).toEqual([12, 6]);
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
    expect(sizesOf(repeat(6, (i) => logged(i, i * 60, 'checkout failed for order')))).toEqual([18]);
    const others = repeat(6, (i) => collected({ at: i * 60 + 20, message: `Mail ${i} bounced`, instance: 'i' }));
    expect(sizesOf([...repeat(6, (i) => logged(i, i * 60, 'checkout failed for order')), ...others])).toEqual([18, 6]);
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
});
