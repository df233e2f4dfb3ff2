import { type Quoted, quotedBlock, quotedIn } from './quoted.ts';

/** A sentence of a field, and what in it is quoted. Offsets count from the start of the field. */
export interface Sentence {
  readonly start: number;
  /** Behind the space that follows it. */
  readonly end: number;
  readonly quoted: readonly Quoted[];
}

/** A paragraph, a list item, a heading, a row of a table, or a quoted block. */
export interface Segment {
  readonly kind: 'paragraph' | 'item' | 'line' | 'block';
  /** Where it begins: a list marker stands before its first sentence. */
  readonly start: number;
  readonly sentences: readonly Sentence[];
}

const FENCE = /^ {0,3}(?:```|~~~)/;
const FENCE_END = /^ {0,3}(?:`{3,}|~{3,})\s*$/;
const QUOTE = /^ {0,3}>/;
const ITEM = /^\s{0,12}(?:[-*+•]|\d{1,3}[.)])\s+/;
const LINE = /^\s{0,3}(?:#{1,6}\s|\|)/;

/** A field of prose in its parts. Every character from the first segment's start on belongs to exactly one of them. */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  let open: { readonly kind: Segment['kind']; readonly start: number } | null = null;
  let fenced = false;
  let at = 0;
  const close = (end: number) => {
    if (open !== null) segments.push(segmentOf(open.kind, text, open.start, Math.min(end, text.length)));
    open = null;
  };
  for (const line of text.split('\n')) {
    const next = at + line.length + 1;
    const kind = kindOfLine(line);
    if (fenced) {
      fenced = !FENCE_END.test(line);
      if (!fenced) close(next);
    } else if (FENCE.test(line)) {
      close(at);
      open = { kind: 'block', start: at };
      fenced = true;
    } else if (kind === null) {
      // A blank line ends what stands before it, and goes with it.
      close(next);
    } else if (open === null || !continues(open, kind)) {
      close(at);
      open = { kind, start: at };
    }
    at = next;
  }
  close(text.length);
  return segments;
}

function kindOfLine(line: string): Segment['kind'] | null {
  if (line.trim() === '') return null;
  if (QUOTE.test(line)) return 'block';
  if (ITEM.test(line)) return 'item';
  return LINE.test(line) ? 'line' : 'paragraph';
}

function continues(open: { readonly kind: Segment['kind'] }, kind: Segment['kind']): boolean {
  if (kind === 'block') return open.kind === 'block';
  return kind === 'paragraph' && (open.kind === 'paragraph' || open.kind === 'item');
}

function segmentOf(kind: Segment['kind'], text: string, start: number, end: number): Segment {
  const body = text.slice(start, end);
  if (kind === 'block') {
    const block = quotedBlock(body);
    const quoted = [{ ...block, start, end: start + block.end }];
    return { kind, start, sentences: [{ start, end, quoted }] };
  }
  const marker = kind === 'item' ? (ITEM.exec(body)?.[0].length ?? 0) : 0;
  const words = body.slice(marker);
  const quoted = quotedIn(words);
  const cuts = [0, ...boundariesOf(masked(words, quoted)), words.length];
  let next = 0;
  const sentences = cuts.slice(1).map((to, index): Sentence => {
    const from = cuts[index] ?? 0;
    const own: Quoted[] = [];
    for (let span = quoted[next]; span !== undefined && span.start < to; span = quoted[next]) {
      own.push({ ...span, start: start + marker + span.start, end: start + marker + span.end });
      next += 1;
    }
    return { start: start + marker + from, end: start + marker + to, quoted: own };
  });
  return { kind, start, sentences };
}

const INSIDE = 'x';

/** No sentence ends inside code, a quotation, brackets, a link or bold type. Of the same length. */
function masked(text: string, quoted: readonly Quoted[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { kind, start, end } of quoted) {
    const last = text.charAt(end - 2);
    const keepsEnd = kind === 'quote' && /[.!?…]/.test(last) && end - start > 2;
    const inside = INSIDE.repeat(end - start - (keepsEnd ? 2 : 1));
    pieces.push(text.slice(at, start), inside, keepsEnd ? last : '', text.charAt(end - 1));
    at = end;
  }
  return (pieces.join('') + text.slice(at))
    .replaceAll(/\[[^[\]\n]{0,300}\]\([^()\s]{0,500}\)/g, hide)
    .replaceAll(/\([^()]{0,400}\)/g, hide)
    .replaceAll(/(?<![*\w])(\*{1,3})(?=\S)[^*]{1,600}\1/g, (bold, marks: string) => {
      const inner = bold.slice(marks.length, -marks.length);
      return `${marks}${hide(inner.slice(0, -1))}${inner.slice(-1)}${marks}`;
    });
}

function hide(text: string): string {
  return text.replaceAll(/[.!?…。！？]/g, INSIDE);
}

const SENTENCE_END = /(?:[.!?…]{1,5}["”’»)\]*_~`]{0,4}\s+|[。！？]["”’»）]{0,2}\s*)/g;
const SENTENCE_START = /[\p{Lu}\p{Lo}\p{N}"“„‘«`*_([#~$€£¥<]/u;
/** At the start of a line this would be more than words. */
const MARKUP = /^(?:```|~~~|[-*+>#|•]{1,6}\s|\d{1,3}[.)]\s)/;
const LONGEST_MARKUP = 8;
/** What ends with a dot and ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s("“[])(?:e\.g|i\.e|cf|vs|viz|approx|ca|no|nos|fig|sec|dept|dr|mr|mrs|ms|st|incl|excl|resp|esp|max|min|avg|est|al|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|[a-z])\.$/i;
const LONGEST_ABBREVIATION = 12;

function boundariesOf(text: string): number[] {
  const found: number[] = [];
  for (const { 0: ending, index } of text.matchAll(SENTENCE_END)) {
    const next = index + ending.length;
    if (next >= text.length || !SENTENCE_START.test(String.fromCodePoint(text.codePointAt(next) ?? 32))) continue;
    if (MARKUP.test(text.slice(next, next + LONGEST_MARKUP))) continue;
    const before = text.slice(Math.max(0, index - LONGEST_ABBREVIATION), index + 1);
    if (!ABBREVIATION.test(before)) found.push(next);
  }
  return found;
}
