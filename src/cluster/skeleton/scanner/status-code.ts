import { classOf, codeAt, isDigit, isLowerCase, LETTER, lowerCase, SPACE } from './characters.ts';
import { WordSet } from './word-set.ts';

/** Ranges of numbers that are codes where the words before them say so; counts, ports and ids are not. */
type CodeKind = 'http' | 'answer' | 'server-error' | 'exit' | 'error' | 'none';

const LONGEST_CODE = 6;
const MOST_MARKS = 8;
/** The longest key that anybody would write; keeps a line of letters linear. */
const LONGEST_KEY = 40;
const LONGEST_URL = 300;
const LONGEST_ROW = 100;
const BAR = 124;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const UNDERSCORE = 95;
/** Stands behind a line's end (scan-line.ts). */
const NOTHING = 94;

const key = new Uint16Array(LONGEST_KEY);
const PROTOCOL = new WordSet(['HTTP']);
const SCHEME = new WordSet(['http']);

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words that may stand between a key and its code. */
const FILLERS = words('is was of a an the to');
const STATUS_KEYS = words('http https httpcode httpresponsecode responsecode respcode');
const EXIT_KEYS = words('exit exitcode exitstatus exitvalue returncode retcode rc');
const ERROR_KEYS = words('errorcode errcode errno sqlstate sqlcode');
const ENDING = words('exit exited return terminated died');
const ANSWERING = words('returned returns return returning responded responds respond response error');
/** Only right before the number: `received: 200` is a count. */
const ANSWERED = words('answered answers replied replies received got gets completed');
const ANSWERING_WITH = words('responded replied answered returned failed rejected completed finished response');
/** Every word that means something before a code, in small letters; no other is made into a string. */
const KEYS = new WordSet([
  ...[FILLERS, STATUS_KEYS, EXIT_KEYS, ERROR_KEYS, ENDING, ANSWERING, ANSWERED, ANSWERING_WITH].flatMap((set) => [
    ...set,
  ]),
  ...words('code value status with error http exited failed'),
]);
const METHODS = new WordSet(words('GET POST PUT PATCH DELETE HEAD OPTIONS'));
/** What follows a code in a sentence; any other word in small letters is what was counted: `returned 500 rows`. */
const GOING_ON = new WordSet(
  words(
    'for from in on at after when while with without but and or because by during to instead as via before since error errors status response responses code again unexpectedly not',
  ),
);

/** The word that begins the reason phrase of a status code (RFC 9110), or what libraries write instead of it. */
const REASONS: ReadonlyMap<number, WordSet> = new Map(
  (
    '200 OK,201 Created,202 Accepted,204 No,206 Partial,301 Moved,302 Found,303 See,304 Not,307 Temporary,308 Permanent,' +
    '400 Bad,401 Unauthorized,402 Payment,403 Forbidden,404 Not,405 Method,406 Not,408 Request,409 Conflict,410 Gone,' +
    '411 Length,412 Precondition,413 Payload Content,415 Unsupported,416 Range,418 I,422 Unprocessable,423 Locked,' +
    '424 Failed,425 Too,426 Upgrade,428 Precondition,429 Too,431 Request,451 Unavailable,499 Client,' +
    '500 Internal,501 Not,502 Bad,503 Service,504 Gateway,505 HTTP,507 Insufficient,508 Loop,511 Network'
  )
    .split(',')
    .map((line) => line.split(' '))
    .map(([code = '', ...first]) => [Number(code), new WordSet([...first, code < '500' ? 'Client' : 'Server'])]),
);

/** What may stand between a word and its code: white space, quotes, brackets, and what joins a key to its value. */
const MARKS = new Uint8Array(0x1_0000);
for (const mark of ' \t=:"\'([>') MARKS[mark.charCodeAt(0)] = 1;

/** By their last two letters, the words before a code that need not look like an HTTP status: spares most numbers the rest. */
const ENDS = new Uint8Array(1024);
for (const [a = '', b = ''] of 'de te ue it us no rc th is as'.split(' ')) {
  ENDS[pairOf(a.charCodeAt(0), b.charCodeAt(0))] = 1;
}

/**
 * Whether a number is a code that tells events apart: an HTTP status, the code a process exits with, the code of an
 * error. Looks at the words around it, so that `HTTP 503` and `responded with 503` are told apart from `503 rows`.
 */
export function isCode(text: Uint16Array, start: number, stop: number): boolean {
  if (stop - start > LONGEST_CODE) return false;
  const first = codeAt(text, start);
  if (!isDigit(first) && first !== 45) return false;
  const gap = beforeMarks(text, start);
  if (!isStatus(text, start, stop)) {
    if (ENDS[pairOf(codeAt(text, gap - 2), codeAt(text, gap - 1))] !== 1) return false;
    const kind = kindBefore(text, start, gap);
    return kind === 'error' || (kind === 'exit' && isExitCode(text, start, stop));
  }
  switch (kindBefore(text, start, gap)) {
    case 'answer':
      return !isCount(text, stop);
    case 'server-error':
      return first === 53;
    case 'none':
      return hasReason(text, start, stop) || isRequestBefore(text, gap) || isColumn(text, gap, stop);
    default:
      return true;
  }
}

/** Two letters as one number, in small letters. Others may share it. */
function pairOf(a: number, b: number): number {
  return ((a & 31) << 5) | (b & 31);
}

/** Letters in front of a number that make it a code and no name with a number: `ORA-12541`, `SIGUSR1`, `HTTP-503`. */
const CODE_PREFIXES = new WordSet(words('ora pls tns rman http sqlstate errno err error aadsts sigusr'));
const LONGEST_PREFIX = 8;
/** The first letters of those, large or small: spares most names the rest. */
const CODE_INITIALS = new Uint8Array(32);
for (const letter of 'optrhsea') CODE_INITIALS[letter.charCodeAt(0) & 31] = 1;

/** Whether a chunk that ends in digits is a code as a whole. */
export function isNamedCode(text: Uint16Array, start: number, stop: number): boolean {
  if (CODE_INITIALS[codeAt(text, start) & 31] !== 1) return false;
  let at = stop;
  while (at > start && isDigit(codeAt(text, at - 1))) at -= 1;
  if (at === stop || stop - at > LONGEST_CODE) return false;
  const joined = codeAt(text, at - 1) === 45 || codeAt(text, at - 1) === 95;
  const end = joined ? at - 1 : at;
  if (end === start || end - start > LONGEST_PREFIX) return false;
  for (let from = start; from < end; from += 1) key[from - start] = lowerCase(codeAt(text, from));
  return CODE_PREFIXES.has(key, 0, end - start);
}

/** What the words that end at `gap` make of the number at `start`. */
function kindBefore(text: Uint16Array, start: number, gap: number): CodeKind {
  let at = startOfWord(text, gap);
  if (at === gap) return 'none';
  let word = keyOf(text, at, gap);
  if (word === '') return 'none';
  const next = (): string => {
    const stop = beforeMarks(text, at);
    at = startOfWord(text, stop);
    return keyOf(text, at, stop);
  };
  while (FILLERS.has(word)) word = next();
  if (ERROR_KEYS.has(word)) return 'error';
  if (EXIT_KEYS.has(word)) return 'exit';
  if (word === 'code' || word === 'value' || word === 'status') {
    const isStatusKey = word !== 'value';
    word = next();
    if (word === 'with') word = next();
    if (ENDING.has(word)) return 'exit';
    if (word === 'error' && isStatusKey) return 'error';
    // An access log that names its numbers lists them for every request, good or bad.
    if (word === 'http' && codeAt(text, at + 4) === 47) return 'server-error';
    return isStatusKey ? 'http' : 'none';
  }
  if (STATUS_KEYS.has(word) || word.endsWith('status') || word.endsWith('statuscode')) return 'http';
  if (word === 'with') {
    word = next();
    return word === 'exited' ? 'exit' : ANSWERING_WITH.has(word) ? 'answer' : 'none';
  }
  if (ANSWERING.has(word) || (word === 'failed' && codeAt(text, start - 1) === 40)) return 'answer';
  return ANSWERED.has(word) && isSpaceOnly(text, gap, start) ? 'answer' : 'none';
}

function isSpaceOnly(text: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (classOf(codeAt(text, at)) !== SPACE) return false;
  return true;
}

/** Steps back over marks, and over the dash of an arrow. */
function beforeMarks(text: Uint16Array, from: number): number {
  let at = from;
  while (from - at < MOST_MARKS) {
    const code = codeAt(text, at - 1);
    if (MARKS[code] !== 1 && !(code === 45 && codeAt(text, at) === 62)) break;
    at -= 1;
  }
  return at;
}

function startOfWord(text: Uint16Array, stop: number): number {
  let at = stop;
  while (at > 0 && stop - at < LONGEST_KEY) {
    const code = codeAt(text, at - 1);
    if (classOf(code) !== LETTER && !isDigit(code) && code !== 95 && code !== 46 && code !== 45 && code !== 47) break;
    at -= 1;
  }
  return at;
}

/**
 * A key in small letters without what people join words with: `http.response.status_code` is `statuscode`. Empty where
 * it is none that means something; of those that end in `status` one stands for all.
 */
function keyOf(text: Uint16Array, start: number, stop: number): string {
  if (stop - start >= LONGEST_KEY) return '';
  let length = 0;
  for (let at = start; at < stop; at += 1) {
    const code = codeAt(text, at);
    if (code === SLASH && at === start + 4 && PROTOCOL.has(text, start, at)) return 'http';
    if (code === DOT) length = 0;
    else if (code !== DASH && code !== UNDERSCORE) {
      key[length] = lowerCase(code);
      length += 1;
    }
  }
  if (length === 0) return '';
  const word = KEYS.find(key, 0, length);
  if (word !== '') return word;
  return endsIn('status', length) || endsIn('statuscode', length) ? 'httpstatus' : '';
}

function endsIn(word: string, length: number): boolean {
  for (let at = 0; at < word.length; at += 1) if (key[length - word.length + at] !== word.charCodeAt(at)) return false;
  return length >= word.length;
}

/** `GET /cart 503 12 ms`, `GET /cart -> 503` */
function isRequestBefore(text: Uint16Array, stop: number): boolean {
  let at = stop;
  while (at > 0 && stop - at < LONGEST_URL && classOf(codeAt(text, at - 1)) !== SPACE) at -= 1;
  if (codeAt(text, at) !== SLASH && (codeAt(text, at) !== 104 || !SCHEME.has(text, at, at + 4))) return false;
  const method = beforeMarks(text, at);
  const from = startOfWord(text, method);
  return from < method && METHODS.has(text, from, method);
}

/** `| 404 | 140µs | 10.0.0.1 | GET "/cart"`: a request log in columns, as Gin writes it. */
function isColumn(text: Uint16Array, gap: number, stop: number): boolean {
  if (codeAt(text, gap - 1) !== BAR) return false;
  for (let at = stop; at < stop + LONGEST_ROW && codeAt(text, at) !== NOTHING; at += 1) {
    if (codeAt(text, at) !== BAR) continue;
    const from = startOfNext(text, at + 1);
    const to = endOfWord(text, from);
    if (from > at + 1 && to > from && METHODS.has(text, from, to)) return true;
  }
  return false;
}

function isExitCode(text: Uint16Array, start: number, stop: number): boolean {
  const digits = codeAt(text, start) === 45 ? start + 1 : start;
  return stop - digits <= 3 && isNumber(text, digits, stop);
}

function isNumber(text: Uint16Array, start: number, stop: number): boolean {
  for (let at = start; at < stop; at += 1) if (!isDigit(codeAt(text, at))) return false;
  return stop > start;
}

function isStatus(text: Uint16Array, start: number, stop: number): boolean {
  const first = codeAt(text, start);
  return stop - start === 3 && first >= 49 && first <= 53 && isNumber(text, start, stop);
}

function isCount(text: Uint16Array, stop: number): boolean {
  const from = startOfNext(text, stop);
  return from > stop && isLowerCase(codeAt(text, from)) && !GOING_ON.has(text, from, endOfWord(text, from));
}

function hasReason(text: Uint16Array, start: number, stop: number): boolean {
  const from = startOfNext(text, stop);
  const to = endOfWord(text, from);
  if (from === stop || from === to) return false;
  const reasons = REASONS.get(
    100 * codeAt(text, start) + 10 * codeAt(text, start + 1) + codeAt(text, start + 2) - 111 * ZERO,
  );
  return reasons?.has(text, from, to) ?? false;
}

/** Behind the white space that begins there. */
function startOfNext(text: Uint16Array, start: number): number {
  let at = start;
  while (at < start + LONGEST_KEY && classOf(codeAt(text, at)) === SPACE) at += 1;
  return at;
}

function endOfWord(text: Uint16Array, start: number): number {
  let at = start;
  while (at - start < LONGEST_KEY && classOf(codeAt(text, at)) === LETTER) at += 1;
  return at;
}
