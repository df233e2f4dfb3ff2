import { saidByChild } from '../../collect/php-fpm.ts';
import { isDigit } from './scanner/characters.ts';
import { parseAtTrace } from './traces/at-lines.ts';
import { parseDartTrace } from './traces/dart.ts';
import { isDotnetLine, parseDotnetTrace, withDotnetLines } from './traces/dotnet.ts';
import { parseElixirTrace } from './traces/elixir.ts';
import { isErrorType, isNameCode, readThrown, startOfName } from './traces/error-type.ts';
import { parseGoTrace } from './traces/go.ts';
import { parseGoErrors } from './traces/go-errors.ts';
import { parseRecovered } from './traces/go-recovered.ts';
import { mayHoldPhp, mayNamePhp, parsePhpTrace, withPhpLines } from './traces/php.ts';
import { readPhpReport } from './traces/php-report.ts';
import { parsePythonTrace } from './traces/python.ts';
import { parseRubyTrace } from './traces/ruby.ts';
import { mayHoldRuby } from './traces/ruby-frames.ts';
import { parseRustPanic } from './traces/rust.ts';
import type { StackTrace } from './traces/stack-trace-shape.ts';

export type { StackTrace };

/** An entry holds 256 KiB at most; a file may hold anything. */
const LONGEST_TRACE = 300_000;
const LONGEST_LINE = 8192;
/** Lines that may stand above one that names an exception. */
const MOST_LINES_ABOVE = 8;
/** Before an exception's name: longer than `(error type: `, whatever spaces are in it. */
const LONGEST_LEAD = 64;
const [SPACE, QUOTE, CLOSE, COLON, CLOSE_BRACKET, CLOSE_BRACE] = [32, 34, 41, 58, 93, 125];

/** Of each language: a cheap look whether a text may hold its trace, and what reads it. The first that finds one is it. */
const LANGUAGES: readonly {
  readonly mayHold: (text: string) => boolean;
  readonly parse: (text: string) => StackTrace | null;
}[] = [
  { mayHold: (text) => text.includes('  File "'), parse: parsePythonTrace },
  { mayHold: (text) => text.includes('goroutine '), parse: parseGoTrace },
  { mayHold: (text) => text.includes(' panicked at '), parse: parseRustPanic },
  { mayHold: (text) => text.includes('Unhandled exception:\n'), parse: parseDartTrace },
  { mayHold: (text) => text.includes('** ('), parse: parseElixirTrace },
  { mayHold: (text) => /\n\s{1,80}at /.test(text), parse: (text) => parseAtTrace(text) ?? parseDotnetTrace(text) },
  { mayHold: mayHoldRuby, parse: parseRubyTrace },
  { mayHold: mayHoldPhp, parse: parsePhpTrace },
  { mayHold: (text) => text.includes('.go:'), parse: (text) => parseRecovered(text) ?? parseGoErrors(text) },
];

/**
 * Finds a stack trace in a text, of any of the languages, chained ones too, or at least the exception that a line of it
 * begins with; null when there is none, or none with the name of its exception.
 */
export function parseStackTrace(text: string): StackTrace | null {
  const head = text.length > LONGEST_TRACE ? text.slice(0, LONGEST_TRACE) : text;
  const lines = withLines(saidByChild(head) ?? head);
  if (!lines.includes('\n')) return mayThrowAlone(lines) ? parseAlone(lines) : null;
  for (const { mayHold, parse } of LANGUAGES) {
    const trace = mayHold(lines) ? parse(lines) : null;
    if (trace !== null) return trace;
  }
  return exceptionBelow(lines);
}

/** The exception that a line below the first one begins with, where nothing shows where it was thrown. */
function exceptionBelow(text: string): StackTrace | null {
  const lines = text.split('\n', MOST_LINES_ABOVE + 2);
  const first = lines.findIndex((line) => line.trim() !== '');
  for (let at = first + 1; at < Math.min(lines.length, first + 1 + MOST_LINES_ABOVE); at += 1) {
    const thrown = readThrown((lines[at] ?? '').slice(0, LONGEST_LINE).trim());
    if (thrown === null || thrown.message === '' || !isErrorType(thrown.type)) continue;
    // What the first line names is what it is about.
    if (parseErrorLine(lines[first] ?? '') !== null) return null;
    return { head: lines.slice(0, at).join('\n').trim(), thrown: [{ ...thrown, frames: [] }] };
  }
  return null;
}

function parseAlone(line: string): StackTrace | null {
  return parseRubyTrace(line) ?? (mayNamePhp(line) ? parsePhpTrace(line) : null) ?? readPhpReport(line);
}

/**
 * Whether a line may say by itself both what was thrown and where, as Ruby's and PHP's do. A look at its last characters
 * first, since this is asked of every message.
 */
export function mayThrowAlone(line: string): boolean {
  let end = line.length - 1;
  while (line.charCodeAt(end) === SPACE) end -= 1;
  const last = line.charCodeAt(end);
  if (last === QUOTE) {
    const said = saidByChild(line);
    return said !== null && mayThrowAlone(said);
  }
  if (last === CLOSE) {
    // `… (NoMethodError)`, `… at /app/cart.php:12)`
    return line.includes(isDigit(line.charCodeAt(end - 1)) ? '[object] (' : ':in ') || line.endsWith('SyntaxError)');
  }
  if (isDigit(last)) {
    let at = end;
    while (isDigit(line.charCodeAt(at - 1)) && end - at < 9) at -= 1;
    if (line.charCodeAt(at - 1) === COLON) return line.includes('.php') || line.includes('Uncaught ');
    return line.startsWith(' line ', at - 6) && (line.includes('Uncaught ') || line.includes('PHP '));
  }
  return (last === CLOSE_BRACE || last === CLOSE_BRACKET) && line.includes('[object] (');
}

/** Ends of line of a trace that was written as one line. */
const ESCAPED_ENDS = ['  File ', '  |   File ', '\\tat ', 'goroutine ', '\\tfrom ', '** (', '    (', '#0      '].map(
  (begin) => `\\n${begin}`,
);
/** .NET indents its frames the more the deeper its logger is. */
const ESCAPED_AT = /\\n {1,20}at /;
const ESCAPED_PANIC = / panicked at [^\s\\]{1,1000}:\d{1,9}:\d{1,9}:\\n/;

/** A trace that was written as one line, with `\n` for its ends of line, has them again; none ends in `\r\n`. */
function withLines(text: string): string {
  if (text.includes('\n')) return text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text;
  const isTrace = ESCAPED_ENDS.some((end) => text.includes(end)) || ESCAPED_AT.test(text) || ESCAPED_PANIC.test(text);
  if (!isTrace) {
    if (isDotnetLine(text)) return withDotnetLines(text);
    if (!text.includes('\\n')) return text;
    if (mayHoldPhp(text)) return withPhpLines(text);
    if (!mayHoldRuby(text)) return text;
  }
  return text.replaceAll('\\r\\n', '\n').replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\"', '"');
}

/**
 * The exception that a single line quotes, the innermost where it quotes several; null when there is none. Reads
 * `Type: message`, `Type('message')`, `… (type: Type)` and a line that ends in `: Type`.
 */
export function parseErrorLine(line: string): { type: string; message: string } | null {
  const text = line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE) : line;
  if (!/Error|Exception|Warning|Fault|Failure|Interrupt|Exit|Panic|Iteration|Throwable/.test(text)) return null;
  let found: { type: string; message: string } | null = null;
  for (let end = 1; end <= text.length; end += 1) {
    if (end < text.length && isNameCode(text.charCodeAt(end))) continue;
    if (!isNameCode(text.charCodeAt(end - 1))) continue;
    const start = startOfName(text, end);
    const type = withoutDots(text.slice(start, end));
    if (!isErrorType(type, start === 0)) continue;
    found = readQuoted(text, start, end, type) ?? found;
  }
  return found;
}

/** What the text around an exception's name says of it. */
function readQuoted(text: string, start: number, end: number, type: string): { type: string; message: string } | null {
  const next = text.charAt(end);
  if (next === ':') {
    const message = text.slice(end + 1).trim();
    return message === '' || text.charAt(end + 1) !== ' ' ? null : { type, message };
  }
  if (next === '(') {
    const [, quote = '', said = ''] = /^\((["'])(.*)\1,?\)/.exec(text.slice(end)) ?? [];
    if (quote === '') return null;
    // Python says a KeyError's key as it is written: `KeyError: 'email'`.
    return { type, message: type === 'KeyError' ? `${quote}${said}${quote}` : said };
  }
  // Elixir: `** (KeyError) key :email not found`.
  if (next === ')' && text.slice(0, start).endsWith('** (')) return { type, message: text.slice(end + 1).trim() };
  const before = text.slice(0, start).trimEnd();
  // Only the end is looked at: a line may name a thousand exceptions.
  const lead = before.slice(-LONGEST_LEAD);
  if (/\btype ?[:=] ?["']?$/i.test(lead)) {
    const kept = lead.replace(/[([{,;]?\s{0,8}\w{0,20}type ?[:=] ?["']?$/i, '');
    const said = `${before.slice(0, -lead.length)}${kept}`.trim();
    return { type, message: said.slice(said.lastIndexOf(': ') + 1).trim() };
  }
  const alone = end === text.trimEnd().length && (start === 0 || before.endsWith(':'));
  return alone ? { type, message: '' } : null;
}

/** Without the dots around it; one by one, since an expression would begin anew at each of many. */
function withoutDots(name: string): string {
  let start = 0;
  let end = name.length;
  while (start < end && name.charAt(start) === '.') start += 1;
  while (end > start && name.charAt(end - 1) === '.') end -= 1;
  return name.slice(start, end);
}
