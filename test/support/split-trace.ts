import type { CollectedEntry } from '../../src/model/entry.ts';
import { collected } from './entries.ts';
import { RUBY_AND_PHP_TRACES } from './ruby-php-traces.ts';

/** How the lines of one stack trace are written: when (seconds, as in `collected`), where, and how far apart. */
interface Writing {
  at?: number;
  instance?: string;
  stepMicroseconds?: number;
  severity?: CollectedEntry['severity'];
}

/**
 * A stack trace as plain stderr leaves it: an entry for each line that is not empty, microseconds apart, without a
 * severity of its own unless one is given, insertIds rising.
 */
export function splitTrace(
  text: string,
  { at = 0, instance = 'instance-1', stepMicroseconds = 20, severity = 'DEFAULT' }: Writing = {},
): CollectedEntry[] {
  const start = BigInt(Date.UTC(2025, 8, 16)) * 1_000_000n + BigInt(Math.round(at * 1e6)) * 1_000n;
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((message, line) =>
      stderrLine(message, { time: start + BigInt(line * stepMicroseconds) * 1_000n, instance, severity, line }),
    );
}

function stderrLine(
  message: string,
  {
    time,
    instance,
    severity,
    line,
  }: { time: bigint; instance: string; severity: CollectedEntry['severity']; line: number },
): CollectedEntry {
  const insertId = `${time}-${instance}-${String(line).padStart(4, '0')}`;
  const stated = severity === 'DEFAULT' ? {} : { severity };
  return collected({
    message,
    time,
    instance,
    severity,
    insertId,
    entry: { insertId, textPayload: message, ...stated },
  });
}

/** Stack traces as their languages print them, each with the exception that it comes down to and a title for it. */
export const TRACES = {
  python: {
    root: "<trace> ModuleNotFoundError: No module named 'shop.cart' <at> /app/main.py(<module>) <at> /app/shop/app.py(create_app)",
    title: "No module named 'shop.cart'",
    text: `Traceback (most recent call last):
  File "/usr/local/lib/python3.11/site-packages/gunicorn/arbiter.py", line 608, in spawn_worker
    worker.init_process()
  File "/app/main.py", line 10, in <module>
    app = create_app()
          ^^^^^^^^^^^^
  File "/app/shop/app.py", line 33, in create_app
    from shop import cart
ModuleNotFoundError: No module named 'shop.cart'`,
  },
  'python, chained': {
    root: "<trace> shop.errors.NoCart: nothing was found in the shop <cause> psycopg2.errors.UndefinedTable: relation 'carts' does not exist <at> /app/shop/cart.py(load)",
    title: 'relation "carts" does not exist',
    text: `Traceback (most recent call last):
  File "/usr/local/lib/python3.11/site-packages/sqlalchemy/engine/base.py", line 1964, in _exec_single_context
    self.dialect.do_execute(
psycopg2.errors.UndefinedTable: relation "carts" does not exist
LINE 1: SELECT * FROM carts WHERE id = 5
                      ^

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/shop/cart.py", line 23, in load
    return session.execute(query).one()
shop.errors.NoCart: nothing was found in the shop
[SQL: SELECT * FROM carts WHERE id = %(id)s]
(Background on this error at: https://sqlalche.me/e/20/f405)`,
  },
  'python, with a long message': {
    root: '<trace> pydantic_core.ValidationError: <*> validation errors for Settings <at> /app/settings.py(<module>)',
    title: 'ValidationError: … validation errors for Settings',
    text: `Traceback (most recent call last):
  File "/app/settings.py", line 9, in <module>
    settings = Settings()
pydantic_core.ValidationError: 2 validation errors for Settings
database_url
  Field required [type=missing, input_type=dict]
api_key
  Field required [type=missing, input_type=dict]`,
  },
  'python, a group': {
    root: '| ValueError : bad step in the pipeline',
    title: 'bad step in the pipeline',
    text: `  + Exception Group Traceback (most recent call last):
  |   File "/app/a.py", line 3, in main
  |     run()
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/app/b.py", line 7, in work
    |     step()
    | ValueError: bad step in the pipeline
    +------------------------------------`,
  },
  'python, a class of its own': {
    root: '<trace> app.flow.Abandon: nobody came to the party <at> /app/flow.py(run)',
    title: 'nobody came to the party',
    text: `Traceback (most recent call last):
  File "/app/flow.py", line 12, in run
    raise Abandon("nobody came to the party")
app.flow.Abandon: nobody came to the party`,
  },
  node: {
    root: "<trace> TypeError: Cannot read properties of undefined ( reading 'id' ) <at> /app/src/shop.js(Shop.buy) <at> /app/src/pay.js(charge)",
    title: "Cannot read properties of undefined (reading 'id')",
    text: `/app/src/pay.js:12
    throw new TypeError("x")
    ^

TypeError: Cannot read properties of undefined (reading 'id')
    at charge (/app/src/pay.js:12:5)
    at async Shop.buy (/app/src/shop.js:20:3)
    at node:internal/process/task_queues:95:5

Node.js v20.11.0`,
  },
  'node, with a cause': {
    root: '<trace> Error: Could not load the cart <cause> Error: getaddrinfo ENOTFOUND redis <at> /app/src/server.js(handle) <at> /app/src/cart.js(load)',
    title: 'getaddrinfo ENOTFOUND redis',
    text: `Error: Could not load the cart
    at load (/app/src/cart.js:7:11)
    at async handle (/app/src/server.js:3:5) {
  [cause]: Error: getaddrinfo ENOTFOUND redis
      at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:107:26) {
    errno: -3008,
    code: 'ENOTFOUND',
  }
}`,
  },
  'node, a module that is not there': {
    root: "<trace> Error: Cannot find module 'express' <at> /app/server.js(Object.<anonymous>)",
    title: "Cannot find module 'express'",
    text: `node:internal/modules/cjs/loader:1146
  throw err;
  ^

Error: Cannot find module 'express'
Require stack:
- /app/server.js
    at Module._resolveFilename (node:internal/modules/cjs/loader:1143:15)
    at Object.<anonymous> (/app/server.js:1:17) {
  code: 'MODULE_NOT_FOUND',
  requireStack: [ '/app/server.js' ]
}

Node.js v20.11.0`,
  },
  java: {
    root: '<trace> java.lang.IllegalStateException: Cannot buy cart <cause> com.acme.BankException: bank said no <cause> java.net.ConnectException: Connection refused to <*> port <*> <at> Bank.java(com.acme.Bank.open)',
    title: 'Connection refused',
    text: `java.lang.IllegalStateException: Cannot buy cart
\tat com.acme.Shop.buy(Shop.java:12) ~[classes!/:na]
\tat org.springframework.web.servlet.FrameworkServlet.doPost(FrameworkServlet.java:5) ~[spring-web-6.1.4.jar!/:6.1.4]
\tSuppressed: java.io.IOException: close
Caused by: com.acme.BankException: bank said no
\tat com.acme.Bank.call(Bank.java:7) ~[classes!/:na]
\t... 3 common frames omitted
Caused by: java.net.ConnectException: Connection refused to bank.internal port 443
\tat java.base/sun.nio.ch.Net.connect(Native Method)
\tat com.acme.Bank.open(Bank.java:3) ~[classes!/:na]
\t... 4 more`,
  },
  go: {
    root: '<trace> panic: runtime error : invalid memory address or nil pointer dereference <at> /app/server.go(main.(*Server).Handle)',
    title: 'runtime error: invalid memory address or nil pointer dereference',
    text: `panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48f0e1]

goroutine 18 [running]:
main.(*Server).Handle(0xc000010000, {0x1, 0x2})
\t/app/server.go:12 +0x1d
created by net/http.(*Server).Serve in goroutine 1
\t/usr/local/go/src/net/http/server.go:3086 +0x30

goroutine 1 [IO wait]:
main.other(...)
\t/app/other.go:1
exit status 2`,
  },
  'go, a panic within a panic': {
    root: 'panic : could not save the order [ recovered ] <trace> panic: could not roll back the order <cause> panic: could not save the order <at> /app/server.go(main.(*Server).Save)',
    title: 'could not save the order',
    text: `panic: could not save the order [recovered]
\tpanic: could not roll back the order

goroutine 18 [running]:
main.(*Server).Save(0xc000010000)
\t/app/server.go:12 +0x1d`,
  },
  dotnet: {
    root: '<trace> System.NullReferenceException: Object reference not set to an instance of an object . <at> /src/Cart/CartController.cs(Shop.Cart.CartController.Get) <at> /src/Cart/CartService.cs(Shop.Cart.CartService.Total)',
    title: 'Object reference not set to an instance of an object in Shop.Cart.CartService.Total',
    text: `System.NullReferenceException: Object reference not set to an instance of an object.
   at Shop.Cart.CartService.Total(Cart cart) in /src/Cart/CartService.cs:line 12
   at Shop.Cart.CartController.Get(String id) in /src/Cart/CartController.cs:line 31
--- End of stack trace from previous location ---
   at Microsoft.AspNetCore.Mvc.Infrastructure.ActionMethodExecutor.Execute(ActionContext actionContext)`,
  },
  'dotnet, with a cause': {
    root: '<trace> System.Net.Http.HttpRequestException: Connection refused ( <*> ) <cause> System.Net.Sockets.SocketException: Connection refused <at> /src/Pay.cs(Shop.Pay.Charge) <at> /src/Bank.cs(Shop.Bank.Open)',
    title: 'SocketException: Connection refused in Shop.Bank.Open',
    text: `System.Net.Http.HttpRequestException: Connection refused (bank.internal:443)
 ---> System.Net.Sockets.SocketException (111): Connection refused
   at System.Net.Sockets.Socket.ConnectAsync(EndPoint remoteEP)
   at Shop.Bank.Open() in /src/Bank.cs:line 7
   --- End of inner exception stack trace ---
   at System.Net.Http.HttpClient.SendAsync(HttpRequestMessage request)
   at Shop.Pay.Charge(Order order) in /src/Pay.cs:line 40`,
  },
  rust: {
    root: '<at> src/handlers/orders.rs:57(panic)',
    title: 'panic in src/handlers/orders.rs',
    text: `thread 'tokio-runtime-worker' panicked at src/handlers/orders.rs:57:18:
called \`Result::unwrap()\` on an \`Err\` value: PoolTimedOut
stack backtrace:
   0: rust_begin_unwind
             at /rustc/07dca489ac2d933c78d3c5158e3f43beefeb02ce/library/std/src/panicking.rs:645:5
   1: core::panicking::panic_fmt
             at /rustc/07dca489ac2d933c78d3c5158e3f43beefeb02ce/library/core/src/panicking.rs:72:14
   2: orders::handlers::orders::create
             at ./src/handlers/orders.rs:57:18
note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.`,
  },
  'rust, without a backtrace': {
    root: '<at> src/main.rs:12(panic)',
    title: 'panic in src/main.rs',
    text: `thread 'main' (4711) panicked at src/main.rs:12:5:
assertion failed: the cart is not empty`,
  },
  dart: {
    root: 'FormatException : Unexpected character',
    title: 'FormatException: Unexpected character in parseOrder',
    text: `Unhandled exception:
FormatException: Unexpected character
#0      _ChunkedJsonParser.fail (dart:convert-patch/convert_patch.dart:1383:5)
#1      parseOrder (package:shop/orders.dart:10:7)
#2      main (file:///app/bin/server.dart:20:3)`,
  },
  elixir: {
    root: '<trace> KeyError: key : email not found in : % { id : <*> } <at> lib/shop/mailer.ex(Shop.Mailer.send)',
    title: 'key :email not found: %',
    text: `** (KeyError) key :email not found in: %{id: 1}
    (shop 0.1.0) lib/shop/mailer.ex:22: Shop.Mailer.send/1
    (stdlib 5.0) gen_server.erl:1123: :gen_server.try_handle_cast/3
Last message: {:"$gen_cast", {:send, 7}}
State: %{sent: 12}`,
  },
  ...RUBY_AND_PHP_TRACES,
} as const;

/** What `OTHER_PYTHON` throws. */
const NO_HOST = 'socket.gaierror: [Errno -2] the name of the database host is not known';
/** A stack trace that goes through the same lines of main.py as `TRACES.python`. */
export const OTHER_PYTHON = TRACES.python.text
  .replace('/app/shop/app.py", line 33, in create_app', '/app/shop/db.py", line 7, in connect')
  .replace('from shop import cart', 'return psycopg2.connect(dsn)')
  .replace(/ModuleNotFoundError.*/, NO_HOST);
