import { describe, expect, it } from 'vitest';
import { readTraceLine } from '../../src/cluster/skeleton/trace-line.ts';
import { traceLineSkeleton } from '../../src/cluster/skeleton/trace-line-skeleton.ts';
import { TRACES } from '../support/split-trace.ts';

const read = (text: string) => {
  const line = readTraceLine(text);
  return line === null ? null : `${line.role}, exception ${line.error}`;
};

describe('a line of a stack trace', () => {
  it.each([
    ['Traceback (most recent call last):', 'opening, exception next'],
    ['ERROR:root:Traceback (most recent call last):', 'opening, exception next'],
    ['  + Exception Group Traceback (most recent call last):', 'opening, exception next'],
    ['  File "/app/main.py", line 10, in <module>', 'frame, exception next'],
    ['    |   File "/app/b.py", line 7, in work', 'frame, exception next'],
    ['  File "/app/b.py", line 7 in work', 'frame, exception previous'],
    ['Thread 0x00007f12ab34cd56 (most recent call first):', 'mark, exception previous'],
    ['[rank0]:   File "/app/b.py", line 7, in work', 'frame, exception next'],
    ['web-1  |   File "/app/b.py", line 7, in work', 'frame, exception next'],
    ['  [Previous line repeated 996 more times]', 'mark, exception next'],
    ['          ~~~~^^^^', 'mark, exception either'],
    ['  +-+---------------- 1 ----------------', 'mark, exception either'],
    ['During handling of the above exception, another exception occurred:', 'chain, exception either'],
    ['    at async Shop.buy (file:///app/src/shop.mjs:20:3)', 'frame, exception previous'],
    ['    at Layer.handle (/app/layer.js:95:5) {', 'frame, exception previous'],
    ['    at async Promise.all (index 0)', 'frame, exception previous'],
    ['/app/src/pay.js:12', 'mark, exception next'],
    ['Node.js v20.11.0', 'mark, exception previous'],
    ['\tat com.acme.Shop.buy(Shop.java:12) ~[app.jar:1.0]', 'frame, exception previous'],
    ['\t... 26 more', 'mark, exception previous'],
    ['goroutine 18 [running]:', 'mark, exception previous'],
    ['main.(*Server).Handle(0xc000010000, {0x1, 0x2})', 'frame, exception previous'],
    ['main.load(...)', 'frame, exception previous'],
    ['acme.com/shop/oven.(*Oven).Heat', 'frame, exception previous'],
    ['net/http.HandlerFunc.ServeHTTP', 'frame, exception previous'],
    ['main.run.func1', 'frame, exception previous'],
    ['created by net/http.(*Server).Serve in goroutine 1', 'frame, exception previous'],
    ['\t/app/server.go:12 +0x1d', 'frame, exception previous'],
    ['Task failed\nTraceback (most recent call last):', 'opening, exception next'],
    ["\tfrom /app/cart.rb:3:in 'block in Cart#add'", 'frame, exception previous'],
    ["app/controllers/carts_controller.rb:20:in `show'", 'frame, exception previous'],
    ["[c6034478-4026] app/controllers/carts_controller.rb:20:in `show'", 'frame, exception previous'],
    ["2024-05-01T10:00:00Z pid=4 tid=a WARN: /app/jobs/pay.rb:12:in 'perform'", 'frame, exception previous'],
    ['app/views/users/show.html.erb:2', 'frame, exception previous'],
    [
      '#<Thread:0x00007f1 /app/x.rb:5 run> terminated with exception (report_on_exception is true):',
      'mark, exception next',
    ],
    ['#0 /app/Shop.php(12): App\\Cart->add(NULL)', 'frame, exception previous'],
    ['#1 [internal function]: App\\{closure}()', 'frame, exception previous'],
    ['#2 {main}', 'frame, exception previous'],
    ['Stack trace:', 'mark, exception previous'],
    ['[stacktrace]', 'mark, exception previous'],
    ['  thrown in /app/Cart.php on line 7', 'mark, exception previous'],
    ['"} ', 'mark, exception previous'],
    ["/app/a.rb:1:in 'b'\n/app/a.rb:9:in 'c'", 'frame, exception previous'],
    ['\tat a.b.C.d(C.java:1)\n\tat a.b.C.e(C.java:2)\n\t... 3 more', 'frame, exception previous'],
  ])('%j is known', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    '',
    "ValueError: it's bad",
    'We meet\n  at noon (10:30)',
    '  at home (12:30)',
    '----------------',
    '  "at": "x",',
    'the file "/app/x.py", line 3, is gone',
    'the   File "/app/x.py", line 3, is gone',
    'print(1)',
    'GET /orders (12 ms)',
    'see https://example.com/a:80',
    'Listening on http://0.0.0.0:8080',
    '/health',
    'cdn.example.com/img/Cake.png',
    'example.com/index.html',
    'shop.oven.heat',
    'main.py',
    'runtime.error',
    'docs/README',
    '#7 is late',
    '#0 begin (1): now',
    "called from: /app/x.rb:6:in 'get'",
    'app/cart.rb: 2 offences',
  ])('%j is none', (text) => {
    expect(read(text)).toBeNull();
  });

  it('is read in no time, however hostile', () => {
    const started = performance.now();
    for (const piece of [
      '  File "',
      'x  File "a", line 1',
      'a.com/b.C.',
      'a.(*b).',
      '\tat a.',
      'a.b(',
      '    at x (',
      '[ |',
      '+-',
      '~^',
      'at (',
      '\n  at x:1:1',
      '... 1 ',
      ":in '",
      'a.rb:1:',
      '#0 (1): ',
      '] a.rb:1',
    ]) {
      const text = piece.repeat(Math.ceil(262_144 / piece.length));
      readTraceLine(text);
      traceLineSkeleton(text);
      traceLineSkeleton(` ${text}`);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('its skeleton', () => {
  it.each([
    ['  File "/app/v2/main.py", line 10, in <module>', ['<at>', '/app/v#/main.py:10(<module>)']],
    ['[rank0]:   File "/app/v2/main.py", line 10, in load', ['<at>', '/app/v#/main.py:10(load)']],
    ['\t/app/server.go:12 +0x1d', ['<at>', '/app/server.go:12']],
    ['main.(*Server).Handle(0xc000010000, {0x1, 0x2})', ['<at>', 'main.(*Server).Handle']],
    ['    return session.get(7)', ['<code>', 'return_session.get(#)']],
    ['    self.x = load()', ['<code>', 'self.x_=_load()']],
    ['/app/src/pay.js:12', ['<at>', '/app/src/pay.js:12']],
    ["\tfrom app/cart.rb:3:in 'block in Cart#add'", ['<at>', 'app/cart.rb:3(Cart#add)']],
    ["[c60-44] app/cart.rb:20:in `show'", ['<at>', 'app/cart.rb:20(show)']],
    ['app/views/show.html.erb:2', ['<at>', 'app/views/show.html.erb:2']],
    ['#0 /app/Shop.php(12): App\\Cart->add(NULL, 7)', ['<at>', '/app/Shop.php:12(App\\Cart->add)']],
    ['#12 {main}', ['<at>', '({main})']],
  ])('of %j says which frame it is', (text, expected) => {
    expect(traceLineSkeleton(text)).toEqual(expected);
  });

  it.each([
    '  "name": "ann",',
    '   retrying in 5 s',
    '  - first',
    '  from 10.0.0.1 port 22',
    'connect(5)',
    'it works (5 ms)',
  ])('is none for %j', (text) => {
    expect(traceLineSkeleton(text)).toBeNull();
  });

  it('is none for a whole trace', () => {
    for (const { text } of Object.values(TRACES)) expect(readTraceLine(text)?.role).not.toBe('opening');
  });
});
