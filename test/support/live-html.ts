import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/** With raw HTML let through: what an attack brings along has to show. */
const renderer = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeStringify, { allowDangerousHtml: true, closeSelfClosing: true });

/** What Markdown without images, footnotes and HTML is rendered to, and the four of our own making. */
const ELEMENTS = new Set(
  'p br hr em strong del code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td a input details summary sub'.split(
    ' ',
  ),
);
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  a: /^href="[^"]*"$/,
  code: /^class="language-[\w-]+"$/,
  input: /^type="checkbox"(?: checked)? disabled$/,
  li: /^class="task-list-item"$/,
  ol: /^start="\d+"$/,
  td: /^align="\w+"$/,
  th: /^align="\w+"$/,
  ul: /^class="contains-task-list"$/,
};
const OUR_COMMENT =
  /^<!-- (?:\/?log-gardener:evidence|log-gardener fingerprint=\S+ run=\S+ draft=\S+(?: news=\S+)?) -->$/;

/** Where emphasis begins or ends. */
const EMPHASIS = '\u0001';

/** A comment, a tag, text, or a `<` that opens nothing. */
const PIECE = /<!--[\s\S]*?-->|<\/?[a-z][^\s/>]*(?:[^>"]|"[^"]*")*>|<[!?][^>]*>|[^<]+|</gi;

/** The page that remark makes of this Markdown. */
function renderToHtml(markdown: string): string {
  return String(renderer.processSync(markdown));
}

/**
 * What is active on the page that remark makes of this Markdown: tags, attributes, links and comments that are not
 * ours, and in its text, code and links aside, what GitHub looks for.
 */
export function liveInHtml(markdown: string, hosts: readonly string[], issues: readonly number[]): string[] {
  const found: string[] = [];
  let quiet = 0;
  let text = '';
  for (const [piece] of renderToHtml(markdown).matchAll(PIECE)) {
    if (!piece.startsWith('<') || piece === '<') {
      if (quiet === 0) text += decode(piece);
      continue;
    }
    const tag = /^<(\/?)([a-z][^\s/>]*)\s*([\s\S]*?)\s*\/?>$/i.exec(piece);
    if (tag === null) {
      if (!OUR_COMMENT.test(piece)) found.push(`on the page: ${piece.slice(0, 80)}`);
      continue;
    }
    const [, slash, name = '', attributes = ''] = tag;
    const isPlain = attributes === '' || ATTRIBUTES[name]?.test(attributes) === true;
    if (!ELEMENTS.has(name) || !isPlain) found.push(`on the page: ${piece.slice(0, 80)}`);
    if (name === 'a' && slash === '' && !leadsTo(attributes, hosts))
      found.push(`link on the page: ${piece.slice(0, 80)}`);
    // GitHub looks into one text after the other, but a keyword may stand in another than its number.
    if (name === 'code' || name === 'pre' || name === 'a') {
      quiet += slash === '' ? 1 : -1;
      text += '\u0000';
    } else text += ['em', 'strong', 'del'].includes(name) ? EMPHASIS : '\n';
  }
  return [...found, ...liveInText(text, issues)];
}

function liveInText(text: string, issues: readonly number[]): string[] {
  const found: string[] = [];
  const tell = (what: string, at: number) => found.push(`${what} on the page: ${text.slice(at, at + 60)}`);
  for (const { index } of text.matchAll(/@[\p{L}\p{N}]/gu)) tell('mention', index);
  for (const { index, 1: number } of text.matchAll(/#(\d+)/g)) {
    if (!issues.includes(Number(number)) || /[\w/]$/.test(text.slice(Math.max(0, index - 1), index))) {
      tell('reference', index);
    } else if (/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|duplicate of):?\s+$/i.test(wordsBefore(text, index))) {
      tell('closing keyword', index);
    }
  }
  for (const { index } of text.matchAll(/(?<![a-z\d])gh-\d/gi)) tell('reference', index);
  for (const { index } of text.matchAll(/:\/\/|www\./gi)) tell('bare link', index);
  return found;
}

function wordsBefore(text: string, index: number): string {
  return text.slice(Math.max(0, index - 24), index).replaceAll(EMPHASIS, '');
}

function leadsTo(attributes: string, hosts: readonly string[]): boolean {
  const href = decode(/^href="([^"]*)"$/.exec(attributes)?.[1] ?? '');
  return URL.canParse(href) && new URL(href).protocol === 'https:' && hosts.includes(new URL(href).host);
}

/** rehype-stringify writes `&` and `<` of text, and quotes in attributes, as hexadecimal references. */
function decode(html: string): string {
  return html
    .replace(/&#x([\da-f]+);/gi, (_, point: string) => String.fromCodePoint(Number.parseInt(point, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
