import { describe, expect, it } from 'vitest';
import { severityOf } from '../../src/collect/severity.ts';
import { severityInText } from '../../src/collect/severity-in-text.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { logEntry } from '../support/log-entries.ts';

function unstated(overrides: Partial<LogEntry>): LogEntry {
  const { severity: _, ...entry } = logEntry();
  return { ...entry, ...overrides };
}

describe('the severity of an entry', () => {
  it.each([
    ['ERROR', 'ERROR'],
    ['warning', 'WARNING'],
    ['WARN', 'WARNING'],
    ['fatal', 'CRITICAL'],
    [500, 'ERROR'],
    ['400', 'WARNING'],
    [800, 'EMERGENCY'],
    [550, 'ERROR'],
  ] as const)('stated as %j is %s, whatever the text says', (stated, expected) => {
    expect(severityOf(logEntry({ severity: stated }), 'DEBUG: nothing')).toBe(expected);
  });

  it.each(['DEFAULT', 0, 'nonsense', 9999] as const)('stated as %j is read off the text', (stated) => {
    expect(severityOf(logEntry({ severity: stated }), '[ERROR] it broke')).toBe('ERROR');
  });

  it.each([
    [{ severity: 'error' }, 'ERROR'],
    [{ level: 'warn' }, 'WARNING'],
    [{ levelname: 'CRITICAL' }, 'CRITICAL'],
    [{ level: 30 }, 'INFO'],
    [{ level: 50 }, 'ERROR'],
    [{ level: 60 }, 'CRITICAL'],
    [{ level: 3 }, 'ERROR'],
    [{ levelno: 40 }, 'ERROR'],
    [{ s: 'E', c: 'NETWORK', ctx: 'conn7', msg: 'it broke' }, 'ERROR'],
    [{ s: 'D1', c: 'NETWORK', ctx: 'conn7', msg: 'ok' }, 'DEBUG'],
    [{ s: 'E', c: 'NETWORK' }, 'DEFAULT'],
    [{ LogLevel: 2, level: 'error' }, 'ERROR'],
    [{ LogLevel: 'Error' }, 'ERROR'],
    [{ LogLevel: 'Information' }, 'INFO'],
    [{ '@l': 'Fatal' }, 'CRITICAL'],
    [{ Level: 'Warning' }, 'WARNING'],
    [{ 'log.level': 'ERROR' }, 'ERROR'],
    [{ log: { level: 'ERROR', logger: 'x' } }, 'ERROR'],
    [{ log: { level: 'nonsense' }, levelno: 40 }, 'ERROR'],
    [{ severityText: 'WARN' }, 'WARNING'],
    // Monolog counts otherwise than Cloud Logging: 400 is an error.
    [{ level: 400, level_name: 'ERROR' }, 'ERROR'],
    [{ Exception: 'System.TimeoutException: x' }, 'ERROR'],
    [{ stack_trace: 'Error: x\n    at f (/app/x.js:1:2)' }, 'ERROR'],
  ])('is found in the payload %j', (jsonPayload, expected) => {
    expect(severityOf(unstated({ jsonPayload }), '')).toBe(expected);
  });

  it('follows the status of a request or an audit log where nothing else speaks', () => {
    expect(severityOf(unstated({ httpRequest: { status: 503 } }), 'GET /x 503')).toBe('ERROR');
    expect(severityOf(unstated({ httpRequest: { status: 404 } }), 'GET /x 404')).toBe('WARNING');
    expect(severityOf(unstated({ protoPayload: { status: { code: 7 } } }), 'SetIamPolicy')).toBe('ERROR');
  });

  it('is DEFAULT where nothing says anything', () => {
    expect(severityOf(unstated({}), 'Loaded 3 routes')).toBe('DEFAULT');
  });
});

describe('the severity in a text', () => {
  it.each([
    ['[ERROR] it broke', 'ERROR'],
    ["1:M 20 Nov 2026 08:00:00.123 # Can't save in background: fork: Cannot allocate memory", 'WARNING'],
    ['1:M 20 Nov 2026 08:00:00.123 * Background saving started by pid 100', 'INFO'],
    ['7:S 20 Nov 2026 08:00:00.123 - Accepted 10.0.0.1:6379', 'DEBUG'],
    ['%3|1763625600.100|FAIL|rdkafka#producer-1| [thrd:b:9092/1]: Connect failed: refused', 'ERROR'],
    ['%5|1763625600.100|FAIL|rdkafka#producer-1| [thrd:b:9092/1]: closed', 'NOTICE'],
    ['2026-11-20 08:00:00.123456: E external/local_xla/cuda_driver.cc:152] failed call to cuInit', 'ERROR'],
    ['2026-11-20 08:00:00.123456: I tensorflow/core/platform/cpu_feature_guard.cc:182] optimized', 'INFO'],
    ['Can\'t call method "total" on an undefined value at /app/lib/Shop/Cart.pm line 42.', 'ERROR'],
    ['Use of uninitialized value $x in addition (+) at /app/cart.pl line 7, <STDIN> line 3.', 'WARNING'],
    ['DAMN ! worker 1 (pid: 200) died, killed by signal 9 :( trying respawn ...', 'ERROR'],
    ['[ 1000.123456] Out of memory: Killed process 300 (node) total-vm:1234kB', 'ERROR'],
    ['Nov 20 08:00:00 host systemd[1]: shop.service: Main process exited, code=exited, status=1/FAILURE', 'ERROR'],
    ["Nov 20 08:00:00 host systemd[1]: shop.service: Failed with result 'exit-code'.", 'ERROR'],
    ['2025-11-20T12:00:00.123Z\terror\tshop/cart.go:51\tcheckout failed\t{"order": 7}', 'ERROR'],
    ['2025-11-20T12:00:00.123+0100\tINFO\tshop/cart.go:51\tno error', 'INFO'],
    ['1763636400.123\twarn\tslow', 'WARNING'],
    ['1.7636364001234567e+09\tdpanic\tit broke', 'CRITICAL'],
    ["smtplib.SMTPRecipientsRefused: {'a': (550, b'unknown')}", 'ERROR'],
    ["subprocess.TimeoutExpired: Command 'ls' timed out after 3 seconds", 'ERROR'],
    ['http.client.RemoteDisconnected: Remote end closed connection without response', 'ERROR'],
    ['zipfile.BadZipFile: File is not a zip file', 'ERROR'],
    ['PrismaClientKnownRequestError: ', 'ERROR'],
    ['[2025-09-16 00:42:53 +0000] [11] [ERROR] Reason: Worker failed to boot.', 'ERROR'],
    ['[2025-09-16 00:42:53 +0000] [11] [INFO] Booting worker', 'INFO'],
    ['CRITICAL: Enhanced middleware setup failed', 'CRITICAL'],
    ['ERROR:    Exception in ASGI application', 'ERROR'],
    ['ERROR:root:it broke', 'ERROR'],
    ['error: failed to push', 'ERROR'],
    ['Warning: deprecated', 'WARNING'],
    ['time=2025-09-16T00:42:53Z level=error msg="it broke"', 'ERROR'],
    ['{"level":"error","msg":"it broke"}', 'ERROR'],
    ['2025-09-16 00:42:53,123 ERROR [main] com.shop.Order - it broke', 'ERROR'],
    ['2025-09-16 00:42:53,123 - shop.orders - ERROR - it broke', 'ERROR'],
    ['2025-09-16 00:42:53,123 - WARNING - it bends', 'WARNING'],
    ['2025-09-16 00:42:53.123 | ERROR    | shop:order:12 - it broke', 'ERROR'],
    ['2025-09-16T00:42:53.123Z  WARN shop::orders: it bends', 'WARNING'],
    ['[2025-09-16T00:42:53Z ERROR shop] it broke', 'ERROR'],
    ['00:42:53.123 [main] ERROR com.shop.Order - it broke', 'ERROR'],
    ['2025/09/16 00:42:53 [error] 31#31: *1 open() failed', 'ERROR'],
    ['[Sun Dec 04 04:47:44 2005] [error] mod_jk child in error state', 'ERROR'],
    ['[Sun Dec 04 04:47:44.123456 2005] [core:error] [pid 1] x', 'ERROR'],
    ['2025-09-16 00:42:53.123 UTC [77] ERROR:  relation "x" does not exist', 'ERROR'],
    ['2025-09-16 00:42:53.123 UTC [77] FATAL:  password authentication failed', 'CRITICAL'],
    ['E, [2025-09-16T00:42:53.123456 #1] ERROR -- : it broke', 'ERROR'],
    ['E0916 00:42:53.123456       1 reflector.go:138] failed to list', 'ERROR'],
    ['SEVERE: it broke', 'ERROR'],
    ['\u001b[31mERROR\u001b[0m: it broke', 'ERROR'],
    ['❌ ERROR: it broke', 'ERROR'],
    ['(node:12) Warning: something is deprecated', 'WARNING'],
    ['2025-09-16T00:42:53Z app[web.1]: ERROR it broke', 'ERROR'],
    ['Traceback (most recent call last):\n  File "/app/x.py", line 1, in f', 'ERROR'],
    ['During handling of the above exception, another exception occurred:', 'ERROR'],
    ['The above exception was the direct cause of the following exception:', 'ERROR'],
    ['  File "/app/main.py", line 49, in <module>', 'ERROR'],
    ['    at foo (/app/x.js:1:2)', 'ERROR'],
    ['    at async handler (file:///app/x.mjs:10:22)', 'ERROR'],
    ['\tat com.shop.Order.place(Order.java:42)', 'ERROR'],
    ['Caused by: java.io.IOException: gone', 'ERROR'],
    ['java.lang.NullPointerException: x', 'ERROR'],
    ["ModuleNotFoundError: No module named 'x'", 'ERROR'],
    ['KeyError', 'ERROR'],
    ['TypeError [ERR_INVALID_ARG_TYPE]: x', 'ERROR'],
    ['panic: runtime error: index out of range', 'CRITICAL'],
    ['goroutine 1 [running]:', 'ERROR'],
    ['PHP Fatal error:  Uncaught Exception', 'ERROR'],
    ['  |   File "/app/main.py", line 49, in <module>', 'ERROR'],
    ['    | ValueError: bad step', 'ERROR'],
    ['    at handle (/app/server.js:3:5) {', 'ERROR'],
    ['  [cause]: Error: getaddrinfo ENOTFOUND redis', 'ERROR'],
    ['\tat com.shop.Order.place(Order.java:42) ~[app.jar:1.0]', 'ERROR'],
    ['\t... 26 more', 'ERROR'],
    ['\tSuppressed: java.io.IOException: close', 'ERROR'],
    ['\tpanic: second', 'CRITICAL'],
    ['[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48f0e1]', 'ERROR'],
    ['goroutine 1 gp=0xc0000061c0 m=0 mp=0x5a1c40 [running]:', 'ERROR'],
    ['\t/app/server.go:12 +0x1d', 'ERROR'],
    ['jinja2.exceptions.TemplateNotFound: cart.html', 'ERROR'],
    ['shop.errors.CacheMiss: no cart', 'ERROR'],
    ['socket.gaierror: [Errno -2] Name or service not known', 'ERROR'],
    ['binascii.Error: Incorrect padding', 'ERROR'],
    ['queue.Empty', 'ERROR'],
    ['SystemExit: 1', 'ERROR'],
    ['2025/09/16 00:00:00 http: panic serving 10.0.0.1:51234: boom', 'ERROR'],
    ['/app/x.py:12: DeprecationWarning: old', 'WARNING'],
    ['DEBUG: x', 'DEBUG'],
    ['fail: Microsoft.AspNetCore.Server.Kestrel[13]\n      Connection id "0HN"', 'ERROR'],
    ['crit: Shop.Worker[0]', 'CRITICAL'],
    ['warn: Shop.Worker[0]', 'WARNING'],
    ['trce: Shop.Worker[0]', 'DEBUG'],
    ['Unhandled exception. System.InvalidOperationException: no payment', 'ERROR'],
    ['      System.TimeoutException: too late', 'ERROR'],
    ['System.Net.Sockets.SocketException (111): Connection refused', 'ERROR'],
    [' ---> System.Net.Sockets.SocketException (111): Connection refused', 'ERROR'],
    ['   --- End of inner exception stack trace ---', 'ERROR'],
    ['   at Shop.Bank.Open() in /src/Bank.cs:line 7', 'ERROR'],
    ['   at Shop.Bank.Open() in C:\\src\\Bank.cs:line 7', 'ERROR'],
    ['         at System.Net.Sockets.Socket.ConnectAsync(EndPoint remoteEP)', 'ERROR'],
    ["thread 'main' panicked at src/main.rs:12:5:", 'ERROR'],
    ["thread 'main' (4711) panicked at src/main.rs:12:5:", 'ERROR'],
    ['** (KeyError) key :email not found in: %{id: 1}', 'ERROR'],
    ['    (shop 0.1.0) lib/shop/mailer.ex:22: Shop.Mailer.send/1', 'ERROR'],
    ["/app/shop.rb:12:in 'Shop#buy': the cart is empty (ArgumentError)", 'ERROR'],
    ["\tfrom /app/shop.rb:30:in '<main>'", 'ERROR'],
    ["ActiveRecord::RecordNotFound (Couldn't find Order with 'id'=7):", 'ERROR'],
    ['[20-Nov-2025 10:00:11 UTC] PHP Warning:  Undefined array key "a" in /app/a.php on line 4', 'WARNING'],
    ['PHP Notice:  Undefined offset', 'NOTICE'],
    ['[12:00:00 ERR] Order 7 failed', 'ERROR'],
    ['[12:00:00 FTL] it broke', 'CRITICAL'],
    ['[12:00:00 INF] it works', 'INFO'],
    ['2025-11-20 12:00:00.123 +00:00 [WRN] it bends', 'WARNING'],
    ['fail: Shop.Worker[0] Order 7 failed', 'ERROR'],
    ['12:00:00 fail: Shop.Worker[0]\n      Order 7 failed', 'ERROR'],
    ["2025-11-20 12:00:00 - RuntimeError - boom:\n\t/app/cart.rb:12:in 'Cart#add'", 'ERROR'],
    ['Rack app ("GET /x" - (1.2.3.4)): #<RuntimeError: boom>', 'ERROR'],
    ["Charge failed:\n/app/cart.rb:12:in 'Cart#add'", 'ERROR'],
    ['Charge failed: no plan in /app/a.php:12\nStack trace:\n#0 /app/b.php(1): x()\n#1 {main}', 'ERROR'],
    ['it broke\n   at Shop.A.Go(Int32 x)', 'ERROR'],
    ['it broke\n    (shop 0.1.0) lib/shop/mailer.ex:22: Shop.Mailer.send/1', 'ERROR'],
    ['** (stop) exited in: GenServer.call(Shop.Db, {:get, 1}, 5000)', 'ERROR'],
    ['#1      pay (package:shop/pay.dart:10:7)', 'ERROR'],
    ['(node:1) MaxListenersExceededWarning: leak\n    at a (/x/b.js:1:2)', 'WARNING'],
    [
      '\u001b[31m[Nest] 1  - \u001b[39m11/20/2025, 10:00:05 AM \u001b[31m  ERROR\u001b[39m [ExceptionsHandler] it broke',
      'ERROR',
    ],
    ['[Nest] 1  - 11/20/2025, 10:00:05 AM     LOG [NestFactory] Starting', 'INFO'],
    ['Nov 20, 2025 10:00:00 AM com.shop.Pay charge\nSEVERE: it broke', 'ERROR'],
    ['Nov 20, 2025 10:00:00 AM com.shop.Pay charge\nINFO: it works', 'INFO'],
    ['Internal Server Error: /cart\nTraceback (most recent call last):\n  File "/app/x.py", line 1, in f', 'ERROR'],
    ['it broke\n    at buy (/app/shop.js:12:5)', 'ERROR'],
    ['shop.models.Order.DoesNotExist: Order matching query does not exist.', 'ERROR'],
  ])('%j is %s', (text, expected) => {
    expect(severityInText(text)).toBe(expected);
  });

  it.each([
    '',
    '0 errors found',
    'no ERROR',
    'There was no ERROR in the last run',
    '12 ERROR entries were skipped',
    'Error handling initialised',
    'Recovered from error: timeout',
    'the log level is ERROR',
    'job finished with 0 ERROR and 0 WARNING',
    '[worker] all good, no error: fine',
    'at 10:30:15 the job began',
    'Errors: 0',
    'shop.errors.count: 5',
    'http.server.error: 12',
    'com.shop.Order: started',
    '... 26 more rows',
    '  /app/main.go is gone',
    'Informational text',
    'Starting gunicorn 21.2.0',
    'Critical section entered',
    'warning signs are up',
    'The errors of today\nTimeoutError: 0\nSaveError: 0',
    'We meet\n  at noon (again)\n  at the station',
    'App\\Services\\Cart: added item 7',
    'Api::OrdersController (12.3ms)',
    'GraphQL::Query (3ms) done',
    '#7 [2/4] RUN apk add(1): ok',
    'config/x.rb:3: warning: already initialized constant X (NameError)',
    'fail: the test of [1]',
    '   at noon (again)',
    '  lunch(today) at one',
    'The thread was found by a panicked user',
    'Not found (again):',
    '2025-09-16 00:42:53 everything is fine, ERROR is not here',
    'com.acme.events.OrderClosed(orderId=5)',
    'com.acme.OrderService: 3 orders closed',
    'shop.events.PriceRejected: handled',
  ])('%j says nothing', (text) => {
    expect(severityInText(text)).toBeNull();
  });

  it('is found quickly in hostile text', () => {
    const start = performance.now();
    for (const piece of [
      '[',
      '[x]',
      ' - ',
      'at ',
      'a.',
      '1:',
      '2025-09-16T',
      'A',
      'Traceback ',
      '\n',
      'level=',
    ] as const) {
      severityInText(piece.repeat(200_000));
    }
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
