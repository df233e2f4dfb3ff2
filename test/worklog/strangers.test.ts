import fc from 'fast-check';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import { renderWorklog } from '../../src/worklog/render.ts';
import { anyRun } from '../support/arbitrary-run.ts';
import { aRun } from '../support/runs.ts';
import { GONE, humanPart, nodesOf, parse, SECTIONS } from '../support/worklog-parts.ts';

const OUR_HTML = /^(?:<details><summary>[^<>]*<\/summary>|<\/details>|<!-- log-gardener run record -->)$/;

describe('text by strangers', () => {
  it('adds no heading, HTML, image or link of its own, whatever it is', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const markdown = renderWorklog(run);
        const root = parse(markdown);
        const headings: string[] = [];
        visit(root, (node) => {
          if (node.type === 'heading' && node.depth <= 2) headings.push(textOf(node));
          if (node.type === 'html') expect(node.value).toMatch(OUR_HTML);
          if (node.type === 'link') expect(node.url).toMatch(/^(?:#|https?:\/\/)/);
          expect(['image', 'imageReference', 'definition', 'footnoteDefinition', 'thematicBreak']).not.toContain(
            node.type,
          );
        });
        expect(headings.slice(1).filter((title) => title !== GONE)).toEqual(SECTIONS);
        expect(headings.includes(GONE)).toBe(run.recoveries.length > 0);
      }),
      { numRuns: process.env.LONG === '1' ? 2_000 : 50 },
    );
  }, 600_000);

  it('stays inert in every place it can reach', () => {
    const evil = '@octocat </details><img src=x onerror=alert(1)> [x](javascript:alert(1)) `` ``` | # \u202e';
    const markdown = humanPart(
      aRun({ service: evil, project: evil, warnings: [evil], context: [{ name: evil, value: evil }] }),
    );
    expect(nodesOf(markdown, 'html').every(({ value }) => OUR_HTML.test(value))).toBe(true);
    expect(nodesOf(markdown, 'link').every(({ url }) => !url.startsWith('javascript'))).toBe(true);
    expect(markdown).not.toContain('\u202e');
  });
});
