import { describe } from 'vitest';
import { type ProblemSet, testProblemSet } from '../support/problem-set.ts';

describe('entries of several problems of PHP', () => {
  const uncaught = (said: string, place: string, calls: readonly string[]) =>
    `PHP Fatal error:  Uncaught ${said} in ${place}\nStack trace:\n${[...calls, '{main}'].map((call, i) => `#${i} ${call}`).join('\n')}\n  thrown in ${place.replace(':', ' on line ')}`;
  const laravel = (i: number, type: string, said: string, place: string, call: string) =>
    `[2026-06-01 14:35:${10 + i}] production.ERROR: ${said} {"userId":${i},"exception":"[object] (${type}(code: 0): ${said} at ${place})\n[stacktrace]\n#0 ${call}\n#1 {main}\n"} `;
  const problems: ProblemSet = [
    [
      String.raw`App\Cart::add(): Argument … ($item) must be of type App\Item, null given`,
      (i) =>
        uncaught(
          String.raw`TypeError: App\Cart::add(): Argument #1 ($item) must be of type App\Item, null given, called in /app/src/Shop.php on line ${12 + i} and defined`,
          `/app/src/Cart.php:${7 + i}`,
          [String.raw`/app/src/Shop.php(${12 + i}): App\Cart->add(NULL, 'order ${i}')`],
        ),
    ],
    [
      'Call to a member function total() on null in Cart->price',
      (i) =>
        laravel(
          i,
          'Error',
          'Call to a member function total() on null',
          `/app/app/Cart.php:${i}`,
          String.raw`/app/app/Shop.php(${i + 9}): App\\Cart->price()`,
        ),
    ],
    [
      'Call to a member function total() on null in Invoice->sum',
      (i) =>
        laravel(
          i,
          'Error',
          'Call to a member function total() on null',
          `/app/app/Invoice.php:${i}`,
          String.raw`/app/app/Shop.php(${i + 70}): App\\Invoice->sum()`,
        ),
    ],
    [
      "Duplicate entry … for key 'users.email'",
      (i) =>
        laravel(
          i,
          String.raw`Illuminate\\Database\\UniqueConstraintViolationException`,
          `SQLSTATE[23000]: Integrity constraint violation: 1062 Duplicate entry 'ann${i}@example.com' for key 'users.email' (Connection: mysql, SQL: insert into users values (${i}, 'n${i}'))`,
          '/app/vendor/laravel/Connection.php:817',
          String.raw`/app/app/SignUp.php(${12 + i}): Illuminate\\Database\\Connection->insert('insert', Array)`,
        ),
    ],
    [
      'the warehouse does not know this article',
      (i) =>
        uncaught(
          String.raw`App\Exceptions\StockMissing: the warehouse does not know this article: ${i * 31}`,
          `/app/src/Stock.php:${40 + i}`,
          [String.raw`/app/src/Pick.php(${i}): App\Stock->take(${i})`],
        ).replace(/^.*?Uncaught /, ''),
    ],
    [
      'the warehouse does not know this pallet',
      (i) =>
        uncaught(
          String.raw`App\Exceptions\StockMissing: the warehouse does not know this pallet: ${i * 31}`,
          `/app/src/Stock.php:${80 + i}`,
          [String.raw`/app/src/Pick.php(${i}): App\Stock->lift(${i})`],
        ).replace(/^.*?Uncaught /, ''),
    ],
    [
      'Undefined array key "total" (Pick.php)',
      (i) => `PHP Warning:  Undefined array key "total" in /app/src/Pick.php on line ${i}`,
    ],
    [
      'Undefined array key "total" (Pack.php)',
      (i) => `PHP Warning:  Undefined array key "total" in /app/src/Pack.php on line ${i}`,
    ],
    [
      'Division by zero',
      (i) =>
        `[Mon Jul 06 12:45:${10 + i}.358379 2026] [php:error] [pid 18${i}] [client 10.1.84.${i}:349${i}] ${uncaught('DivisionByZeroError: Division by zero', `/app/src/Rate.php:${8 + i}`, [`/app/src/Quote.php(${9 + i}): Rate->per(${i})`]).replaceAll('\n', '\\n')}`,
    ],
  ];
  testProblemSet(problems);
});
