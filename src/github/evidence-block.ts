const START = '<!-- log-gardener:evidence -->';
const END = '<!-- /log-gardener:evidence -->';
const MARKER = '<!-- log-gardener fingerprint=';

/** A block of evidence between the two lines by which it is found again. */
export function wrapEvidenceBlock(content: string): string {
  return `${START}\n${content}\n${END}`;
}

/** The block of evidence in a text, its two marker lines included; null where there is none. */
export function readEvidenceBlock(body: string): string | null {
  const block = findEvidenceBlock(body);
  return block === null ? null : body.slice(block.from, block.to);
}

/**
 * Puts a new block of evidence (its marker lines included) in the place of the old one; everything else stays as people
 * left it, byte for byte. Where the old one is gone, the block goes before the trailing log-gardener marker, or to the end.
 */
export function replaceEvidenceBlock(body: string, block: string): string {
  const old = findEvidenceBlock(body);
  if (old !== null) return body.slice(0, old.from) + block + body.slice(old.to);
  const place = lastLineStart(body, MARKER) ?? body.length;
  const before = body.slice(0, place);
  const after = body.slice(place);
  return before + missingBlankLine(before) + block + (after === '' ? '' : '\n\n') + after;
}

/**
 * Puts a line in front of the end of a block, in the place of the line that begins in the same way; everything else
 * stays as it is, byte for byte.
 */
export function insertInBlock(block: string, line: string, beginning: string): string {
  const old = lastLineStart(block, beginning);
  if (old !== null) {
    const end = block.slice(old).search(/\r?\n/);
    return block.slice(0, old) + line + (end === -1 ? '' : block.slice(old + end));
  }
  const place = lastLineStart(block, END) ?? block.length;
  const before = block.slice(0, place);
  return `${before}${missingBlankLine(before)}${line}\n\n${block.slice(place)}`;
}

/**
 * Where the block of evidence stands: the first start that reaches an end before another start, since half of an older
 * block, left by an edit, is text. Null where there is none.
 */
export function findEvidenceBlock(body: string): { readonly from: number; readonly to: number } | null {
  let from = findLine(body, START, 0);
  while (from !== -1) {
    const end = findLine(body, END, from);
    if (end === -1) return null;
    const next = findLine(body, START, from + START.length);
    if (next === -1 || next > end) return { from, to: end + END.length };
    from = next;
  }
  return null;
}

/** Where the text stands alone on a line, as we write it: quoted in a sentence it means nothing. GitHub's editor writes \r\n. */
function findLine(body: string, line: string, from: number): number {
  for (let at = body.indexOf(line, from); at !== -1; at = body.indexOf(line, at + line.length)) {
    const behind = body[at + line.length];
    if (startsLine(body, at) && (behind === undefined || behind === '\n' || behind === '\r')) return at;
  }
  return -1;
}

function lastLineStart(body: string, text: string): number | null {
  let at = body.lastIndexOf(text);
  while (at > 0 && !startsLine(body, at)) at = body.lastIndexOf(text, at - 1);
  return at === -1 ? null : at;
}

function startsLine(body: string, at: number): boolean {
  return at === 0 || body[at - 1] === '\n';
}

/** Markdown reads a table or a comment as such only after a blank line. */
function missingBlankLine(before: string): string {
  const unix = before.slice(-4).replaceAll('\r\n', '\n');
  if (unix === '' || unix.endsWith('\n\n')) return '';
  return unix.endsWith('\n') ? '\n' : '\n\n';
}
