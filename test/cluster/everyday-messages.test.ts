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

  it('is two problems when the port of each is another, though a library throws both', () => {
    const refused = (port: number, said: string) => (i: number) =>
      `${said}Error: connect ECONNREFUSED 10.4.${i}.7:${port}\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)`;
    expect(groups(each(refused(7301, 'Carts '), refused(7302, 'Racks ')))).toEqual([1, 1]);
    expect(groups(each(refused(7301, 'Carts '), refused(7301, 'Racks ')))).toEqual([2]);
  });

  it('is one problem where what stands behind a colon is a time or an id, no port', () => {
    const failed = (file: string) => (i: number) =>
      `HttpError: Not Found: {"at":"2026-11-20T1${i}:4${i}:58Z","path":"/users/${i}"} ConnectionId:${i + 20}ab-17\n    at pull (/app/dist/pull.js:31:9)\n    at async handle (/app/dist/${file}.js:9:3)`;
    expect(groups(each(failed('cart'), failed('feed')))).toEqual([2]);
  });

  it('is two problems when one function throws both, with other words for each of many hosts', () => {
    const failed = (why: string) => (i: number) =>
      python('shop/db.py', `OperationalError: server at "db-${'abcdef'[i]}.internal" failed: ${why}`);
    expect(groups(each(failed('password authentication failed'), failed('slots are reserved for admins')))).toEqual([
      1, 1,
    ]);
    const through = (file: string) => (i: number) =>
      `${failed('slots are reserved for admins')(i)}`.replace(
        '  File',
        `  File "/app/${file}", line 3, in main\n    work()\n  File`,
      );
    expect(groups(each(through('web.py'), through('job.py')))).toEqual([2]);
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

describe('a first line that only announces', () => {
  const rpc = (file: string, code: string, details: string) =>
    python(
      file,
      `_InactiveRpcError: <_InactiveRpcError of RPC that terminated with:\n\tstatus = StatusCode.${code}\n\tdetails = "${details}"\n\tdebug_error_string = "received from peer ipv4:142.250.1.1:443"\n>\n\n` +
        'The above exception was the direct cause of the following exception:\n\n',
    ) + python(file, `${code.replaceAll('_', '')}: ${details}`);
  const denied = (file: string) => () => rpc(file, 'PERMISSION_DENIED', 'Missing permissions');
  const late = (file: string) => () => rpc(file, 'DEADLINE_EXCEEDED', 'Deadline Exceeded');

  it('is not what makes two exceptions one', () => {
    expect(groups(each(denied('shop/a.py'), late('shop/a.py')))).toEqual([1, 1]);
    expect(groups(each(late('shop/a.py'), late('shop/b.py')))).toEqual([1, 1]);
    const bare = (file: string) => () => python(file, 'BatchError: The following errors occurred:');
    expect(groups(each(bare('shop/a.py'), bare('shop/b.py')))).toEqual([1, 1]);
  });

  it('goes with what it announces', () => {
    const through = (file: string) => () =>
      late('shop/a.py')().replaceAll('  File', `  File "/app/${file}", line 3, in main\n    work()\n  File`);
    expect(groups(each(through('web.py'), through('job.py')))).toEqual([2]);
  });
});
