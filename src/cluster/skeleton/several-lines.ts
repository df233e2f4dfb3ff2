import { addLine } from './add-line.ts';
import { announcedLines, announces } from './announced-lines.ts';
import { rootBelow } from './root-below.ts';
import type { TokenList } from './scanner/token-list.ts';
import { LINES } from './trace-tokens.ts';

/** Words that make a first line a sentence; a shorter one (`Errors:`) needs the next line beside it. */
const ENOUGH_WORDS = 3;
const MOST_LINES = 4;
/** Where lines are looked for: far more than a sentence, far less than a dump. */
const LONGEST_TEXT = 16_384;
const MOST_LOOKED_AT = 60;

/**
 * Adds, of several lines, the first that make a sentence. Where they only announce what is wrong (`… with:`), what tells
 * of it too, and of a chain of causes the root. What else is listed below is data of one entry.
 */
export function addSeveralLines(text: string, list: TokenList): void {
  const lines = text.slice(0, LONGEST_TEXT).split('\n', MOST_LOOKED_AT);
  const first = list.count;
  let used = 0;
  let end = 0;
  let last = -1;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    if (line.trim() === '') continue;
    if (used === MOST_LINES || (used > 0 && list.wordsSince(first) >= ENOUGH_WORDS)) break;
    if (used > 0) list.addToken(LINES);
    addLine(line, list);
    used += 1;
    last = end;
  }
  const root = rootBelow(lines, last);
  const told = announces(lines, last) ? announcedLines(lines.slice(end)) : [];
  for (const line of root === null ? told : [root]) {
    list.addToken(LINES);
    addLine(line, list);
    used += 1;
  }
  if (used > 1 || end < lines.length) list.addToken(LINES);
}
