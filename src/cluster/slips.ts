/**
 * Types that name a slip in the program, not a state of the world: the same one thrown in two places is two problems.
 * A missing module or a database that is down is one problem, wherever it comes to light.
 */
const SLIPS: ReadonlySet<string> = new Set([
  'TypeError',
  'AttributeError',
  'KeyError',
  'IndexError',
  'LookupError',
  'ValueError',
  'NameError',
  'UnboundLocalError',
  'AssertionError',
  'ZeroDivisionError',
  'NotImplementedError',
  'ReferenceError',
  'RangeError',
  'NullPointerException',
  'IllegalArgumentException',
  'IllegalStateException',
  'ClassCastException',
  'IndexOutOfBoundsException',
  'ArrayIndexOutOfBoundsException',
  'NumberFormatException',
  'NoSuchElementException',
  'UnsupportedOperationException',
  'ConcurrentModificationException',
  // .NET
  'NullReferenceException',
  'InvalidOperationException',
  'InvalidCastException',
  'ArgumentException',
  'ArgumentNullException',
  'ArgumentOutOfRangeException',
  'IndexOutOfRangeException',
  'KeyNotFoundException',
  'FormatException',
  'DivideByZeroException',
  'ObjectDisposedException',
  'NotImplementedException',
  // Elixir
  'FunctionClauseError',
  'ArithmeticError',
  'BadMapError',
  'MatchError',
  'CaseClauseError',
  'WithClauseError',
  'UndefinedFunctionError',
  // Ruby
  'NoMethodError',
  'ArgumentError',
  'FrozenError',
  'LocalJumpError',
  'NoMatchingPatternError',
  'NoMatchingPatternKeyError',
  'FloatDomainError',
  'UncaughtThrowError',
  // PHP
  'ArgumentCountError',
  'DivisionByZeroError',
  'UnhandledMatchError',
  'ErrorException',
  'InvalidArgumentException',
  'LogicException',
  'BadMethodCallException',
  'BadFunctionCallException',
  'DomainException',
  'LengthException',
  'OutOfBoundsException',
  'OutOfRangeException',
  'UnexpectedValueException',
]);

/** PHP's types for what may be a slip or not (see php-report.ts). */
const PHP_TYPES: ReadonlySet<string> = new Set(['Error', 'E_WARNING', 'E_NOTICE', 'E_DEPRECATED']);
const PHP_SLIP =
  /^(?:Call to a member function|Unsupported operand types|Attempt to|Trying to access|Passing null|Creation of dynamic|Cannot (?:use|access|unpack|pass|modify|unset|increment|decrement|assign) |Object of (?:class|type)|Typed property|Array to string|Undefined (?:variable|array key|property|constant|index|offset))\b/;
/** What the runtimes of Go and Rust say of slips, by its letters. */
const PANIC_SLIP =
  /^(?:runtime error |assignment to entry in nil map|interface conversion |close of (?:closed|nil) channel|send on closed channel|called Option |index out of (?:bounds|range)|range (?:start|end) index |attempt to (?:add|subtract|multiply|divide|negate|shift|calculate) |not (?:yet )?implemented|internal error entered unreachable|assertion )/;

/** Whether a type (without package), or what is said with it, names a slip in the program, not a state of the world. */
export function isSlip(type: string, message: string): boolean {
  if (type === 'panic') return PANIC_SLIP.test(message.slice(0, 400).replaceAll(/[^\p{L}]+/gu, ' '));
  return SLIPS.has(type) || (PHP_TYPES.has(type) && isPhpSlip(message));
}

/** Whether what PHP says by a type that may be anything names a slip: `Call to a member function id() on null`. */
export function isPhpSlip(message: string): boolean {
  return PHP_SLIP.test(message);
}
