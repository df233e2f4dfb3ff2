import type { Frame } from '../../../model/cluster.ts';
import { isBlank, isDigit } from '../scanner/characters.ts';

/** A place in a line, and where it begins and ends there. */
export interface RubyPlace {
  readonly frame: Frame;
  readonly start: number;
  readonly end: number;
}

const COLON = 58;
const LONGEST_FILE = 1_000;
const LONGEST_NAME = 500;
/** Colons in a file: `<internal:/usr/…>`, `C:/…`. */
const MOST_COLONS = 6;
/** Ruby before 3.4 opened a quotation with a backtick. */
const INS = [':in `', ":in '"];
/** Files whose places are known without the method: Rails shows templates so. */
const SOURCES = ['.rb', '.erb', '.ru', '.rake', '.haml', '.slim', '.jbuilder', '.builder'];
/** Rails shortens the file of a gem: `actionpack (7.0.4) lib/action_controller/metal.rb`. */
const OF_GEM = /^[\w.-]{1,100} \([\w.]{1,40}\) \S/;
/** What loggers put before each line that they are given: `[request id] `, `… WARN: `, `… ERROR -- : `. */
const TAG = /(?:\] |\b(?:DEBUG|INFO|WARN|ERROR|FATAL)(?: -- [^:]{0,60})?: )$/;
const LONGEST_TAG = 100;
const NOT_OWN = /(?:^|[/\\])(?:gems|bundle|rubygems)[/\\]|[/\\]lib[/\\]ruby[/\\]|^\/usr\/(?:local\/)?s?bin\//;

/** Whether a text may hold a place of Ruby: asked of every text with several lines. */
export function mayHoldRuby(text: string): boolean {
  return text.includes(':in `') || text.includes(":in '") || text.includes('.rb:') || text.includes('.erb:');
}

/**
 * A line that is nothing but a place, behind white space and `from`, or behind what a logger puts before a line:
 * `app/cart.rb:12:in 'Cart#add'`.
 */
export function readRubyFrame(line: string): Frame | null {
  if (!mayHoldRuby(line)) return null;
  const end = line.trimEnd().length;
  let at = 0;
  while (isBlank(line.charCodeAt(at))) at += 1;
  if (line.startsWith('from ', at)) at += 5;
  const place = readRubyPlace(line, at);
  if (place !== null && place.end === end) return place.frame;
  const tag = Math.max(line.lastIndexOf(': '), line.lastIndexOf('] ')) + 2;
  if (tag < 2 || !TAG.test(line.slice(Math.max(0, tag - LONGEST_TAG), tag))) return null;
  const tagged = readRubyPlace(line, tag);
  return tagged !== null && tagged.end === end ? tagged.frame : null;
}

/** The first place with a method anywhere in a line, or the place of a source file with which it begins. */
export function findRubyPlace(line: string): RubyPlace | null {
  const at = INS.map((sign) => line.indexOf(sign)).filter((index) => index > 0);
  const sign = at.length === 0 ? -1 : Math.min(...at);
  if (sign === -1) return /\.(?:rb|ru|rake|erb):\d/.test(line) ? readRubyPlace(line, 0) : null;
  let start = sign;
  while (start > 0 && sign - start <= LONGEST_FILE && !isBlank(line.charCodeAt(start - 1))) start -= 1;
  return readRubyPlace(line, start);
}

/**
 * Frames, innermost first, of which those of built-in methods are no code of ours: Ruby gives them the place that they
 * were called from, which is that of the next frame.
 */
export function disownBuiltIns(frames: readonly Frame[]): Frame[] {
  return frames.map((frame, at) => {
    const caller = frames[at + 1];
    const isBuiltIn = caller !== undefined && caller.file === frame.file && caller.line === frame.line;
    return isBuiltIn ? { ...frame, own: false } : frame;
  });
}

function readRubyPlace(line: string, start: number): RubyPlace | null {
  let colon = line.indexOf(':', start + 1);
  for (let tried = 0; colon !== -1 && tried < MOST_COLONS; tried += 1, colon = line.indexOf(':', colon + 1)) {
    if (colon - start > LONGEST_FILE) return null;
    let end = colon + 1;
    while (isDigit(line.charCodeAt(end)) && end - colon < 10) end += 1;
    if (end === colon + 1) continue;
    const file = line.slice(start, colon);
    if (!isFile(file)) return null;
    const number = Number(line.slice(colon + 1, end));
    const hasName = INS.some((sign) => line.startsWith(sign, end));
    if (hasName) {
      const close = line.indexOf("'", end + 5);
      if (close === -1 || close - end > LONGEST_NAME) return null;
      const name = methodOf(line.slice(end + 5, close));
      return { frame: { file, function: name, line: number, own: isOwnRuby(file), code: '' }, start, end: close + 1 };
    }
    const isAtEnd = end === line.length || isBlank(line.charCodeAt(end)) || line.charCodeAt(end) === COLON;
    if (isAtEnd && SOURCES.some((source) => file.endsWith(source))) {
      return { frame: { file, function: '', line: number, own: isOwnRuby(file), code: '' }, start, end };
    }
  }
  return null;
}

function isFile(file: string): boolean {
  return file !== '' && (!/\s/.test(file) || file.startsWith('(eval at ') || OF_GEM.test(file));
}

/** The method without the block in it, and without the number that Rails gives to a template's. */
function methodOf(name: string): string {
  const plain = name.replace(/^(?:(?:block|rescue|ensure)(?: \(\d{1,4} levels\))? in ){1,8}/, '');
  return plain.includes('__') ? plain.replace(/_{2,3}\d{1,24}_\d{1,24}$/, '') : plain;
}

function isOwnRuby(file: string): boolean {
  return !(file.startsWith('<') || file.startsWith('(') || OF_GEM.test(file) || NOT_OWN.test(file));
}
