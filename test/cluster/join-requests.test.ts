import { describe, expect, it } from 'vitest';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { groups, request, trace } from '../support/joining.ts';

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

  it('are one problem however few they are, where the line speaks of what was thrown', () => {
    expect([1, 4, 5].map((times) => groups(both(times)))).toEqual([[2], [2], [2]]);
  });

  it('stay apart when that may be chance, or when the line comes without the exception too', () => {
    const unrelated = (times: number) =>
      repeat(times, (i) => [
        collected({ at: i * 30, message: 'Page is blank', trace: `t${i}` }),
        collected({ at: i * 30, message: trace, trace: `t${i}` }),
      ]);
    expect(groups(unrelated(4))).toEqual([1, 1]);
    expect(groups(unrelated(5))).toEqual([2]);
    const alone = repeat(6, (i) => collected({ at: i, message: 'Could not show the cart', trace: `other${i}` }));
    expect(groups([...both(6), ...alone])).toEqual([1, 1]);
  });

  it('are two problems in an hour with one such request that goes by no id', () => {
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

  it.each([
    ['amber', 'birch'],
    ['birch', 'amber'],
  ])('say too little where one of two is in many others: %s beside a busy %s', (quiet, busy) => {
    const refused = (name: string) => `Call to ${name} refused: token has expired`;
    const others = ['Ledger torn', 'Stock below zero', 'Mail bounced', 'Thumbnail lost', 'Feed stale', 'Quota used up'];
    const requests = [...others, 'Audit skipped'].flatMap((message, i) => [
      collected({ at: i * 30, message, trace: `t${i}` }),
      collected({ at: i * 30, message: refused(busy), trace: `t${i}` }),
    ]);
    const one = collected({ at: 0, message: refused(quiet), trace: 't0' });
    expect(groups([...requests, one])).toEqual(Array(9).fill(1));
    expect(groups([...requests.slice(0, 10), one])).toContain(2);
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
