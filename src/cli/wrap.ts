import stringWidth from 'string-width';
import { plainLine } from '../draft/one-line.ts';
import { formatNumber } from '../wording/words.ts';

/** How text is laid into lines: what stands before the first line and before the others, and how many there may be. */
interface Layout {
  readonly width: number;
  readonly first?: string;
  readonly rest?: string;
  /** Beyond it the text is cut, which `…` at its end shows. */
  readonly most?: number;
}

/** One line of text as lines of at most `width` cells, broken between words, and inside words that are too long. */
export function wrap(
  text: string,
  { width, first = '', rest = first, most = Number.POSITIVE_INFINITY }: Layout,
): string[] {
  const lines: string[] = [];
  let left = text.trim();
  do {
    const indent = lines.length === 0 ? first : rest;
    const space = Math.max(1, width - stringWidth(indent));
    const isLast = lines.length + 1 >= most;
    const taken = isLast ? cutAt(left, space) : lineOf(left, space);
    lines.push(`${indent}${taken}`.trimEnd());
    left = isLast ? '' : left.slice(taken.length).trimStart();
  } while (left !== '');
  return lines;
}

/** More points, and more lines for one of them, nobody reads in a terminal. */
const [MOST_POINTS, MOST_LINES] = [12, 4];

/** Strangers' texts as a list of points; what is left out is said. */
export function bullets(texts: readonly string[], width: number): string[] {
  const shown = texts.slice(0, MOST_POINTS);
  const left = texts.length - shown.length;
  return [
    ...shown.flatMap((text) => wrap(plainLine(text), { width, first: '  - ', rest: '    ', most: MOST_LINES })),
    ...(left > 0 ? [`  and ${formatNumber(left)} more, see --json`] : []),
  ];
}

/** Where a path or a name may be broken. */
const JOINTS = ['/', '.', '_', '-', ':', ','];

/** As many words as fit, or the beginning of the first word where that does not. */
function lineOf(text: string, space: number): string {
  const head = graphemesWithin(text, space);
  if (head.length === text.length || text[head.length] === ' ') return head;
  const end = head.lastIndexOf(' ');
  if (end > 0) return head.slice(0, end);
  const joint = Math.max(...JOINTS.map((character) => head.lastIndexOf(character))) + 1;
  return joint > head.length / 2 ? head.slice(0, joint) : head;
}

function cutAt(text: string, space: number): string {
  const head = graphemesWithin(text, space);
  return head.length === text.length ? head : `${graphemesWithin(text, space - 1).trimEnd()}…`;
}

const segmenter = new Intl.Segmenter('en');
/** No character takes more code units than this for one cell that anybody would write. */
const LONGEST_PER_CELL = 32;

/** The longest beginning that fits; at least one character, so that there is an end. */
function graphemesWithin(text: string, space: number): string {
  let cells = 0;
  let end = 0;
  for (const { segment, index } of segmenter.segment(text.slice(0, space * LONGEST_PER_CELL))) {
    cells += stringWidth(segment);
    if (cells > space && index > 0) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
