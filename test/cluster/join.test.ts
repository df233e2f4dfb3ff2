import { describe, expect, it } from 'vitest';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

const NO_TABLE = 'ProgrammingError: relation "carts" does not exist';
const trace = traceback('shop/cart.py', 'load', NO_TABLE);

const request = (overrides: Partial<CollectedEntry> & { at?: number }) =>
  collected({
    http: { method: 'GET', status: 500, latencyMs: 4 },
    message: 'GET /cart 500',
    ...overrides,
    entry: { logName: 'projects/p/logs/run.googleapis.com%2Frequests', httpRequest: { requestUrl: '/cart' } },
  });

const exit = (overrides: Partial<CollectedEntry> & { at?: number }) =>
  collected({ message: 'Container called exit(1).', severity: 'WARNING', ...overrides });

/** Which messages went together, by the beginning of each pattern's template. */
const groups = (entries: readonly CollectedEntry[]) => clusterAll(entries).map(({ patterns }) => patterns.length);

describe('patterns with the same root exception', () => {
  it('are one problem, though it comes to light in several places, when it is a state of the world', () => {
    const [cluster, ...others] = clusterAll([
      collected({ message: trace }),
      collected({ message: traceback('shop/login.py', 'log_in', NO_TABLE), at: 50 }),
      collected({ message: `Could not show the cart: ${NO_TABLE.slice(18)}`, at: 99 }),
    ]);
    expect(others).toEqual([]);
    expect(cluster?.rules).toEqual([
      `joined: same root exception '${NO_TABLE}' (2 patterns)`,
      `joined: 1 pattern quoting the exception '${NO_TABLE}'`,
    ]);
  });

  it('are two when they name two hosts', () => {
    const refused = (file: string, port: number) =>
      traceback(file, 'open', `ConnectionRefusedError: [Errno 111] Connect call failed to tea-house:${port}`);
    const at = (port: number) => [
      collected({ message: refused('shop/a.py', port) }),
      collected({ message: refused('shop/b.py', port), at: 90 }),
    ];
    expect(groups(at(9001))).toEqual([2]);
    expect(groups([...at(9001).slice(0, 1), ...at(9002).slice(1)])).toEqual([1, 1]);
  });

  it('are found through an exception in the payload', () => {
    const line = (message: string) => collected({ message, exception: NO_TABLE });
    expect(groups([line('Cart is broken'), line('Login did not work out')])).toEqual([2]);
  });

  it('stay apart when the message says nothing of its own', () => {
    const timeout = (file: string) =>
      collected({ message: traceback(file, 'fetch', 'TimeoutError: request timed out') });
    const line = collected({ message: 'Upstream went away: request timed out' });
    expect(groups([timeout('shop/a.py'), timeout('shop/b.py'), line])).toEqual([1, 1, 1]);
  });

  it('stay apart when a longer sentence only begins alike', () => {
    const line = collected({ message: 'Job stopped: relation "carts" does not exist yet in schema private' });
    expect(groups([collected({ message: trace }), line])).toEqual([1, 1]);
  });

  it('do not take in a line when two problems throw what it quotes', () => {
    const slip = "TypeError: 'Cart' object is not iterable";
    const thrown = (file: string) => collected({ message: traceback(file, 'total', slip) });
    const line = collected({ message: `Total failed: ${slip.slice(11)}` });
    expect(groups([thrown('shop/a.py'), thrown('shop/b.py'), line])).toEqual([1, 1, 1]);
    expect(groups([thrown('shop/a.py'), line])).toEqual([2]);
  });
});

describe('an exception that wraps another', () => {
  const CAUSED = '\n\nThe above exception was the direct cause of the following exception:\n\n';
  const failed = traceback('shop/place.py', 'place', 'shop.OrderFailed: could not place order');
  const slip = traceback('shop/parse.py', 'parse', "KeyError: 'customer_id'");
  const silence = traceback('shop/charge.py', 'charge', 'TimeoutError: gateway did not answer');
  const line = 'Checkout of the cart stopped: OrderFailed: could not place order';
  const thrown = (messages: readonly string[], errorGroups: string[] = []) =>
    messages.flatMap((message, m) => repeat(3, (i) => collected({ message, at: 900 * m + 40 * i, errorGroups })));

  it('takes what ends in it, and who quotes it, to its one cause', () => {
    const [cluster, ...others] = clusterAll(thrown([`${slip}${CAUSED}${failed}`, failed, line]));
    expect(others).toEqual([]);
    expect(cluster?.rootCause?.type).toBe('KeyError');
    expect(cluster?.rules).toEqual([
      "joined: 2 patterns telling of an exception that only 'KeyError: 'customer_id'' leads to",
    ]);
    expect(groups(thrown([`${slip}${CAUSED}${failed}`, line]))).toEqual([2]);
  });

  it('is seen through where it is wrapped itself', () => {
    const view = traceback('shop/view.py', 'draw', 'shop.ViewError: basket page cannot be drawn');
    const chain = `${failed}${CAUSED}${view}`;
    expect(groups(thrown([`${slip}${CAUSED}${chain}`, chain, view]))).toEqual([3]);
    expect(groups(thrown([`${slip}${CAUSED}${chain}`, `${silence}${CAUSED}${chain}`, chain, view]))).toEqual([
      1, 1, 1, 1,
    ]);
  });

  it.each([
    ['by what it says', []],
    ["by Error Reporting's group, which goes by it", ['CJ7a']],
  ])('is no bridge between two causes %s', (_how, errorGroups) => {
    const chains = [`${slip}${CAUSED}${failed}`, `${silence}${CAUSED}${failed}`];
    expect(groups(thrown([...chains, failed], errorGroups))).toEqual([1, 1, 1]);
    expect(groups(thrown([...chains, line], errorGroups))).toEqual([1, 1, 1]);
  });
});

describe("Error Reporting's groups", () => {
  it('join the patterns that mostly consist of one group', () => {
    const grouped = (message: string) => collected({ message, errorGroups: ['CJ7a'] });
    const [cluster, ...others] = clusterAll([grouped('Cart gone'), grouped('Basket lost')]);
    expect(others).toEqual([]);
    expect(cluster?.rules).toEqual(['joined: same Error Reporting group CJ7a (2 patterns)']);
  });

  it('do not join what a catch-all line has in common with each of them', () => {
    const catchAll = repeat(6, (i) => collected({ message: 'Unhandled', errorGroups: [`g${i}`] }));
    const single = repeat(6, (i) => collected({ message: `Cart ${'abcdef'[i]}`, errorGroups: [`g${i}`] }));
    expect(clusterAll([...catchAll, ...single]).length).toBeGreaterThan(1);
  });
});

describe('patterns of the same requests', () => {
  const both = (times: number) =>
    repeat(times, (i) => [
      collected({ at: i * 30, message: 'Could not show the cart', trace: `t${i}` }),
      collected({ at: i * 30, message: trace, trace: `t${i}` }),
    ]);

  it('are one problem when an error line and an exception hardly ever come without each other', () => {
    const [cluster, ...others] = clusterAll(both(6));
    expect(others).toEqual([]);
    expect(cluster?.rules).toEqual([
      "joined: 'Could not show the cart' and an exception of this problem share the trace id in 6 of 6 cases",
    ]);
  });

  it('stay apart when that may be chance, or when the line comes without the exception too', () => {
    const unrelated = repeat(4, (i) => [
      collected({ at: i * 30, message: 'Page is blank', trace: `t${i}` }),
      collected({ at: i * 30, message: trace, trace: `t${i}` }),
    ]);
    expect(groups(unrelated)).toEqual([1, 1]);
    const alone = repeat(6, (i) => collected({ at: i, message: 'Could not show the cart', trace: `other${i}` }));
    expect(groups([...both(6), ...alone])).toEqual([1, 1]);
  });

  it('are one problem also in an hour with one such request, where both speak of the same', () => {
    expect(groups(both(1))).toEqual([2]);
    expect(groups(both(1).map((entry) => collected({ ...entry, trace: '', traceHash: null })))).toEqual([1, 1]);
  });

  it('are not requests where one trace is that of a whole batch job', () => {
    const job = repeat(6, (i) => [
      collected({ at: i, message: 'Could not show the cart', trace: 'job' }),
      collected({ at: i, message: trace, trace: 'job' }),
    ]);
    expect(groups(job)).toEqual([1, 1]);
  });

  it('are not requests where one trace is that of a whole run, which says each line once', () => {
    const runs = (seconds: number) =>
      repeat(8, (i) => [
        collected({ at: i * 300, message: trace, trace: `run${i}` }),
        collected({ at: i * 300 + seconds, message: 'Rates are older than a day', trace: `run${i}` }),
      ]);
    expect(groups(runs(20))).toEqual([1, 1]);
    expect(groups(runs(1))).toEqual([2]);
  });

  it('are one problem in two services that both refuse the token, even if it was one request', () => {
    const storm = (times: number) =>
      repeat(times, (i) => [
        collected({ at: i * 30, message: 'JWT rejected: signature mismatch', trace: `t${i}`, service: 'auth' }),
        collected({ at: i * 30, message: 'User could not be authenticated: 401', trace: `t${i}`, service: 'shop' }),
      ]);
    const fingerprints = [1, 2, 5, 20].map((times) => clusterAll(storm(times)).map(({ fingerprint }) => fingerprint));
    expect(fingerprints).toEqual(fingerprints.map(() => fingerprints[3]));
    expect(fingerprints[3]).toHaveLength(1);
  });

  it('are two problems when two tokens are refused, each in requests of its own, and one line tells of both', () => {
    const expired = traceback('auth/jwt.py', 'verify', 'ExpiredSignatureError: Signature has expired');
    const hook = traceback('hooks/stripe.py', 'check', 'HookError: webhook signature is invalid for the endpoint');
    const entries = repeat(8, (i) => [
      collected({ at: i * 30, message: i % 2 === 0 ? expired : hook, trace: `t${i}` }),
      collected({ at: i * 30, message: 'Request refused: 401 Unauthorized', trace: `t${i}` }),
    ]);
    expect(groups(entries)).toEqual([1, 1, 1]);
    expect(groups(entries.filter((_entry, i) => i % 4 < 2))).toEqual([2]);
  });

  it('are no bridge between two lines that each name what is away', () => {
    const entries = repeat(20, (i) => [
      collected({
        at: i * 30,
        message:
          i % 2 === 0
            ? 'RedisTimeoutException: Timeout performing GET'
            : 'KafkaError: Connection timeout broker kafka-0:9092',
        trace: `t${i}`,
      }),
      collected({ at: i * 30 + 0.1, message: 'Feed request failed: service unavailable', trace: `t${i}` }),
    ]);
    expect(groups(entries)).toEqual([1, 1, 1]);
    expect(groups(entries.filter((_entry, i) => i % 4 > 1))).toEqual([2]);
  });

  it('are two problems when two services throw what has nothing to do with each other', () => {
    const slip = traceback('shop/cart.py', 'total', "KeyError: 'price'");
    const quota = traceback('gate/metrics.py', 'flush', 'ExportError: metrics collector quota is used up');
    const entries = repeat(8, (i) => [
      collected({ at: i * 30, message: slip, trace: `t${i}`, service: 'shop', instance: 'a' }),
      collected({ at: i * 30, message: quota, trace: `t${i}`, service: 'gate', instance: 'b' }),
    ]);
    expect(groups(entries)).toEqual([1, 1]);
  });

  it('belong to neither of two causes that each have requests of their own', () => {
    const slip = traceback('shop/pay.py', 'pay', "KeyError: 'price'");
    const failing = (i: number) => (i % 3 === 0 ? slip : trace);
    const lines = repeat(18, (i) => [
      collected({ at: i * 30, message: failing(i), trace: `t${i}` }),
      collected({ at: i * 30, message: 'Could not show the cart', trace: `t${i}` }),
    ]);
    expect(groups(lines)).toEqual([1, 1, 1]);
    const requests = repeat(18, (i) => [
      collected({ at: i * 30, message: failing(i), trace: `t${i}` }),
      request({ at: i * 30, trace: `t${i}` }),
    ]);
    expect(groups(requests)).toEqual([1, 1, 1]);
  });

  it('stay apart when two problems are thrown in them', () => {
    const other = repeat(6, (i) =>
      collected({
        at: i * 30,
        message: traceback('shop/mail.py', 'send', 'SMTPError: mailbox is full today'),
        trace: `t${i}`,
      }),
    );
    expect(groups([...both(6), ...other])).toEqual([1, 1, 1]);
  });

  it('take in the failed request itself', () => {
    const entries = repeat(3, (i) => [
      collected({ at: i * 100, instance: '', message: trace, trace: `t${i}` }),
      request({ at: i * 100, instance: '', trace: `t${i}` }),
    ]);
    const [cluster, ...others] = clusterAll(entries);
    expect(others).toEqual([]);
    expect(cluster?.patterns.map(({ kind }) => kind)).toEqual(['exception', 'http-error']);
  });

  it('do not take in failed requests that name other traces, however near in time', () => {
    const entries = repeat(3, (i) => [
      collected({ at: i * 100, message: trace, trace: `t${i}` }),
      request({ at: i * 100, trace: `other${i}` }),
    ]);
    expect(groups(entries)).toEqual([1, 1]);
  });
});

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
    expect(groups(repeat(7, (i) => (i < 4 ? crash(i, 1) : exit({ at: i * 100, instance: `i${i}` }))))).toEqual([1, 1]);
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

describe('exceptions around "During handling of the above exception"', () => {
  it('are one chain, though the second does not quote the first', () => {
    const [cluster, ...others] = clusterAll(
      repeat(2, (i) => [
        collected({ at: i * 50, message: trace }),
        collected({
          at: i * 50 + 0.001,
          message: 'During handling of the above exception, another exception occurred:',
        }),
        collected({
          at: i * 50 + 0.002,
          message: traceback('shop/pay.py', 'pay', 'PaymentError: order left without a cart'),
        }),
      ]),
    );
    expect(others).toEqual([]);
    expect(cluster?.rules).toContain(
      `joined: lines of one stack trace, in which 'PaymentError: order left without a cart' followed from '${NO_TABLE}'`,
    );
  });
});
