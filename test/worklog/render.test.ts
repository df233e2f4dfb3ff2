import fc from 'fast-check';
import type { Nodes, Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/model/claim.ts';
import type { Run, TriagedCluster } from '../../src/model/run.ts';
import { renderWorklog } from '../../src/worklog/render.ts';
import { anyRun } from '../support/arbitrary-run.ts';
import { aRun } from '../support/runs.ts';
import { missingMiddleware, missingModule, routingFailures } from '../support/triaged-clusters.ts';

/** What a person reads: the worklog without the record. */
const humanPart = (run: Run): string => {
  const worklog = renderWorklog(run);
  return worklog.slice(0, worklog.lastIndexOf('<!-- log-gardener run record -->'));
};

/** Only there where there is something to say. */
const GONE = 'Not seen any more';
const SECTIONS = [
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
function section(run: Run, title: string): string {
  const markdown = humanPart(run);
  const start = markdown.indexOf(`\n## ${title}\n`);
  expect(start).toBeGreaterThan(0);
  const end = markdown.indexOf('\n## ', start + 1);
  return markdown.slice(start, end === -1 ? undefined : end);
}

const parse = (markdown: string): Root => unified().use(remarkParse).use(remarkGfm).parse(markdown);

function nodesOf<Type extends Nodes['type']>(markdown: string, type: Type): Extract<Nodes, { type: Type }>[] {
  const found: Extract<Nodes, { type: Type }>[] = [];
  const isWanted = (node: Nodes): node is Extract<Nodes, { type: Type }> => node.type === type;
  visit(parse(markdown), (node) => {
    if (isWanted(node)) found.push(node);
  });
  return found;
}

const not = (triaged: TriagedCluster, change: Partial<TriagedCluster>): TriagedCluster => ({ ...triaged, ...change });

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
      aRun({ clusters: [not(routingFailures(), { cluster: { ...cluster, rootCause } })] }),
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
    const free = not(routingFailures(), { assessment: { ...assessment, components: [{ ...chat, revenue: null }] } });
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

describe('a worklog of a run that is not whole', () => {
  const waiting = { investigation: null, decision: null, draft: null };

  it('while it runs says how far it is, and asks nobody for anything yet', () => {
    const run = aRun({ status: 'running', clusters: [routingFailures(), not(missingModule(), waiting)] });
    expect(humanPart(run)).toContain('⏳ This run is still going on: 1 of 2 clusters investigated.');
    expect(section(run, 'Processing results')).toContain('**Cluster 2 (P2): not investigated**');
    expect(section(run, 'Recommendations')).toContain("Find the cause of: No module named 'dev_launcher' (Cluster 2)");
    expect(section(run, 'Next steps')).not.toContain('ended before');
  });

  it('before anything is clustered still has every section', () => {
    const markdown = humanPart(aRun({ status: 'running', clusters: [] }));
    const titles = nodesOf(markdown, 'heading').flatMap((heading) => (heading.depth === 2 ? [textOf(heading)] : []));
    expect(titles).toEqual(SECTIONS);
    expect(markdown).toContain('Nothing is clustered yet.');
  });

  it('after an interruption says what was not reached', () => {
    const run = aRun({ status: 'partial', clusters: [routingFailures(), not(missingModule(), waiting)] });
    expect(section(run, 'Next steps')).toContain('run the same triage again: it ended before Cluster 2.');
  });

  it('names an investigation that failed, and its error', () => {
    const failed = not(missingModule(), { ...waiting, error: 'GitHub answered 502 to GET /issues' });
    const run = aRun({ status: 'partial', clusters: [failed] });
    expect(section(run, 'Processing results')).toContain('⚠️ failed');
    expect(section(run, 'Clusters')).toContain('**Not investigated:** GitHub answered 502');
    expect(section(run, 'Next steps')).toContain('the investigation of Cluster 1 failed');
  });

  it('sends an unverified decision to be tried again, and shows what the search lacked', () => {
    const { investigation } = missingModule();
    if (investigation === null) throw new Error('The fixture lost its investigation.');
    const [first] = investigation.search.steps;
    if (first === undefined) throw new Error('The fixture lost its search.');
    const steps = [first, { ...first, engine: 'lexical' as const, complete: false, error: 'rate limit' }];
    const unverified = not(missingModule(), {
      investigation: { ...investigation, search: { ...investigation.search, steps } },
      decision: { action: 'unverified', issue: null, verdict: null, reasons: ['the search was not complete'] },
      draft: null,
    });
    const run = aRun({ status: 'partial', clusters: [unverified] });
    expect(section(run, 'Processing results')).toContain('1 not complete (word query: rate limit)');
    expect(section(run, 'Next steps')).toContain('once GitHub answers');
    expect(section(run, 'Executive summary')).toContain('1 cluster is unverified.');
    expect(section({ ...run, repository: null }, 'Next steps')).toContain('name the repository, with --repo');
  });

  it('counts the claims that were checked, and those that nothing backs', () => {
    const claim: Claim = {
      field: 'impact',
      text: '15',
      kind: 'number',
      offset: 0,
      restsOn: ['E1'],
      because: null,
      cut: false,
    };
    const bad = { ...claim, restsOn: [], because: 'nothing says it' };
    const told = (...claims: Claim[]) => {
      const run = aRun();
      const [first, ...rest] = run.clusters;
      if (!first?.investigation) throw new Error('the first cluster is investigated');
      const clusters = [{ ...first, investigation: { ...first.investigation, claims } }, ...rest];
      return section({ ...run, clusters }, 'Processing results');
    };
    expect(told()).not.toContain('Claims:');
    expect(told(claim, claim)).toContain('**Claims:** 2 checked, all backed.');
    expect(told(claim, bad)).toContain('**Claims:** 2 checked, 1 not backed and marked for review.');
    expect(told(claim, bad, { ...bad, cut: true })).toContain(
      '**Claims:** 3 checked, 1 not backed and marked for review and 1 not backed and cut.',
    );
  });

  it.each([
    [
      { status: 'approved', hash: 'h', at: '2025-09-12T23:31:00Z' },
      'approved: new issue',
      'drafts post 2025-09-12T23-30-00Z-2',
    ],
    [{ status: 'posting', hash: 'h', at: '2025-09-12T23:31:00Z' }, 'being posted: new issue', 'posts none twice'],
    [{ status: 'failed', error: 'no answer', at: '2025-09-12T23:31:00Z' }, 'not posted: new issue', 'drafts approve'],
    [
      { status: 'rejected', reason: 'known', at: '2025-09-12T23:31:00Z' },
      'rejected: new issue',
      'Nothing waits for anybody.',
    ],
  ] as const)('shows a draft that is %j', (state, words, next) => {
    const triaged = missingModule();
    if (triaged.draft === null) throw new Error('The fixture lost its draft.');
    const run = aRun({ clusters: [not(triaged, { draft: { ...triaged.draft, state } })] });
    expect(section(run, 'Processing results')).toContain(words);
    expect(section(run, 'Next steps')).toContain(next);
  });

  it('lists what was skipped, muted and malformed, each with its reason', () => {
    const { collected } = aRun();
    const muted = not(missingModule(), {
      decision: { action: 'skip', issue: 12, verdict: null, reasons: ['muted until 2025-10-01: known'] },
      draft: null,
    });
    const text = section(
      aRun({
        clusters: [muted],
        skipped: [{ what: 'draft 9', because: 'limits.maxNewIssues (5) is reached' }],
        collected: {
          ...collected,
          malformed: 3,
          malformedLines: [{ source: 'a.ndjson', line: 7, reason: 'not JSON' }],
          malformedFile: '.log-gardener/malformed/x.ndjson',
        },
      }),
      'Skipped',
    );
    expect(text).toContain('**Draft 9:** limits.maxNewIssues (5) is reached');
    expect(text).toContain('**Cluster 1:** muted until 2025-10-01: known');
    expect(text).toContain('a.ndjson, line 7: not JSON');
    expect(text).toContain('and 2 more lines');
  });

  it('says which problems are gone, what was said of them, and what could not be looked up', () => {
    const gone = {
      fingerprint: 'lg15e55100000000001',
      title: 'Session access failed',
      issue: 169,
      url: 'https://github.com/netra-systems/netra-apex/issues/169',
      lastSeen: '2025-09-11T12:00:00Z',
      revision: 'api-1',
      entriesSince: 1_234,
      kind: 'holds' as const,
      fix: null,
      reasons: ['`api-2` has the fix'],
      draft: null,
      error: null,
    };
    const text = section(aRun({ recoveries: [gone, { ...gone, issue: 170, error: 'GitHub is down.' }] }), GONE);
    expect(text).toContain(
      '**Session access failed**: last seen 2025-09-11 12:00 UTC on api-1, 1,234 entries read since.',
    );
    expect(text).toContain('The fix holds; `api-2` has the fix.');
    const draft = {
      title: 'x',
      action: 'update' as const,
      issue: 169,
      url: null,
      state: { status: 'pending' as const },
    };
    const waiting = aRun({ recoveries: [{ ...gone, draft: { ...draft, id: '2025-09-12T23-30-00Z-9' } }] });
    expect(section(waiting, 'Executive summary')).toContain(
      '1 tracked problem was not seen any more, 1 of them after a fix that holds.',
    );
    expect(section(waiting, 'Next steps')).toContain(
      '**Reviewer:** 1 draft on what is gone: `log-gardener drafts show 2025-09-12T23-30-00Z-9`, then',
    );
    expect(text).toContain('Not looked up: GitHub is down.');
    expect(renderWorklog(aRun())).not.toContain(GONE);
  });

  it('says how many requests a cluster needed, where every one was counted', () => {
    const { clusters } = aRun();
    const counted = clusters.map((one, index) => ({ ...one, githubRequests: 4 + index * 3 }));
    expect(section(aRun({ clusters: counted }), 'Cost')).toContain(
      'GitHub: 23 requests, per cluster 7 in the median and 10 at most; 2 for all of them.',
    );
    expect(section(aRun({ clusters: counted.slice(0, 2) }), 'Cost')).toContain('per cluster 5.5 in the median and 7');
    const [first, ...rest] = counted;
    const lacking = first === undefined ? rest : [{ ...first, githubRequests: null }, ...rest];
    expect(section(aRun({ clusters: lacking }), 'Cost')).toContain('GitHub: 23 requests.');
  });

  it('a quiet log is one sentence', () => {
    const run = aRun({ clusters: [] });
    expect(section(run, 'Executive summary')).toContain('No problem at NOTICE or above in 1,250 entries.');
    expect(section(run, 'Next steps')).toContain('Nothing waits for anybody.');
  });
});

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

const OUR_HTML = /^(?:<details><summary>[^<>]*<\/summary>|<\/details>|<!-- log-gardener run record -->)$/;

/** As GitHub makes anchors: lower case, no punctuation, hyphens for spaces. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
