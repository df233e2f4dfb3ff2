import { describe, expect, it } from 'vitest';
import type { TriagedCluster } from '../../src/model/run.ts';
import { explainTriaged } from '../../src/triage/explain.ts';
import { Explanation } from '../../src/triage/explanation.ts';
import { aRun } from '../support/runs.ts';
import { missingMiddleware, missingModule, routingFailures } from '../support/triaged-clusters.ts';

function explain(triaged: TriagedCluster): Explanation {
  return explainTriaged(triaged, aRun(), null);
}

describe('a cluster of a run', () => {
  it('is explained in the documented shape, and nothing beside it', () => {
    for (const triaged of [routingFailures(), missingModule(), missingMiddleware()]) {
      const explanation = explain(triaged);
      expect(Explanation.parse(explanation)).toEqual(explanation);
    }
  });

  it('brings its decision, its draft and the issue that the draft became', () => {
    const { decision, draft, issue, outcome } = explain(routingFailures());
    expect({ decision, draft, issue, outcome }).toEqual({
      decision: routingFailures().decision,
      draft: routingFailures().draft,
      issue: { number: 640, url: 'https://github.com/netra-systems/netra-apex/issues/640' },
      outcome: 'created',
    });
  });

  it('says which run it is from, and what that run had read', () => {
    const { from, collected } = explain(routingFailures());
    expect(from).toMatchObject({ kind: 'run', id: aRun().id, startedAt: aRun().startedAt, status: 'done' });
    expect(collected).toEqual({ read: 1_250, kept: 1_040, malformed: 0, truncated: null });
  });

  it('shows entries in UTC, however they were written', () => {
    const { cluster, ...rest } = routingFailures();
    const [pattern] = cluster.patterns;
    if (pattern === undefined) throw new Error('no pattern');
    const example = { ...pattern.example, timestamp: '2025-09-13T01:26:25.718912+02:00' };
    const explanation = explain({ ...rest, cluster: { ...cluster, patterns: [{ ...pattern, examples: [example] }] } });
    expect(explanation.patterns[0]?.entries[0]?.timestamp).toBe('2025-09-12T23:26:25.718912Z');
    expect(explanation.shown).toBe(1);
  });

  it('shows a request with the path that was called, without host and query', () => {
    const { cluster, ...rest } = routingFailures();
    const [pattern] = cluster.patterns;
    if (pattern === undefined) throw new Error('no pattern');
    const requestUrl = 'https://shop.run.app/invoices/17/lines?token=1#top';
    const example = { httpRequest: { requestMethod: 'GET', requestUrl, status: 500 } };
    const said = { ...example, textPayload: 'No route for /invoices/{id}/lines here' };
    const patterns = [{ ...pattern, template: 'GET /invoices/<*>/lines 500', examples: [example, said] }];
    const [explained] = explain({ ...rest, cluster: { ...cluster, patterns } }).patterns;
    expect(explained?.entries.map(({ message }) => message)).toEqual([
      'GET /invoices/17/lines 500',
      'No route for /invoices/{id}/lines here',
    ]);
  });
});

describe('the rules of a pattern', () => {
  const A = 'lg1aaaaaaaaaaaaaaaa';
  const B = 'lg1bbbbbbbbbbbbbbbb';
  const C = 'lg1cccccccccccccccc';

  function rulesBy(joins: { rule: string; patterns: string[] }[] | undefined) {
    const { cluster, ...rest } = routingFailures();
    const [pattern] = cluster.patterns;
    if (pattern === undefined) throw new Error('no pattern');
    const patterns = [A, B, C].map((fingerprint) => ({ ...pattern, fingerprint }));
    const { joins: _none, ...bare } = cluster;
    const rules = ['joined: as an older version put it'];
    const explanation = explain({ ...rest, cluster: { ...bare, rules, patterns, ...(joins && { joins }) } });
    return { all: explanation.rules, each: explanation.patterns.map((one) => one.rules) };
  }

  it('are those that brought it in; what it brought in itself stands with the other', () => {
    const { each } = rulesBy([
      { rule: 'joined: quoting', patterns: [A, B, C] },
      { rule: 'joined: C followed B', patterns: [C, B] },
    ]);
    expect(each).toEqual([['joined: quoting'], ['joined: quoting'], ['joined: quoting', 'joined: C followed B']]);
  });

  it('are the one about its partner, where there is no other', () => {
    const { each } = rulesBy([
      { rule: 'joined: B followed A', patterns: [B, A] },
      { rule: 'joined: C followed B', patterns: [C, B] },
    ]);
    expect(each).toEqual([['joined: B followed A'], ['joined: B followed A'], ['joined: C followed B']]);
  });

  it('are not made up for a run that did not record them', () => {
    const { all, each } = rulesBy(undefined);
    expect(all).toEqual([{ rule: 'joined: as an older version put it', patterns: [] }]);
    expect(each).toEqual([[], [], []]);
  });
});
