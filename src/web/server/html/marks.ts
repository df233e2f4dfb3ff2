import type { Element, ElementContent, Root, RootContent, Text } from 'hast';
import type { Claim } from '../../../model/claim.ts';
import type { ClaimMark } from '../../views.ts';
import { element, replaceNodes, text, textOf } from './hast.ts';

/** Under which heading of a body each field of the prose stands (draft/body.ts). */
const HEADINGS: ReadonlyMap<string, string> = new Map([
  ['Impact', 'impact'],
  ['Current behaviour', 'currentBehaviour'],
  ['Expected behaviour', 'expectedBehaviour'],
  ['Technical details', 'analysis'],
  ['Next action', 'nextAction'],
]);

/** Before what it is told in a comment (draft/comment.ts). */
const NEXT = 'Next:';

/**
 * Puts `<mark data-claim="N">` around the claims of the prose where they stand in a draft, in the order of the text.
 * Claims are looked for only in the part that was written from their field: a figure of a table is no claim.
 *
 * @returns the marks by their N; a claim that does not stand there any more has none
 */
export function markClaims(tree: Root, claims: readonly Claim[]): ClaimMark[] {
  const marks: ClaimMark[] = [];
  const marked = new Map<RootContent, ElementContent[]>();
  for (const [field, nodes] of partsOf(tree)) {
    const ranges = placesOf(
      claims.filter((claim) => claim.field === field && !claim.cut),
      nodes,
      marks,
    );
    wrap(nodes, ranges, marked);
  }
  replaceNodes(tree, (node) => marked.get(node) ?? null);
  return marks;
}

/** The text nodes of each part that was written from a field of the prose. */
function partsOf(tree: Root): Map<string, Text[]> {
  const parts = new Map<string, Text[]>();
  let field: string | null = null;
  for (const node of tree.children) {
    if (node.type === 'element' && /^h[1-6]$/.test(node.tagName)) {
      field = HEADINGS.get(textOf(node).trim()) ?? null;
    } else {
      const told = field ?? (textOf(node).startsWith(NEXT) ? 'nextAction' : null);
      if (told !== null) parts.set(told, [...(parts.get(told) ?? []), ...proseIn(node)]);
    }
  }
  return parts;
}

function proseIn(node: RootContent | ElementContent): Text[] {
  if (node.type === 'text') return [node];
  if (node.type !== 'element' || ['pre', 'table', 'svg'].includes(node.tagName)) return [];
  return node.children.flatMap(proseIn);
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly mark: number;
}

function placesOf(claims: readonly Claim[], nodes: readonly Text[], marks: ClaimMark[]): Range[] {
  const whole = nodes.map(({ value }) => value).join('');
  const ranges: Range[] = [];
  let from = 0;
  for (const claim of claims.toSorted((a, b) => a.offset - b.offset)) {
    const shown = claim.text.replaceAll('`', '');
    const start = find(whole, shown, from);
    if (start === -1) continue;
    from = start + shown.length;
    ranges.push({ start, end: from, mark: marks.length });
    marks.push({ text: claim.text, restsOn: claim.restsOn, because: claim.because });
  }
  return ranges;
}

/** Where it stands by itself: `15` is not in `2015`. */
function find(whole: string, shown: string, from: number): number {
  if (shown === '') return -1;
  for (let at = whole.indexOf(shown, from); at !== -1; at = whole.indexOf(shown, at + 1)) {
    const isInWord = touches(whole[at - 1], shown.at(0)) || touches(whole[at + shown.length], shown.at(-1));
    if (!isInWord) return at;
  }
  return -1;
}

function touches(outside: string | undefined, inside: string | undefined): boolean {
  const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character);
  return isWord(outside) && isWord(inside);
}

function wrap(nodes: readonly Text[], ranges: readonly Range[], marked: Map<RootContent, ElementContent[]>): void {
  let begin = 0;
  let next = 0;
  for (const node of nodes) {
    const { value } = node;
    const end = begin + value.length;
    const pieces: ElementContent[] = [];
    let done = begin;
    // Ranges and nodes are both in the order of the text, and no two ranges overlap.
    for (let range = ranges[next]; range !== undefined && range.start < end; range = ranges[next]) {
      const stop = Math.min(range.end, end);
      const start = Math.max(range.start, begin);
      if (start > done) pieces.push(text(value.slice(done - begin, start - begin)));
      pieces.push(markOf(range.mark, value.slice(start - begin, stop - begin)));
      done = stop;
      if (range.end > end) break;
      next += 1;
    }
    if (pieces.length > 0) marked.set(node, [...pieces, text(value.slice(done - begin))]);
    begin = end;
  }
}

function markOf(mark: number, value: string): Element {
  return element('mark', { dataClaim: String(mark) }, [text(value)]);
}
