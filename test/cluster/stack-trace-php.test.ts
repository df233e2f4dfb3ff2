import { describe, expect, it } from 'vitest';
import { parseStackTrace } from '../../src/cluster/skeleton/stack-trace.ts';
import { errorsIn, framesIn, traceIn } from '../support/stack-traces.ts';

const UNCAUGHT = String.raw`PHP Fatal error:  Uncaught App\Exceptions\CartIsEmpty: nothing to pay for in /app/src/Cart.php:7
Stack trace:
#0 /app/src/Shop.php(12): App\Cart->pay(Object(App\Bank), 'in (x): y')
#1 /app/vendor/slim/slim/App.php(99): App\Shop->buy()
#2 [internal function]: App\{closure:App\Shop::run():12}(1)
#3 /app/public/index.php(20): class@anonymous%0/app/run.php:3$0->handle()
#4 {main}
  thrown in /app/src/Cart.php on line 7`;

describe('an exception that PHP prints since nobody caught it', () => {
  it('gives its exception and its frames, innermost last, each with the function whose code it is', () => {
    expect(errorsIn(UNCAUGHT)).toEqual([[String.raw`App\Exceptions\CartIsEmpty`, 'nothing to pay for']]);
    expect(framesIn(UNCAUGHT)).toEqual([
      'own /app/public/index.php:20 {main}',
      'lib :null class@anonymous->handle',
      String.raw`lib /app/vendor/slim/slim/App.php:99 App\{closure}`,
      String.raw`own /app/src/Shop.php:12 App\Shop->buy`,
      String.raw`own /app/src/Cart.php:7 App\Cart->pay`,
    ]);
    expect(traceIn(UNCAUGHT).head).toBe('');
  });

  it.each([
    ['as a page shows it', 'Fatal error: Uncaught'],
    ['with a time', '[01-Jan-2024 12:00:00 UTC] PHP Fatal error:  Uncaught'],
    ['out of php-fpm', 'NOTICE: PHP message: PHP Fatal error:  Uncaught'],
    ['as text of the exception itself', ''],
  ])('is the same %s', (_how, begin) => {
    expect(traceIn(UNCAUGHT.replace('PHP Fatal error:  Uncaught', begin).trimStart())).toEqual(traceIn(UNCAUGHT));
  });

  it('is found in what php-fpm warns that a child said', () => {
    const plain = 'PHP Fatal error:  Uncaught TypeError: no cart in /app/cart.php:8';
    const warned = `[20-Nov-2026 10:00:01] WARNING: [pool www] child 31 said into stderr: "NOTICE: PHP message: ${plain}"`;
    expect(framesIn(plain)).toEqual(['own /app/cart.php:8 ']);
    expect(traceIn(warned)).toEqual(traceIn(plain));
  });

  it('may be told by web servers, with ends of line of their own, which namespaces do not have', () => {
    const apache = '[Mon Jul 06 12:45:47.358379 2026] [php:error] [pid 18] [client 10.1.84.96:34940] ';
    const text = UNCAUGHT.replaceAll(String.raw`App\Cart`, String.raw`App\news\Cart`);
    expect(traceIn(apache + text.replaceAll('\n', '\\n'))).toEqual(traceIn(text));
    const nginx = '2024/01/01 12:00:00 [error] 7#7: *1 FastCGI sent in stderr: "PHP message: ';
    expect(traceIn(`${nginx}${UNCAUGHT}" while reading upstream`).thrown).toEqual(traceIn(UNCAUGHT).thrown);
  });

  it('has its root last, though PHP prints it first', () => {
    const text = String.raw`PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /app/src/Db.php:12
Stack trace:
#0 /app/src/Db.php(12): PDO->__construct('mysql:host=db', 'root', Object(SensitiveParameterValue))
#1 /app/src/Db.php(30): App\Db->connect()
#2 {main}

Next App\Exceptions\NoDatabase: cannot connect in /app/src/Db.php:15
Stack trace:
#0 /app/src/Db.php(30): App\Db->connect()
#1 {main}

Next RuntimeException: shop is closed in /app/public/index.php:5
Stack trace:
#0 {main}
  thrown in /app/public/index.php on line 5`;
    expect(errorsIn(text)).toEqual([
      ['RuntimeException', 'shop is closed'],
      [String.raw`App\Exceptions\NoDatabase`, 'cannot connect'],
      ['PDOException', 'SQLSTATE[HY000] [2002] Connection refused'],
    ]);
    // What PHP itself throws has no place of its own.
    expect(framesIn(text)).toEqual([
      'own /app/src/Db.php:30 {main}',
      String.raw`own /app/src/Db.php:12 App\Db->connect`,
      'lib :null PDO->__construct',
    ]);
  });

  it('may have a message of several lines, none, or the wording of PHP 5', () => {
    const of = (said: string) => errorsIn(`${said} in /app/x.php:3\nStack trace:\n#0 {main}`);
    expect(of('RuntimeException: one\ntwo')).toEqual([['RuntimeException', 'one\ntwo']]);
    expect(of('PHP Fatal error:  Uncaught Exception')).toEqual([['Exception', '']]);
    expect(of('Abandon: nobody came')).toEqual([['Abandon', 'nobody came']]);
    expect(of("PHP Fatal error:  Uncaught exception 'Oops' with message 'no luck'")).toEqual([['Oops', 'no luck']]);
    expect(errorsIn('TypeError: no luck\n#0 /app/x.php(3): go()\n#1 {main}')).toEqual([['TypeError', 'no luck']]);
    expect(traceIn('Could not pay: BankException: closed in /app/x.php:3\nStack trace:\n#0 {main}').head).toBe(
      'Could not pay:',
    );
  });

  it('may quote the answer of another service, with exceptions of its own', () => {
    const text = String.raw`GuzzleHttp\Exception\ClientException: Client error: 401 Unauthorized response:
{"message":"AuthError: token is bad"}
 in /app/vendor/guzzle/RequestException.php:113
Stack trace:
#0 /app/src/Pay.php(12): GuzzleHttp\Client->request('POST', '/')
#1 {main}`;
    expect(errorsIn(text)).toEqual([
      [
        String.raw`GuzzleHttp\Exception\ClientException`,
        'Client error: 401 Unauthorized response:\n{"message":"AuthError: token is bad"}',
      ],
    ]);
    expect(framesIn(text)?.at(-1)).toBe(
      String.raw`lib /app/vendor/guzzle/RequestException.php:113 GuzzleHttp\Client->request`,
    );
  });

  it('does not say who called with a wrong argument, which stands below', () => {
    const said = String.raw`App\Cart::add(): Argument #1 ($item) must be of type App\Item, null given`;
    const text = `PHP Fatal error:  Uncaught TypeError: ${said}, called in /app/Shop.php on line 12 and defined in /app/Cart.php:7`;
    expect(errorsIn(`${text}\nStack trace:\n#0 /app/Shop.php(12): App\\Cart->add(NULL)\n#1 {main}`)).toEqual([
      ['TypeError', said],
    ]);
  });

  it('says where it was thrown in its first line already', () => {
    const [first = ''] = UNCAUGHT.split('\n');
    expect(framesIn(first)).toEqual(['own /app/src/Cart.php:7 ']);
    expect(errorsIn(first)).toEqual(errorsIn(UNCAUGHT));
    expect(framesIn('PHP Fatal error:  Uncaught Error: Failed opening a file in /app/artisan on line 10')).toEqual([
      'own /app/artisan:10 ',
    ]);
  });
});

describe('an exception in the payload of Monolog', () => {
  const SAID = "SQLSTATE[42S22]: Column not found: 1054 Unknown column 'x'";
  const QUERY = `${SAID} (Connection: mysql, SQL: select x from users where name = ann)`;
  const payload = (
    head: string,
  ) => String.raw`[2024-08-12 14:35:22] production.ERROR: ${head} {"userId":37,"exception":"[object] (Illuminate\\Database\\QueryException(code: 42S22): ${QUERY} at /app/vendor/laravel/Connection.php:703)
[stacktrace]
#0 /app/vendor/laravel/Connection.php(663): Illuminate\\Database\\Connection->run('select', Array)
#1 /app/app/Models/User.php(12): Illuminate\\Database\\Connection->select('x')
#2 {main}

[previous exception] [object] (PDOException(code: 42S22): ${SAID} at /app/vendor/laravel/Connection.php:400)
[stacktrace]
#0 /app/vendor/laravel/Connection.php(400): PDO->prepare('x')
#1 /app/app/Models/User.php(12): Illuminate\\Database\\Connection->select('x')
#2 {main}
"} `;

  it('gives what it followed from last, and no statement that holds values', () => {
    expect(errorsIn(payload(QUERY))).toEqual([
      [String.raw`Illuminate\Database\QueryException`, SAID],
      ['PDOException', SAID],
    ]);
    expect(framesIn(payload(QUERY), 0)).toEqual([
      'own /app/app/Models/User.php:12 {main}',
      String.raw`lib /app/vendor/laravel/Connection.php:663 Illuminate\Database\Connection->select`,
      String.raw`lib /app/vendor/laravel/Connection.php:703 Illuminate\Database\Connection->run`,
    ]);
  });

  it('has what was logged with it as its head, unless that is its own message', () => {
    expect(traceIn(payload(QUERY)).head).toBe('');
    expect(traceIn(payload('Could not show the user')).head).toBe(
      '[2024-08-12 14:35:22] production.ERROR: Could not show the user',
    );
  });

  it('may be without frames, with its chain in one bracket or in one line', () => {
    const old = String.raw`[2019-05-16 08:22:46] work.ERROR: no (SQL: x) {"exception":"[object] (App\\A(code: 0): no (SQL: x) at /app/a.php:6, PDOException(code: 0): no at /app/b.php:4)
[stacktrace]
#0 {main}
"} `;
    expect(errorsIn(old)).toEqual([
      [String.raw`App\A`, 'no (SQL: x)'],
      ['PDOException', 'no'],
    ]);
    const symfony = String.raw`[2023-12-31T11:18:53.286291+00:00] request.CRITICAL: Uncaught PHP Exception App\CartException: "No cart for \"5\"" at Cart.php line 127 {"exception":"[object] (App\\CartException(code: 0): No cart for \"5\" at /app/src/Cart.php:127)\n[previous exception] [object] (KeyError(code: 0): no key at /app/src/Keys.php:3)"} []`;
    expect(errorsIn(symfony)).toEqual([
      [String.raw`App\CartException`, 'No cart for "5"'],
      ['KeyError', 'no key'],
    ]);
    expect(framesIn(symfony)).toEqual(['own /app/src/Keys.php:3 ']);
    expect(framesIn('Uncaught PHP Exception RuntimeException: "boom" at /app/src/Cart.php line 12')).toEqual([
      'own /app/src/Cart.php:12 ',
    ]);
  });
});

describe('what PHP reports without throwing it', () => {
  const report = 'PHP Warning:  Undefined array key "in (x)" in /app/src/Cart.php on line 12';

  it.each(['', '[01-Jan-2024 12:00:00 UTC] ', 'NOTICE: PHP message: '])('has a place, behind %j', (begin) => {
    expect(errorsIn(begin + report)).toEqual([['E_WARNING', 'Undefined array key "in (x)"']]);
    expect(framesIn(begin + report)).toEqual(['own /app/src/Cart.php:12 ']);
    expect(traceIn(begin + report).head).toBe('');
  });
});

describe('text that is no stack trace of PHP', () => {
  it.each([
    ['a numbered list', 'steps:\n#0 begin (1): now\n#1 end'],
    ['calls without an exception', 'called from here:\n#0 /app/x.php(3): go()\n#1 {main}'],
    ['a place', 'Could not read the cart in /app/src/Cart.php:12'],
    ['a warning without a place', 'PHP Warning:  Undefined variable $x'],
    ['a warning in a sentence', 'Seen: PHP Warnings in /app/src/Cart.php on line 12'],
    ["a browser's error", 'Uncaught TypeError: x is not a function'],
  ])('%s', (_what, text) => {
    expect(parseStackTrace(text)).toBeNull();
  });
});
