import type { Nodes } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { SKIP, visit } from 'unist-util-visit';
import { parseMarkers } from '../../src/github/marker.ts';
import { liveInHtml } from './live-html.ts';

const parser = unified().use(remarkParse).use(remarkGfm);

/** HTML of our own making; nothing else may stand in an issue. */
const OUR_HTML =
  /^(?:<details><summary>(?:Representative entry|Root of the stack|Also part of this problem: [\d,]+ more patterns?)<\/summary>|<\/details>|<\/?sub>|<!-- \/?log-gardener:evidence -->|<!-- log-gardener fingerprint=\S+ run=\S+ draft=\S+(?: news=\S+)? -->)$/;

export interface Allowed {
  readonly hosts?: readonly string[];
  readonly issues?: readonly number[];
  readonly markers?: number;
}

/**
 * What GitHub would bring to life in this Markdown, read as a tree and rendered to HTML, in words; empty when it is
 * inert. GitHub looks for mentions and
 * references in the text of the rendered page, but not inside code and links.
 */
export function liveIn(markdown: string, { hosts = [], issues = [], markers = 0 }: Allowed = {}): string[] {
  const found: string[] = liveInHtml(markdown, hosts, issues);
  visit(parser.parse(markdown), (node: Nodes) => {
    if (node.type === 'html' && !OUR_HTML.test(node.value)) found.push(`HTML: ${node.value.slice(0, 80)}`);
    if (['image', 'imageReference', 'definition', 'linkReference', 'footnoteDefinition'].includes(node.type)) {
      found.push(node.type);
    }
    if (node.type === 'code' && node.lang === 'mermaid' && /click|href/.test(node.value))
      found.push('a diagram that acts');
    if (node.type === 'link') {
      const isAllowed =
        URL.canParse(node.url) && new URL(node.url).protocol === 'https:' && hosts.includes(new URL(node.url).host);
      if (!isAllowed) found.push(`link: ${node.url.slice(0, 80)}`);
      return SKIP;
    }
    if (node.type === 'text') found.push(...liveInPlainText(node.value, issues));
    if ('children' in node) found.push(...keywordsIn(node.children));
    return undefined;
  });
  if (/^\/[a-z][^\s/]*(?:\s|$)/im.test(markdown)) found.push('slash command');
  const hidden = /[\p{Cf}\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/u.exec(markdown);
  if (hidden) found.push(`hidden character U+${hidden[0].codePointAt(0)?.toString(16)}`);
  if (parseMarkers(markdown).length !== markers) found.push(`markers: ${parseMarkers(markdown).length}`);
  if (/(?<!^|\n)<!--\s*\/?log-gardener|^<!--(?! \/?log-gardener)/.test(markdown)) found.push('a comment inside a line');
  return found;
}

/** The same for text that is no Markdown, such as a title. */
export function liveInPlainText(text: string, issues: readonly number[] = []): string[] {
  const found: string[] = [];
  if (/@[a-z0-9]/i.test(text)) found.push(`mention: ${clip(text)}`);
  for (const [, number] of text.matchAll(/#(\d+)/g)) {
    if (!issues.includes(Number(number))) found.push(`reference: ${clip(text)}`);
  }
  if (/(?<![a-z\d])gh-\d/i.test(text)) found.push(`reference: ${clip(text)}`);
  if (/:\/\/|www\./i.test(text)) found.push(`bare link: ${clip(text)}`);
  if (/(?<!\\)<!--/.test(text)) found.push(`comment: ${clip(text)}`);
  return found;
}

/** Over neighbours, since `**closes** #1` reads as one text; code is a wall. */
function keywordsIn(nodes: readonly Nodes[]): string[] {
  const text = nodes.map(outsideCode).join('');
  const pattern = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|duplicate of):?\s+#\d/i;
  return pattern.test(text) ? [`closing keyword: ${clip(text)}`] : [];
}

function outsideCode(node: Nodes): string {
  if (node.type === 'inlineCode' || node.type === 'code') return '\u0000';
  return 'children' in node ? node.children.map(outsideCode).join('') : textOf(node);
}

function clip(text: string): string {
  return text.slice(0, 80);
}
