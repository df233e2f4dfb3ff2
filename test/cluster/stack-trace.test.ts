import { describe, expect, it } from 'vitest';
import { parseStackTrace } from '../../src/cluster/skeleton/stack-trace.ts';
import { TRACES } from '../support/split-trace.ts';
import { errorsIn, framesIn, traceIn } from '../support/stack-traces.ts';

const PYTHON = `Traceback (most recent call last):
  File "/usr/local/lib/python3.11/site-packages/gunicorn/util.py", line 370, in import_app
    mod = importlib.import_module(module)
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "<frozen importlib._bootstrap>", line 1204, in _gcd_import
  File "/usr/local/lib/python3.11/importlib/__init__.py", line 126, in import_module
  File "/app/shop/main.py", line 49, in <module>
    app = create_app()
ModuleNotFoundError: No module named 'shop.cart'`;

describe('a Python traceback', () => {
  it('gives its exception and its frames, innermost last', () => {
    expect(errorsIn(PYTHON)).toEqual([['ModuleNotFoundError', "No module named 'shop.cart'"]]);
    expect(framesIn(PYTHON)).toEqual([
      'lib /usr/local/lib/python3.11/site-packages/gunicorn/util.py:370 import_app',
      'lib <frozen importlib._bootstrap>:1204 _gcd_import',
      'lib /usr/local/lib/python3.11/importlib/__init__.py:126 import_module',
      'own /app/shop/main.py:49 <module>',
    ]);
  });

  it('gives the source line of a frame, not the carets below it', () => {
    expect(traceIn(PYTHON).thrown[0]?.frames.map(({ code }) => code)).toEqual([
      'mod = importlib.import_module(module)',
      '',
      '',
      'app = create_app()',
    ]);
  });

  it('has the text before it as its head', () => {
    expect(traceIn(PYTHON).head).toBe('');
    expect(traceIn(`Task failed\n${PYTHON}`).head).toBe('Task failed');
    expect(traceIn(`[2025-01-02] ERROR ${PYTHON}`).head).toBe('[2025-01-02] ERROR');
  });

  it.each([
    ['During handling of the above exception, another exception occurred:'],
    ['The above exception was the direct cause of the following exception:'],
  ])('that is chained has its root cause last: %s', (link) => {
    const chained = `${PYTHON}\n\n${link}\n\nTraceback (most recent call last):
  File "/app/shop/start.py", line 9, in start
    load()
RuntimeError: cannot start`;
    expect(errorsIn(chained)).toEqual([
      ['RuntimeError', 'cannot start'],
      ['ModuleNotFoundError', "No module named 'shop.cart'"],
    ]);
    expect(framesIn(chained, 0)).toEqual(['own /app/shop/start.py:9 start']);
  });

  it('may be indented, end its lines with CR, or say nothing beyond the type', () => {
    const text =
      'oops\n    Traceback (most recent call last):\r\n      File "/app/a.py", line 1, in f\r\n        g()\r\n    KeyboardInterrupt\r';
    expect(errorsIn(text)).toEqual([['KeyboardInterrupt', '']]);
  });

  it('keeps the lines of a long message together', () => {
    const text = `Traceback (most recent call last):\n  File "/app/a.py", line 1, in f\npydantic.ValidationError: 1 error for User\nname\n  Field required\n\nlater`;
    expect(errorsIn(text)).toEqual([['pydantic.ValidationError', '1 error for User\nname\n  Field required']]);
  });

  it('accepts any class that was raised', () => {
    expect(
      errorsIn('Traceback (most recent call last):\n  File "/app/a.py", line 1, in f\napp.flow.Abandon: gone'),
    ).toEqual([['app.flow.Abandon', 'gone']]);
  });

  it('of a syntax error has a frame without a function', () => {
    const text = `Traceback (most recent call last):\n  File "/app/a.py", line 3\n    def f(:\n          ^\nSyntaxError: invalid syntax`;
    expect(framesIn(text)).toEqual(['own /app/a.py:3 ']);
  });

  it('of an exception group has its member as the cause', () => {
    const text = `  + Exception Group Traceback (most recent call last):
  |   File "/app/a.py", line 3, in main
  |     run()
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/app/b.py", line 7, in work
    |     step()
    | ValueError: bad step
    +------------------------------------`;
    expect(errorsIn(text)).toEqual([
      ['ExceptionGroup', 'unhandled errors in a TaskGroup (1 sub-exception)'],
      ['ValueError', 'bad step'],
    ]);
    expect(traceIn(text).head).toBe('');
  });

  it('written as one line is read like any other', () => {
    expect(errorsIn(PYTHON.replaceAll('\n', '\\n'))).toEqual([['ModuleNotFoundError', "No module named 'shop.cart'"]]);
  });

  it('that was cut off before its exception is none', () => {
    expect(parseStackTrace('Traceback (most recent call last):\n  File "/app/a.py", line 1, in f\n    g()')).toBeNull();
  });
});

describe('a Node stack trace', () => {
  const NODE = `Payment failed
TypeError: Cannot read properties of undefined (reading 'id')
    at charge (/app/src/pay.js:10:5)
    at async Promise.all (index 0)
    at async Shop.buy [as order] (file:///app/src/shop.mjs:20:3)
    at Layer.handle (/app/node_modules/express/lib/router/layer.js:95:5)
    at node:internal/process/task_queues:95:5 {
  code: 'E_PAY',
  [cause]: Error: connect ECONNREFUSED 10.0.0.1:5432
      at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)
      at connect (/app/src/db.js:4:2)
}`;

  it('gives each exception with its cause last, frames innermost last', () => {
    expect(errorsIn(NODE)).toEqual([
      ['TypeError', "Cannot read properties of undefined (reading 'id')"],
      ['Error', 'connect ECONNREFUSED 10.0.0.1:5432'],
    ]);
    expect(framesIn(NODE, 0)).toEqual([
      'lib node:internal/process/task_queues:95 ',
      'lib /app/node_modules/express/lib/router/layer.js:95 Layer.handle',
      'own /app/src/shop.mjs:20 Shop.buy',
      'lib :null Promise.all',
      'own /app/src/pay.js:10 charge',
    ]);
    expect(framesIn(NODE)).toEqual(['own /app/src/db.js:4 connect', 'lib node:net:1555 TCPConnectWrap.afterConnect']);
    expect(traceIn(NODE).head).toBe('Payment failed');
  });

  it('of Echo, which writes the panic and its goroutine in one line', () => {
    const text =
      '[PANIC RECOVER] runtime error: no tea goroutine 719 [running]:\nmain.pour({0xcd})\n\t/app/a.go:71 +0x1d\n';
    expect(errorsIn(text)).toEqual([['panic', 'runtime error: no tea']]);
    expect(framesIn(text)).toEqual(['own /app/a.go:71 main.pour']);
  });

  it("knows Next.js's frame that says the error once more, and no file by it", () => {
    const said = 'Error: connect ETIMEDOUT 10.0.0.3:6379';
    expect(framesIn(`${said}\n    at <unknown> (${said}) {\n  code: 'ETIMEDOUT'\n}`)).toEqual(['lib :null <unknown>']);
  });

  it('of an uncaught error leaves out the source that Node shows', () => {
    const text = `/app/index.js:3\n    throw new RangeError('x')\n    ^\n\nRangeError: x\n    at Object.<anonymous> (/app/index.js:3:9)`;
    expect(traceIn(text).head).toBe('');
    expect(errorsIn(text)).toEqual([['RangeError', 'x']]);
  });

  it('keeps a message of several lines, and the code that Node adds to a name', () => {
    const text = `TypeError [ERR_INVALID_ARG_TYPE]: first\nsecond\n    at f (/app/a.js:1:1)`;
    expect(errorsIn(text)).toEqual([['TypeError', 'first\nsecond']]);
  });
});

describe('a Java stack trace', () => {
  const JAVA = `2025-01-02 ERROR Request failed
java.lang.IllegalStateException: cannot buy
\tat com.acme.Shop.buy(Shop.java:12) ~[app.jar:1.0]
\tat com.acme.Shop$Cart.lambda$pay$0(Shop.java:99)
\tat org.springframework.web.Servlet.doGet(Servlet.java:5)
\tat java.base/java.lang.Thread.run(Thread.java:834)
\tSuppressed: java.io.IOException: close
\t\tat com.acme.Door.shut(Door.java:3)
Caused by: java.io.IOException: no route to host
\tat java.base/sun.nio.ch.Net.connect(Native Method)
\tat com.acme.Bank.call(Bank.java:7)
\t... 23 more`;

  it('gives each exception with its cause last, frames innermost last', () => {
    expect(errorsIn(JAVA)).toEqual([
      ['java.lang.IllegalStateException', 'cannot buy'],
      ['java.io.IOException', 'no route to host'],
    ]);
    expect(framesIn(JAVA, 0)).toEqual([
      'lib Thread.java:834 java.lang.Thread.run',
      'lib Servlet.java:5 org.springframework.web.Servlet.doGet',
      'own Shop.java:99 com.acme.Shop$Cart.lambda$pay$0',
      'own Shop.java:12 com.acme.Shop.buy',
    ]);
    expect(framesIn(JAVA)).toEqual(['own Bank.java:7 com.acme.Bank.call', 'lib :null sun.nio.ch.Net.connect']);
    expect(traceIn(JAVA).head).toBe('2025-01-02 ERROR Request failed');
  });

  it('takes no cause of what was suppressed for one of what was thrown', () => {
    const aside = '\tCaused by: java.net.SocketException: reset\n\t\tat com.acme.Net.end(Net.java:9)';
    const shut = '\t\tat com.acme.Door.shut(Door.java:3)';
    const whole = JAVA.replace(shut, `${shut}\n${aside}`);
    expect(errorsIn(whole)).toEqual(errorsIn(JAVA));
    const [withoutCause = ''] = whole.split('\nCaused by');
    expect(errorsIn(withoutCause)).toEqual([['java.lang.IllegalStateException', 'cannot buy']]);
  });

  it('of Scala, Kotlin and Clojure has names with signs in them', () => {
    const text = `java.lang.RuntimeException: no
\tat user$eval__12$fn-3.invoke(shop.clj:4)
\tat com.acme.Shop$.$anonfun$main$1(Shop.scala:7)
\tat com.acme.Cart$1$$ExternalSynthetic-IA0.<init>(Cart.kt:9)`;
    expect(framesIn(text)).toEqual([
      'own Cart.kt:9 com.acme.Cart$1$$ExternalSynthetic-IA0.<init>',
      'own Shop.scala:7 com.acme.Shop$.$anonfun$main$1',
      'own shop.clj:4 user$eval__12$fn-3.invoke',
    ]);
  });

  it('may name its exception behind other text', () => {
    const text = 'Exception in thread "main" java.lang.NullPointerException\n\tat com.acme.Main.main(Main.java:3)';
    expect(errorsIn(text)).toEqual([['java.lang.NullPointerException', '']]);
    expect(traceIn(text).head).toBe('Exception in thread "main"');
  });
});

describe('a Go panic', () => {
  const GO = `panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48f0e1]

goroutine 18 [running]:
main.(*Server).Handle(0xc000010000, {0x1, 0x2})
\t/app/server.go:12 +0x1d
github.com/gorilla/mux.(*Router).ServeHTTP(0xc0)
\t/go/pkg/mod/github.com/gorilla/mux@v1.8.0/mux.go:210 +0x1cf
created by net/http.(*Server).Serve in goroutine 1
\t/usr/local/go/src/net/http/server.go:3086 +0x30

goroutine 1 [IO wait]:
main.other()
\t/app/other.go:1 +0x1`;

  it('gives its message and the frames of the goroutine that ran', () => {
    expect(errorsIn(GO)).toEqual([['panic', 'runtime error: invalid memory address or nil pointer dereference']]);
    expect(framesIn(GO)).toEqual([
      'lib /usr/local/go/src/net/http/server.go:3086 net/http.(*Server).Serve',
      'lib /go/pkg/mod/github.com/gorilla/mux@v1.8.0/mux.go:210 github.com/gorilla/mux.(*Router).ServeHTTP',
      'own /app/server.go:12 main.(*Server).Handle',
    ]);
  });

  it('that a handler recovered from is read too', () => {
    const text = `http: panic serving 10.0.0.1:5123: boom\ngoroutine 7 [running]:\nmain.f()\n\t/app/a.go:1 +0x1`;
    expect(errorsIn(text)).toEqual([['panic', 'boom']]);
  });

  it('within a panic has the first one as its root', () => {
    const text = `panic: first [recovered]\n\tpanic: second\n\ngoroutine 7 [running]:\nmain.f()\n\t/app/a.go:1 +0x1`;
    expect(errorsIn(text)).toEqual([
      ['panic', 'second'],
      ['panic', 'first'],
    ]);
  });
});

describe('a stack trace', () => {
  it.each(Object.entries(TRACES))('of %s is the same whatever its ends of line', (_name, { text }) => {
    const expected = parseStackTrace(text);
    expect(expected?.thrown.at(-1)?.frames.length ?? 0).toBeGreaterThan(0);
    expect(parseStackTrace(text.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(parseStackTrace(text.replaceAll('\n', '\\n').replaceAll('\t', '\\t'))).toEqual(expected);
  });
});

describe('an error of Go with a stack', () => {
  it('is each error of a chain, the root last, with the places below it', () => {
    const text =
      '2026/11/20 10:00:00 no oven\nmain.find\n\t/app/oven.go:7\nmain.main\n\t/app/main.go:3\ncannot bake\nmain.bake\n\t/app/bake.go:9\nno cake';
    const trace = parseStackTrace(text);
    expect(trace?.head).toBe('2026/11/20 10:00:00');
    expect(trace?.thrown.map(({ message, frames }) => [message, ...frames.map((frame) => frame.function)])).toEqual([
      ['no cake'],
      ['cannot bake', 'main.bake'],
      ['no oven', 'main.main', 'main.find'],
    ]);
  });

  it.each([
    ['frames alone', 'main.find\n\t/app/oven.go:7'],
    ['a place in a text', 'see the code\n\t/app/oven.go:7'],
    ['another stack', 'no oven\ngoroutine 7 [running]:\nmain.find\n\t/app/oven.go:7'],
  ])('is not found in %s', (_, text) => {
    expect(parseStackTrace(text)).toBeNull();
  });
});
