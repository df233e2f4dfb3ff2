import { describe, expect, it } from 'vitest';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { exit, groups, request, trace } from '../support/joining.ts';

describe('what follows an error on the same instance', () => {
  const crash = (i: number, after: number) => [
    collected({ at: i * 100, instance: `i${i}`, message: trace }),
    exit({ at: i * 100 + after, instance: `i${i}` }),
  ];

  it('is part of its problem when it happens again and again', () => {
    const [cluster, ...others] = clusterAll(repeat(4, (i) => crash(i, 2)));
    expect(others).toEqual([]);
    expect(cluster?.rules).toEqual([
      "joined: 'Container called exit(1).' followed an error of this problem on the same instance within 5 s in 4 of 4 cases",
    ]);
  });

  it('is the import that fails rather than an error that is nearer', () => {
    const entries = repeat(4, (i) => [
      collected({
        at: i * 60,
        instance: `i${i}`,
        message: traceback('main.py', 'boot', "ModuleNotFoundError: No module named 'shop.flags'"),
      }),
      collected({
        at: i * 60 + 0.6,
        instance: `i${i}`,
        message: traceback('sentry.py', 'init', 'BadDsn: Unsupported scheme in the address'),
      }),
      exit({ at: i * 60 + 1, instance: `i${i}` }),
    ]);
    expect(clusterAll(entries).map(({ title, patterns }) => [title, patterns.length])).toEqual([
      ["No module named 'shop.flags': service cannot start", 2],
      ['Unsupported scheme in the address', 1],
    ]);
  });

  it('is the line that says why the process ends, whatever else was thrown a while before', () => {
    const entries = (thrown: boolean) =>
      repeat(6, (i) => [
        ...(thrown
          ? [
              collected({
                at: i * 60,
                instance: `i${i % 2}`,
                message: traceback('meter.py', 'setup', 'PushError: metrics disabled'),
              }),
            ]
          : []),
        collected({ at: i * 60 + 1, instance: `i${i % 2}`, message: 'Missing variable CARD_KEY, exiting' }),
        exit({ at: i * 60 + 1.2, instance: `i${i % 2}` }),
      ]);
    const [crash] = clusterAll(entries(true));
    expect(crash?.patterns).toHaveLength(2);
    expect(crash?.fingerprint).toBe(clusterAll(entries(false))[0]?.fingerprint);
  });

  it('is the exception where the line that speaks of the end may be its report, or gives no reason', () => {
    for (const line of ['Wrong settings of the shop, exiting', 'Fatal error during startup, exiting']) {
      const soon = line.startsWith('Wrong');
      const entries = repeat(6, (i) => [
        collected({ at: i * 60, instance: `i${i % 2}`, message: trace }),
        collected({ at: i * 60 + (soon ? 0.01 : 1), instance: `i${i % 2}`, message: line }),
        exit({ at: i * 60 + 1.2, instance: `i${i % 2}` }),
      ]);
      expect(clusterAll(entries).map(({ rootCause, patterns }) => [rootCause !== null, patterns.length])).toEqual([
        [true, 2],
        [false, 1],
      ]);
    }
  });

  it('is a kill for its memory rather than an exception, where the signal is 9', () => {
    const entries = repeat(4, (i) => [
      collected({ at: i * 60, instance: `i${i}`, message: trace }),
      exit({ at: i * 60 + 0.1, instance: `i${i}`, message: 'Memory limit of 512 MiB exceeded with 520 MiB used.' }),
      exit({ at: i * 60 + 0.2, instance: `i${i}`, message: 'Uncaught signal: 9, pid=5, tid=5, fault_addr=0.' }),
    ]);
    expect(groups(entries)).toEqual([2, 1]);
  });

  it('is found also where five seconds do not divide the time evenly', () => {
    for (const start of [0, 1.3, 4.999, 9.7]) {
      const entries = repeat(4, (i) => crash(i, 4.5)).map((entry) => ({
        ...entry,
        time: entry.time + BigInt(start * 1000) * 1_000_000n,
      }));
      expect(groups(entries)).toEqual([2]);
    }
  });

  it('is not when it comes later, before, on another instance, or in fewer than three cases of five', () => {
    expect(groups(repeat(4, (i) => crash(i, 6)))).toEqual([1, 1]);
    expect(groups(repeat(4, (i) => crash(i, -3)))).toEqual([1, 1]);
    const elsewhere = repeat(4, (i) => [collected({ at: i, message: trace }), exit({ at: i, instance: 'other' })]);
    expect(groups(elsewhere)).toEqual([1, 1]);
    const inSomeOf7 = (cases: number) =>
      groups(repeat(7, (i) => (i < cases ? crash(i, 1) : exit({ at: i * 100, instance: `i${i}` }))));
    expect(inSomeOf7(4)).toEqual([1, 1]);
    expect(inSomeOf7(5)).toEqual([2]);
  });

  it('is believed of most cases only where nothing else comes into question', () => {
    const ends = (others: boolean) =>
      repeat(10, (i) => [
        ...(i < 7 ? crash(i, 1).slice(0, 1) : []),
        ...(others && i > 2
          ? [
              collected({
                at: i * 100,
                instance: `i${i}`,
                message: traceback('shop/mail.py', 'send', 'OSError: mailbox of the shop is full'),
              }),
            ]
          : []),
        exit({ at: i * 100 + 1, instance: `i${i}` }),
      ]);
    expect(groups(ends(false))).toEqual([2]);
    expect(groups(ends(true))).toEqual([1, 1, 1]);
  });

  it('is no failed request when the error mostly comes without one', () => {
    const errors = repeat(40, (i) => collected({ at: i * 6, message: 'Cart total is negative' }));
    const failed = (every: number) => [...errors, ...repeat(8, (i) => request({ at: i * every + 0.2 }))];
    expect(groups(failed(30))).toEqual([1, 1]);
    expect(groups([...errors.slice(0, 8), ...failed(6).slice(40)])).toEqual([2]);
  });

  it('goes to the exception rather than to a line nearer to the end, though one exception is missing', () => {
    const entries = repeat(6, (i) => [
      ...crash(i, 1).slice(i === 0 ? 1 : 0),
      collected({ at: i * 100 + 0.9, instance: `i${i}`, message: 'Cache is cold and stays so' }),
    ]);
    const clusters = clusterAll(entries);
    expect(clusters.map(({ patterns }) => patterns.map(({ kind }) => kind))).toEqual([
      ['exception', 'exit'],
      ['message'],
    ]);
  });

  it('is never a message of its own, however well it keeps time', () => {
    const entries = repeat(20, (i) => [
      collected({ at: i * 7, instance: `i${i}`, message: trace }),
      collected({ at: i * 7, instance: `i${i}`, message: 'Metrics are turned off', severity: 'WARNING' }),
      collected({ at: i * 7 + 1, instance: `i${i}`, message: 'Cache is cold and stays so' }),
    ]);
    expect(groups(entries)).toEqual([1, 1, 1]);
  });

  it('belongs to the exception rather than to an error line that is there as often', () => {
    const entries = repeat(5, (i) => [
      collected({ at: i * 60, instance: `i${i}`, message: 'Cache is cold and stays so' }),
      ...crash(i, 1).map((entry) => ({ ...entry, time: entry.time - BigInt(i * 40) * 1_000_000_000n })),
    ]);
    const clusters = clusterAll(entries);
    expect(clusters.map(({ patterns }) => patterns.map(({ kind }) => kind))).toEqual([
      ['exception', 'exit'],
      ['message'],
    ]);
  });

  it('does not belong to an error that is there all the time', () => {
    const background = repeat(150, (i) => collected({ at: i * 12, message: 'Cache miss took too long' }));
    const exits = [exit({ at: 601 }), exit({ at: 1_201 })];
    expect(groups([...background, ...exits])).toEqual([1, 1]);
    expect(groups([...background.slice(50, 51), ...background.slice(100, 101), ...exits])).toEqual([2]);
  });

  it('belongs to an exception even once, if no other error is near', () => {
    const once = crash(0, 1);
    expect(groups(once)).toEqual([2]);
    const other = collected({
      at: 0.5,
      instance: 'i0',
      message: traceback('shop/mail.py', 'send', 'SMTPError: mailbox is full today'),
    });
    expect(groups([...once, other])).toEqual([1, 1, 1]);
    const line = collected({ at: 0.5, instance: 'i0', message: 'Cache is cold and stays so' });
    expect(groups([exit({ at: 1, instance: 'i0' }), line])).toEqual([1, 1]);
  });

  it('keeps together the lines of a process that ends for no known reason', () => {
    const clusters = clusterAll([
      collected({ at: 0, message: '[CRITICAL] WORKER TIMEOUT (pid:13)' }),
      collected({ at: 0.5, message: '[ERROR] Worker (pid:13) exited with code 1' }),
      exit({ at: 1 }),
    ]);
    expect(clusters.map(({ patterns }) => patterns.length)).toEqual([3]);
    expect(clusters[0]?.patterns[0]?.kind).toBe('worker-death');
  });

  it('is not a failed request when two errors are near each time', () => {
    const entries = (errors: string[]) =>
      repeat(4, (i) => [
        ...errors.map((message) => collected({ at: i * 100, instance: `i${i}`, message })),
        request({ at: i * 100 + 0.2, instance: `i${i}` }),
      ]);
    expect(groups(entries(['Cart total is negative']))).toEqual([2]);
    expect(groups(entries(['Cart total is negative', 'Mailbox of the shop is full']))).toEqual([1, 1, 1]);
  });
});
