import { describe, expect, it } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import type { RequestsRead } from '../../src/assess/failing-requests.ts';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import { Config } from '../../src/config/schema.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { collected } from '../support/entries.ts';

const config = Config.parse({});
const window = { since: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z' };

/** Failed checkouts, or errors that are about no request. */
function assessed(read: RequestsRead, entry: Partial<CollectedEntry> = {}) {
  const clusterer = createClusterer();
  const http = { method: 'POST', status: 503, latencyMs: 12, path: '/checkout' };
  for (const at of [0, 1]) clusterer.add(collected({ at, message: 'POST /checkout 503', http, ...entry }));
  const [cluster] = clusterer.finish().clusters;
  if (cluster === undefined) throw new Error('no cluster');
  const { basePriority, rules, evidence } = assess(cluster, { config, window, previous: null, read });
  const share = evidence.find(({ name }) => name === 'share of failing requests')?.value;
  return { basePriority, rules, share };
}

function read(requests: number, failed: number, succeeded: number, more: Partial<RequestsRead> = {}): RequestsRead {
  return { truncated: null, requests: [{ service: 'checkout', requests, failed, succeeded }], ...more };
}

const ownQuery = { entries: 2_000, duplicates: 0, pages: 3, slices: 1, retries: 0, waitedSeconds: 0, resumed: false };

describe('the share of failing requests', () => {
  it('of half or more makes a problem with failed requests P0', () => {
    expect(assessed(read(2_000, 1_250, 700))).toEqual({
      basePriority: 'P0',
      rules: ['P0: 5xx on 62.5% of 2,000 requests of checkout (1,250)'],
      share: '62.5% of 2,000 requests of checkout (1,250)',
    });
    expect(assessed(read(20, 10, 10)).basePriority).toBe('P0');
  });

  it('rests on the request log alone where that was read by a query of its own', () => {
    const requestLog = { ...ownQuery, truncated: null };
    expect(assessed(read(2_000, 1_250, 700, { requestLog, truncated: 'stopped' })).basePriority).toBe('P0');
  });

  it('of less than half is evidence, and leaves the priority', () => {
    expect(assessed(read(2_001, 1_000, 900))).toMatchObject({
      basePriority: 'P2',
      share: '49.9% of 2,001 requests of checkout (1,000)',
    });
  });

  it('makes no problem P0 that has no failed request', () => {
    expect(assessed(read(2_000, 1_250, 700), { http: null, message: 'Cache is cold' })).toMatchObject({
      basePriority: 'P2',
      share: undefined,
    });
  });

  it('is that of the services at hand, of several the highest', () => {
    const others = read(100, 10, 90, {
      requests: [
        { service: 'checkout', requests: 100, failed: 10, succeeded: 90 },
        { service: 'mail', requests: 100, failed: 100, succeeded: 0 },
        { service: 'search', requests: 100, failed: 90, succeeded: 10 },
      ],
    });
    expect(assessed(others)).toMatchObject({ basePriority: 'P2', share: '10% of 100 requests of checkout (10)' });
    const clusterer = createClusterer();
    const http = { method: 'POST', status: 503, latencyMs: 12, path: '/checkout' };
    for (const service of ['checkout', 'search'])
      clusterer.add(collected({ message: 'POST /checkout 503', service, http }));
    const [cluster] = clusterer.finish().clusters;
    if (cluster === undefined) throw new Error('no cluster');
    expect(assess(cluster, { config, window, previous: null, read: others }).rules).toEqual([
      'P0: 5xx on 90% of 100 requests of search (90)',
    ]);
  });

  it.each<[string, RequestsRead, RegExp]>([
    ['not all severities were read', { truncated: null }, /request log not read at all severities/],
    ['the read stopped early', read(2_000, 1_250, 700, { truncated: 'a.ndjson: stopped' }), /not read to their end/],
    [
      'the request log was read by a query of its own, but not to its end',
      read(2_000, 1_250, 700, { requestLog: { ...ownQuery, truncated: 'stopped' } }),
      /request log was not read to its end/,
    ],
    ['there were fewer than 20 requests', read(19, 19, 0), /fewer than 20 requests/],
    [
      'another service had them',
      { truncated: null, requests: [{ service: 'mail', requests: 90, failed: 90, succeeded: 0 }] },
      /fewer than 20/,
    ],
    ['only failures were exported', read(500, 500, 0), /may have been filtered out/],
    ['only warnings and errors were exported', read(500, 400, 0), /may have been filtered out/],
  ])('is not measured where %s', (_, requests, because) => {
    const often = { severity: 'CRITICAL' as const };
    const { basePriority, share } = assessed(requests, often);
    expect(basePriority).toBe('P1');
    expect(share).toMatch(/^not measured \(/);
    expect(share).toMatch(because);
  });
});

it('shows method, path and status of the requests that failed, of the examples that carry one', () => {
  const httpRequest = { requestMethod: 'POST', requestUrl: 'https://shop.example.com/orders/7/export', status: 504 };
  const requestsOf = (status: number): unknown => {
    const clusterer = createClusterer();
    const textPayload = 'The request has been terminated';
    clusterer.add(collected({ message: textPayload, entry: { textPayload, httpRequest: { ...httpRequest, status } } }));
    const [cluster] = clusterer.finish().clusters;
    if (cluster === undefined) throw new Error('no cluster');
    const { evidence } = assess(cluster, { config, window, previous: null, read: read(0, 0, 0) });
    return evidence.find(({ name }) => name.startsWith('requests answered'))?.value;
  };
  expect(requestsOf(504)).toBe('POST /orders/{id}/export 504');
  expect(requestsOf(200)).toBeUndefined();
});
