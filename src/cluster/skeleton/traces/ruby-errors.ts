import { isErrorType } from './error-type.ts';

/** An exception as a line names it, and what stands before its name. */
export interface RubyError {
  readonly before: string;
  readonly type: string;
  readonly message: string;
}

const LONGEST = 8_192;
/** Names that are looked at in one line. */
const MOST_NAMES = 40;
const TYPE = /^[A-Z]\w{0,100}(?:::[A-Z]\w{0,100}){0,10}$/;
const NAMES = /(?<![\w:.])[A-Z]\w{0,100}(?:::[A-Z]\w{0,100}){0,10}(?=: | \(| - |$)/g;
/** What Ruby's logger puts before a message: `E, [2024-05-01T10:00:00.123456 #1] ERROR -- : `. */
const LOGGED = /^[A-Z], \[[^\]]{1,60}\] {1,4}[A-Z]{3,7} -- [^:]{0,60}: /;
/** `#<User:0x000055d5 @id=1>`, `#<User id: 7, name: "ann">`: what a message shows of an object. */
const OBJECT = /#<([A-Z]\w{0,100}(?:::[A-Z]\w{0,100}){0,10})(?::0x[0-9a-f]{1,16})?(?: [^<>]{0,500})?>/g;

/** `NoMethodError`, `Net::ReadTimeout`; not `WARN`. `isNamed`: where the line says that it is one, every class is, `Abandon` too. */
function isRubyType(name: string, isNamed = false): boolean {
  if (!TYPE.test(name) || !/[a-z]/.test(name)) return false;
  return isNamed || name.includes('::') || isErrorType(name, true) || name === 'Interrupt';
}

/** `message (Type)`: the end of what Ruby prints of an exception. */
export function splitRubyType(text: string, isNamed = false): { type: string; message: string } | null {
  const line = text.trimEnd();
  if (!line.endsWith(')') || line.length > LONGEST) return null;
  const open = line.lastIndexOf('(');
  const type = line.slice(open + 1, -1);
  if (open === -1 || !isRubyType(type, isNamed)) return null;
  const message = line.slice(0, open).trim();
  return { type, message: message === type || message === 'unhandled exception' ? '' : message };
}

/**
 * The exception that a line above a backtrace names, in one of the ways of Rails (`Type (message):`), Puma
 * (`#<Type: message>`), Ruby's logger (`message (Type)`), Sinatra (`- Type - message:`) and Sidekiq (`Type: message`).
 */
export function readRubyError(text: string): RubyError | null {
  const line = text.trimEnd();
  if (line === '' || line.length > LONGEST) return null;
  return readInspected(line) ?? readNamed(line) ?? readLast(line);
}

function readInspected(line: string): RubyError | null {
  if (!line.endsWith('>')) return null;
  const start = line.lastIndexOf(' #<') + 1;
  if (!line.startsWith('#<', start)) return null;
  const end = line.indexOf(': ', start);
  const type = line.slice(start + 2, end === -1 ? line.length - 1 : end);
  if (!isRubyType(type)) return null;
  const message = end === -1 ? '' : line.slice(end + 2, -1);
  return { before: line.slice(0, start), type, message: message === type ? '' : message };
}

/** The first name that a message follows in one of the ways. */
function readNamed(line: string): RubyError | null {
  let tried = 0;
  for (const match of line.matchAll(NAMES)) {
    tried += 1;
    if (tried > MOST_NAMES) return null;
    const [type] = match;
    const start = match.index;
    if (!isRubyType(type)) continue;
    const end = start + type.length;
    const before = line.slice(0, start);
    if (line.startsWith(' (', end)) {
      if (line.endsWith('):')) return { before, type, message: line.slice(end + 2, -2) };
    } else if (line.startsWith(' - ', end)) {
      if (line.endsWith(':')) return { before: before.replace(/ - $/, ''), type, message: line.slice(end + 3, -1) };
    } else if (end < line.length) return { before, type, message: line.slice(end + 2).trim() };
    else if (before === '' || /[:\]] $/.test(before)) return { before, type, message: '' };
  }
  return null;
}

function readLast(line: string): RubyError | null {
  const found = splitRubyType(line);
  if (found === null) return null;
  const before = LOGGED.exec(found.message)?.[0] ?? '';
  return { before, type: found.type, message: found.message.slice(before.length) };
}

/** `Type (` at the beginning of a line whose message goes on below; Rails ends it with `):`. */
export function readRubyOpening(line: string): RubyError | null {
  if (line.length > LONGEST) return null;
  const open = line.indexOf(' (');
  const before = open === -1 ? -1 : line.lastIndexOf(' ', open - 1);
  const type = line.slice(before + 1, open);
  if (open === -1 || !isRubyType(type)) return null;
  return { before: line.slice(0, before + 1), type, message: line.slice(open + 2) };
}

/** A message without addresses and contents of the objects in it. */
export function withoutObjects(message: string): string {
  return message.includes('#<') ? message.replace(OBJECT, '#<$1>') : message;
}
