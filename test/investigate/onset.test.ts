import { describe, expect, it } from 'vitest';
import { onsetOf } from '../../src/investigate/onset.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { RevisionSpan } from '../../src/model/completeness.ts';
import { clusterOf, SESSION } from './problems.ts';

describe('the beginning of a problem', () => {
  const span = (revision: string, firstSeen: string, more: Partial<RevisionSpan> = {}): RevisionSpan => ({
    service: 'checkout',
    revision,
    entries: 9,
    firstSeen,
    lastSeen: '2025-09-16T12:00:00Z',
    startObserved: true,
    ...more,
  });
  /** Seen from 00:00 to 00:02 on `checkout-00001-abc`. */
  const cluster: Cluster = clusterOf(SESSION);
  const on = 'checkout-00001-abc';
  const since = '2025-09-15T00:00:00Z';
  const facts = { cluster, past: null, since };
  const deploy = { revision: on, at: '2025-09-15T23:00:00Z' };

  it('is the deploy that first showed it, and the one before is known', () => {
    const revisions = [
      span(on, deploy.at),
      span('checkout-00000', '2025-09-12T00:00:00Z'),
      span('other-9', '2025-09-15T22:00:00Z', { service: 'other' }),
      span('checkout-00002', '2025-09-16T01:00:00Z'),
    ];
    expect(onsetOf({ ...facts, revisions })).toEqual({
      at: '2025-09-16T00:00:00Z',
      deploy,
      before: { revision: 'checkout-00000', at: '2025-09-12T00:00:00Z', startSeen: true },
      doubt: null,
    });
  });

  it('is not known by a deploy whose start nobody saw', () => {
    const revisions = [span(on, deploy.at, { startObserved: false })];
    expect(onsetOf({ ...facts, revisions })).toMatchObject({ deploy: null, doubt: null });
  });

  it('is in doubt where the log begins with it', () => {
    const late = onsetOf({ ...facts, revisions: [], since: '2025-09-15T23:30:00Z' });
    expect(late.doubt).toContain('read from 2025-09-15 23:30 UTC on');
  });

  it('is what an earlier run saw, and then the deploy is not known', () => {
    const past = { firstSeen: '2025-08-01T00:00:00Z' };
    expect(onsetOf({ ...facts, past, revisions: [span(on, deploy.at)] })).toEqual({
      at: past.firstSeen,
      deploy: null,
      before: null,
      doubt: null,
    });
  });
});
