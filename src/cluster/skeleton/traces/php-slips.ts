const SLIP =
  /^(?:Call to a member function|Unsupported operand types|Attempt to|Trying to access|Passing null|Creation of dynamic|Cannot (?:use|access|unpack|pass|modify|unset|increment|decrement|assign) |Object of (?:class|type)|Typed property|Array to string|Undefined (?:variable|array key|property|constant|index|offset))\b/;

/** Whether what PHP says by a type that may be anything names a slip in the program: `Call to a member function id() on null`. */
export function isPhpSlip(message: string): boolean {
  return SLIP.test(message);
}
