const MOST_PAIRS = 16;
const LONGEST = 8192;
/** `client: 10.0.0.1`, `server: `, `request: "GET / HTTP/1.1"`: a value is one word, what redaction put there, or in quotes. */
const PAIR = /^([a-z_]{2,24}): (?:"[^"]{0,4000}"|[^\s"(){}[\]]{0,500}|\[[a-z\d-]{3,60}\])$/;
/** What nginx says of a request: who asked, for what and of which server. Other keys may tell problems apart. */
const OF_REQUEST: ReadonlySet<string> = new Set(
  'client server request upstream subrequest host referrer login'.split(' '),
);

/**
 * A line without the `, key: value` pairs, two or more, that it ends in, as nginx writes them: who asked, for what, which
 * server. They come and go with requests.
 */
export function withoutTail(line: string): string {
  // Two looks that spare most lines the rest.
  const last = line.lastIndexOf(', ');
  if (last === -1 || !line.includes(': ', last)) return line;
  let end = Math.min(line.length, LONGEST);
  let pairs = 0;
  for (; pairs < MOST_PAIRS; pairs += 1) {
    const comma = line.lastIndexOf(', ', end - 1);
    if (comma < 1) break;
    const key = PAIR.exec(line.slice(comma + 2, end))?.[1];
    if (key === undefined || !OF_REQUEST.has(key)) break;
    end = comma;
  }
  const isSentence = line.lastIndexOf(' ', end - 1) !== line.indexOf(' ');
  return pairs > 1 && isSentence && end < line.length ? line.slice(0, end) : line;
}
