import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../src/model/cluster.ts';
import { matchFingerprint, nearFingerprint } from '../../src/triage/explain-match.ts';
import { missingModule, routingFailures } from '../support/triaged-clusters.ts';

const ROUTING = 'lg1a11ce00000000001';
const MODULE = 'lg1a11ce00000000002';
const SYMPTOM = 'lg1b0b00000000000aa';

/** Two clusters: one of a single pattern, one of two. */
function clusters(): Cluster[] {
  const { cluster } = missingModule();
  const [root] = cluster.patterns;
  if (root === undefined) throw new Error('no pattern');
  return [routingFailures().cluster, { ...cluster, patterns: [root, { ...root, fingerprint: SYMPTOM }] }];
}

/** What was found: the cluster, and the pattern where one was meant. */
function found(asked: string): [string, string | null] | string {
  const match = matchFingerprint(asked, clusters());
  return match.kind === 'one' ? [match.cluster.fingerprint, match.pattern] : match.kind;
}

describe('a fingerprint', () => {
  it('of a cluster stands for the cluster', () => {
    expect(found(MODULE)).toEqual([MODULE, null]);
  });

  it('of a pattern stands for that pattern of its cluster', () => {
    expect(found(SYMPTOM)).toEqual([MODULE, SYMPTOM]);
  });

  it('may be cut, as long as it fits one only', () => {
    expect(found(MODULE.slice(0, -1))).toBe('several');
    expect(found(SYMPTOM.slice(0, 5))).toEqual([MODULE, SYMPTOM]);
  });

  it('that fits several patterns of one cluster stands for the cluster', () => {
    const [, cluster] = clusters();
    if (cluster === undefined) throw new Error('no cluster');
    expect(matchFingerprint('lg1', [cluster])).toEqual({ kind: 'one', cluster, pattern: null });
  });

  it('that fits several clusters lists them all, the clusters before the patterns', () => {
    const match = matchFingerprint('lg1', clusters());
    if (match.kind !== 'several') throw new Error(`it is ${match.kind}`);
    expect(match.candidates.map(({ fingerprint }) => fingerprint)).toEqual([ROUTING, MODULE, SYMPTOM]);
    expect(match.candidates[0]?.name).toBe(routingFailures().cluster.title);
  });

  it('that nothing begins with is none', () => {
    expect(found('lg1ffff')).toBe('none');
    expect(found(`${MODULE}0`)).toBe('none');
    expect(matchFingerprint('lg1', [])).toEqual({ kind: 'none' });
  });
});

describe('a near miss', () => {
  it.each([
    ['one digit off', 'lg1b0b00000000010aa', SYMPTOM],
    ['one digit too many', 'lg1b0b000000000000aa', SYMPTOM],
    ['one digit lost', 'lg1b0b0000000000aa', SYMPTOM],
    ['two digits swapped', 'lg1bb000000000000aa', SYMPTOM],
    ['the beginning with one digit off', 'lg1b0c0000', SYMPTOM],
    ['two digits off', 'lg1b0b00000000011aa', null],
    ['near two of them', 'lg1a11ce00000000009', null],
    ['too short to be near anything', 'lg1b0c', null],
  ])('%s: %s', (_what, asked, expected) => {
    expect(nearFingerprint(asked, clusters())?.fingerprint ?? null).toBe(expected);
  });
});
