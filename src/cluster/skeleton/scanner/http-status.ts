import { classOf, codeAt, isLowerCase, SPACE } from './characters.ts';
import { beforeMarks, endOfWord, isNumber, startOfNext, startOfWord } from './code-context.ts';
import { GOING_ON } from './code-words.ts';
import { WordSet } from './word-set.ts';
import { HTTP_METHODS, UNITS } from './words.ts';

const LONGEST_URL = 300;
const LONGEST_ROW = 100;
const BAR = 124;
const SLASH = 47;
const ZERO = 48;
/** Stands behind a line's end (scan-line.ts). */
const NOTHING = 94;

const SCHEME = new WordSet(['http']);

/** The word that begins the reason phrase of a status code (RFC 9110), or what libraries write instead of it. */
const REASONS: ReadonlyMap<number, WordSet> = new Map(
  (
    '200 OK,201 Created,202 Accepted,204 No,206 Partial,301 Moved,302 Found,303 See,304 Not,307 Temporary,308 Permanent,' +
    '400 Bad,401 Unauthorized,402 Payment,403 Forbidden,404 Not page,405 Method,406 Not,408 Request,409 Conflict,' +
    '410 Gone,411 Length,412 Precondition,413 Payload Content,415 Unsupported,416 Range,418 I,422 Unprocessable,' +
    '423 Locked,424 Failed,425 Too,426 Upgrade,428 Precondition,429 Too,431 Request,451 Unavailable,499 Client,' +
    '500 Internal,501 Not,502 Bad,503 Service,504 Gateway,505 HTTP,507 Insufficient,508 Loop,511 Network'
  )
    .split(',')
    .map((line) => line.split(' '))
    .map(([code = '', ...first]) => [Number(code), new WordSet([...first, code < '500' ? 'Client' : 'Server'])]),
);

/** Whether a number may be the status of an answer: 100 to 599. */
export function isStatus(text: Uint16Array, start: number, stop: number): boolean {
  const first = codeAt(text, start);
  return stop - start === 3 && first >= 49 && first <= 53 && isNumber(text, start, stop);
}

/** Whether what follows is what was counted or measured: `500 rows`, `500 MiB`. */
export function isCount(text: Uint16Array, stop: number): boolean {
  const from = startOfNext(text, stop);
  const to = endOfWord(text, from);
  if (from === stop || from === to) return false;
  return UNITS.has(text, from, to) || (isLowerCase(codeAt(text, from)) && !GOING_ON.has(text, from, to));
}

/** `404 Not Found` */
export function hasReason(text: Uint16Array, start: number, stop: number): boolean {
  const from = startOfNext(text, stop);
  const to = endOfWord(text, from);
  if (from === stop || from === to) return false;
  const reasons = REASONS.get(
    100 * codeAt(text, start) + 10 * codeAt(text, start + 1) + codeAt(text, start + 2) - 111 * ZERO,
  );
  return reasons?.has(text, from, to) ?? false;
}

/** `GET /cart 503 12 ms`, `GET /cart -> 503` */
export function isRequestBefore(text: Uint16Array, stop: number): boolean {
  let at = stop;
  while (at > 0 && stop - at < LONGEST_URL && classOf(codeAt(text, at - 1)) !== SPACE) at -= 1;
  if (codeAt(text, at) !== SLASH && (codeAt(text, at) !== 104 || !SCHEME.has(text, at, at + 4))) return false;
  const method = beforeMarks(text, at);
  const from = startOfWord(text, method);
  return from < method && HTTP_METHODS.has(text, from, method);
}

/** `| 404 | 140µs | 10.0.0.1 | GET "/cart"`: a request log in columns, as Gin writes it. */
export function isColumn(text: Uint16Array, gap: number, stop: number): boolean {
  if (codeAt(text, gap - 1) !== BAR) return false;
  for (let at = stop; at < stop + LONGEST_ROW && codeAt(text, at) !== NOTHING; at += 1) {
    if (codeAt(text, at) !== BAR) continue;
    const from = startOfNext(text, at + 1);
    const to = endOfWord(text, from);
    if (from > at + 1 && to > from && HTTP_METHODS.has(text, from, to)) return true;
  }
  return false;
}
