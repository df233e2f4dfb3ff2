import { SPEAKING } from './scanner/words.ts';

const MOST_PAIRS = 16;
const LONGEST = 8192;
/** `client: 10.0.0.1`, `request: "GET / HTTP/1.1"`: a value is one word, what redaction put there, or in quotes. */
const PAIR = /^([a-z_]{2,24}): (?:"[^"]{0,4000}"|[^\s"(){}[\]]{1,500}|\[[a-z\d-]{3,60}\])$/;
/** A value of one entry, not a word. */
const HOLDS_VALUE = /["\d[]|[\da-f]{8}/;

/**
 * A line without the `, key: value` pairs, two or more, that it ends in, as nginx writes them: who asked, for what, which
 * server. They come and go with requests. The line itself where a key of theirs says what went wrong.
 */
export function withoutTail(line: string): string {
  // Two looks that spare most lines the rest.
  const last = line.lastIndexOf(', ');
  if (last === -1 || !line.includes(': ', last)) return line;
  let end = Math.min(line.length, LONGEST);
  let pairs = 0;
  let hasValue = false;
  for (; pairs < MOST_PAIRS; pairs += 1) {
    const comma = line.lastIndexOf(', ', end - 1);
    if (comma < 1) break;
    const pair = line.slice(comma + 2, end);
    const key = PAIR.exec(pair)?.[1];
    if (key === undefined) break;
    if (SPEAKING.has(key.slice(key.lastIndexOf('_') + 1))) return line;
    hasValue ||= HOLDS_VALUE.test(pair);
    end = comma;
  }
  const isSentence = line.lastIndexOf(' ', end - 1) !== line.indexOf(' ');
  return pairs > 1 && hasValue && isSentence && end < line.length ? line.slice(0, end) : line;
}
