/** Ruby's `Cart#charge`, `Cart.find`, `empty?`, `save!`, and PHP's `Cart->price`, `Cart::of`, behind a namespace. */
const METHOD = /^[\p{L}_][\p{L}\p{N}_]{0,40}(?:(?:#|\.|::|->)[\p{L}_][\p{L}\p{N}_]{0,40}){0,3}[?!]?$/u;

/** ` in Cart->price`; empty where a name is none of a method, such as `<main>` or `{closure}`. */
export function insideMethod(name: string): string {
  const short = name.slice(name.lastIndexOf('\\') + 1);
  return METHOD.test(short) ? ` in ${short}` : '';
}
