/** `1 validation error for Order`, `3 errors occurred`: what is wrong follows, though no colon says so. */
const COUNTS_ERRORS = /^\s{0,40}\d{1,6} (?:[a-z]{1,20} ){0,2}(?:errors?|problems?|violations?|failures?)\b/;
/** `status = StatusCode.UNAVAILABLE` */
const ASSIGNMENT = /^[\w.-]{1,40} = \S/;
/** A request that was written down: its headers follow, up to a line that is blank. */
const REQUEST = /^[A-Z]{3,7} \S{1,2000} HTTP\/\d/;
/** Data, or a frame of a stack trace. */
const NO_SENTENCE = /^(?:[{[<]|at\s)/;
/** `[type=missing, input_value={}]` behind a sentence. */
const CONTEXT = / (?:\[\w{1,40}=.{0,2000}\]|\(\w{1,40}=.{0,2000}\))$/;
/** Not marks alone, such as a line between parts; but a bracket that opens. */
const SAYS_SOMETHING = /[\p{L}\d]|^\s{0,80}[{[<]/u;
const NAMES_SOMETHING = /\p{L}{2}/u;
const LONGEST_LINE = 2000;
const MOST_LOOKED_AT = 24;
/** `status = …` and `details = …`. */
const MOST_ASSIGNMENTS = 2;

/** Whether what is wrong follows below a line. */
export function announces(line: string): boolean {
  return line.trimEnd().endsWith(':') || COUNTS_ERRORS.test(line);
}

/** Whether a line stands between two of marks: `****`, `APPLICATION FAILED TO START`, `****`. */
export function isHeading(lines: readonly string[], at: number): boolean {
  const [above, below] = [lines[at - 1]?.trim(), lines[at + 1]?.trim()];
  return above !== undefined && above !== '' && above === below && !SAYS_SOMETHING.test(above);
}

/**
 * Of the lines below an announcement the first that tells what it announced, with the name that it is indented below;
 * of `key = value` the first two. None where a list of names or data follows.
 */
export function announcedLines(below: readonly string[]): string[] {
  const lines = behindRequest(below.slice(0, MOST_LOOKED_AT));
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
    const isLabel = announces(text) || isHeading(lines, at);
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

/** Less than two words are a name. */
function isSentence(text: string): boolean {
  return text.split(/\s/).filter((chunk) => NAMES_SOMETHING.test(chunk)).length > 1;
}

/** How many characters of white space a line begins with. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
