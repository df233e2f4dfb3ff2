import type { Span } from './spans.ts';

const BEGIN = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
/** What a block without its end may consist of: base64, headers, line ends, real or written out as `\n`. */
const BODY = /[A-Za-z0-9+/=\s\\,:-]*/y;

/** PEM blocks of private keys, over several lines or in one with `\n` written out; a cut-off block to where it stops. */
export function findPrivateKeys(text: string): Span[] {
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

function endOfBody(text: string, from: number): number {
  BODY.lastIndex = from;
  BODY.exec(text);
  return BODY.lastIndex;
}

function endOfMark(text: string, endMark: number): number {
  const closing = text.indexOf('-----', endMark + 8);
  return closing === -1 || closing > endMark + 80 ? endMark + 8 : closing + 5;
}
