import { expect, it } from 'vitest';
import { renderMarkdown } from '../../src/draft/markdown.ts';
import { proseNodes } from '../../src/draft/prose.ts';

const ALLOWED = {
  allowedHosts: ['github.com', 'console.cloud.google.com'],
  allowedIssues: new Set([169, 421]),
  repository: 'netra-systems/netra-apex',
};

const rendered = (markdown: string): string => renderMarkdown(proseNodes(markdown, ALLOWED)).trimEnd();

it.each([
  ['**bold**, *light* and `code_with_underscores`', '**bold**, *light* and `code_with_underscores`'],
  ['one\n\ntwo', 'one\n\ntwo'],
  ['- a\n- b\n  1. c', '- a\n- b\n  1. c'],
  ['see #169 and (#421).', 'see #169 and (#421).'],
  ['[logs](https://console.cloud.google.com/logs)', '[logs](https://console.cloud.google.com/logs)'],
  ['`@app.route` needs `#12` and `<b>`', '`@app.route` needs `#12` and `<b>`'],
  ['Map<String, Order> of <module> and <*>', 'Map\\<String, Order> of \\<module> and <\\*>'],
])('keeps what is allowed: %s', (markdown, expected) => {
  expect(rendered(markdown)).toBe(expected);
});

it.each([
  ['it fixes #169 for good', 'it fixes `#169` for good'],
  ['**closes** #169', '**closes** `#169`'],
  ['Duplicate of #169', 'Duplicate of `#169`'],
  ['*Duplicate* **of** #169', '*Duplicate* **of** `#169`'],
  ['Resolves: #169', 'Resolves: `#169`'],
  ['one of #169 and #421', 'one of #169 and #421'],
  ['see #12', 'see `#12`'],
  ['see https://github.com/netra-systems/netra-apex/issues/169', 'see #169'],
  ['see [the fix](https://github.com/netra-systems/netra-apex/pull/421)', 'see the fix (#421)'],
  [
    'see https://github.com/netra-systems/netra-apex/issues/12',
    'see `https://github.com/netra-systems/netra-apex/issues/12`',
  ],
  ['get [x](https://github.com/other/repo/releases/x.exe)', 'get x (`https://github.com/other/repo/releases/x.exe`)'],
  ['see [x](https://github.com/other/repo/issues/169)', 'see x (`https://github.com/other/repo/issues/169`)'],
  ['see [x](https://evil.example)', 'see x (`https://evil.example`)'],
  ['see [x](javascript:alert)', 'see x'],
  ['![alt text](https://evil.example/x.png)', 'alt text'],
  ['# A heading', '**A heading**'],
  ['> quoted', 'quoted'],
  ['| a | b |\n| - | - |\n| 1 | 2 |', 'a · b\n\n1 · 2'],
  ['<details open>shown</details>', 'shown'],
  ['```mermaid\ngraph TD\n```', '```\ngraph TD\n```'],
  ['ask @octocat, then go on', 'ask `@octocat`, then go on'],
  ['/close\nand more', '`/close` and more'],
])('makes the rest inert: %s', (markdown, expected) => {
  expect(rendered(markdown)).toBe(expected);
});

it('cuts what is too long, and says so', () => {
  const markdown = rendered('word '.repeat(10_000));
  expect(markdown.length).toBeLessThan(7_000);
  expect(markdown.endsWith('… (cut)')).toBe(true);
});

it.each(['*/close*㐀', '**/close**㐀 d', '*/close*'])(
  '%j, whose emphasis became code, comes out the same again',
  (markdown) => {
    const once = rendered(markdown);
    expect(once).not.toContain('&#');
    expect(rendered(once)).toBe(once);
  },
);
