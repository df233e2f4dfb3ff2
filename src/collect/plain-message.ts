const ESCAPE = '\u001b';
const CARRIAGE_RETURN = '\r';
const NEW_LINE = '\n';
/** Colours and other orders to a terminal: https://en.wikipedia.org/wiki/ANSI_escape_code#CSI_(Control_Sequence_Introducer)_sequences */
const ORDERS = new RegExp(`(?:${ESCAPE}|\\\\u001[bB]|\\\\x1[bB]|\\\\033)\\[[0-9;?]{0,20}[A-Za-z]`, 'g');
/** How a text within a text writes that character. */
const WRITTEN_OUT = ['\\u001', '\\x1', '\\033'];

/**
 * What a message says, whatever wrote it: without orders to a terminal, its lines ended by `\n` alone, none behind the
 * last one.
 */
export function plainMessage(message: string): string {
  let text = withoutOrders(message);
  if (text.includes(CARRIAGE_RETURN)) text = text.replaceAll('\r\n', NEW_LINE);
  let end = text.length;
  while (end > 0 && (text[end - 1] === NEW_LINE || text[end - 1] === CARRIAGE_RETURN)) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/** A text without colours and other orders to a terminal. */
export function withoutOrders(text: string): string {
  const mayHold = text.includes(ESCAPE) || (text.includes('\\') && WRITTEN_OUT.some((start) => text.includes(start)));
  return mayHold ? text.replace(ORDERS, '') : text;
}
