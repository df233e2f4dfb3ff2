/** Names are looked for in the beginning and the end of a message: a stack trace ends with its exception. */
const END_LENGTH = 1_000;
const LONGEST_NAME = 200;

/**
 * The identifiers that a message quotes (`'can_handle'`, `"app.routes"`), without their quotes. A name counts when the
 * same quote stands directly before and after it, which makes the answer one of the text and not of where reading began.
 */
export function quotedNames(message: string): string[] {
  const names = new Set<string>();
  const text = endsOf(message);
  for (let i = 0; i < text.length; i += 1) {
    const quote = text[i];
    if (quote !== "'" && quote !== '"' && quote !== '`') continue;
    let end = i + 1;
    while (end < text.length && isNameCode(text.charCodeAt(end))) end += 1;
    if (end > i + 1 && end - i <= LONGEST_NAME && text[end] === quote) names.add(text.slice(i + 1, end));
    i = end - 1;
  }
  return [...names].sort();
}

/** Which of the names a message quotes as well. */
export function namesAlsoIn(names: readonly string[], message: string): string[] {
  if (names.length === 0) return [];
  const text = endsOf(message);
  return names.filter(
    (name) => text.includes(`'${name}'`) || text.includes(`"${name}"`) || text.includes(`\`${name}\``),
  );
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
