import type { Element, ElementContent, Root } from 'hast';
import { chartSvg, readBarChart } from './chart-svg.ts';
import { element, replaceNodes, text, textOf } from './hast.ts';

/** Where a draft would stand on GitHub: what its relative links and references lead to. */
export interface Place {
  /** owner/name; empty = none is known, and a reference leads nowhere. */
  readonly repository: string;
}

const LEADS_OUT = new Set(['https:', 'http:', 'mailto:']);

/**
 * Makes what was sanitised fit for this page: links open elsewhere and tell nobody where they were clicked, images of
 * other hosts are named and not fetched, nothing takes an id of the page. Our own charts are drawn.
 */
export function settleHtml(tree: Root, place: Place): void {
  replaceNodes(tree, (node) => {
    if (node.type !== 'element') return null;
    delete node.properties.id;
    if (node.tagName === 'img') return imageInWords(node, place);
    if (node.tagName === 'a') return settleLink(node, place);
    if (node.tagName === 'pre') return drawnChart(node);
    return null;
  });
}

/** Null = it is a link, and its children are looked at like any others. */
function settleLink(node: Element, place: Place): ElementContent[] | null {
  const address = addressOf(node.properties.href, place);
  node.properties = address === null ? {} : linkProperties(address);
  if (address === null) node.tagName = 'span';
  return null;
}

function linkProperties(href: string): Element['properties'] {
  return { href, rel: ['noopener', 'noreferrer'], target: '_blank' };
}

/** Where it leads on GitHub; null where it leads nowhere outside this page. */
function addressOf(href: unknown, { repository }: Place): string | null {
  if (typeof href !== 'string' || href === '' || href.startsWith('#')) return null;
  // As GitHub resolves it in an issue.
  const base = repository === '' ? undefined : `https://github.com/${repository}/issues/`;
  const url = URL.parse(href, base);
  return url !== null && LEADS_OUT.has(url.protocol) ? url.href : null;
}

/** An image's description and address: fetching it would tell its host who reads this. */
function imageInWords({ properties }: Element, place: Place): ElementContent[] {
  const alt = typeof properties.alt === 'string' ? properties.alt : '';
  const address = addressOf(properties.src, place);
  const name = text(`[image${alt === '' ? '' : `: ${alt}`}]`);
  if (address === null) return [name];
  return [name, text(' '), element('span', { className: ['address'] }, [text(address)])];
}

function drawnChart(pre: Element): ElementContent[] | null {
  const [code] = pre.children;
  if (code?.type !== 'element' || code.tagName !== 'code') return null;
  const { className } = code.properties;
  if (!Array.isArray(className) || !className.includes('language-mermaid')) return null;
  const chart = readBarChart(textOf(code));
  return chart === null ? null : [element('figure', { className: ['chart'] }, [chartSvg(chart)])];
}

/** In front of it stands no letter, and nothing that makes it part of an address. */
const REFERENCE =
  /(?<![\p{L}\p{N}_/&#@.:-])(?:#([1-9]\d{0,8})|@([a-z\d](?:[a-z\d-]{0,37}[a-z\d])?))(?![\p{L}\p{N}_/-])/giu;

/** Makes links of references to issues and mentions of people, as GitHub does; not in code, and not within a link. */
export function linkReferences(tree: Root, { repository }: Place): void {
  if (repository === '') return;
  replaceNodes(tree, (node) => {
    if (node.type === 'element') return ['a', 'code', 'pre', 'svg'].includes(node.tagName) ? [node] : null;
    if (node.type !== 'text' || !/[#@]/.test(node.value)) return null;
    const pieces: ElementContent[] = [];
    let end = 0;
    for (const { 0: shown, 1: issue, 2: login, index } of node.value.matchAll(REFERENCE)) {
      const path = issue === undefined ? `${login}` : `${repository}/issues/${issue}`;
      pieces.push(text(node.value.slice(end, index)));
      pieces.push(element('a', linkProperties(`https://github.com/${path}`), [text(shown)]));
      end = index + shown.length;
    }
    return [...pieces, text(node.value.slice(end))];
  });
}
