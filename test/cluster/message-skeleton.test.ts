import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageSkeleton } from '../../src/cluster/skeleton/message-skeleton.ts';
import { mergeTemplates } from '../../src/cluster/templates.ts';

const skeleton = (message: string, exception: string | null = null) =>
  messageSkeleton(message, exception).tokens.join(' ');

/** A Python traceback through own files, and one of a library, that ends in the given line. */
function traceback(ending: string, { line = 10, files = ['main', 'cart'] }: { line?: number; files?: string[] } = {}) {
  const own = files.map((file) => `  File "/app/shop/${file}.py", line ${line}, in run_${file}\n    step()`);
  const library = `  File "/usr/lib/python3/dist-packages/lib/core.py", line 7, in call\n    inner()`;
  return ['Traceback (most recent call last):', ...own, library, ending].join('\n');
}

/** Any code units, lone surrogates and control characters too. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 127 }), fc.integer({ min: 128, max: 0xffff })), { maxLength: 200 })
  .map((codes) => String.fromCharCode(...codes));

describe('the skeleton of a stack trace', () => {
  it('is its head, exception, message and the own frames that lead to it', () => {
    expect(skeleton(`Task 17 failed\n${traceback('ValueError: bad step 9')}`)).toBe(
      'Task <*> failed <trace> ValueError: bad step <*> <at> /app/shop/main.py(run_main) <at> /app/shop/cart.py(run_cart)',
    );
  });

  it('does not change with line numbers, values or how the call came about', () => {
    const few = skeleton(traceback('ValueError: bad step 9', { line: 10, files: ['a', 'main', 'cart', 'pay'] }));
    const many = skeleton(traceback('ValueError: bad step 3', { line: 99, files: ['b', 'c', 'main', 'cart', 'pay'] }));
    expect(few).toBe(many);
  });

  it('has every exception of a chain', () => {
    const chained = `${traceback("KeyError: 'id'")}\n\nDuring handling of the above exception, another exception occurred:\n\n${traceback('RuntimeError: no cart')}`;
    expect(skeleton(chained)).toBe(
      "<trace> RuntimeError: no cart <cause> KeyError: 'id' <at> /app/shop/main.py(run_main) <at> /app/shop/cart.py(run_cart)",
    );
  });

  it('is found beside the message where its type is behind a module or a namespace', () => {
    const beside = (exception: string) => messageSkeleton('It broke', exception).trace?.thrown.map(({ type }) => type);
    expect(beside('ActiveRecord::RecordNotFound: no such cart')).toEqual(['ActiveRecord::RecordNotFound']);
    expect(beside('App\\CartIsEmpty: nothing to pay for')).toEqual(['App\\CartIsEmpty']);
    expect(beside("Net::ReadTimeout: gone\n/app/a.rb:1:in 'b'")).toEqual(['Net::ReadTimeout']);
  });

  it('is found beside the message too', () => {
    const { tokens, trace } = messageSkeleton('Cannot buy 3 things', traceback('ValueError: bad step 9'));
    expect(tokens.slice(0, 6).join(' ')).toBe('Cannot buy <*> things <trace> ValueError:');
    expect(trace?.thrown.map(({ type }) => type)).toEqual(['ValueError']);
  });

  it('leaves out a message that only repeats what the exception says', () => {
    expect(skeleton('bad step 9', traceback('ValueError: bad step 9', { files: [] }))).toBe(
      skeleton(traceback('ValueError: bad step 9', { files: [] })),
    );
    expect(skeleton('ValueError: bad step', 'ValueError: bad step')).toBe('<trace> ValueError: bad step');
    expect(skeleton('a bad step', 'ValueError: bad step')).toBe('a bad step <trace> ValueError: bad step');
  });

  it('may come from a type and a value without frames', () => {
    expect(skeleton('Cannot buy', 'ValueError: bad step 9')).toBe('Cannot buy <trace> ValueError: bad step <*>');
  });

  it('takes the first line of an error that is no exception', () => {
    expect(skeleton('Cannot buy 3 things', 'order 9 is not open\nask again')).toBe(
      'Cannot buy <*> things <error> order <*> is not open <lines>',
    );
  });

  it('takes library frames where there are no others', () => {
    expect(skeleton(traceback('ValueError: bad', { files: [] }))).toBe(
      '<trace> ValueError: bad <at> /usr/lib/python#/dist-packages/lib/core.py(call)',
    );
  });
});

describe('templates of whole entries', () => {
  const templates = (...messages: string[]) =>
    new Set(
      mergeTemplates(messages.map((message) => messageSkeleton(message, null).tokens)).map((tokens) =>
        tokens.join(' '),
      ),
    );

  it('two missing modules are two problems', () => {
    expect(
      templates(
        traceback("ModuleNotFoundError: No module named 'shop.app.cart'"),
        traceback("ModuleNotFoundError: No module named 'shop.app.bank'"),
      ),
    ).toHaveLength(2);
  });

  it('two places are two problems, even with one message', () => {
    const places = ['a', 'b', 'c', 'd', 'e'].map((file) => traceback('ValueError: bad', { files: [file] }));
    expect(templates(...places)).toHaveLength(5);
  });

  it('two exception types never share a template', () => {
    const types = ['ValueError', 'KeyError', 'app.Abandon', 'app.Retry', 'StopIteration'];
    expect(templates(...types.map((type) => traceback(`${type}: it broke here`)))).toHaveLength(5);
  });

  it('a trace and a line that quotes it never share a template', () => {
    expect(templates(traceback('ValueError: it broke here'), 'ValueError: it broke here')).toHaveLength(2);
  });
});

describe('the skeleton of several lines', () => {
  it('is the first line where that is a sentence', () => {
    expect(skeleton('Could not load 3 plugins\n- a1b2\n- c3d4\n- e5f6')).toBe('Could not load <*> plugins <lines>');
    expect(skeleton('Could not load 4 plugins\n- x9')).toBe('Could not load <*> plugins <lines>');
  });

  it('is more lines where the first says too little', () => {
    expect(skeleton('Errors:\n\nthe disk is full\nmore')).toBe('Errors : <lines> the disk is full <lines>');
  });

  it.each([
    [
      'a call that failed, without what a debugger shows',
      'RPC to the stock ended with:\n\tstatus = Code.LATE\n\tdetails = "took 3 s"\n\tdebug = "at 10.0.0.7"\n>',
      'RPC to the stock ended with : <lines> status = Code.LATE <lines> details = " took <*> " <lines>',
    ],
    [
      'the first of a list',
      'These steps went wrong:\n- the oven is cold\n- no flour',
      'These steps went wrong : <lines> - the oven is cold <lines>',
    ],
    [
      'errors that are counted, below the names of fields',
      "2 validation errors for Cake\nsize\n  Field required [type=missing, input={'a': 1}]\nname\n  Too long",
      '<*> validation errors for Cake <lines> size <lines> Field required <lines>',
    ],
    [
      'what is below a heading',
      'x.Analyser reports at once:\n\n*****\nBAKERY FAILED\n*****\n\nReason:\n\nNo oven was found\n\nAction:\n\nbuy',
      'x.Analyser reports at once : <lines> BAKERY FAILED <lines> Reason : <lines> No oven was found <lines>',
    ],
    [
      'no request that was written down',
      'caught while it served this:\nGET /cakes/7 HTTP/1.1\nHost: shop\n\nthe oven is cold',
      'caught while it served this : <lines> the oven is cold <lines>',
    ],
    [
      'no code around a place',
      'Bad `oven.find()` call in\n/app/oven.js:31:44\n\n  30 async find() {\n→ 31   return oven.find(\nThe oven is not there.',
      'Bad ` oven.find ( ) ` call in <lines> The oven is not there . <lines>',
    ],
    [
      'no data before it',
      'Bad `oven.find()` call now:\n\n{\n  where: {\n    id: 7\n  }\n}\n\nThe oven is not there.',
      'Bad ` oven.find ( ) ` call now : <lines> The oven is not there . <lines>',
    ],
    [
      'the root of numbered causes',
      'Error: cannot bake the cake\n\nCaused by:\n    0: no heat\n    1: line 3 is cut (os error 5)\n\nStack backtrace:\n   0: main',
      'Error : cannot bake the cake <lines> line <*> is cut ( os error <*> ) <lines>',
    ],
    [
      'the only cause',
      'cannot bake the cake\n\nCaused by:\n    no heat',
      'cannot bake the cake <lines> no heat <lines>',
    ],
    [
      'the root of causes that are numbered from the beginning',
      'Error:\n   0: cannot bake a cake\n   1: no heat at all\n\nLocation:\n   src/main.rs:7',
      'Error : <lines> <*> : cannot bake a cake <lines> no heat at all <lines>',
    ],
  ])('tells what is announced: %s', (_, message, expected) => {
    expect(skeleton(message)).toBe(expected);
  });

  it('is the same with any id in hex', () => {
    const list = (id: string) => skeleton(`These cakes are not ready:\n${id} apple`);
    expect(list('0000ce0000')).toBe(list('0000120000'));
  });

  it.each([
    ['names', 'These cakes are not ready:\n- apple-1f\n- cheese'],
    ['data', 'This cake was not taken:\n{\n  "name": "apple pie"\n}'],
    ['names in lines of their own', 'These cakes are not ready:\napple\ncheese'],
  ])('leaves out what is below an announcement where that is %s', (_, message) => {
    expect(skeleton(message)).toBe(`${skeleton(message.split('\n', 1)[0] ?? '')} <lines>`);
  });

  it('of one line and some white space is that line', () => {
    expect(skeleton('  the disk is full\n\n')).toBe('the disk is full');
  });
});

describe('any message', () => {
  it('has a skeleton, and the same one each time', () => {
    fc.assert(
      fc.property(anyText, fc.option(fc.string({ maxLength: 100 })), (message, exception) => {
        const { tokens } = messageSkeleton(message, exception);
        expect(tokens.length).toBeGreaterThan(0);
        expect(messageSkeleton(message, exception).tokens).toEqual(tokens);
      }),
    );
  });

  it('takes no more than a moment for 256 KiB', { timeout: 120_000 }, () => {
    const unit = fc.constantFrom(
      'word ',
      '\n',
      '  File "a", line 1, in f\n',
      '    at f (a:1:2)\n',
      "'",
      '[',
      '::',
      '1.',
      'Error: ',
      '/',
      '{a}',
      "/a.rb:1:in 'b'",
      ': c (DError)\n',
      '\n#0 /a.php(1): b()',
      ' in /a.php:1',
      '[object] (A(code: 0): ',
    );
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 6 }), (parts) => {
        const piece = parts.join('');
        const text = piece.repeat(Math.ceil(262_144 / piece.length));
        const started = performance.now();
        messageSkeleton(text, text);
        expect(performance.now() - started).toBeLessThan(3000);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the place of a frame', () => {
  const place = (file: string) =>
    skeleton(`Error: no\n    at load (/app/${file}:7:1)`).replace('<trace> Error: no <at> /app/', '');

  it.each([
    ['_server.ts-DaXk2x_7.js', '_server.ts-#.js(load)'],
    ['index-DaXkYxQw.mjs', 'index-#.mjs(load)'],
    ['main.3f2a9c1b.js', 'main.#.js(load)'],
    ['page-0a1b2c3d4e5f6071.js', 'page-#.js(load)'],
  ])('has no hash of a build: %s', (file, expected) => {
    expect(place(file)).toBe(expected);
  });

  it.each([
    ['cart-service.js', 'cart-service.js(load)'],
    ['OAuth2Client.js', 'OAuth#Client.js(load)'],
    ['x-MyWidget.js', 'x-MyWidget.js(load)'],
    ['abc.defaced1.ts', 'abc.defaced#.ts(load)'],
    ['deadbeef.js', 'deadbeef.js(load)'],
  ])('keeps names: %s', (file, expected) => {
    expect(place(file)).toBe(expected);
  });
});
