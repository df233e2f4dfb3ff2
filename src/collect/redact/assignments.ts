import { classifyName, endsSecretName, isHarmlessValue, type SecretName } from './secret-names.ts';
import { isWordCode, runEnd, type Span } from './spans.ts';

const LONGEST_NAME = 80;
const LONGEST_VALUE = 4096;
const ENDS_VALUE = new Set(' \t\r\n\v\f\u00a0,;&"\'`<>');
/** A token ends before more: `;jsessionid=…?page=2`. A password may hold any of these. */
const ENDS_TOKEN = new Set([...ENDS_VALUE, ...'?#|)]}']);
const ENDS_HEADER = new Set('\r\n"\'');
const CLOSERS = ')]}.:!?\\';

/**
 * `password=…`, `"api_key": "…"`, `secret => '…'`, `Cookie: …`: the value, by the name it is assigned to. What the name
 * calls for is in secret-names.ts. Stays: `secret_key (length: 51)`, `AUTH=REDACTED`, `password: must be longer`.
 */
export function findAssignments(text: string): Span[] {
  const spans: Span[] = [];
  const endOfValue = endOfRun(text, ENDS_VALUE);
  const endOfToken = endOfRun(text, ENDS_TOKEN);
  const endOfHeader = endOfRun(text, ENDS_HEADER);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x3d && code !== 0x3a) continue;
    const nameEnd = endOfName(text, at);
    // Most names are of other things, and their ends show it.
    if (!endsSecretName(text, nameEnd)) continue;
    const name = nameBefore(text, nameEnd);
    const kind = classifyName(name);
    if (kind === null) continue;
    const value =
      kind === 'cookie'
        ? headerAfter(text, at, endOfHeader)
        : valueAfter(text, at, kind, kind === 'weak' ? endOfToken : endOfValue);
    const secret = text.slice(value.start, value.end);
    if (value.start < value.end && !isHarmlessValue(secret, name, kind)) {
      spans.push({ ...value, kind: placeholderOf(kind, name, secret), value: secret });
      at = value.end - 1;
    }
  }
  return spans;
}

/** A social security number in its own form is called what it is called beside other words; see personal-numbers.ts. */
function placeholderOf(kind: SecretName, name: string, secret: string): string {
  if (kind === 'cookie') return 'cookie';
  return kind === 'number' && /ssn$/i.test(name) && /^\d{3}-\d\d-\d{4}$/.test(secret) ? 'ssn' : 'secret';
}

/** Where the name left of the separator ends, over spaces, a closing quote (escaped or not) and `]`. */
function endOfName(text: string, separator: number): number {
  let end = separator;
  for (let steps = 0; steps < 8 && end > 0 && ' \t"\'\\]'.includes(text.charAt(end - 1)); steps += 1) end -= 1;
  return end;
}

function nameBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < LONGEST_NAME && isNameCode(text.charCodeAt(start - 1))) start -= 1;
  return text.slice(start, end);
}

function isNameCode(code: number): boolean {
  return isWordCode(code) || code === 0x2d || code === 0x2e;
}

/** Where the run of characters ends that starts here. */
type EndOf = (start: number) => number;

/** Remembers the last run: in `token=token=token=…` all values end at the same place, and it is looked for once. */
function endOfRun(text: string, stops: ReadonlySet<string>): EndOf {
  let from = 0;
  let to = -1;
  return (start) => {
    if (start >= from && start <= to) return to;
    from = start;
    to = start;
    while (to < text.length && !stops.has(text.charAt(to))) to += 1;
    return to;
  };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function valueAfter(text: string, separator: number, kind: SecretName, endOf: EndOf): Range {
  let start = separator + 1;
  while ('=>:'.includes(text[start] ?? ' ')) start += 1;
  while (start < text.length && start - separator < 8 && ' \t'.includes(text.charAt(start))) start += 1;

  const wrapped = runEnd(text, start, '(');
  const isWrapper = wrapped > start && (text[wrapped - 1] === '(' || wrapped - start === 1) && wrapped - start < 40;
  const quoted = quotedAt(text, start) ?? (isWrapper ? quotedAt(text, wrapped) : null);
  if (quoted !== null) return quoted;

  const end = withoutClosers(text, start, Math.min(endOf(start), start + LONGEST_VALUE));
  if (kind === 'strong' && text[separator] === ':' && isProse(text, start, end)) return { start, end: start };
  return { start, end };
}

/** Where a value ends without what closes brackets and sentences around it, and line ends that a text in a text writes out. */
function withoutClosers(text: string, start: number, end: number): number {
  let at = end;
  while (at > start) {
    if (CLOSERS.includes(text.charAt(at - 1))) at -= 1;
    else if (at > start + 1 && text[at - 2] === '\\' && /[nrt]/.test(text.charAt(at - 1))) at -= 2;
    else break;
  }
  return at;
}

/** The inside of a quotation, whose quotes may be escaped; one that is never closed goes to the end. */
function quotedAt(text: string, at: number): Range | null {
  let open = at;
  while (text[open] === '\\' && open - at < 4) open += 1;
  const quote = text[open];
  if (quote !== '"' && quote !== "'" && quote !== '`') return null;
  const slashes = text.slice(at, open);
  const start = open + 1;
  const limit = Math.min(text.length, start + LONGEST_VALUE);
  let end = start;
  while (end < limit && !closes(text, end, slashes, quote)) end += slashes === '' && text[end] === '\\' ? 2 : 1;
  return { start, end: Math.min(end, limit) };
}

function closes(text: string, at: number, slashes: string, quote: string): boolean {
  if (slashes === '') return text[at] === quote;
  return text[at] === quote || text.startsWith(slashes + quote, at);
}

/** `password: must be …`: a plain word with another one behind it is a sentence, not a value. */
function isProse(text: string, start: number, end: number): boolean {
  return /^[a-z]+$/i.test(text.slice(start, Math.min(end, start + 40))) && /^ [a-z(]/i.test(text.slice(end, end + 2));
}

/** A header's value: to the end of the line, or of the quotation. */
function headerAfter(text: string, separator: number, endOf: EndOf): Range {
  let start = separator + 1;
  while (' \t'.includes(text[start] ?? '.')) start += 1;
  const quoted = quotedAt(text, start);
  if (quoted !== null) return quoted;
  return { start, end: Math.min(endOf(start), start + LONGEST_VALUE) };
}
