import { describe, expect, it } from 'vitest';
import { parseStackTrace } from '../../src/cluster/skeleton/stack-trace.ts';
import { plainMessage } from '../../src/collect/plain-message.ts';
import { errorsIn, framesIn, traceIn } from '../support/stack-traces.ts';

const UNCAUGHT = `/app/lib/cart.rb:12:in \`charge': undefined method \`id' for nil:NilClass (NoMethodError)
\tfrom /app/lib/checkout.rb:3:in \`block (2 levels) in call'
\tfrom /usr/local/bundle/gems/rack-2.2.8/lib/rack/builder.rb:3:in \`call'
\tfrom <internal:kernel>:187:in \`loop'
\tfrom /usr/local/lib/ruby/3.2.0/set.rb:501:in \`each'
\tfrom /app/main.rb:1:in \`<main>'`;

describe('an exception that Ruby prints since nobody caught it', () => {
  it('gives its exception and its frames, innermost last', () => {
    expect(errorsIn(UNCAUGHT)).toEqual([['NoMethodError', "undefined method `id' for nil:NilClass"]]);
    expect(framesIn(UNCAUGHT)).toEqual([
      'own /app/main.rb:1 <main>',
      'lib /usr/local/lib/ruby/3.2.0/set.rb:501 each',
      'lib <internal:kernel>:187 loop',
      'lib /usr/local/bundle/gems/rack-2.2.8/lib/rack/builder.rb:3 call',
      'own /app/lib/checkout.rb:3 call',
      'own /app/lib/cart.rb:12 charge',
    ]);
    expect(traceIn(UNCAUGHT).head).toBe('');
  });

  it('may be quoted as newer versions do, and show the code below its message', () => {
    const text = `/app/lib/cart.rb:12:in 'Cart#charge': nil can't be coerced into Integer (TypeError)

    price + nil
            ^^^
\tfrom /app/lib/checkout.rb:3:in 'block in Checkout.call'
\tfrom /app/main.rb:1:in '<main>'`;
    expect(errorsIn(text)).toEqual([['TypeError', "nil can't be coerced into Integer"]]);
    expect(framesIn(text)?.slice(1)).toEqual([
      'own /app/lib/checkout.rb:3 Checkout.call',
      'own /app/lib/cart.rb:12 Cart#charge',
    ]);
  });

  it('has its causes behind what they caused', () => {
    const text = `/app/lib/sync.rb:5:in 'rescue in Sync#pull': could not pull the catalogue (SyncError)
\tfrom /app/lib/sync.rb:2:in 'Sync#pull'
/app/lib/feed.rb:9:in 'Feed#parse': unexpected character (JSON::ParserError)
\tfrom /app/lib/sync.rb:3:in 'Sync#pull'`;
    expect(errorsIn(text)).toEqual([
      ['SyncError', 'could not pull the catalogue'],
      ['JSON::ParserError', 'unexpected character'],
    ]);
    expect(framesIn(text, 0)).toEqual(['own /app/lib/sync.rb:2 Sync#pull', 'own /app/lib/sync.rb:5 Sync#pull']);
    expect(framesIn(text)).toEqual(['own /app/lib/sync.rb:3 Sync#pull', 'own /app/lib/feed.rb:9 Feed#parse']);
  });

  it.each([
    ['behind its first line', 'relation "carts" does not exist (PG::UndefinedTable)\nLINE 1: SELECT * FROM carts'],
    ['behind its last one', 'relation "carts" does not exist\nLINE 1: SELECT * FROM carts (PG::UndefinedTable)'],
  ])('may have a message of several lines, with the type %s', (_where, message) => {
    const text = `/app/db.rb:3:in 'load': ${message}\n\tfrom /app/main.rb:1:in '<main>'`;
    expect(errorsIn(text)).toEqual([
      ['PG::UndefinedTable', 'relation "carts" does not exist\nLINE 1: SELECT * FROM carts'],
    ]);
  });

  it('may be without a method, without a message, in a thread, in colour, or written as one line', () => {
    expect(errorsIn('/app/x.rb:6: syntax error, unexpected end-of-input (SyntaxError)')).toEqual([
      ['SyntaxError', 'syntax error, unexpected end-of-input'],
    ]);
    expect(errorsIn("/app/x.rb:6:in 'go': unhandled exception (RuntimeError)\n\tfrom /app/x.rb:9:in '<main>'")).toEqual(
      [['RuntimeError', '']],
    );
    const thread = '#<Thread:0x00007f1 /app/x.rb:5 run> terminated with exception (report_on_exception is true):';
    expect(traceIn(`${thread}\n${UNCAUGHT}`)).toEqual({ ...traceIn(UNCAUGHT), head: thread });
    const bold = UNCAUGHT.replace('undefined', '\u001b[1mundefined').replace(
      'NoMethodError',
      '\u001b[1;4m$&\u001b[m\u001b[1m',
    );
    expect(traceIn(plainMessage(bold))).toEqual(traceIn(UNCAUGHT));
    expect(traceIn(UNCAUGHT.replaceAll('\n', '\\n').replaceAll('\t', '\\t'))).toEqual(traceIn(UNCAUGHT));
  });

  it('says where it was thrown in its first line already', () => {
    const [first = ''] = UNCAUGHT.split('\n');
    expect(framesIn(first)).toEqual(['own /app/lib/cart.rb:12 charge']);
    expect(errorsIn(first)).toEqual(errorsIn(UNCAUGHT));
  });

  it('shows nothing of the objects in its message but their class', () => {
    const about = (object: string) => errorsIn(UNCAUGHT.replace('nil:NilClass', object))[0]?.[1];
    expect(about('#<User:0x000055d5aa77 @id=7>')).toBe("undefined method `id' for #<User>");
    expect(about('#<Shop::User id: 7, name: "ann">')).toBe("undefined method `id' for #<Shop::User>");
    expect(about('#<User>')).toBe("undefined method `id' for #<User>");
  });

  it('takes no built-in method for code of the application, though it has the place of its caller', () => {
    const text = `/app/rate.rb:12:in 'Integer#/': divided by 0 (ZeroDivisionError)
\tfrom /app/rate.rb:12:in 'Rate#per_unit'
\tfrom /app/main.rb:1:in '<main>'`;
    expect(framesIn(text)?.slice(1)).toEqual(['own /app/rate.rb:12 Rate#per_unit', 'lib /app/rate.rb:12 Integer#/']);
  });
});

describe('an exception that a logger writes above the places', () => {
  const PLACES = "/app/jobs/pay.rb:12:in 'PayJob#perform'\n/usr/local/bundle/gems/sidekiq-7.2/lib/job.rb:3:in 'call'";

  it.each([
    [
      'Sidekiq',
      '2024-05-01T10:00:00.123Z pid=4 tid=abc class=PayJob jid=77 WARN: Net::ReadTimeout: bank did not answer',
      '2024-05-01T10:00:00.123Z pid=4 tid=abc class=PayJob jid=77 WARN:',
    ],
    [
      "Ruby's logger",
      'E, [2024-05-01T10:00:00.123456 #1] ERROR -- : bank did not answer (Net::ReadTimeout)',
      'E, [2024-05-01T10:00:00.123456 #1] ERROR -- :',
    ],
    [
      'Puma',
      'Rack app ("GET /pay" - (127.0.0.1)): #<Net::ReadTimeout: bank did not answer>',
      'Rack app ("GET /pay" - (127.0.0.1)):',
    ],
    ['Sinatra', '2024-05-01 10:00:00 - Net::ReadTimeout - bank did not answer:', '2024-05-01 10:00:00'],
    ['Rails', 'Net::ReadTimeout (bank did not answer):\n  ', ''],
  ])('as %s does', (_who, line, head) => {
    const text = `${line}\n${PLACES}`;
    expect(errorsIn(text)).toEqual([['Net::ReadTimeout', 'bank did not answer']]);
    expect(framesIn(text)).toEqual([
      'lib /usr/local/bundle/gems/sidekiq-7.2/lib/job.rb:3 call',
      'own /app/jobs/pay.rb:12 PayJob#perform',
    ]);
    expect(traceIn(text).head).toBe(head);
  });

  it('is found behind the tags of a request, and its frames with them', () => {
    const lines = [
      '  ',
      "NoMethodError (undefined method 'id' for nil):",
      '  ',
      "app/controllers/carts_controller.rb:20:in 'CartsController#show'",
      "actionpack (7.0.4) lib/action_controller/metal.rb:227:in 'dispatch'",
    ];
    const text = lines.map((line) => `[c6034478-4026-4ded-9e3c-088c76d056f1] ${line}`).join('\n');
    expect(traceIn(text)).toEqual(traceIn(lines.join('\n')));
    expect(framesIn(text)).toEqual([
      'lib actionpack (7.0.4) lib/action_controller/metal.rb:227 dispatch',
      'own app/controllers/carts_controller.rb:20 CartsController#show',
    ]);
  });

  it('may have a message of several lines in its brackets', () => {
    const text = `ActiveRecord::StatementInvalid (PG::UndefinedTable: ERROR:  relation "carts" does not exist
LINE 1: SELECT * FROM carts
                      ^
):
  
app/models/cart.rb:20:in 'Cart.load'`;
    expect(errorsIn(text)).toEqual([
      [
        'ActiveRecord::StatementInvalid',
        'PG::UndefinedTable: ERROR:  relation "carts" does not exist\nLINE 1: SELECT * FROM carts\n                      ^',
      ],
    ]);
  });

  it('has its causes as Rails shows them, and no number that a template got by chance', () => {
    const text = `  
ActionView::Template::Error (undefined method 'name' for nil)
Caused by: NoMethodError (undefined method 'name' for nil)

Information for: ActionView::Template::Error (undefined method 'name' for nil):
    1: <p>
    2: <%= @user.name %>
  
app/views/users/show.html.erb:2
  
Information for cause: NoMethodError (undefined method 'name' for nil):
    2: <%= @user.name %>
  
app/views/users/show.html.erb:2:in '_app_views_users_show_html_erb___123456_789'`;
    expect(errorsIn(text)).toEqual([
      ['ActionView::Template::Error', "undefined method 'name' for nil"],
      ['NoMethodError', "undefined method 'name' for nil"],
    ]);
    expect(framesIn(text)).toEqual(['own app/views/users/show.html.erb:2 _app_views_users_show_html_erb']);
    expect(traceIn(text).head).toBe('');
  });
});

describe('text that is no backtrace of Ruby', () => {
  it.each([
    ['a warning', "/app/x.rb:6:in 'get': warning: this is old\nand so is that"],
    ['places without an exception', "called from here:\n/app/x.rb:6:in 'get'\n/app/x.rb:9:in 'go'"],
    ['a list of files', 'changed:\nlib/cart.rb: 3 lines\nlib/shop.rb: 4 lines'],
    ['one line with a type', 'Payment failed (NoMethodError)'],
  ])('%s', (_what, text) => {
    expect(parseStackTrace(text)).toBeNull();
  });
});
