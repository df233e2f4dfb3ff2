import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Nodes } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

interface CodeBlock {
  readonly lang: string;
  /** What stands behind the language: `run`. */
  readonly meta: string;
  readonly text: string;
  /** `README.md:12` */
  readonly place: string;
}

export interface Document {
  /** Below the checkout. */
  readonly path: string;
  readonly links: readonly { readonly url: string; readonly place: string }[];
  /** As GitHub names headings in addresses. */
  readonly anchors: ReadonlySet<string>;
  readonly blocks: readonly CodeBlock[];
  /** Inline code. */
  readonly codes: readonly { readonly text: string; readonly place: string }[];
}

/** All Markdown that people read, by path. */
export function readDocs(checkout: string): Document[] {
  const paths = globSync(['*.md', 'docs/**/*.md', 'bench/*.md'], { cwd: checkout }).sort();
  return paths.map((path) => parse(path, readFileSync(join(checkout, path), 'utf8')));
}

function parse(path: string, markdown: string): Document {
  const links: { url: string; place: string }[] = [];
  const anchors = new Set<string>();
  const blocks: CodeBlock[] = [];
  const codes: { text: string; place: string }[] = [];
  visit(unified().use(remarkParse).use(remarkGfm).parse(markdown), (node) => {
    const place = `${path}:${node.position?.start.line ?? 0}`;
    if (node.type === 'link' || node.type === 'image') links.push({ url: node.url, place });
    if (node.type === 'code') blocks.push({ lang: node.lang ?? '', meta: node.meta ?? '', text: node.value, place });
    if (node.type === 'inlineCode') codes.push({ text: node.value, place });
    if (node.type === 'heading') anchors.add(anchorOf(textOf(node)));
  });
  return { path, links, anchors, blocks, codes };
}

function textOf(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}
