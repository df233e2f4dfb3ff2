import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

const titleOf = (message: string, overrides: Parameters<typeof collected>[0] = {}) =>
  clusterAll([collected({ message, ...overrides })])[0]?.title;
describe('the title of calls in an audit log', () => {
  it('does not say the same thing twice, and says what it is about', () => {
    const calls = [
      'storage.objects.get',
      'google.iam.admin.v1.CreateKey',
      'v1.compute.instances.insert',
      'run.Replace',
    ];
    const entries = calls.map((methodName) =>
      collected({
        message: `${methodName} PERMISSION_DENIED: PERMISSION_DENIED`,
        entry: { protoPayload: { methodName, status: { code: 7, message: 'PERMISSION_DENIED' } } },
      }),
    );
    expect(clusterAll(entries).map(({ title }) => title)).toEqual(['Calls answered with PERMISSION_DENIED']);
  });
});

describe('a title', () => {
  it.each([
    [
      "Error routing message from demo-user-001: 'function' object has no attribute 'can_handle'",
      "Error routing message: 'function' object has no attribute 'can_handle'",
    ],
    [
      "[🔑] OPTIONAL AUTH=REDACTED Optional authentication failed: No module named 'dev_launcher' (type: ModuleNotFoundError)",
      "Optional authentication failed: No module named 'dev_launcher'",
    ],
    [
      'Session access failed (middleware not installed?): SessionMiddleware must be installed to access request.session',
      'Session access failed (middleware not installed?): SessionMiddleware must be installed…',
    ],
    [
      '🚨 ALERT: LOW BUFFER UTILIZATION: 24.5% - Consider reducing AUTH_HEALTH_CHECK_TIMEOUT from 0.3s to ~0.5s for better performance',
      'LOW BUFFER UTILIZATION: Consider reducing AUTH_HEALTH_CHECK_TIMEOUT from … to…',
    ],
    [
      "Thread ID mismatch: run_id 'demo_run_1757719525043_353_4b15eea4' extracted to 'demo_run_1757719525043_353_4b15eea4' but thread_id is 'demo_thread_1757719525043_352_10b52a66'. This may indicate inconsistent ID generation.",
      'Thread ID mismatch',
    ],
    [
      "SSOT validation issues (non-blocking): ['Multiple manager instances for user demo-user-001 - potential duplication']",
      'SSOT validation issues (non-blocking): Multiple manager instances - potential duplication',
    ],
    [
      '[🔑] GOLDEN PATH AUTH=REDACTED permissive authentication with circuit breaker for connection main_91cf01d1 - user_id: pending, connection_state: connected, timestamp: 2025-09-14T20:56:23.859161+00:00',
      'GOLDEN PATH permissive authentication with circuit breaker - user_id: pending…',
    ],
    ['CRITICAL: Enhanced setup failed', 'Enhanced setup failed'],
    [
      "FAILED_PRECONDITION: Revision 'k-00043-xyz' is not ready and cannot serve traffic. Image 'eu.gcr.io/k:1' not found.",
      "Image 'eu.gcr.io/k:1' not found",
    ],
    [
      'STARTUP HTTP probe failed 3 times consecutively for container "d-1" on port 8080. It was not started.',
      'STARTUP HTTP probe failed … times consecutively for container "d-1"',
    ],
    ['Execution mailer-x2x9q has failed, 0/1 tasks were a success.', 'Execution has failed, 0/1 tasks were a success'],
    [
      'Table must be qualified with a dataset (e.g. dataset.table). See the manual.',
      'Table must be qualified with a dataset (e.g. dataset.table)',
    ],
    [
      'Workflow failed. Causes: S02:Read+Write failed.\n  etl-04-harness\n      Root cause: The worker lost contact with us.',
      'The worker lost contact with us',
    ],
    [
      '2025/11/20 10:00:06 ERROR: failed to save order 524: pq: duplicate key value violates "orders_pkey"',
      'failed to save order: pq: duplicate key value violates "orders_pkey"',
    ],
    [
      'time=2025-11-20T10:00:00.000Z level=ERROR msg="charge of \\"tea\\" failed" order=7 err="no route to the bank"',
      'charge of "tea" failed: no route to the bank',
    ],
    ['2025-11-20 10:00:00.123 UTC [77]: [3-1] db=shop,user=app ERROR:  deadlock detected', 'deadlock detected'],
    ['level=warning msg="retrying soon" attempt=3', 'retrying soon'],
    [
      'E1120 08:00:00.123456       1 controller.go:167] "Failed to sync" err="no such key" key="shop/tls-7"',
      'Failed to sync: no such key',
    ],
    [
      "1:M 20 Nov 2026 08:00:00.123 # Can't save in background: fork: Cannot allocate memory",
      "Can't save in background: fork: Cannot allocate memory",
    ],
    [
      '2025-11-20T12:00:00.123Z\terror\tshop/cart.go:51\tcheckout failed\t{"order": 7, "error": "no route to the bank"}',
      'checkout failed: no route to the bank',
    ],
    ['1763636400.123\tWARN\tcart\tstock is low\t{"error": 7', 'stock is low'],
    ['level=high msg', 'level=high msg'],
    ['Could not write to Ana Peña', 'Could not write to Ana Peña'],
    ['Profile is locked: Ana Señorán', 'Profile is locked: Ana Señorán'],
    ['DENIED: DENIED by the policy', 'DENIED by the policy'],
    ['〿\r;', '〿 ;'],
    [
      '2025-09-16 00:42:53,123 ERROR [main] shop.db.Pool - Failed to connect to db-1.example.com:5432 after 300 ms',
      'PostgreSQL: Failed to connect',
    ],
    ['\u001b[31mPayment of 30 EUR failed\u001b[0m', 'Payment of … failed'],
    ['Timeout is 300 ms', 'Timeout is …'],
    ['Memory limit of 512 MiB exceeded with 514 MiB used. Consider increasing it.', 'Memory limit of 512 MiB exceeded'],
    ['Container called exit(3).', 'Container called exit(3)'],
    ['Container terminated on signal 9.', 'Container terminated on signal 9'],
    ['/srv/old/api.py is deprecated since 2019-04-01; use the other', '… is deprecated; use the other'],
    ['Rounding table is from 2019-04-01; using half-even', 'Rounding table; using half-even'],
    ['Receiving block blk_-17 src: /10.0.0.1:5010 dest: /10.0.0.2:5010', 'Receiving block'],
    ['Failed password for root from 10.0.0.1 port 22', 'Failed password for root'],
    ['(shop.errors.StockError) shelf for tea is empty', 'shelf for tea is empty'],
    ["Tea::Pot::Error: cannot pour: nil isn't tea", "Tea::Pot::Error: cannot pour: nil isn't tea"],
    [
      'ActiveRecord::Associations::Preloader::ConnectionNotEstablished: the tea service has not been told which pot',
      'ConnectionNotEstablished: the tea service has not been told which pot',
    ],
    [
      "/gems/mysql2-0.5.6/lib/mysql2/client.rb:97:in `connect': Can't connect to MySQL server on 'db:3306' (110) (Mysql2::Error::ConnectionError)",
      "Can't connect to MySQL server",
    ],
    [
      'Tea search failed: ConnectionError(<urllib3.connection.HTTPConnection object at 0x7f31c0>: Failed to connect to tea)',
      'Tea search failed: ConnectionError: Failed to connect to tea',
    ],
    ['decode of image took 300 ms', 'decode of image took …'],
    ['Pool of teapots is empty, waited, timeout 30.00', 'Pool of teapots is empty, waited'],
  ])('reads like a person wrote it: %s', (message, title) => {
    expect(titleOf(message)).toBe(title);
  });

  it('shows a quoted name that all entries share, and not one that they do not', () => {
    const missing = (name: string) =>
      collected({ message: `Worker ${'abcdefgh'.indexOf(name)} has no handler for 'on_${name}.v1.msg'` });
    expect(clusterAll([missing('a'), missing('a')])[0]?.title).toContain("'on_a.v1.msg'");
    const lost = (host: string, tries: number) => collected({ message: `Lost host '${host}' after ${tries} tries` });
    expect(clusterAll([lost('db-1', 3), lost('db-1', 4)])[0]?.title).toContain("'db-1'");
    expect(clusterAll([lost('db-1', 3), lost('db-2', 4)])[0]?.title).not.toContain("'db-");
    const all = clusterAll([...'abcdefgh'].map(missing));
    expect(all.map(({ title }) => title)).toEqual(['Worker has no handler']);
  });

  it('of an exception is its message; its type and place join where that says too little', () => {
    expect(titleOf(traceback('shop/a.py', 'load', 'ProgrammingError: relation "carts" does not exist'))).toBe(
      'relation "carts" does not exist',
    );
    expect(titleOf(traceback('shop/a.py', 'load', "KeyError: 'user_name'"))).toBe("KeyError: 'user_name' in load");
  });

  it('of an exception that reads a value says what it made of it, with the type where that is all', () => {
    const titles = (make: (value: string) => string) =>
      clusterAll(['x1', 'x2', 'x3'].map((value) => collected({ message: make(value) }))).map(({ title }) => title);
    const python = (error: string) => (value: string) =>
      traceback('shop/tax.py', 'calc', `ValueError: ${error}: '${value}'`);
    expect(titles(python('invalid literal for int() with base 10'))).toEqual([
      'invalid literal for int() with base 10',
    ]);
    expect(titles(python('could not convert string to float'))).toEqual(['could not convert string to float']);
    const java = (value: string) =>
      `java.lang.NumberFormatException: For input string: "${value}"\n\tat com.shop.Tax.rate(Tax.java:9)`;
    expect(titles(java)).toEqual(['NumberFormatException: For input string']);
  });

  it('of an entry by a .NET logger is what stands below its category, the exception before all', () => {
    const category = 'fail: Microsoft.AspNetCore.Server.Kestrel[13]';
    const above = '      Connection id "0HN5A0": An unhandled exception was thrown by the application.';
    const thrown = '      Microsoft.Data.TeaException (0x80131904): The kettle in the kitchen is cold.';
    expect(titleOf(`${category}\n${above}\n${thrown}\n         at Tea.Pot.Fill(Int32 cups)`)).toBe(
      'The kettle in the kitchen is cold',
    );
    expect(titleOf('warn: Tea.Pot[7]\n      The lid of the pot is open')).toBe('The lid of the pot is open');
    expect(titleOf('fail: Tea.Pot[7]')).toBe('fail: Tea.Pot');
  });

  it('of refused requests is what the service said of them', () => {
    const entries = repeat(40, (i) => {
      const at = { at: i * 10, trace: `trace-${i}`, severity: 'WARNING' } as const;
      const http = { method: 'POST', status: 401, latencyMs: null };
      const entry = { httpRequest: { requestUrl: 'https://shop.run.app/login', requestMethod: 'POST', status: 401 } };
      return [
        collected({ ...at, message: `Login rejected: wrong password for user u${i}` }),
        collected({ ...at, message: 'POST /login 401', http, entry }),
      ];
    });
    expect(clusterAll(entries).map(({ title }) => title)).toEqual(['Login rejected: wrong password']);
  });

  it('of an exception that only leads up to its message is the message', () => {
    const lines =
      'StoreError: \nInvalid `prisma.$queryRaw()` invocation:\n\nThe table `tea` is not there\n    at load (/app/store.js:14:5)';
    expect(titleOf(lines)).toBe('The table `tea` is not there');
  });

  it('of an exception that says next to nothing is what followed from it', () => {
    const text =
      'ShopError: the shelf of the tea shop stays empty\n    at load (/app/shop.js:1:2)\nCaused by: ConnectException: refused\n    at net (node:net:1:2)';
    expect(titleOf(text)).toContain('the shelf of the tea shop stays empty');
  });

  it('of a bare line takes in why, where the payload says it', () => {
    const entry = { jsonPayload: { msg: 'index not written', error: 'open /data/tea.idx: no space left on device' } };
    expect(titleOf('index not written', { entry })).toBe('index not written: open …: no space left on device');
  });

  it('names what cannot be reached, where the message leaves it to the port', () => {
    expect(titleOf('connect ECONNREFUSED 10.0.0.3:6379')).toBe('Redis: connect ECONNREFUSED');
    expect(titleOf('Redis is unreachable')).toBe('Redis is unreachable');
  });

  it('of a failing endpoint names method, path and status', () => {
    const entry = { httpRequest: { requestUrl: 'https://shop.run.app/users/17/cart?x=1' } };
    const http = { method: 'GET', status: 500, latencyMs: null };
    expect(titleOf('GET /users/17/cart 500', { http, entry })).toBe('GET /users/…/cart answered with 500');
    expect(titleOf('GET 404', { http: { ...http, status: 404 }, entry })).toBe('GET requests answered with 404');
  });

  it('says what becomes of the process', () => {
    const dying = (end: string, error: string) =>
      clusterAll(
        repeat(3, (i) => [
          collected({ at: i * 60, instance: `i${i}`, message: traceback('shop/a.py', 'serve', error) }),
          collected({ at: i * 60 + 1, instance: `i${i}`, message: end }),
        ]),
      )[0]?.title;
    const noTable = 'ProgrammingError: relation "carts" does not exist';
    expect(dying('Container called exit(1).', noTable)).toBe('relation "carts" does not exist: container exits');
    expect(dying('Child process [12] died', noTable)).toBe('relation "carts" does not exist: worker dies');
    expect(dying('Worker failed to boot.', noTable)).toBe('relation "carts" does not exist: service cannot start');
    expect(dying('Container called exit(1).', "ModuleNotFoundError: No module named 'shop.mail'")).toBe(
      "No module named 'shop.mail': service cannot start",
    );
  });

  it('is one line of at most 90 characters, never empty, whatever the message', () => {
    const message = fc.oneof(
      fc.array(fc.integer({ max: 0xffff, min: 0 }), { maxLength: 300 }).map((codes) => String.fromCharCode(...codes)),
      fc
        .array(
          fc.constantFrom(
            '[',
            ']',
            '(',
            "'",
            ': ',
            ' - ',
            '. ',
            '17',
            'from ',
            'is ',
            '\n',
            '🚨',
            'ERROR: ',
            'x=1 ',
            '\uFFFC',
          ),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(message, (text) => {
        const title = titleOf(text) ?? '';
        expect(title.trim()).not.toBe('');
        expect([...title].length).toBeLessThanOrEqual(90);
        expect(title).not.toMatch(/[\n\r\uFFFC]/);
      }),
    );
  });

  it('does not take long over a hostile line', () => {
    const started = performance.now();
    for (const piece of ['[', '(a ', "''", 'from ', ': ', ', ', '1 ', 'a.', '=', 'ERROR ', '\u001b[', "['x"])
      titleOf(piece.repeat(20_000));
    // One token of thousands of characters, which seems to begin again and again.
    titleOf('\u202eevil\u202c'.repeat(33_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
