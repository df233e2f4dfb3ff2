/** Words that are not the writer's own: code type, quotation marks, a quoted or fenced block. */
export interface Quoted {
  readonly kind: 'code' | 'quote' | 'block';
  /** With its marks. */
  readonly start: number;
  readonly end: number;
  /** Without them. */
  readonly inner: string;
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»', '‘': '’' };

/** Code type and quotation marks in one paragraph, in order. An opening mark without its end opens nothing. */
export function quotedIn(paragraph: string): Quoted[] {
  const found: Quoted[] = [];
  const endOfCode = endsOfCode(paragraph);
  const missing = new Set<string>();
  let at = 0;
  while (at < paragraph.length) {
    const code = endOfCode.get(at);
    if (code !== undefined) {
      if (code.end !== null) found.push(spanOf('code', paragraph, at, code.end, code.marks));
      at = code.end ?? at + code.marks;
      continue;
    }
    const mark = paragraph.charAt(at);
    const closing = CLOSING[mark];
    if (closing !== undefined && !missing.has(mark) && opens(paragraph, at)) {
      const end = paragraph.indexOf(closing, at + 1);
      if (end !== -1) {
        found.push(spanOf('quote', paragraph, at, end + 1, 1));
        at = end + 1;
        continue;
      }
      missing.add(mark);
    }
    at += 1;
  }
  return found;
}

/** The same, as one block of lines. */
export function quotedBlock(lines: string): Quoted {
  const fenced = /^ {0,3}(?:```|~~~)/.test(lines);
  const rows = lines.split('\n').map((line) => (fenced ? line : line.replace(/^ {0,3}>[ \t]?/, '')));
  const inner = fenced ? rows.filter((row) => !/^ {0,3}(?:`{3,}|~{3,})\S*\s*$/.test(row)) : rows;
  return { kind: 'block', start: 0, end: lines.trimEnd().length, inner: inner.join('\n').trim() };
}

function spanOf(kind: Quoted['kind'], text: string, start: number, end: number, marks: number): Quoted {
  return { kind, start, end, inner: text.slice(start + marks, end - marks).trim() };
}

/** After a letter or a digit it is an inch or an end. */
function opens(text: string, at: number): boolean {
  return !/[\p{L}\p{N}]/u.test(text.charAt(at - 1)) && /\S/.test(text.charAt(at + 1));
}

/** Where each run of back-ticks begins: how many, and where the code ends that it opens. */
function endsOfCode(text: string): Map<number, { readonly marks: number; readonly end: number | null }> {
  const ends = new Map<number, { readonly marks: number; readonly end: number | null }>();
  const nextOfLength = new Map<number, number>();
  for (const { 0: run, index } of [...text.matchAll(/`+/g)].reverse()) {
    ends.set(index, { marks: run.length, end: nextOfLength.get(run.length) ?? null });
    nextOfLength.set(run.length, index + run.length);
  }
  return ends;
}
