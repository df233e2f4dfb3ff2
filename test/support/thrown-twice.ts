import type { Cluster } from '../../src/model/cluster.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { repeat, traceback } from './clusters.ts';
import { collected } from './entries.ts';
import { splitTrace } from './split-trace.ts';

const goServer = (name: string): string =>
  `2026/01/05 10:00:00 http: panic serving 10.0.0.1:4444: runtime error: invalid memory address or nil pointer dereference\ngoroutine 18 [running]:\nnet/http.(*conn).serve.func1()\n\t/usr/local/go/src/net/http/server.go:1898 +0xbe\nmain.${name}(0x1)\n\t/app/${name}.go:3 +0x1`;

/** The same exception thrown in two places, as languages write it. */
export const PAIRS: Readonly<Record<string, readonly [string, string]>> = {
  Python: [
    traceback('shop/orders.py', 'price', "KeyError: 'id'"),
    `Traceback (most recent call last):\n  File "/app/jobs.py", line 4, in run\n    sync()\n${traceback('shop/stock.py', 'sync', "KeyError: 'id'").slice(35)}`,
  ],
  'Python, in a library': [
    `Traceback (most recent call last):\n  File "/usr/lib/python3.12/json/decoder.py", line 9, in decode\n    x()\nValueError: no data\n\nDuring handling of the above exception, another exception occurred:\n\n${traceback('shop/orders.py', 'read', 'shop.OrderError: the order cannot be read here')}`,
    `Traceback (most recent call last):\n  File "/usr/lib/python3.12/json/decoder.py", line 9, in decode\n    x()\nValueError: no data\n\nDuring handling of the above exception, another exception occurred:\n\n${traceback('shop/stock.py', 'load', 'shop.StockError: the stock file is not there')}`,
  ],
  Node: [
    "TypeError: Cannot read properties of undefined (reading 'id')\n    at price (/app/src/orders.js:41:18)\n    at create (/app/src/orders.js:22:9)\n    at next (/app/node_modules/express/lib/router.js:9:5)",
    "TypeError: Cannot read properties of undefined (reading 'id')\n    at merge (/app/src/stock.js:77:11)\n    at next (/app/node_modules/express/lib/router.js:9:5)",
  ],
  'Java, a cause': [
    'java.lang.IllegalStateException: order failed\n\tat com.acme.Orders.create(Orders.java:41)\nCaused by: java.lang.NullPointerException\n\tat com.acme.Prices.of(Prices.java:12)\n\t... 2 more',
    'java.lang.IllegalStateException: sync failed\n\tat com.acme.Stock.run(Stock.java:30)\nCaused by: java.lang.NullPointerException\n\tat com.acme.Stock.merge(Stock.java:77)\n\t... 1 more',
  ],
  'Java, a cause in a library': [
    'java.lang.IllegalStateException: order failed\n\tat com.acme.Orders.create(Orders.java:41)\nCaused by: java.net.SocketTimeoutException: Read timed out\n\tat java.base/sun.nio.ch.NioSocketImpl.read(NioSocketImpl.java:5)\n\t... 2 more',
    'java.lang.IllegalStateException: sync failed\n\tat com.acme.Stock.run(Stock.java:30)\nCaused by: java.net.SocketTimeoutException: Read timed out\n\tat java.base/sun.nio.ch.NioSocketImpl.read(NioSocketImpl.java:5)\n\t... 1 more',
  ],
  Go: [
    'panic: runtime error: index out of range [3] with length 3\n\ngoroutine 18 [running]:\nmain.(*Orders).Price(0xc000010000, {0x1, 0x2})\n\t/app/orders.go:12 +0x1d\nmain.main()\n\t/app/main.go:9 +0x30',
    'panic: runtime error: index out of range [5] with length 5\n\ngoroutine 1 [running]:\nmain.(*Stock).Merge(0xc000010000)\n\t/app/stock.go:77 +0x1d\nmain.main()\n\t/app/main.go:9 +0x30',
  ],
  'Go, a web server': [goServer('price'), goServer('stock')],
  '.NET': [
    'System.NullReferenceException: Object reference not set to an instance of an object.\n   at Shop.Cart.Total(Cart cart) in /src/Cart.cs:line 12\n   at Shop.Api.Get(String id) in /src/Api.cs:line 31',
    'System.NullReferenceException: Object reference not set to an instance of an object.\n   at Shop.Stock.Merge() in /src/Stock.cs:line 77\n   at Shop.Api.Get(String id) in /src/Api.cs:line 31',
  ],
  Elixir: [
    '** (KeyError) key :email not found in: %{id: 1}\n    (shop 0.1.0) lib/shop/mailer.ex:22: Shop.Mailer.send/1\n    (stdlib 5.0) gen_server.erl:1123: :gen_server.try_handle_cast/3',
    '** (KeyError) key :email not found in: %{id: 2}\n    (shop 0.1.0) lib/shop/orders.ex:9: Shop.Orders.bill/1\n    (stdlib 5.0) gen_server.erl:1123: :gen_server.try_handle_cast/3',
  ],
};

/** Seven of the one and five of the other, in turns, on two instances. */
export const both = ([a, b]: readonly [string, string]): CollectedEntry[] =>
  repeat(7, (i) => [
    ...splitTrace(a, { at: i * 60, severity: 'ERROR', instance: `i${i % 2}` }),
    ...(i < 5 ? splitTrace(b, { at: i * 60 + 20, severity: 'ERROR', instance: `i${i % 2}` }) : []),
  ]);
export const whole = (message: string): CollectedEntry => collected({ message, severity: 'ERROR' });
export const fingerprintsOf = (clusters: readonly Cluster[]) => clusters.map(({ fingerprint }) => fingerprint);

/** Two places of one exception of Node. */
export const NODE = PAIRS.Node ?? ['', ''];
