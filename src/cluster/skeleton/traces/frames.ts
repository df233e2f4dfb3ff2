import type { Frame } from '../../../model/cluster.ts';
import { isDigit } from '../scanner/characters.ts';

const COLON = 58;
const SPACE = 32;

/** Packages of the runtime and of the frameworks that most services are built on. */
const JAVA_LIBRARIES = (
  'java. javax. jakarta. jdk. sun. com.sun. kotlin. kotlinx. scala. groovy. akka. org.springframework. org.apache. ' +
  'org.hibernate. org.eclipse. org.jboss. org.junit. org.slf4j. org.postgresql. com.mysql. com.zaxxer. com.fasterxml. ' +
  'com.google.common. com.google.api. com.google.cloud. io.grpc. io.netty. io.undertow. io.vertx. io.micrometer. ' +
  'io.opentelemetry. reactor. rx. feign. okhttp3. retrofit2. ch.qos. lombok. redis.clients. io.lettuce.'
).split(' ');

/** The same by their first letter, since every frame of every Java trace is compared with them. */
const JAVA_LIBRARIES_BY_LETTER: ReadonlyMap<number, readonly string[]> = Map.groupBy(JAVA_LIBRARIES, (library) =>
  library.charCodeAt(0),
);

const LONGEST_PLACE = 2000;
const JAVA_FILE = /^(?:[\w$-]+\.(?:java|kt|scala|groovy|clj)|Native Method|Unknown Source)$/;

/** `com.acme.Shop.buy(Shop.java:12)`, also with a module (`java.base/`) or a jar (`~[app.jar:1.0]`). */
export function readJavaFrame(place: string): Frame | null {
  // Node writes a space between function and place, and its places have columns.
  const open = place.indexOf('(');
  if (open < 1 || place.charCodeAt(open - 1) === SPACE) return null;
  const match = /^(?:[\w.@-]+\/{1,2})?([\w$][\w$<>-]*(?:\.[\w$<>-]+)+)\(([^()]{0,300})\)/.exec(
    place.slice(0, LONGEST_PLACE),
  );
  if (match === null) return null;
  const name = match[1] ?? '';
  const where = match[2] ?? '';
  const colon = where.indexOf(':');
  const file = colon === -1 ? where : where.slice(0, colon);
  if (!JAVA_FILE.test(file)) return null;
  const next = colon === -1 ? -1 : where.indexOf(':', colon + 1);
  const libraries = JAVA_LIBRARIES_BY_LETTER.get(name.charCodeAt(0)) ?? [];
  return {
    file: file.includes(' ') ? '' : file,
    function: name,
    line: colon === -1 ? null : readLineNumber(where.slice(colon + 1, next === -1 ? undefined : next)),
    own: !libraries.some((library) => name.startsWith(library)),
    code: '',
  };
}

/** An error's name and what it says, where a place is expected. */
const ERROR_AGAIN = /^[\w$.]{0,80}(?:Error|Exception)(?: \[\w{1,60}\])?: /;

function readLineNumber(digits: string): number | null {
  return beforeDigits(digits, digits.length) === 0 && digits !== '' && digits.length < 10 ? Number(digits) : null;
}

/**
 * `buy (/app/shop.js:12:5)`, `/app/shop.js:12:5`, `async Promise.all (index 0)`, `Array.map (<anonymous>)`; Next.js writes
 * the error once more: `<unknown> (Error: connect ETIMEDOUT 10.0.0.3:6379)`.
 */
export function readNodeFrame(place: string): Frame | null {
  const text = place.slice(0, LONGEST_PLACE);
  const bracket = text.endsWith(')') ? text.lastIndexOf(' (') : -1;
  const where = bracket === -1 ? without('async ', text) : text.slice(bracket + 2, -1);
  const isError = where.includes(': ') && ERROR_AGAIN.test(where);
  const end = isError ? -1 : endOfFile(where);
  if (end === -1 && (bracket === -1 || !(isError || isNoFile(where)))) return null;
  const file = end === -1 ? '' : without('file://', where.slice(0, end));
  if (bracket === -1 && !/[/\\.:]/.test(file)) return null;
  return {
    file,
    function: bracket === -1 ? '' : functionIn(text.slice(0, bracket)),
    line: end === -1 ? null : Number.parseInt(where.slice(end + 1, end + 10), 10),
    own: file !== '' && isOwnNode(file),
    code: '',
  };
}

/** Where `:12:5` or `:12` at the end of a place begins; -1 where there is none, or nothing before it. */
function endOfFile(where: string): number {
  const last = beforeNumber(where, where.length);
  if (last <= 0) return -1;
  const first = beforeNumber(where, last);
  return first > 0 ? first : last;
}

/** The index of the colon before a number of up to nine digits that ends there; -1 where there is none. */
function beforeNumber(text: string, end: number): number {
  const at = beforeDigits(text, end);
  return at === end || end - at > 9 || text.charCodeAt(at - 1) !== COLON ? -1 : at - 1;
}

/** Where the digits, ten at most, that end there begin. */
function beforeDigits(text: string, end: number): number {
  let at = end;
  while (at > 0 && end - at < 10 && isDigit(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function isNoFile(where: string): boolean {
  return where === '<anonymous>' || where === 'native' || /^index \d+$/.test(where);
}

function functionIn(text: string): string {
  const name = text.startsWith('async ') ? text.slice(6) : without('new ', text);
  return name.endsWith(']') ? name.replace(/ \[as [^\]]*\]$/, '') : name;
}

function without(start: string, text: string): string {
  return text.startsWith(start) ? text.slice(start.length) : text;
}

/** How places in Node itself begin. */
const OWN_BY_NODE = ['node:', 'internal/', '<', 'evalmachine', 'native'];

function isOwnNode(file: string): boolean {
  if (OWN_BY_NODE.some((start) => file.startsWith(start))) return false;
  return !file.includes('node_modules') || !/(?:^|[/\\])node_modules[/\\]/.test(file);
}

/** A Go frame's two lines: the function with its arguments, and the place behind a tab. */
export function readGoFrame(call: string, place: string): Frame | null {
  const where = /^\s+(\S.{0,1000}):(\d{1,9})(?: \+0x[0-9a-f]+)?$/.exec(place.slice(0, 1200));
  if (where === null) return null;
  const name = call
    .replace(/^created by /, '')
    .replace(/ in goroutine \d+$/, '')
    .replace(/\((?:0x|\.\.\.|\{|\)|[^*()]*\)$).*$/, '');
  const file = where[1] ?? '';
  return { file, function: name, line: Number(where[2]), own: isOwnGo(name, file), code: '' };
}

function isOwnGo(name: string, file: string): boolean {
  if (/\/pkg\/mod\/|\/vendor\/|\/go\/src\/runtime\/|^_cgo|_testmain\.go/.test(file)) return false;
  if (
    /^\/(?:usr\/local\/go|usr\/lib\/go[^/]*|usr\/lib\/golang|opt\/hostedtoolcache\/go\/[^/]+\/[^/]+)\/src\//.test(file)
  )
    return false;
  // The standard library's packages have no dot in their first element, own ones have, or are `main`.
  const element = name.split('/', 1)[0] ?? '';
  return !(
    /^(?:runtime|net|os|io|sync|syscall|reflect|encoding|testing|database)(?:\.|$)/.test(element) &&
    !file.startsWith('/app')
  );
}
