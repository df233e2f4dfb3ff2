import type { Span } from './spans.ts';

const BEGIN = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
const END = /-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
/** What a block without its end may consist of: base64, headers, line ends, real or written out as `\n`. */
const BODY = /[A-Za-z0-9+/=\s\\,:-]*/y;
const IN_BODY = /[A-Za-z0-9+/=\r\n\\]/;

/**
 * PEM blocks of private keys, over several lines or in one with `\n` written out; a block without its end to where it
 * stops, and one without its beginning from where it starts.
 */
export function findPrivateKeys(text: string): Span[] {
  const spans: Span[] = [];
  let free = 0;
  for (const block of findBlocks(text)) {
    addTails(spans, text, free, block.start);
    spans.push(block);
    free = block.end;
  }
  addTails(spans, text, free, text.length);
  return spans;
}

function findBlocks(text: string): Span[] {
  const spans: Span[] = [];
  let mayEnd = true;
  BEGIN.lastIndex = 0;
  for (let match = BEGIN.exec(text); match !== null; match = BEGIN.exec(text)) {
    const bodyStart = BEGIN.lastIndex;
    const endMark: number = mayEnd ? text.indexOf('-----END', bodyStart) : -1;
    mayEnd = endMark !== -1;
    const end = endMark === -1 ? endOfBody(text, bodyStart) : endOfMark(text, endMark);
    spans.push({ start: match.index, end, kind: 'private-key', value: text.slice(match.index, end) });
    BEGIN.lastIndex = end;
  }
  return spans;
}

/** Adds what lies between two places. */
function addTails(spans: Span[], text: string, from: number, to: number): void {
  let free = from;
  for (const { index, 0: mark } of text.slice(from, to).matchAll(END)) {
    const start = startOfBody(text, from + index, free);
    free = from + index + mark.length;
    spans.push({ start, end: free, kind: 'private-key', value: text.slice(start, free) });
  }
}

/** Spaces end it, or words before the key would go with it. */
function startOfBody(text: string, from: number, least: number): number {
  let at = from;
  while (at > least && IN_BODY.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

function endOfBody(text: string, from: number): number {
  BODY.lastIndex = from;
  BODY.exec(text);
  return BODY.lastIndex;
}

function endOfMark(text: string, endMark: number): number {
  const closing = text.indexOf('-----', endMark + 8);
  return closing === -1 || closing > endMark + 80 ? endMark + 8 : closing + 5;
}
