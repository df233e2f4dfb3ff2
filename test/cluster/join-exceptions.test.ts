import { describe, expect, it } from 'vitest';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { groups, NO_TABLE, trace } from '../support/joining.ts';

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

describe('the root cause of an exception that shows no code of ours', () => {
  it('has the frames of the exception that it was thrown through', () => {
    const message = [
      'com.acme.OrderException: cannot load the order',
      '\tat com.acme.OrderRepository.load(OrderRepository.java:57)',
      '\tat com.acme.OrderController.show(OrderController.java:33)',
      'Caused by: java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available',
      '\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:181)',
    ].join('\n');
    const [cluster] = clusterAll([collected({ message })]);
    expect(cluster?.rootCause?.type).toBe('java.sql.SQLTransientConnectionException');
    expect(cluster?.rootCause?.frames.filter(({ own }) => own).map(({ line }) => line)).toEqual([33, 57]);
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

describe('a chain of exceptions that has no end', () => {
  it('is followed to its root in no time', () => {
    const started = performance.now();
    const causes = 'Caused by: AError: b\n'.repeat(12_000);
    const [cluster] = clusterAll([
      collected({
        message: `Error: no\n    at f (/app/a.js:1:1)\n${causes}Caused by: CartError: cart is gone for good`,
      }),
    ]);
    expect(cluster?.rootCause).toMatchObject({ type: 'CartError' });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('exceptions around "During handling of the above exception"', () => {
  const CHAIN = 'During handling of the above exception, another exception occurred:';
  const second = traceback('shop/pay.py', 'pay', 'PaymentError: order left without a cart');
  const written = (messages: readonly string[]) =>
    repeat(2, (i) => messages.map((message, line) => collected({ at: i * 50 + line / 1_000, message })));

  it('are one chain, though the second does not quote the first', () => {
    const [cluster, ...others] = clusterAll(written([trace, CHAIN, second]));
    expect(others).toEqual([]);
    expect(cluster?.patterns.map(({ kind }) => kind).toSorted()).toEqual(['exception', 'exception', 'trace-line']);
    expect(cluster?.rules).toContain(
      `joined: lines of one stack trace, in which 'PaymentError: order left without a cart' followed from '${NO_TABLE}'`,
    );
  });

  it('are two problems where no such line stands between them, though they are written at the same moment', () => {
    expect(groups(written([trace, second]))).toEqual([1, 1]);
    expect(groups(written([trace, second, CHAIN])).length).toBeGreaterThan(1);
  });
});
