/** Names are looked for in the beginning and the end of a message: a stack trace ends with its exception. */
const END_LENGTH = 1_000;
const LONGEST_NAME = 200;
/** Up to this many names it is quicker to look for each than to read the message once. */
const FEW_NAMES = 8;
const QUOTES = ["'", '"', '`'];

/**
 * The identifiers that a message quotes (`'can_handle'`, `"app.routes"`), without their quotes. A name counts when the
 * same quote stands directly before and after it, which makes the answer one of the text and not of where reading began.
 */
export function quotedNames(message: string): string[] {
  const names = new Set<string>();
  const text = endsOf(message);
  for (let i = 0; i < text.length; i += 1) {
    const quote = text.charCodeAt(i);
    if (!isQuote(quote)) continue;
    let end = i + 1;
    while (end < text.length && isNameCode(text.charCodeAt(end))) end += 1;
    if (end > i + 1 && end - i <= LONGEST_NAME && text.charCodeAt(end) === quote) names.add(text.slice(i + 1, end));
    i = end - 1;
  }
  return [...names].sort();
}

/** Which of the names a message quotes as well; runs once per entry, mostly for no name or a few. */
export function namesAlsoIn(names: readonly string[], message: string): readonly string[] {
  if (names.length === 0) return names;
  if (names.length > FEW_NAMES) {
    const quoted = new Set(quotedNames(message));
    return names.filter((name) => quoted.has(name));
  }
  const text = endsOf(message);
  return names.every((name) => isQuoted(name, text)) ? names : names.filter((name) => isQuoted(name, text));
}

function isQuoted(name: string, text: string): boolean {
  let at = text.indexOf(name, 1);
  for (let tries = 0; at !== -1 && tries < FEW_NAMES; tries += 1) {
    const before = text.charCodeAt(at - 1);
    if (isQuote(before) && text.charCodeAt(at + name.length) === before) return true;
    at = text.indexOf(name, at + 1);
  }
  return at !== -1 && QUOTES.some((quote) => text.includes(`${quote}${name}${quote}`));
}

function isQuote(code: number): boolean {
  return code === 39 || code === 34 || code === 96;
}

function endsOf(message: string): string {
  if (message.length <= 2 * END_LENGTH) return message;
  return `${message.slice(0, END_LENGTH)}\n${message.slice(-END_LENGTH)}`;
}

/** Letters, digits and `$ - . / : @ _`. */
function isNameCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 64 && code <= 90) ||
    (code >= 45 && code <= 58) ||
    code === 95 ||
    code === 36 ||
    code > 127
  );
}
