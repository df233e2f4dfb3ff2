import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { type DecisionFacts, decide } from '../../src/draft/decision.ts';
import { cluster, regressed } from '../support/drafting.ts';
import { about, given } from './decision-facts.ts';

describe('a mute', () => {
  const muted = (mute: object): DecisionFacts =>
    given({ config: Config.parse({ mutes: [{ reason: 'known', ...mute }] }) });
  const mine = cluster().fingerprint;

  it.each<[string, object, string]>([
    ['of this fingerprint', { fingerprint: mine }, 'skip'],
    ['of another fingerprint', { fingerprint: 'lg1ffffffffffffffff' }, 'create'],
    ['of its message', { message: '*sessionmiddleware*' }, 'skip'],
    ['of another message', { message: '*RedisManager*' }, 'create'],
    ['that has ended', { fingerprint: mine, until: '2025-09-12T23:30:00Z' }, 'create'],
    ['that has ended in another zone', { fingerprint: mine, until: '2025-09-13T01:00:00+02:00' }, 'create'],
    ['that goes on', { fingerprint: mine, until: '2025-09-12T23:30:01Z' }, 'skip'],
    ['up to more than there are', { fingerprint: mine, above: 16 }, 'skip'],
    ['up to as many as there are', { fingerprint: mine, above: 15 }, 'create'],
  ])('%s', (_what, mute, action) => {
    expect(decide(muted(mute)).action).toBe(action);
  });

  it('says why, and until when', () => {
    const { reasons } = decide(
      muted({ fingerprint: mine, until: '2025-09-20T00:00:00Z', above: 100, reason: 'fix on its way' }),
    );
    expect(reasons).toEqual([
      'muted until 2025-09-20 00:00 UTC below 100 entries a run (log-gardener.yaml): fix on its way',
    ]);
  });

  it('comes before everything else, an issue with our marker too', () => {
    const config = Config.parse({ mutes: [{ fingerprint: mine, reason: 'known' }] });
    expect(decide(about({}, regressed(), { config })).action).toBe('skip');
  });
});
