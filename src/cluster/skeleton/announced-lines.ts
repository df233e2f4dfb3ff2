import { isWordLike } from './scanner/words.ts';

/** `1 validation error for Order`, `3 errors occurred`: what is wrong follows, though no colon says so. */
const COUNTS_ERRORS = /^\s{0,40}\d[\da-f]{0,5} (?:[a-z]{1,20} ){0,2}(?:errors?|problems?|violations?|failures?)\b/;
/** `status = StatusCode.UNAVAILABLE` */
const ASSIGNMENT = /^[\w.-]{1,40} = \S/;
/** A request that was written down: its headers follow, up to a line that is blank. */
const REQUEST = /^[A-Z]{3,7} \S{1,2000} HTTP\/\d/;
/** `/app/dist/cart.js:31:44`, and the code there: `→ 31   return find(`. */
const PLACE = /^\/[^\s:]{1,500}:\d{1,9}:\d{1,9}$/;
const CODE_AT = /^(?:→|>)\s{1,8}\d[\da-f]{0,5}\s/;
const CODE = /^(?:→|>)?\s{0,8}\d[\da-f]{0,5}\s/;
/** Data, or a frame of a stack trace. */
const NO_SENTENCE = /^(?:[{[<]|at\s)/;
/** `[type=missing, input_value={}]` behind a sentence. */
const CONTEXT = / (?:\[\w{1,40}=.{0,2000}\]|\(\w{1,40}=.{0,2000}\))$/;
/** Not marks alone, such as a line between parts; but a bracket that opens. */
const SAYS_SOMETHING = /[\p{L}\d]|^\s{0,80}[{[<]/u;
const LONGEST_LINE = 2000;
const MOST_LOOKED_AT = 24;
/** `status = …` and `details = …`. */
const MOST_ASSIGNMENTS = 2;

/** Whether what is wrong follows below a line: it says so, stands between two lines of marks, or ends at a place in code. */
export function announces(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (line.trimEnd().endsWith(':') || COUNTS_ERRORS.test(line)) return true;
  const [above, below] = [lines[at - 1]?.trim() ?? '', lines[at + 1]?.trim() ?? ''];
  return (above !== '' && above === below && !SAYS_SOMETHING.test(above)) || PLACE.test(below);
}

/**
 * Of the lines below an announcement the first that tells what it announced, with the name that it is indented below;
 * of `key = value` the first two. None where a list of names or data follows.
 */
export function announcedLines(below: readonly string[]): string[] {
  const lines = withoutDumps(behindRequest(below.slice(0, MOST_LOOKED_AT)));
  const said = [...lines.keys()].filter((at) => SAYS_SOMETHING.test(lines[at] ?? ''));
  const names: string[] = [];
  for (const [nth, at] of said.entries()) {
    const line = (lines[at] ?? '').slice(0, LONGEST_LINE);
    const text = line.trim();
    if (NO_SENTENCE.test(text)) return [];
    if (ASSIGNMENT.test(text)) {
      const assigned = said.slice(nth, nth + MOST_ASSIGNMENTS).map((each) => lines[each]?.trim() ?? '');
      return assigned.filter((each) => ASSIGNMENT.test(each)).map((each) => each.slice(0, LONGEST_LINE));
    }
    const isLabel = announces(lines, at);
    if (isSentence(text) && !isLabel) return [...names, text.replace(CONTEXT, '')];
    if (!isLabel && indentOf(lines[at + 1] ?? '') <= indentOf(line)) return [];
    names.push(text);
  }
  return [];
}

function behindRequest(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => SAYS_SOMETHING.test(line));
  if (!REQUEST.test(lines[first]?.trim() ?? '')) return lines;
  const end = lines.findIndex((line, at) => at > first && line.trim() === '');
  return end === -1 ? [] : lines.slice(end);
}

/** Without what a program shows of its code around a place, and without data in lines of their own. */
function withoutDumps(lines: readonly string[]): readonly string[] {
  const hasCode = lines.some((line) => CODE_AT.test(line));
  const kept: string[] = [];
  let end: { mark: string; indent: number } | null = null;
  for (const line of lines) {
    const text = line.trim();
    if (end !== null) {
      if (text === end.mark && indentOf(line) <= end.indent) end = null;
    } else if (text === '{' || text === '[') end = { mark: text === '{' ? '}' : ']', indent: indentOf(line) };
    else if (!PLACE.test(text) && !(hasCode && CODE.test(line))) kept.push(line);
  }
  return kept;
}

/** Less than two words are a name. */
function isSentence(text: string): boolean {
  return text.split(/\s/).filter(isWordLike).length > 1;
}

/** How many characters of white space a line begins with. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
