import type { Frame } from '../../../model/cluster.ts';
import { isBlank, isDigit } from '../scanner/characters.ts';

const HASH = 35;
const SPACE = 32;
const OPEN = 40;
const LONGEST_FILE = 1_000;
const LONGEST_NAME = 500;
/** Brackets in a file: `/app/x.php(12) : eval()'d code`. */
const MOST_BRACKETS = 12;
const MAIN = '{main}';

/**
 * A line of a PHP stack trace: `#0 /app/Shop.php(12): App\Cart->add(Object(App\Item))`. Its file is where the function
 * that it names was called; empty for `[internal function]` and `{main}`.
 */
export function readPhpCall(text: string): Frame | null {
  let at = 0;
  while (isBlank(text.charCodeAt(at))) at += 1;
  if (text.charCodeAt(at) !== HASH) return null;
  const digits = at + 1;
  at = digits;
  while (isDigit(text.charCodeAt(at)) && at - digits < 6) at += 1;
  if (at === digits || text.charCodeAt(at) !== SPACE) return null;
  const start = at + 1;
  if (text.startsWith(MAIN, start)) return call('', null, MAIN);
  if (text.startsWith('[internal function]: ', start)) return call('', null, functionOf(text, start + 21));
  let close = text.indexOf('): ', start);
  for (let tried = 0; close !== -1 && tried < MOST_BRACKETS; tried += 1, close = text.indexOf('): ', close + 1)) {
    if (close - start > LONGEST_FILE) return null;
    let open = close;
    while (isDigit(text.charCodeAt(open - 1)) && close - open < 10) open -= 1;
    if (open === close || text.charCodeAt(open - 1) !== OPEN) continue;
    const file = text.slice(start, open - 1);
    return !/[./\\]/.test(file) ? null : call(file, Number(text.slice(open, close)), functionOf(text, close + 3));
  }
  return null;
}

/**
 * The frames of a trace, innermost last, each with the function whose code it is: PHP names beside a place the function
 * that is called there. `calls` in PHP's order, `place` is where it was thrown.
 */
export function pairPhpCalls(place: Frame, calls: readonly Frame[]): Frame[] {
  const [first] = calls;
  // What PHP itself throws has the place of its call, twice.
  const isInternal = first !== undefined && first.file === place.file && first.line === place.line;
  const places = [isInternal ? null : place, ...calls];
  const isWhole = calls.at(-1)?.function === MAIN;
  return places
    .slice(0, isWhole ? calls.length : places.length)
    .map((where, at) => call(where?.file ?? '', where?.line ?? null, calls[at]?.function ?? ''))
    .reverse();
}

/** Where a trace says that something was thrown. */
export function phpPlace(file: string, line: number): Frame {
  return call(file, line, '');
}

function call(file: string, line: number | null, name: string): Frame {
  return { file, function: name, line, own: isOwnPhp(file), code: '' };
}

function isOwnPhp(file: string): boolean {
  return file !== '' && !file.startsWith('phar:') && !/(?:^|[/\\])vendor[/\\]/.test(file);
}

/** Without arguments, and without the place that newer versions give to a closure or a class without a name. */
function functionOf(text: string, start: number): string {
  const said = text.slice(start, start + LONGEST_NAME);
  const plain = said.includes('{closure:') ? said.replace(/\{closure:[^{}]*\}/g, '{closure}') : said;
  const named = plain.includes('@anonymous') ? plain.replace(/@anonymous[^>]*?(?=->|::)/, '@anonymous') : plain;
  const open = named.indexOf('(');
  // In JSON each backslash is two.
  return (open === -1 ? named : named.slice(0, open)).trim().replaceAll('\\\\', '\\');
}
