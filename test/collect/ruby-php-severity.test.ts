import { describe, expect, it } from 'vitest';
import { severityInText } from '../../src/collect/severity-in-text.ts';

describe('the severity of lines that Ruby and PHP write', () => {
  it.each([
    ["/app/lib/cart.rb:12:in `charge': undefined method `id' for nil (NoMethodError)", 'ERROR'],
    ["/app/lib/cart.rb:12:in 'Cart#charge': undefined method 'id' for nil (NoMethodError)", 'ERROR'],
    ["\tfrom /app/main.rb:1:in '<main>'", 'ERROR'],
    ["app/controllers/carts_controller.rb:20:in 'CartsController#show'", 'ERROR'],
    ["[c6034478-4026] app/controllers/carts_controller.rb:20:in 'show'", 'ERROR'],
    ['/app/x.rb:6: syntax error, unexpected end-of-input (SyntaxError)', 'ERROR'],
    ["ActiveRecord::RecordNotFound (Couldn't find Cart with 'id'=7):", 'ERROR'],
    ["Information for cause: NoMethodError (undefined method 'name' for nil):", 'ERROR'],
    ["  \nNoMethodError (undefined method 'id' for nil):\n  \napp/x.rb:2:in 'a'", 'ERROR'],
    ["[c6034478]   \n[c6034478] NoMethodError (undefined method 'id' for nil):", 'ERROR'],
    ['2024-05-01T10:00:00.123Z pid=4 tid=abc class=PayJob jid=77 WARN: Net::ReadTimeout', 'WARNING'],
    ['2024-05-01T10:00:00.123Z pid=4 tid=abc INFO: done', 'INFO'],
    ['[01-Jan-2024 12:00:00 UTC] PHP Fatal error:  Uncaught Abandon: x in /app/a.php:1', 'ERROR'],
    ['NOTICE: PHP message: PHP Fatal error:  Uncaught Abandon: x in /app/a.php:1', 'ERROR'],
    ['PHP Parse error:  syntax error, unexpected end of file in /app/a.php on line 3', 'ERROR'],
    ['PHP Warning:  Undefined variable $x in /app/a.php on line 12', 'WARNING'],
    ['NOTICE: PHP message: PHP Deprecated:  Creation of dynamic property in /app/a.php on line 3', 'NOTICE'],
    ['NOTICE: PHP message: the cart is saved', 'NOTICE'],
    ['[2024-08-12 14:35:22] production.ERROR: no {"exception":"[object] (A(code: 0): no at /a.php:3)', 'ERROR'],
    ['[2024-08-12 14:35:22] production.INFO: saved', 'INFO'],
    ['[2023-12-31T11:18:53.286291+00:00] request.CRITICAL: Uncaught PHP Exception App\\X: "no"', 'CRITICAL'],
    ['#0 /app/Shop.php(12): App\\Cart->add(NULL)', 'ERROR'],
    ['#2 {main}', 'ERROR'],
    ['  thrown in /app/Cart.php on line 7', 'ERROR'],
    ['App\\Exceptions\\CartIsEmpty: nothing to pay for in /app/src/Cart.php:7', 'ERROR'],
    ['Next App\\Exceptions\\NoCart: gone in /app/src/Cart.php:7', 'ERROR'],
  ])('of %j is %s', (text, severity) => {
    expect(severityInText(text)).toBe(severity);
  });

  it.each([
    ["/app/lib/cart.rb:12:in 'charge': warning: this is old"],
    ['#7 is late'],
    ['[a] [b]'],
    ['[a]\n[b]\nERROR: too far below'],
    ['Cart (42 lines) saved'],
    ['app/cart.rb: 2 offences'],
  ])('is not said by %j', (text) => {
    expect(severityInText(text)).toBeNull();
  });

  it.each([['[a] '], ['#0 '], ['A::'], ['A\\'], ["a:1:in 'b"], ['x.A'], ['a=b '], [' \n']])(
    'is looked for in no time where %j is written again and again',
    (piece) => {
      const started = performance.now();
      severityInText(piece.repeat(Math.ceil(262_144 / piece.length)));
      expect(performance.now() - started).toBeLessThan(500);
    },
  );
});
