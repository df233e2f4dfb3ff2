/** Ruby's `Cart#charge`, `Cart.find`, `empty?`, `save!`, and PHP's `Cart->price`, `Cart::of`, behind a namespace. */
const METHOD = /^[\p{L}_][\p{L}\p{N}_]{0,40}(?:(?:#|\.|::|->)[\p{L}_][\p{L}\p{N}_]{0,40}){0,3}[?!]?$/u;

/** Go's `main.(*Stock).reserve` and `shop.(*Stock).reserve.func1`, behind the path of its package. */
const GO_METHOD = /^(?:\S{1,200}\/)?([\w.~-]{1,60}\.\(\*?\w{1,60}\)\.\w{1,60}(?:\.func\d{1,4}){0,3})$/;

/** ` in Cart->price`; empty where a name is none of a method, such as `<main>` or `{closure}`. */
export function insideMethod(name: string): string {
  const [, method] = GO_METHOD.exec(name) ?? [];
  if (method !== undefined) return ` in ${method}`;
  const short = name.slice(name.lastIndexOf('\\') + 1);
  return METHOD.test(short) ? ` in ${short}` : '';
}
