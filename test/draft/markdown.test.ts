import fc from 'fast-check';
import type { PhrasingContent } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { expect, it } from 'vitest';
import {
  code,
  comment,
  details,
  fence,
  heading,
  link,
  list,
  paragraph,
  renderMarkdown,
  small,
  strong,
  table,
  text,
} from '../../src/draft/markdown.ts';

it('writes each kind of node', () => {
  const markdown = renderMarkdown([
    heading(2, 'Impact'),
    paragraph(strong('Down.'), text(' Since '), code('00734-fvm')),
    table(
      ['id', 'value'],
      [
        ['E1', code('a|b')],
        ['E2', [text('x '), strong('y')]],
      ],
    ),
    list(['plain', [text('with '), code('code')], { blocks: [paragraph('outer'), list(['inner'])] }]),
    list(['first', 'second'], true),
    paragraph(link('https://example.com/a_(b)', 'docs')),
    ...details('More <here>', [fence('json', '{}')]),
    small('Drafted by rules'),
    comment('a --> b'),
  ]);
  expect(markdown).toMatchInlineSnapshot(`
    "## Impact

    **Down.** Since \`00734-fvm\`

    | id | value |
    | - | - |
    | E1 | \`a\\|b\` |
    | E2 | x **y** |

    - plain
    - with \`code\`
    - outer
      - inner

    1. first
    2. second

    [docs](https://example.com/a_\\(b\\))

    <details><summary>More &lt;here&gt;</summary>

    \`\`\`json
    {}
    \`\`\`

    </details>

    <sub>Drafted by rules</sub>

    <!-- a - b -->
    "
  `);
});

it('makes a fence longer than any run of backticks inside', () => {
  expect(renderMarkdown([fence(null, 'a\n`````\nb')])).toBe('``````\na\n`````\nb\n``````\n');
});

it('keeps two pieces of code apart, whose backticks would run together', () => {
  expect(renderMarkdown([paragraph(code('a'), code('b`c'))])).toBe('`a` ``b`c``\n');
});

it('leaves no space at the end of a line, in text, cells or code', () => {
  const markdown = renderMarkdown([
    paragraph(' a ', code(' b '), ' '),
    table(['x '], [[' y ']]),
    fence(null, 'a  \nb\t'),
    list([' z ']),
  ]);
  expect(markdown).not.toMatch(/[ \t]$|&#x20;/m);
});

it('writes a line break in a text as a space: a bot reads orders at the start of a line', () => {
  expect(renderMarkdown([paragraph('a\n/close\r\nb')])).toBe('a /close b\n');
});

it('escapes what would become markup, a formula too, but not a reference at the start', () => {
  expect(renderMarkdown([paragraph('*a* <b> $x$')])).toBe('\\*a\\* \\<b> \\$x\\$\n');
  expect(renderMarkdown([paragraph('#169 is open')])).toBe('#169 is open\n');
  expect(renderMarkdown([paragraph('# not a heading')])).toBe('\\# not a heading\n');
});

it('writes text that cannot be markup as it stands, and only that', () => {
  const careful = unified()
    .use(remarkGfm, { tablePipeAlign: false })
    .use(remarkStringify, { bullet: '-', emphasis: '*', strong: '*', resourceLink: true });
  const piece = fc.constantFrom(
    ...['a', 'W', 'www', 'http', 'ftps', '1', '12', '.', ':', '/', '//', ' ', ' ', '-', '+', '=', '(', ')', ','],
    ...['!', '[', ']', '*', '_', '`', '<', '>', '|', '~', '&', 'amp;', '@', '#', '\\', "'", '"', '?', '%', 'é'],
    ...['https:', '·', '…'],
  );
  const words = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));
  const inline: fc.Arbitrary<PhrasingContent> = fc.oneof(
    { weight: 3, arbitrary: words.map(text) },
    words.map((word) => strong(text(word))),
    words.map((word) => link('https://example.com/', word)),
    fc.constant(code('x')),
  );
  // A reference at the start of a line is written otherwise on purpose.
  const isOurs = (markdown: string) => /^(?:- |\| )?\\#\d/m.test(markdown);
  let plain = 0;
  fc.assert(
    fc.property(fc.array(inline, { minLength: 1, maxLength: 4 }), (children) => {
      const nodes = [paragraph(...children), heading(2, ...children), list([children]), table(['x'], [[children]])];
      const expected = careful.stringify({ type: 'root', children: nodes });
      fc.pre(!isOurs(expected));
      const written = renderMarkdown(nodes);
      expect(written).toBe(expected);
      plain += 1;
    }),
    { numRuns: process.env.LONG ? 20_000 : 1_000, seed: 9 },
  );
  expect(plain).toBeGreaterThan(500);
});
