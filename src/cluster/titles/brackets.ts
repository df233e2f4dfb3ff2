import { countWords } from './words.ts';

const CLOSERS = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
/** Characters between two quotation marks; what is further apart is no pair. */
const LONGEST_QUOTED = 400;

interface Pairs {
  /** 1 for each character between brackets or quotation marks. */
  readonly within: Uint8Array;
  /** Places of marks that open and are not closed, in order. */
  readonly open: readonly number[];
  /** Places of brackets that close nothing. */
  readonly loose: readonly number[];
}

/** The parts of a text between separators that are not within brackets or quotation marks, and those separators, in turn. */
export function splitOutside(text: string, separator: RegExp): string[] {
  const { within } = pairsIn(text);
  const parts: string[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(separator)) {
    if (within[index] === 1) continue;
    parts.push(text.slice(from, index), found);
    from = index + found.length;
  }
  return [...parts, text.slice(from)];
}

/** Cut where a bracket or a quotation opens that nothing closes, if enough stands before it; without what closes nothing. */
export function balanced(text: string, leastWords: number): string {
  const { open, loose } = pairsIn(text);
  if (open.length + loose.length === 0) return text;
  const cut = open.find((at) => countWords(text.slice(0, at)) >= leastWords) ?? text.length;
  const dropped = new Set([...open, ...loose]);
  let kept = '';
  for (let at = 0; at < cut; at += 1) if (!dropped.has(at)) kept += text[at];
  // What was cut off may have closed something.
  return cut < text.length ? balanced(kept, leastWords) : kept;
}

/** What closes all that a text leaves open, the innermost first; empty where that is nothing. */
export function closersOf(text: string): string {
  const marks = pairsIn(text).open.map((at) => text[at] ?? '');
  return marks
    .map((mark) => CLOSERS.get(mark) ?? mark)
    .reverse()
    .join('');
}

/** A text without what stands between brackets or quotation marks. */
export function outside(text: string): string {
  const { within } = pairsIn(text);
  let kept = '';
  for (let at = 0; at < text.length; at += 1) if (within[at] === 0) kept += text[at];
  return kept;
}

function pairsIn(text: string): Pairs {
  const within = new Uint8Array(text.length);
  const stack: { at: number; closer: string }[] = [];
  const open: number[] = [];
  const loose: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    const closer = CLOSERS.get(character);
    if (closer !== undefined) stack.push({ at, closer });
    else if (opensQuotation(text, at)) {
      const end = endOfQuotation(text, at);
      if (end === -1) open.push(at);
      else {
        within.fill(1, at + 1, end);
        at = end;
      }
    } else if (character === ')' || character === ']' || character === '}') {
      const last = stack.findLastIndex((opened) => opened.closer === character);
      const [pair, ...unclosed] = last === -1 ? [] : stack.splice(last);
      if (pair === undefined) loose.push(at);
      else {
        within.fill(1, pair.at + 1, at);
        open.push(...unclosed.map((opened) => opened.at));
      }
    }
  }
  open.push(...stack.map((opened) => opened.at));
  return { within, open: open.sort((a, b) => a - b), loose };
}

/** An apostrophe opens nothing. */
function opensQuotation(text: string, at: number): boolean {
  const mark = text[at];
  if (mark === '"') return true;
  return (mark === "'" || mark === '`') && !isWordCharacter(text[at - 1]) && /\S/.test(text[at + 1] ?? '');
}

/** Where the quotation ends that opens here, or -1; `'['tea', 'pot']'` ends where its list does. */
function endOfQuotation(text: string, at: number): number {
  const mark = text[at];
  const bracket = mark === "'" ? CLOSERS.get(text[at + 1] ?? '') : undefined;
  const most = Math.min(text.length, at + LONGEST_QUOTED);
  for (let end = at + 1; end < most; end += 1) {
    const isMark = text[end] === mark || (mark === '`' && text[end] === "'");
    if (!isMark || text[end - 1] === '\\') continue;
    if (mark === '"' || (!isWordCharacter(text[end + 1]) && (bracket === undefined || text[end - 1] === bracket)))
      return end;
  }
  return -1;
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
