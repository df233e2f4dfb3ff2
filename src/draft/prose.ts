import type { BlockContent, Link, List, ListItem, PhrasingContent, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { type AllowedLinks, fateOfLink } from './allowed-links.ts';
import { emphasis, fence, link, paragraph, strong, text } from './markdown.ts';
import { isPlainText } from './plain-text.ts';
import { inertCode, inertNodes, sanitiseCharacters, sanitiseCode, sanitiseInline } from './sanitise.ts';

/** Prose of one section; what is longer is cut before it is parsed. */
const LONGEST_PROSE = 6_000;
const LONGEST_LINE = 1_000;
/** Deeper nesting is nobody's prose; what is in it comes out as plain text. */
const DEEPEST = 12;

/** Quotations or lists nested so deep that the parser would run out of stack. */
const MARKER_RUN = /^[ \t>*+\-\d.)]{40,}/gm;

const parser = unified().use(remarkParse).use(remarkGfm);

/**
 * An investigator's Markdown as a tree that holds nothing but paragraphs, lists, emphasis, strong, code and links that
 * are allowed. Anything else gives its text. `#n` of an allowed issue stays live.
 */
export function proseNodes(markdown: string, allowed: AllowedLinks, longest = LONGEST_PROSE): BlockContent[] {
  const clean = sanitiseCharacters(markdown.slice(0, longest)).replace(MARKER_RUN, '');
  const cutNote = markdown.length > longest ? [paragraph('… (cut)')] : [];
  return [...blocks(parse(clean), allowed, 0), ...cutNote];
}

/** Most prose is a sentence or two without any markup. */
function parse(markdown: string): RootContent[] {
  if (!isPlainText(markdown) || markdown.trim() !== markdown) return parser.parse(markdown).children;
  return [{ type: 'paragraph', children: [{ type: 'text', value: markdown }] }];
}

/** The same on one line and shorter, for a list item or a table cell. */
export function proseLine(markdown: string, allowed: AllowedLinks): PhrasingContent[] {
  const paragraphs = proseNodes(markdown, allowed, LONGEST_LINE).map((node) =>
    node.type === 'paragraph'
      ? node.children
      : inertNodes(textOf(node), { allowedIssues: allowed.allowedIssues, longest: LONGEST_PROSE }),
  );
  return paragraphs.flatMap((children, index) => (index === 0 ? children : [text(' '), ...children]));
}

function blocks(nodes: readonly RootContent[], allowed: AllowedLinks, depth: number): BlockContent[] {
  return nodes.flatMap((node): BlockContent[] => {
    if (depth > DEEPEST)
      return paragraphOf(inertNodes(textOf(node), { allowedIssues: allowed.allowedIssues, longest: LONGEST_PROSE }));
    switch (node.type) {
      case 'paragraph':
        return paragraphOf(inlines(node.children, allowed, 0));
      case 'heading':
        return paragraphOf([strong(...inlines(node.children, allowed, 1))]);
      case 'list':
        return [plainList(node, allowed, depth)];
      case 'code':
        return [fence(null, sanitiseCode(node.value))];
      case 'blockquote':
      case 'footnoteDefinition':
        return blocks(node.children, allowed, depth + 1);
      case 'table':
        return node.children.flatMap((row) =>
          paragraphOf(
            row.children.flatMap((cell, index) => [
              ...(index > 0 ? [text(' · ')] : []),
              ...inlines(cell.children, allowed, 0),
            ]),
          ),
        );
      case 'html':
        return paragraphOf(inertNodes(node.value, { allowedIssues: allowed.allowedIssues, longest: LONGEST_PROSE }));
      default:
        return []; // rules and link definitions show nothing
    }
  });
}

function plainList(node: List, allowed: AllowedLinks, depth: number): List {
  const children = node.children.map((item): ListItem => {
    const content = blocks(item.children, allowed, depth + 1);
    return { type: 'listItem', spread: false, children: content };
  });
  return { type: 'list', ordered: node.ordered ?? false, start: node.ordered ? 1 : null, spread: false, children };
}

function paragraphOf(children: PhrasingContent[]): BlockContent[] {
  return children.some((child) => textOf(child).trim() !== '') ? [paragraph(...children)] : [];
}

/** A node that stays, or text that joins its neighbours. */
type Piece = PhrasingContent | string;

/**
 * Text that lost its markup (`@<b>bob`) joins its neighbours before it is looked at, so that no mention comes together
 * afterwards.
 */
function inlines(nodes: readonly PhrasingContent[], allowed: AllowedLinks, depth: number): PhrasingContent[] {
  const out: PhrasingContent[] = [];
  let run = '';
  for (const piece of [...nodes.flatMap((node) => pieces(node, allowed, depth)), '']) {
    if (typeof piece === 'string' && piece !== '') {
      run += piece;
      continue;
    }
    out.push(...inertKeepingSpace(run, allowed.allowedIssues, textBefore(out)));
    run = '';
    if (typeof piece !== 'string') out.push(piece);
  }
  return withoutTightMarks(out);
}

/**
 * Emphasis whose edge became code while it was made inert, right beside a letter, could only be written with the letter
 * as an entity: it goes, what it held stays.
 */
function withoutTightMarks(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return nodes.flatMap((node, at) => {
    if (node.type !== 'emphasis' && node.type !== 'strong') return [node];
    const before = textOf(nodes[at - 1] ?? null).at(-1) ?? '';
    const [after = ''] = textOf(nodes[at + 1] ?? null);
    const isTight = (edge: PhrasingContent | undefined, beside: string): boolean =>
      edge?.type !== 'text' && /[\p{L}\p{N}_]/u.test(beside);
    return isTight(node.children[0], before) || isTight(node.children.at(-1), after) ? node.children : [node];
  });
}

function pieces(node: PhrasingContent, allowed: AllowedLinks, depth: number): Piece[] {
  if (depth > DEEPEST) return [textOf(node)];
  switch (node.type) {
    case 'text':
    case 'html':
      return [node.value];
    case 'break':
      return [' '];
    case 'inlineCode':
      return [inertCode(node.value)];
    case 'emphasis':
    case 'strong': {
      const children = inlines(node.children, allowed, depth + 1);
      if (children.length === 0) return [];
      return [node.type === 'strong' ? strong(...children) : emphasis(...children)];
    }
    case 'image':
    case 'imageReference':
      return [node.alt ?? ''];
    case 'link':
      return linkPieces(node, allowed);
    case 'linkReference':
    case 'delete':
      return node.children.flatMap((child) => pieces(child, allowed, depth + 1));
    default:
      return []; // footnote marks
  }
}

function linkPieces(node: Link, allowed: AllowedLinks): Piece[] {
  const label = textOf(node);
  const named = label.trim() !== '' && !ADDRESS.test(label);
  const fate = fateOfLink(node.url, allowed);
  if (fate.kind === 'reference') return [named ? `${label} (#${fate.issue})` : `#${fate.issue}`];
  if (fate.kind === 'link') return [link(fate.url, sanitiseInline(named ? label : withoutScheme(fate.url)))];
  if (!/^https?:/i.test(node.url)) return [label];
  return [named ? `${label} (${node.url})` : node.url];
}

const ADDRESS = /^\s*(?:https?:|www\.)/i;

function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/\/$/, '');
}

/** Space at either end separates a run from its neighbours. */
function inertKeepingSpace(run: string, allowedIssues: ReadonlySet<number>, before: string): PhrasingContent[] {
  const nodes = inertNodes(run, { allowedIssues, before, longest: LONGEST_PROSE });
  if (nodes.length === 0) return /\s/.test(run) ? [text(' ')] : [];
  return [...(/^\s/.test(run) ? [text(' ')] : []), ...nodes, ...(/\s$/.test(run) ? [text(' ')] : [])];
}

/** The end of what stands before a run of text: it may be a closing keyword. */
function textBefore(nodes: readonly PhrasingContent[]): string {
  return nodes
    .slice(-3)
    .map((node) => textOf(node))
    .join('')
    .slice(-40);
}
