import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { splitTrace, TRACES } from '../support/split-trace.ts';

const titles = (entries: readonly CollectedEntry[]) =>
  clusterAll(entries)
    .map(({ title }) => title)
    .sort();

const ruby = (error: string, place: string, caller = "app/checkout.rb:3:in 'Checkout#call'") =>
  `/${place}: ${error}\n\tfrom /${caller}\n\tfrom /usr/local/bundle/gems/rack-2.2.8/lib/rack.rb:3:in 'call'\n\tfrom /app/main.rb:1:in '<main>'`;
const php = (error: string, file: string, call: string) =>
  `PHP Fatal error:  Uncaught ${error} in ${file}:7\nStack trace:\n#0 ${call}\n#1 /app/public/index.php(20): run()\n#2 {main}\n  thrown in ${file} on line 7`;

const PROBLEMS: readonly (readonly [title: string, text: string])[] = [
  [
    "undefined method 'id' for nil in Cart#charge",
    ruby("undefined method 'id' for nil (NoMethodError)", "app/cart.rb:12:in 'Cart#charge'"),
  ],
  [
    "undefined method 'id' for nil in Order#total",
    ruby(
      "undefined method 'id' for nil (NoMethodError)",
      "app/order.rb:40:in 'Order#total'",
      "app/bill.rb:3:in 'Bill#sum'",
    ),
  ],
  [
    'the feed of the bank is empty',
    `${ruby('could not pull the catalogue (SyncError)', "app/sync.rb:5:in 'rescue in Sync#pull'")}\n${ruby('the feed of the bank is empty (Feed::Empty)', "app/feed.rb:9:in 'Feed#parse'", "app/sync.rb:3:in 'Sync#pull'")}`,
  ],
  [TRACES['ruby, as Rails logs it'].title, TRACES['ruby, as Rails logs it'].text],
  [
    'bank did not answer in time',
    "2024-05-01T10:00:00.123Z pid=4 tid=ab WARN: Net::ReadTimeout: bank did not answer in time\n2024-05-01T10:00:00.123Z pid=4 tid=ab WARN: /app/jobs/pay_job.rb:12:in 'PayJob#perform'\n/usr/local/bundle/gems/sidekiq-7.2/lib/sidekiq/processor.rb:3:in 'call'",
  ],
  [
    'Call to a member function total() on null in Cart->price',
    php(
      'Error: Call to a member function total() on null',
      '/app/src/Cart.php',
      String.raw`/app/src/Shop.php(12): App\Cart->price(7)`,
    ),
  ],
  [
    'Call to a member function total() on null in Invoice->sum',
    php(
      'Error: Call to a member function total() on null',
      '/app/src/Invoice.php',
      String.raw`/app/src/Bill.php(9): App\Invoice->sum()`,
    ),
  ],
  [TRACES['php, with what followed'].title, TRACES['php, with what followed'].text],
  [TRACES['php, as Laravel logs it'].title, TRACES['php, as Laravel logs it'].text],
];

describe('stack traces of Ruby and PHP with an entry for each line', () => {
  const entriesOf = (chosen: typeof PROBLEMS, severity: CollectedEntry['severity'] = 'DEFAULT') =>
    repeat(5, (i) =>
      chosen.flatMap(([, text], p) =>
        splitTrace(text, { at: i * 600 + p * 37 + ((i * p) % 7), instance: `i${i % 2}`, severity }),
      ),
    );

  it.each(['DEFAULT', 'ERROR'] as const)('are one cluster for each problem, where all is %s', (severity) => {
    expect(titles(entriesOf(PROBLEMS, severity))).toEqual(PROBLEMS.map(([title]) => title).sort());
  });

  it('stay two with each other', () => {
    for (const [a, one] of PROBLEMS.entries()) {
      for (const other of PROBLEMS.slice(a + 1)) expect(clusterAll(entriesOf([one, other]))).toHaveLength(2);
    }
  });

  it('are one problem with the same traces in one entry', () => {
    const whole = PROBLEMS.map(([, message], p) => collected({ at: 9_000 + p * 60, message }));
    expect(clusterAll([...entriesOf(PROBLEMS), ...whole])).toHaveLength(PROBLEMS.length);
  });

  it('are the same in any order, byte for byte', () => {
    const entries = entriesOf(PROBLEMS);
    const expected = JSON.stringify(clusterAll(entries));
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(JSON.stringify(clusterAll(shuffled))).toBe(expected);
      }),
      { numRuns: 12 },
    );
  });

  it('know their frames, also those that only the line with the exception or only the calls tell', () => {
    const framesOf = (name: string) =>
      clusterAll(
        entriesOf(PROBLEMS.filter(([title]) => title.endsWith(name) || title === name)),
      )[0]?.rootCause?.frames.map((frame) => `${frame.own ? 'own' : 'lib'} ${frame.file} ${frame.function}`);
    expect(framesOf('Cart#charge')).toEqual([
      'own /app/main.rb <main>',
      'lib /usr/local/bundle/gems/rack-2.2.8/lib/rack.rb call',
      'own /app/checkout.rb Checkout#call',
      'own /app/cart.rb Cart#charge',
    ]);
    expect(framesOf('Cart->price')).toEqual([
      'own /app/public/index.php {main}',
      'own /app/src/Shop.php run',
      String.raw`own /app/src/Cart.php App\Cart->price`,
    ]);
  });
});

describe('two exceptions of Ruby, one right after the other', () => {
  const a = ruby('no tea is left (TeaError)', "app/tea.rb:3:in 'Tea#pour'");
  const b = ruby('no cup is clean (CupError)', "app/cup.rb:3:in 'Cup#take'", "app/sink.rb:9:in 'Sink#look'");

  it('are two problems where each comes without the other as well', () => {
    const entries = repeat(6, (i) => [
      ...splitTrace(a, { at: i * 60 }),
      ...splitTrace(b, { at: i * 60 + (i % 2 === 0 ? 0.0005 : 30) }),
    ]);
    expect(titles(entries)).toEqual(['no cup is clean', 'no tea is left']);
  });

  it('are one where neither ever does: the second is the cause of the first', () => {
    const [cluster, ...others] = clusterAll(repeat(6, (i) => splitTrace(`${a}\n${b}`, { at: i * 60 })));
    expect(others).toEqual([]);
    expect(cluster?.rootCause).toMatchObject({ type: 'CupError' });
    expect(cluster?.rules.join('\n')).toContain('followed from');
  });
});
