import { countWords } from './words.ts';

/** No more of a message is searched for what it wraps. */
const LONGEST = 4_000;

/** google.api_core: `404 GET https://…: Not found: Table …`, and what it adds behind. */
const REQUEST = /(?<![\w/])(?:\d{3} )?(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) https?:\/\/\S{1,1500}: (?=\S)/;
const EXPECTED =
  /: \('[^'\n]{1,100}', \d{3}, '[^'\n]{1,100}',.{0,300}\)$|; reason: \w{1,60}, (?:location: [^,\n]{1,60}, )?message: .{1,2000}$/s;
/** `google.api_core.exceptions.DeadlineExceeded: 504 Deadline Exceeded` */
const STATUS = /(?<=^(?:\w{1,60}\.){1,6}[A-Z]\w{1,60}: )[45]\d\d (?=[A-Z])/;

/** The body of an answer, `{'error': {'code': 400, 'message': '…'}}`, and Rust's `PgDatabaseError { message: "…" }`. */
const BODY =
  /(?:["']error["']\s{0,20}:\s{0,20}\{[^{}]{0,400}?["']message["']\s{0,20}:\s{0,20}(?=["'])|Error \{[^{}]{0,400}? message: (?="))/;
/** The answer of Kubernetes, as its client for Python shows it. */
const STATUS_BODY = /^\(\d{3}\)\n[\s\S]{0,2000}\nHTTP response body: (\{.{1,2000})/;

/** `ConnectionResetError(104, 'Connection reset by peer')` */
const MADE = /\b[A-Z]\w{0,60}(?:Error|Exception|Disconnected|Timeout|Refused|Expired)\(/g;
/** `#<Redis::CannotConnectError: Connection refused>` */
const INSPECTED = /#<((?:[A-Z]\w{0,60}::){0,6}[A-Z]\w{0,60}: [^\n]{3,300})>/;
/** `Resolved [org.springframework.web.HttpRequestMethodNotSupportedException: Request method 'PUT' is not supported]` */
const BRACKETED = /^(?:\w+ )?\[(?:[\w$]{1,60}\.){1,10}([A-Z][\w$]{1,80}(?:Exception|Error): .{3,600})\]$/s;
/** A sentence of its own, in the middle of a message: `… DB::Exception: Table tea is not there.` */
const AFTERWARDS = /(?<=[.)] )(?:\w{1,40}(?:::|\.)){0,6}(?:Error|Exception): (?=\S)/;

/**
 * What a text says without what was wrapped around it: a request, a body of JSON, the form in which Python and Ruby show
 * an exception within another text. The text itself where nothing is.
 */
export function unwrap(text: string): string {
  const head = text.slice(0, LONGEST).trim();
  const plain = head.replace(REQUEST, '').replace(EXPECTED, '').replace(STATUS, '');
  const [line = ''] = plain.split('\n', 1);
  return inBody(plain) ?? madeIn(line) ?? inTail(plain) ?? afterwards(withoutInspection(plain));
}

function inBody(text: string): string | null {
  const found = BODY.exec(text);
  if (found !== null) {
    const message = quotedAt(text, found.index + found[0].length, ',}\n');
    if (message !== null && countWords(message) >= 1) return message.replaceAll('\\"', '"');
  }
  const [, json = ''] = STATUS_BODY.exec(text) ?? [];
  return json === '' ? null : textOf(json, ['message', 'reason']);
}

/** The innermost of the exceptions that a text shows as code, with what stands before them where that announces them. */
function madeIn(text: string): string | null {
  const found = [...text.matchAll(MADE)].at(-1);
  if (found === undefined) return null;
  const said = argumentsAt(text, found.index + found[0].length).findLast((value) => countWords(value) >= 2);
  if (said === undefined) return null;
  const message = said.replace(/^<[^<>]{1,200}>: /, '');
  const before = text.slice(0, found.index).replace(/(?:[A-Z]\w{0,60}\()+$/, '');
  const isNested = /\(Caused by |\bby ['"]$|^\(['"]/.test(before);
  if (isNested) return message;
  return before.endsWith(': ') && countWords(before) >= 2 ? `${before}${message}` : before === '' ? message : null;
}

/** The texts in quotation marks among the arguments of a call. */
function argumentsAt(text: string, from: number): string[] {
  const values: string[] = [];
  for (let at = from; at < text.length && values.length < 6; at += 1) {
    if (text[at] === ')') break;
    if ((text[at] !== "'" && text[at] !== '"') || !/[(, ]/.test(text[at - 1] ?? '')) continue;
    const value = quotedAt(text, at, '),');
    if (value === null) break;
    values.push(value);
    at += value.length + 1;
  }
  return values;
}

/** What stands between the quotation mark here and the next one that one of these characters follows. */
function quotedAt(text: string, at: number, followers: string): string | null {
  const mark = text[at] ?? '';
  for (let end = text.indexOf(mark, at + 1); end !== -1; end = text.indexOf(mark, end + 1)) {
    if (text[end - 1] !== '\\' && followers.includes(text[end + 1] ?? '\n')) return text.slice(at + 1, end);
  }
  return null;
}

/** `Charge failed {"error":"the card is cold","attempt":2}` */
function inTail(text: string): string | null {
  const at = text.search(/ \{"/);
  if (at === -1 || !text.endsWith('}') || countWords(text.slice(0, at)) === 0) return null;
  const error = textOf(text.slice(at + 1), ['error', 'err', 'reason']);
  if (error === null) return null;
  const said = text.slice(0, at).replace(/[\s:-]+$/, '');
  if (error === '' && countWords(said) < 2) return null;
  return error === '' || said.includes(error) ? said : `${said}: ${error}`;
}

/** The first of these fields that is a text; empty where none is, null where the text is no object in JSON. */
function textOf(json: string, names: readonly string[]): string | null {
  try {
    const fields: Record<string, unknown> = JSON.parse(json);
    const texts = names.map((name) => fields[name]).filter((value) => typeof value === 'string');
    return texts.find((value) => value !== '') ?? '';
  } catch {
    // It may be cut off.
    return null;
  }
}

function withoutInspection(text: string): string {
  return text.replace(INSPECTED, '$1').replace(BRACKETED, '$1');
}

function afterwards(text: string): string {
  const found = AFTERWARDS.exec(text.split('\n', 1)[0] ?? '');
  const rest = found === null ? '' : text.slice(found.index + found[0].length);
  return countWords(rest) >= 3 ? rest : text;
}
