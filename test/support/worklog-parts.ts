import type { Nodes, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { expect } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { renderWorklog } from '../../src/worklog/render.ts';

/** What a person reads: the worklog without the record. */
export const humanPart = (run: Run): string => {
  const worklog = renderWorklog(run);
  return worklog.slice(0, worklog.lastIndexOf('<!-- log-gardener run record -->'));
};

/** The heading that is only there where there is something to say. */
export const GONE = 'Not seen any more';
/** The headings that every worklog has, in their order. */
export const SECTIONS = [
  'Executive summary',
  'Over time',
  'Clusters',
  'Risk assessment',
  'Recommendations',
  'Next steps',
  'Processing results',
  'Skipped',
  'Technical context',
  'Cost',
  'Metadata',
];

/** The text of one section, up to the next heading of its depth. */
export function section(run: Run, title: string): string {
  const markdown = humanPart(run);
  const start = markdown.indexOf(`\n## ${title}\n`);
  expect(start).toBeGreaterThan(0);
  const end = markdown.indexOf('\n## ', start + 1);
  return markdown.slice(start, end === -1 ? undefined : end);
}

export const parse = (markdown: string): Root => unified().use(remarkParse).use(remarkGfm).parse(markdown);

/** All nodes of one type, in document order. */
export function nodesOf<Type extends Nodes['type']>(markdown: string, type: Type): Extract<Nodes, { type: Type }>[] {
  const found: Extract<Nodes, { type: Type }>[] = [];
  const isWanted = (node: Nodes): node is Extract<Nodes, { type: Type }> => node.type === type;
  visit(parse(markdown), (node) => {
    if (isWanted(node)) found.push(node);
  });
  return found;
}
