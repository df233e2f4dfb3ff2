import type {
  BlockContent,
  Code,
  Emphasis,
  Heading,
  Html,
  InlineCode,
  Link,
  List,
  ListItem,
  Paragraph,
  PhrasingContent,
  RootContent,
  Strong,
  Table,
  TableCell,
  Text,
} from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { isPlainText } from './plain-text.ts';

/** Builders for Markdown as a tree: what is a value stays a value, whatever characters it holds. */

export function heading(depth: 1 | 2 | 3 | 4 | 5 | 6, ...children: (string | PhrasingContent)[]): Heading {
  return { type: 'heading', depth, children: phrasing(children) };
}

export function paragraph(...children: (string | PhrasingContent)[]): Paragraph {
  return { type: 'paragraph', children: phrasing(children) };
}

/** White space becomes one space: GitHub shows a line break inside a paragraph as one, and bots read orders there. */
export function text(value: string): Text {
  return { type: 'text', value: value.replace(/\s+/g, ' ') };
}

export function strong(...children: (string | PhrasingContent)[]): Strong {
  return { type: 'strong', children: phrasing(children) };
}

export function emphasis(...children: (string | PhrasingContent)[]): Emphasis {
  return { type: 'emphasis', children: phrasing(children) };
}

/** Inline code: one line, never empty (an empty one cannot be written in Markdown). */
export function code(value: string): InlineCode | Text {
  const line = value.replace(/\s+/g, ' ').trim();
  return line === '' ? text('') : { type: 'inlineCode', value: line };
}

/** The nodes in a row, with a text between each two. */
export function separated(
  items: readonly (PhrasingContent | PhrasingContent[])[],
  separator: string,
): PhrasingContent[] {
  return items.flatMap((item, index) => [
    ...(index > 0 ? [text(separator)] : []),
    ...(Array.isArray(item) ? item : [item]),
  ]);
}

/** A fenced block. The fence is made longer than any run of backticks inside. */
export function fence(lang: string | null, value: string): Code {
  const lines = value.split('\n').map((line) => line.trimEnd());
  return { type: 'code', lang: lang === '' ? null : lang, meta: null, value: lines.join('\n') };
}

/** A cell is one inline node, several, or plain text. */
export type Cell = string | PhrasingContent | readonly PhrasingContent[];

export function table(header: readonly Cell[], rows: readonly (readonly Cell[])[]): Table {
  return {
    type: 'table',
    align: header.map(() => null),
    children: [header, ...rows].map((cells) => ({ type: 'tableRow', children: cells.map(tableCell) })),
  };
}

/** Items are a line of inline nodes each, or blocks. */
export function list(
  items: readonly (string | PhrasingContent[] | { blocks: BlockContent[] })[],
  ordered = false,
): List {
  return {
    type: 'list',
    ordered,
    start: ordered ? 1 : null,
    spread: false,
    children: items.map((item) => listItem(item)),
  };
}

export function link(url: string, label: string): Link {
  return { type: 'link', url, title: null, children: [text(label)] };
}

/** A fold: our own fixed HTML around children that are Markdown. */
export function details(summary: string, children: readonly BlockContent[]): BlockContent[] {
  return [html(`<details><summary>${escapeHtml(summary)}</summary>`), ...children, html('</details>')];
}

/** A paragraph in small print. */
export function small(...children: (string | PhrasingContent)[]): Paragraph {
  return { type: 'paragraph', children: [html('<sub>'), ...phrasing(children), html('</sub>')] };
}

/** An HTML comment. What could end it early is taken out of the text. */
export function comment(value: string): Html {
  return html(`<!-- ${value.replace(/[<>]/g, '').replace(/-{2,}/g, '-')} -->`);
}

/** The same tree gives the same bytes. Ends with one newline; no line ends with a space. */
export function renderMarkdown(nodes: readonly RootContent[]): string {
  return writer.stringify({ type: 'root', children: [...nodes] });
}

const writer = unified()
  .use(remarkGfm, { tablePipeAlign: false, firstLineBlank: false })
  .use(remarkStringify, {
    bullet: '-',
    emphasis: '*',
    fences: true,
    incrementListMarker: true,
    listItemIndent: 'one',
    resourceLink: true,
    rule: '-',
    strong: '*',
    // GitHub reads $…$ as a formula: https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/writing-mathematical-expressions
    unsafe: [{ character: '$', inConstruct: 'phrasing' }],
    handlers: {
      text: (node: Text, _parent, state, info) =>
        isPlain(node.value, info)
          ? node.value
          : // `#12` without a space is no heading, and whether GitHub links `\\#12` is not documented.
            state.safe(node.value, info).replace(/^\\#(?=\d)/, '#'),
    },
  });

/**
 * Whether a text can be written as it is: nothing in it is Markdown, no space of it stands at an end of a line, and no
 * address begins in it that the next text goes on with.
 */
function isPlain(value: string, { before, after }: { readonly before: string; readonly after: string }): boolean {
  const beside = `${value.startsWith(' ') ? before : ''}${value.endsWith(' ') ? after : ''}`;
  return isPlainText(value) && !/[\r\n]/.test(beside) && !(value.endsWith(':') && after === '/');
}

/**
 * Children as they can be written: no empty text, no space at the ends (it would come out as `&#x20;`), and a space
 * between two pieces of code, whose backticks would otherwise run together and change what is code.
 */
function phrasing(children: readonly (string | PhrasingContent)[]): PhrasingContent[] {
  const kept: PhrasingContent[] = [];
  for (const child of children) {
    const node = typeof child === 'string' ? text(child) : child;
    if (node.type === 'text' && node.value === '') continue;
    if (node.type === 'inlineCode' && kept.at(-1)?.type === 'inlineCode') kept.push(text(' '));
    kept.push(node);
  }
  const first = kept.at(0);
  if (first?.type === 'text') kept[0] = text(first.value.trimStart());
  const last = kept.at(-1);
  if (last?.type === 'text') kept[kept.length - 1] = text(last.value.trimEnd());
  return kept;
}

function tableCell(cell: Cell): TableCell {
  return { type: 'tableCell', children: phrasing(typeof cell === 'string' || 'type' in cell ? [cell] : cell) };
}

function listItem(item: string | PhrasingContent[] | { blocks: BlockContent[] }): ListItem {
  if (typeof item === 'string') return { type: 'listItem', spread: false, children: [paragraph(item)] };
  if (Array.isArray(item)) return { type: 'listItem', spread: false, children: [paragraph(...item)] };
  return { type: 'listItem', spread: false, children: item.blocks };
}

function html(value: string): Html {
  return { type: 'html', value };
}

function escapeHtml(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\s+/g, ' ').trim();
}
