import { toString as textOf } from 'mdast-util-to-string';
import { describe, expect, it } from 'vitest';
import { renderWorklog } from '../../src/worklog/render.ts';
import { aRun } from '../support/runs.ts';
import { missingMiddleware, missingModule, routingFailures } from '../support/triaged-clusters.ts';
import { humanPart, nodesOf, SECTIONS, section } from '../support/worklog-parts.ts';

describe('a finished worklog', () => {
  it('looks like this', async () => {
    await expect(humanPart(aRun())).toMatchFileSnapshot('worklog.snapshot.md');
  });

  it('has every section, in this order, and a table of contents that leads to them', () => {
    const markdown = humanPart(aRun());
    const headings = nodesOf(markdown, 'heading');
    expect(headings.filter(({ depth }) => depth === 2).map((heading) => textOf(heading))).toEqual(SECTIONS);
    const anchors = new Set(headings.map((heading) => slug(textOf(heading))));
    const jumps = nodesOf(markdown, 'link').flatMap(({ url }) => (url.startsWith('#') ? [url.slice(1)] : []));
    expect(jumps).toHaveLength(SECTIONS.length - 1 + 3);
    expect(jumps.filter((jump) => !anchors.has(jump))).toEqual([]);
  });

  it('says what was looked at, and whether that was everything', () => {
    const markdown = humanPart(aRun());
    expect(markdown).toContain('**Window:** 2025-09-11 23:30:00 – 2025-09-12 23:30:00 UTC (24 h)');
    expect(markdown).toContain('**Total entries analysed:** 1,040 of 1,250 read');
    expect(markdown).toContain('Read completely: 1,250 entries, 1 file, none malformed, 3 duplicates counted once.');
    expect(markdown).toContain('left out: 200 below NOTICE and 10 outside the window.');
  });

  it('says under its table which entries no problem counts', () => {
    const [first, ...rest] = aRun().clusters;
    const [root] = first?.cluster.patterns ?? [];
    if (first === undefined || root === undefined) throw new Error('no cluster');
    const shared = { ...root, fingerprint: 'lg10000000000000002', count: 40, part: 'shared' as const };
    const cluster = { ...first.cluster, patterns: [...first.cluster.patterns, shared] };
    const markdown = humanPart(aRun({ clusters: [{ ...first, cluster }, ...rest] }));
    expect(markdown).toContain(
      '40 of the 1,040 entries are lines of the stack traces of several problems, and counted for none of them.',
    );
    expect(markdown).toContain('| 40 (shared with other problems, not counted) |');
    expect(humanPart(aRun())).not.toContain('counted for none');
  });

  it('says of a severity that Cloud Logging does not state where it was read', () => {
    const [first, ...rest] = aRun().clusters;
    if (first === undefined) throw new Error('no cluster');
    const { severity, count } = first.cluster.facts;
    const facts = { ...first.cluster.facts, severities: [{ severity, count, fromText: count }] };
    const markdown = humanPart(aRun({ clusters: [{ ...first, cluster: { ...first.cluster, facts } }, ...rest] }));
    expect(markdown).toContain(`**Severity:** ${severity} (read from the text)`);
    expect(markdown).toContain(`| ${severity} (read from the text) |`);
  });

  it('never calls a sample a total', () => {
    const run = aRun({ status: 'partial' });
    const collected = { ...run.collected, truncated: 'quota', pages: 12 };
    const text = section({ ...run, collected }, 'Over time');
    expect(text).toContain('Read in part (quota): 1,250 entries, 12 pages');
    expect(text).toContain('not totals');
    expect(text).not.toContain('completely');
  });

  it('draws the entries of all clusters over time, none left out', () => {
    const [chart] = nodesOf(section(aRun(), 'Over time'), 'code');
    expect(chart?.lang).toBe('mermaid');
    const bars =
      /bar \[([\d, ]+)\]/
        .exec(chart?.value ?? '')?.[1]
        ?.split(', ')
        .map(Number) ?? [];
    expect(bars.reduce((sum, bar) => sum + bar, 0)).toBe(1_040);
  });

  it('gives each cluster its severity, priority, frequency, impact, pattern, entry and analysis', () => {
    const text = section(aRun(), 'Clusters');
    expect(text).toContain("### Cluster 1: 'function' object has no attribute 'can_handle' while routing a message");
    expect(text).toContain('**Severity:** ERROR');
    expect(text).toContain('38 entries in 55 min (2025-09-12 22:31:43 – 23:26:25 UTC), on average one every 89 s');
    expect(text).toContain('Chat (critical: sending a message and reading the answer); 1 user and 1 instance.');
    expect(text).toContain("`Error routing message from <*>: 'function' object has no attribute 'can_handle'`");
    expect(text).toContain('**Analysis by rules:**\n\n> A plain function stands in the list of handlers');
    expect(text).toContain('"function": "route_message"');
    expect(text).toContain('**Logged from:** `netra_backend.app.websocket_core.handlers.route_message:1271` (38)');
    expect(text).toContain('10 → 42 entries per hour since run 2025-09-11T23-30-00Z');
  });

  it('shows the root of the stack where there is one', () => {
    const { cluster } = routingFailures();
    const frame = {
      file: '/app/ws/handlers.py',
      function: 'route_message',
      line: 1271,
      own: true,
      code: 'h.can_handle(m)',
    };
    const rootCause = { type: 'AttributeError', message: "no attribute 'can_handle'", frames: [frame] };
    const text = section(
      aRun({ clusters: [{ ...routingFailures(), cluster: { ...cluster, rootCause } }] }),
      'Clusters',
    );
    expect(text).toContain('<summary>Root of the stack</summary>');
    expect(text).toContain("/app/ws/handlers.py:1271  h.can_handle(m)\nAttributeError: no attribute 'can_handle'");
  });

  it('says what became of each on GitHub, and why', () => {
    const text = section(aRun(), 'Processing results');
    expect(text).toContain('✅ created [#640](https://github.com/netra-systems/netra-apex/issues/640)');
    expect(text).toContain('**Cluster 2 (P2): draft: new issue**');
    expect(text).toContain('posted 2025-09-12 23:30:41 UTC; back after its fix');
    expect(text).toContain('#421 was merged 2025-09-11 18:02 UTC');
    expect(text).toContain('marker, 2 word queries and 1 pull request query, all complete.');
  });

  it('orders recommendations by final priority, whatever the order of the run', () => {
    const run = aRun({ clusters: [missingModule(), missingMiddleware(), routingFailures()] });
    const text = section(run, 'Recommendations');
    expect(text.indexOf('1. **P1:** Find where a function')).toBeGreaterThan(0);
    expect(text).toContain('2. **P2:** Guard the import of dev_launcher, or add it to the image. (Cluster 1)');
  });

  it('speaks of money only as configured, with the component that carries it', () => {
    const [chat] = routingFailures().assessment.components;
    const money = /\$/;
    expect(section(aRun(), 'Risk assessment')).toMatch(/Chat .*\\\$120K MRR/);
    if (chat === undefined) throw new Error('The fixture lost its component.');
    const { assessment } = routingFailures();
    const free = { ...routingFailures(), assessment: { ...assessment, components: [{ ...chat, revenue: null }] } };
    expect(humanPart(aRun({ clusters: [free] }))).not.toMatch(money);
  });

  it('gives the command for every draft that waits, and the owner of every issue that was written', () => {
    const text = section(aRun(), 'Next steps');
    expect(text).toContain('`log-gardener drafts show 2025-09-12T23-30-00Z-2`');
    expect(text).toContain('`log-gardener drafts approve 2025-09-12T23-30-00Z-2`');
    expect(text).toContain('**Chat team:** [#640]');
    expect(text).toContain('**Identity team:** [#169]');
  });

  it('is the same for the same run, and folds what is long', () => {
    expect(renderWorklog(aRun())).toBe(renderWorklog(aRun()));
    const open = humanPart(aRun()).replaceAll(/<details>[\s\S]*?<\/details>/g, '');
    expect(open.split('\n').filter((line) => line.trim() !== '').length).toBeLessThan(120);
  });
});

/** As GitHub makes anchors: lower case, no punctuation, hyphens for spaces. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
