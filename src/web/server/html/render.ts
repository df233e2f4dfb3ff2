import type { Root } from 'hast';
import type { RootContent as MarkdownNode, Root as MarkdownRoot, PhrasingContent } from 'mdast';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema, type Options as Schema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import type { Claim } from '../../../model/claim.ts';
import type { ClaimMark } from '../../views.ts';
import { element, text } from './hast.ts';
import { markClaims } from './marks.ts';
import { linkReferences, type Place, settleHtml } from './safe.ts';

export interface Rendered {
  /** Safe to be shown: sanitised, and nothing in it is fetched. */
  readonly html: string;
  readonly marks: readonly ClaimMark[];
}

/** What GitHub shows of an attribute; it also lets through some that steer a page (access keys, names, tab order). */
const HARMLESS = [
  ...['align', 'alt', 'checked', 'colSpan', 'dir', 'height', 'lang', 'open'],
  ...['rowSpan', 'start', 'title', 'vAlign', 'value', 'width'],
];

const SCHEMA: Schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== 'picture' && name !== 'source'),
  attributes: { ...defaultSchema.attributes, '*': HARMLESS },
};

const toHtmlTree = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(() => breakLines)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize, SCHEMA)
  .freeze();

const writer = unified().use(rehypeStringify).freeze();

/**
 * Markdown as GitHub shows it in an issue or comment, with the claims of its prose marked. Whatever stands in it, nothing
 * runs, nothing is fetched, and a link is one that GitHub would show.
 */
export function renderMarkdown(markdown: string, place: Place, claims: readonly Claim[] = []): Rendered {
  const tree = htmlTreeOf(markdown);
  const marks = markClaims(tree, claims);
  linkReferences(tree, place);
  settleHtml(tree, place);
  return { html: writer.stringify(tree), marks };
}

function htmlTreeOf(markdown: string): Root {
  if (isBeyondPeople(markdown)) return asItIs(markdown);
  return toHtmlTree.runSync(toHtmlTree.parse(markdown));
}

/** Beyond these to render a text takes seconds, or more stack than there is; it is shown as it is. */
const MOST_NESTED = 50;
/** What opens a block within a block at the begin of a line. */
const OPENERS = /^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t]))+/;

const MOST_CHARACTERS = 70_000;
const MOST_TAGS = 2_000;
/** What may begin or end emphasis is held against all that came before it. Code has many, and none of them counts. */
const MOST_MARKS = 12_000;
const MOST_MARKS_OUTSIDE_CODE = 3_000;
const MARKS = /(?<!\\)[*_~]/g;
const FENCE = /^ {0,3}(?:```[^`]*|~~~.*)$/;
/** A list within a list and so on, by its indentation. */
const DEEP_ITEM = /^[ \t]{100,}(?:[-+*]|\d{1,9}[.)])[ \t]/;

/** Whether only a machine wrote a text: it is longer than GitHub takes, nests too deeply, or holds too many tags or stars. Linear. */
function isBeyondPeople(markdown: string): boolean {
  if (markdown.length > MOST_CHARACTERS) return true;
  const howMany = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  if (howMany(markdown, /<[a-z]/gi) > MOST_TAGS || howMany(markdown, MARKS) > MOST_MARKS) return true;
  let marks = 0;
  let inCode = false;
  for (const line of markdown.split('\n')) {
    const openers = OPENERS.exec(line)?.[0] ?? '';
    if (DEEP_ITEM.test(line) || howMany(openers, /[>.)+*-]/g) > MOST_NESTED) return true;
    if (FENCE.test(line)) inCode = !inCode;
    if (!inCode) marks += howMany(line, MARKS);
  }
  return marks > MOST_MARKS_OUTSIDE_CODE;
}

function asItIs(markdown: string): Root {
  return { type: 'root', children: [element('pre', {}, [text(markdown)])] };
}

/** In issues and comments GitHub shows every line break of a paragraph. */
function breakLines(tree: MarkdownRoot): void {
  breakIn(tree);
}

function breakIn(node: MarkdownRoot | MarkdownNode): void {
  if (!('children' in node)) return;
  for (const child of node.children) breakIn(child);
  if (node.type !== 'paragraph') return;
  node.children = node.children.flatMap((child): PhrasingContent[] => {
    if (child.type !== 'text') return [child];
    const [first = '', ...rest] = child.value.split('\n');
    const line = (value: string): PhrasingContent => ({ type: 'text', value });
    return [line(first), ...rest.flatMap((value): PhrasingContent[] => [{ type: 'break' }, line(value)])];
  });
}
