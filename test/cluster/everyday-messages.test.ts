import { describe, expect, it } from 'vitest';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

/** How many patterns each cluster has. */
const groups = (entries: readonly CollectedEntry[]) => clusterAll(entries).map(({ patterns }) => patterns.length);

/** Each of them six times, far from each other: nothing but what they say can join them. */
const each = (...messages: ((i: number) => string)[]) =>
  repeat(6, (i) =>
    messages.map((message, m) => collected({ message: message(i), at: 900 * i + 90 * m, instance: `i${m}` })),
  );

const python = (file: string, error: string) => traceback(file, 'work', error);
const node = (file: string, error: string) =>
  `${error}\n    at pull (/app/dist/${file}:31:9)\n    at async handle (/app/dist/server.js:9:3)`;
const java = (place: string, outer: string, error: string) =>
  `com.acme.${outer}\n\tat com.acme.${place}.find(${place}.java:12)\n\tat java.base/java.lang.Thread.run(Thread.java:840)\n` +
  `Caused by: ${error}\n\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:288)\n\t... 12 more`;

describe('a message that any part of a program may throw', () => {
  it.each([
    [
      'Event loop is closed',
      python('shop/a.py', 'RuntimeError: Event loop is closed'),
      python('shop/b.py', 'RuntimeError: Event loop is closed'),
    ],
    ['socket hang up', node('a.js', 'Error: socket hang up'), node('b.js', 'Error: socket hang up')],
    [
      'a status',
      node('a.js', 'AxiosError: Request failed with status code 500'),
      node('b.js', 'AxiosError: Request failed with status code 500'),
    ],
    [
      'Read timed out',
      java('Pay', 'PayFailed: card charge failed', 'java.net.SocketTimeoutException: Read timed out'),
      java('Stock', 'NoStock: shelf lookup failed', 'java.net.SocketTimeoutException: Read timed out'),
    ],
    [
      'UNAVAILABLE',
      java('Geo', 'NoGeo: no place', 'io.grpc.StatusRuntimeException: UNAVAILABLE: io exception'),
      java('Tax', 'NoTax: no rate', 'io.grpc.StatusRuntimeException: UNAVAILABLE: io exception'),
    ],
    [
      'two files',
      python('shop/a.py', "FileNotFoundError: [Errno 2] No such file or directory: '/etc/secrets/card.key'"),
      python('shop/b.py', "FileNotFoundError: [Errno 2] No such file or directory: '/tmp/render/out.pdf'"),
    ],
    [
      'two hosts',
      python(
        'shop/a.py',
        "ReadTimeout: HTTPSConnectionPool(host='api.pay.com', port=443): Read timed out. (read timeout=10)",
      ),
      python(
        'shop/b.py',
        "ReadTimeout: HTTPSConnectionPool(host='maps.geo.org', port=443): Read timed out. (read timeout=10)",
      ),
    ],
  ])('is two problems when two functions throw it: %s', (_what, a, b) => {
    expect(
      groups(
        each(
          () => a,
          () => b,
        ),
      ),
    ).toEqual([1, 1]);
  });

  it('is two problems when the address of each varies', () => {
    const answered = (file: string, path: string) => (i: number) =>
      python(file, `HTTPError: 500 Server Error: Internal Server Error for url: https://stock.internal/${path}/${i}`);
    expect(groups(each(answered('shop/a.py', 'items'), answered('shop/b.py', 'racks')))).toEqual([1, 1]);
  });

  it('is one problem when it names the same file or host, or the same function throws it', () => {
    const missing = (file: string) =>
      python(file, "FileNotFoundError: [Errno 2] No such file or directory: '/etc/card.key'");
    expect(
      groups(
        each(
          () => missing('shop/a.py'),
          () => missing('shop/b.py'),
        ),
      ),
    ).toEqual([2]);
    const through = (outer: string) =>
      node('pull.js', 'Error: socket hang up').replace('/app/dist/server.js', `/app/dist/${outer}.js`);
    expect(
      groups(
        each(
          () => through('cart'),
          () => through('feed'),
        ),
      ),
    ).toEqual([2]);
  });

  it('is not quoted by whoever says the same', () => {
    const line = () => 'Warehouse lookup of the night gave up: socket hang up';
    expect(groups(each(() => node('a.js', 'Error: socket hang up'), line))).toEqual([1, 1]);
  });

  it('has a fingerprint for each function that throws it, also in two logs that have but one each', () => {
    const fingerprintsOf = (...files: string[]) =>
      clusterAll(each(...files.map((file) => () => node(file, 'Error: socket hang up')))).map(
        ({ fingerprint }) => fingerprint,
      );
    const both = fingerprintsOf('a.js', 'b.js');
    expect(new Set(both).size).toBe(2);
    expect([...fingerprintsOf('a.js'), ...fingerprintsOf('b.js')].sort()).toEqual(both.sort());
  });
});
