import type { Frame } from '../../../model/cluster.ts';
import { isErrorType } from './error-type.ts';
import { phpPlace } from './php-frames.ts';

/** An exception as the lines above its stack trace name it. */
export interface PhpError {
  /** What was written before it. */
  readonly head: string;
  readonly type: string;
  readonly message: string;
  /** Where it was thrown; null where that is not said. */
  readonly place: Frame | null;
  /** What was named before it in the same text caused it. */
  readonly isNext: boolean;
}

/** Lines that may belong to one message. */
const MOST_LINES = 20;
const LONGEST = 16_384;
const OBJECT = '[object] (';
const UNCAUGHT = 'Uncaught ';
const TYPE = /^\\?[A-Za-z_]\w{0,100}(?:\\{1,2}\w{1,100}){0,20}/;
/** `, B(code: 0): …` behind another one. */
const NEXT_OBJECT = /, (?=[A-Z]\w{0,100}(?:\\{1,2}\w{1,100}){0,20}\(code: [^()]{0,40}\): )/;
/** What stands before the name of an exception that nobody caught, and says nothing. */
const FATAL = /(?:NOTICE: )?(?:PHP message: )?(?:PHP )?(?:Fatal|Recoverable fatal) error: {1,4}$/;
const STAMPS = /^(?:\s?\[[^\]]{0,100}\]){1,8}(?:\s{1,4}[\w-]{1,60}\.[A-Z]{4,10}:)?$/;
const PLACE = /^ in (\S.{0,1000}?)(?::| on line )(\d{1,9})$/;
/** Symfony's: `Uncaught PHP Exception Type: "message" at file line 12`. */
const BY_SYMFONY = /^: "([\s\S]*)" at (\S.{0,1000}) line (\d{1,9})$/;
const CALLED_IN = /, called in \S{1,1000} on line \d{1,9}(?: and defined)?$/;

/** The exceptions that some lines name, those above a stack trace or a whole text; none where they name none. */
export function readPhpErrors(lines: readonly string[]): PhpError[] {
  const end = lines.findLastIndex((line) => line.trim() !== '') + 1;
  // The answer of another service, which a message may quote, names exceptions of its own.
  for (const startOf of [startOfName, startBehindLog]) {
    for (let at = end - 1; at >= Math.max(0, end - MOST_LINES); at -= 1) {
      const line = lines[at] ?? '';
      const start = startOf(line, at === 0 || (lines[at - 1] ?? '').trim() === '');
      if (start === -1) continue;
      const text = [line.slice(start), ...lines.slice(at + 1, end)].join('\n').slice(0, LONGEST);
      const above = [...lines.slice(0, at), line.slice(0, start)].join('\n');
      const errors = text.startsWith(OBJECT) ? readObjects(text, above) : readThrown(text, above);
      if (errors.length > 0) return errors;
    }
  }
  return [];
}

/** Where in a line an exception's name begins, or the word that announces it; -1 where there is none. */
function startOfName(line: string, isFirst: boolean): number {
  for (const sign of [OBJECT, UNCAUGHT]) if (line.includes(sign)) return line.indexOf(sign);
  if (line.startsWith('Next ') || line.startsWith("exception '")) return 0;
  const type = TYPE.exec(line)?.[0] ?? '';
  const follows = line.slice(type.length);
  if (type === '' || !(follows.startsWith(': ') || follows.startsWith(' in '))) return -1;
  const isNamed = isPhpType(type) || (isFirst && /^[A-Z]\w*[a-z]/.test(type) && splitPlace(line).place !== null);
  return isNamed ? 0 : -1;
}

/** The same behind what a logger wrote before it. */
function startBehindLog(line: string): number {
  for (let at = line.indexOf(': '); at !== -1 && at < LONGEST; at = line.indexOf(': ', at + 2)) {
    let begin = at;
    while (begin > 0 && /[\w\\]/.test(line.charAt(begin - 1))) begin -= 1;
    if (begin > 0 && isPhpType(line.slice(begin, at))) return begin;
  }
  return -1;
}

function readThrown(text: string, above: string): PhpError[] {
  const isNext = text.startsWith('Next ');
  const said = isNext ? text.slice(5) : text.startsWith(UNCAUGHT) ? text.slice(UNCAUGHT.length) : text;
  if (said.startsWith('PHP Exception ')) return readSymfony(said.slice(14), above);
  // Before PHP 7: `exception 'Type' with message 'message' in file:line`.
  const old = /^exception '([\w\\]{1,300})' with message '/.exec(said);
  const type = old?.[1] ?? TYPE.exec(said)?.[0] ?? '';
  if (type === '') return [];
  const rest = said.slice(old === null ? type.length : old[0].length);
  const { message, place } = splitPlace(rest.trimEnd());
  if (old === null && !(rest.startsWith(': ') || (rest.startsWith(' in ') && place !== null))) return [];
  const plain = old === null ? message.replace(/^: /, '') : message.replace(/'$/, '');
  const head = headOf(above.replace(FATAL, ''), plain);
  return [{ head, type: nameOf(type), message: withoutDetails(plain), place, isNext }];
}

function readSymfony(said: string, above: string): PhpError[] {
  const type = TYPE.exec(said)?.[0] ?? '';
  const [found, message = '', file = '', line] = BY_SYMFONY.exec(said.slice(type.length).trimEnd()) ?? [];
  if (type === '' || found === undefined) return [];
  const place = phpPlace(file, Number(line));
  return [{ head: headOf(above, message), type: nameOf(type), message: withoutDetails(message), place, isNext: false }];
}

/** `[object] (Type(code: 0): message at file:line)` of Monolog, or several of them. */
function readObjects(text: string, above: string): PhpError[] {
  const closed = text.slice(OBJECT.length).replace(/["}\]\s[]{0,40}$/, '');
  return closed
    .replace(/\)$/, '')
    .split(NEXT_OBJECT)
    .flatMap((part) => {
      const named = /^([\w\\]{1,1000})\(code: [^()]{0,40}\): /.exec(part);
      if (named === null) return [];
      const said = part.slice(named[0].length).replaceAll('\\"', '"').replaceAll('\\/', '/').replaceAll('\\\\', '\\');
      const at = said.lastIndexOf(' at ');
      const where = /^(\S.{0,1000}):(\d{1,9})$/.exec(said.slice(at + 4).trim());
      const message = (at === -1 || where === null ? said : said.slice(0, at)).trim();
      const place = where === null ? null : phpPlace(where[1] ?? '', Number(where[2]));
      return [
        {
          head: headOf(beforeContext(above), message),
          type: nameOf(named[1] ?? ''),
          message: withoutDetails(message),
          place,
          isNext: false,
        },
      ];
    });
}

/** What Monolog wrote before the payload that the exception is in. */
function beforeContext(text: string): string {
  const at = text.lastIndexOf(' {"');
  return at === -1 ? text.replace('[previous exception] ', '') : text.slice(0, at);
}

function splitPlace(text: string): { message: string; place: Frame | null } {
  const at = text.lastIndexOf(' in ');
  const found = at === -1 ? null : PLACE.exec(text.slice(at, at + 1_100));
  if (found === null) return { message: text, place: null };
  return { message: text.slice(0, at), place: phpPlace(found[1] ?? '', Number(found[2])) };
}

/** Monolog says what the exception says once more, behind a time and a level. */
function headOf(above: string, message: string): string {
  const head = above.trim();
  const [first = ''] = message.split('\n', 1);
  const at = first === '' ? -1 : head.indexOf(first);
  const said =
    at === -1
      ? head
      : head
          .slice(0, at)
          .replace(/Uncaught PHP Exception [\w\\]{1,300}: "$/, '')
          .trim();
  return STAMPS.test(said) ? '' : said;
}

/** Without the statement that a query failed with, and without the line that called a function with a wrong argument. */
function withoutDetails(message: string): string {
  const plain = message.trim().replace(CALLED_IN, '');
  if (!plain.startsWith('SQLSTATE')) return plain;
  const sql = [' (Connection: ', ' (SQL: '].map((sign) => plain.indexOf(sign)).filter((at) => at > 0);
  return sql.length === 0 ? plain : plain.slice(0, Math.min(...sql));
}

/** In JSON each backslash is two. */
function nameOf(type: string): string {
  const name = type.replaceAll('\\\\', '\\');
  return name.startsWith('\\') ? name.slice(1) : name;
}

/** `TypeError`, `App\Exceptions\CartIsEmpty`: what ends like an exception's name, or has a namespace. */
function isPhpType(name: string): boolean {
  const last = name.slice(name.lastIndexOf('\\') + 1);
  return isErrorType(last, true) || (name.includes('\\') && /^[A-Z]\w*[a-z]/.test(last));
}
