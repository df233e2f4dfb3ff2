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

const MOST_TAGS = 2_000;
/** What may begin or end emphasis: each is held against those before it. */
const MOST_MARKS = 6_000;

/** Whether only a machine wrote a text: it nests blocks so deeply, or holds so many tags or stars. Linear. */
function isBeyondPeople(markdown: string): boolean {
  const howMany = (pattern: RegExp): number => markdown.match(pattern)?.length ?? 0;
  if (howMany(/<[a-z]/gi) > MOST_TAGS || howMany(/(?<!\\)[*_~]/g) > MOST_MARKS) return true;
  // A list within a list and so on, by its indentation.
  if (/^[ \t]{100,}(?:[-+*]|\d{1,9}[.)])[ \t]/m.test(markdown)) return true;
  return markdown.split('\n').some((line) => {
    const openers = OPENERS.exec(line)?.[0] ?? '';
    return openers.length > MOST_NESTED && openers.replace(/[^>.)+*-]/g, '').length > MOST_NESTED;
  });
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
