import { describe, expect, it } from 'vitest';
import { chartOf } from '../../../src/draft/chart.ts';
import type { Claim } from '../../../src/model/claim.ts';
import { readBarChart } from '../../../src/web/server/html/chart-svg.ts';
import { renderMarkdown } from '../../../src/web/server/html/render.ts';
import { ATTACKS } from '../../support/attacks.ts';
import { hostileLines } from '../../support/hostile-lines.ts';

const PLACE = { repository: 'acme/shop' };
const html = (markdown: string): string => renderMarkdown(markdown, PLACE).html;

/** Every tag of the page, with its attributes. */
const tagsIn = (page: string): string[] => page.match(/<[a-z](?:[^>"]|"[^"]*")*>/gi) ?? [];

describe('a preview', () => {
  it('shows what GitHub shows', () => {
    expect(html('## Impact\nfirst\nsecond')).toBe('<h2>Impact</h2>\n<p>first<br>\nsecond</p>');
    expect(html('| a |\n|-|\n| `x` |')).toContain('<td><code>x</code></td>');
    expect(html('<details>\n<summary>More</summary>\n\n**bold**\n\n</details>')).toMatch(
      /^<details>\n<summary>More<\/summary>\n<p><strong>bold<\/strong><\/p>\n<\/details>$/,
    );
    expect(html('- [x] done')).toContain('<input type="checkbox" checked disabled>');
    expect(html('a <!-- log-gardener fingerprint=lg1 --> b')).toBe('<p>a  b</p>');
  });

  it('leads where GitHub leads, in a page that is not told from where', () => {
    const out = 'rel="noopener noreferrer" target="_blank"';
    expect(html('[a](https://example.com/x)')).toBe(`<p><a href="https://example.com/x" ${out}>a</a></p>`);
    expect(html('see #12 and @ann.')).toBe(
      `<p>see <a href="https://github.com/acme/shop/issues/12" ${out}>#12</a> and <a href="https://github.com/ann" ${out}>@ann</a>.</p>`,
    );
    expect(html('[a](/api/runs)')).toContain('href="https://github.com/api/runs"');
    for (const quiet of [
      '`#12 @ann`',
      '[x](#top)',
      '[x](javascript:alert(1))',
      '<a name="x" id="y">x</a>',
      'a#12 x@y',
    ]) {
      expect([quiet, tagsIn(html(quiet)).filter((tag) => tag.includes('href'))]).toEqual([quiet, []]);
    }
  });

  it('names images and fetches none', () => {
    expect(html('![a *cat*](https://evil.example/x.png)')).toBe(
      '<p>[image: a cat] <span class="address">https://evil.example/x.png</span></p>',
    );
    expect(html('<picture><source srcset="//evil.example/a"><img src="//evil.example/b"></picture>')).not.toMatch(
      /<(?:img|source|picture)|srcset|src=/,
    );
  });

  it('draws our own charts from their numbers, and leaves every other diagram as code', () => {
    const options = { title: 'entries', unit: 'entries', since: '2025-09-12T00:00:00Z', until: '2025-09-12T03:00:00Z' };
    const chart = chartOf(
      {
        widthSeconds: 3600,
        buckets: [
          [1_757_635_200, 3],
          [1_757_642_400, 5],
        ],
      },
      options,
    );
    expect(readBarChart(chart)).toMatchObject({ labels: ['00:00', '01:00', '02:00'], counts: [3, 0, 5], most: 5 });
    const drawn = html(`\`\`\`mermaid\n${chart}\n\`\`\``);
    expect(drawn).toMatch(/^<figure class="chart"><svg [^>]*role="img" aria-label="[^"]*: 3, 0, 5">/);
    expect(drawn.match(/<rect /g)).toHaveLength(3);
    expect(drawn).not.toMatch(/style=|<script|on\w+=/);
    for (const other of ['graph TD\n A-->B', chart.replace('bar [3, 0, 5]', 'bar [3, 0]'), `${chart}\n  click A "x"`]) {
      expect(html(`\`\`\`mermaid\n${other}\n\`\`\``)).toMatch(/^<pre><code class="language-mermaid">/);
    }
  });

  it('runs nothing and fetches nothing, whatever strangers wrote', () => {
    const attacks = ATTACKS.map(([, attack]) => attack);
    const own = [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '<svg onload=alert(1)><script>alert(1)</script></svg>',
      '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
      '<a href="java\tscript:alert(1)">x</a><a href="&#106;avascript:alert(1)">x</a><a href=" data:text/html,x">x</a>',
      '<iframe srcdoc="<script>alert(1)</script>"></iframe><object data=x></object><embed src=x><base href=//evil.example>',
      '<form action=/api/runs method=post><button formaction=//evil.example>x</button><input autofocus onfocus=alert(1)></form>',
      '<style>@import "//evil.example";</style><link rel=stylesheet href=//evil.example><meta http-equiv=refresh content="0;url=//evil.example">',
      '<details open ontoggle=alert(1)><summary accesskey=a tabindex=1 style="background:url(//evil.example)">x</summary></details>',
      '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
      '<template><script>alert(1)</script></template><plaintext><b>',
      '[x](<javascript:alert(1)>) <javascript:alert(1)> ![x](data:text/html,<script>alert(1)</script>)',
      '```mermaid\nxychart-beta\n  title "<script>alert(1)</script>"\n  x-axis ["<b>"]\n  y-axis "<i>" 0 --> 1\n  bar [1]\n```',
    ];
    for (const attack of [...own, ...attacks, ...hostileLines(300, 7)]) {
      for (const tag of tagsIn(html(attack)).map((found) => found.replace(/(title|alt)="[^"]*"/g, '$1'))) {
        expect([attack, tag]).toEqual([
          attack,
          expect.not.stringMatching(
            /^<(?:script|style|iframe|object|embed|base|link|meta|form|button|img|template|math|noscript)\b|\s(?:on\w+|style|src\w*|formaction|action|id|name|accesskey|tabindex)=|href="(?!https?:\/\/|mailto:)/i,
          ),
        ]);
      }
    }
  });

  it('takes no more than a moment, whatever a person pastes', () => {
    const size = 65_536;
    const begun = performance.now();
    for (const piece of ['>', '> ', '- ', '<b>', '<details>', '*a_', '~~a', '[', '`', '|a', '&#1;']) {
      expect(html(piece.repeat(size / piece.length)).length).toBeGreaterThan(0);
    }
    expect(performance.now() - begun).toBeLessThan(20_000);
    const nested = Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n');
    expect(html(nested)).toMatch(/^<pre>/);
  });
});

describe('the claims of a draft', () => {
  const claim = (field: string, text: string, offset: number, because: string | null = null): Claim => ({
    ...{ field, text, kind: 'number', offset, because, cut: false },
    restsOn: because === null ? ['E1'] : [],
  });
  const body =
    '## Impact\n\nChat failed 15 times for `ann` in 2015, 15 in all.\n\n## Evidence\n\n| a |\n|-|\n| 15 |\n\n## Next action\n\nSee #12.';

  it('are marked where they stand, in the prose alone', () => {
    const claims = [
      claim('impact', '15', 12),
      claim('impact', '`ann`', 25),
      claim('impact', '15', 40, 'nothing says so'),
      claim('nextAction', '#12', 4),
      claim('analysis', '15', 0),
    ];
    const { html: page, marks } = renderMarkdown(body, PLACE, claims);
    expect(page).toContain(
      '<p>Chat failed <mark data-claim="0">15</mark> times for <code><mark data-claim="1">ann</mark></code> in 2015, <mark data-claim="2">15</mark> in all.</p>',
    );
    expect(page).toContain('<td>15</td>');
    expect(page).toMatch(/<mark data-claim="3">.*#12.*<\/mark>/);
    expect(marks.map(({ text, restsOn, because }) => [text, restsOn, because])).toEqual([
      ['15', ['E1'], null],
      ['`ann`', ['E1'], null],
      ['15', [], 'nothing says so'],
      ['#12', ['E1'], null],
    ]);
  });

  it('are gone with the words that a person took out, and never change the text', () => {
    const claims = [
      claim('impact', '16', 0),
      claim('impact', 'ann` in', 3),
      { ...claim('impact', '15', 1), cut: true },
    ];
    const { html: page, marks } = renderMarkdown(body, PLACE, claims);
    const bare = (text: string): string => text.replace(/<\/?mark[^>]*>/g, '');
    expect(bare(page)).toBe(renderMarkdown(body, PLACE).html);
    expect(marks.map(({ text }) => text)).toEqual(['ann` in']);
  });
});
