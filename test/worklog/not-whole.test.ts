import { toString as textOf } from 'mdast-util-to-string';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/model/claim.ts';
import type { TriagedCluster } from '../../src/model/run.ts';
import { renderWorklog } from '../../src/worklog/render.ts';
import { aRun } from '../support/runs.ts';
import { missingModule, routingFailures } from '../support/triaged-clusters.ts';
import { GONE, humanPart, nodesOf, SECTIONS, section } from '../support/worklog-parts.ts';

describe('a worklog of a run that is not whole', () => {
  const waiting = { investigation: null, decision: null, draft: null };

  it('while it runs says how far it is, and asks nobody for anything yet', () => {
    const run = aRun({ status: 'running', clusters: [routingFailures(), { ...missingModule(), ...waiting }] });
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
    const run = aRun({ status: 'partial', clusters: [routingFailures(), { ...missingModule(), ...waiting }] });
    expect(section(run, 'Next steps')).toContain('run the same triage again: it ended before Cluster 2.');
  });

  it('names an investigation that failed, and its error', () => {
    const failed = { ...missingModule(), ...waiting, error: 'GitHub answered 502 to GET /issues' };
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
    const unverified: TriagedCluster = {
      ...missingModule(),
      investigation: { ...investigation, search: { ...investigation.search, steps } },
      decision: { action: 'unverified', issue: null, verdict: null, reasons: ['the search was not complete'] },
      draft: null,
    };
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
    const run = aRun({ clusters: [{ ...triaged, draft: { ...triaged.draft, state } }] });
    expect(section(run, 'Processing results')).toContain(words);
    expect(section(run, 'Next steps')).toContain(next);
  });

  it('lists what was skipped, muted and malformed, each with its reason', () => {
    const { collected } = aRun();
    const muted: TriagedCluster = {
      ...missingModule(),
      decision: { action: 'skip', issue: 12, verdict: null, reasons: ['muted until 2025-10-01: known'] },
      draft: null,
    };
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
      '**Session access failed**: last seen 2025-09-11 12:00 UTC on api-1, at least 1,234 entries read since.',
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
    expect(section(run, 'Executive summary')).toContain('No problem at NOTICE or above in 1,250 entries read.');
    expect(section(run, 'Next steps')).toContain('Nothing waits for anybody.');
  });
});
