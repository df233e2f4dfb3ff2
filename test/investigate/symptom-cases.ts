import { expect } from 'vitest';
import { hasText, messageOf } from '../../src/collect/message.ts';
import { sentenceOf } from '../../src/collect/platform-sentence.ts';
import { Config } from '../../src/config/schema.ts';
import { backingOf } from '../../src/investigate/backing.ts';
import { checkProse } from '../../src/investigate/claims/check-prose.ts';
import { writeProse } from '../../src/investigate/prose.ts';
import { symptomOf } from '../../src/investigate/symptom.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import type { Severity } from '../../src/model/severity.ts';
import { collected } from '../support/entries.ts';
import { assessed, clusterOf, clustersOf } from './problems.ts';

const config = Config.parse({});
const nothingFound = { steps: [], candidates: [], pulls: [], marked: null, twins: [], remembered: null };

export const kindOf = (message: string, severity: Severity = 'ERROR') =>
  symptomOf(clusterOf({ message, severity })).kind;
export const proseOf = (cluster: Cluster) => writeProse(cluster, assessed(cluster, config), config, null);
export const textOf = (cluster: Cluster): string => Object.values(proseOf(cluster)).join('\n');

/** Two entries as a platform writes them. */
export function clusterOfEntry(
  entry: LogEntry,
  { severity = 'ERROR', http = null }: { severity?: Severity; http?: { status: number } | null } = {},
): Cluster {
  const entries = [0, 1].map((at) => {
    const one = { severity, ...entry, insertId: `p${at}` };
    return collected({
      at: 60 * at,
      severity,
      message: messageOf(one),
      hasText: hasText(one),
      sentence: sentenceOf(one),
      instance: '',
      http: http === null ? null : { method: 'GET', latencyMs: null, ...http },
      entry: one,
    });
  });
  const [cluster, ...others] = clustersOf(entries);
  if (cluster === undefined || others.length > 0) throw new Error('the entries make one cluster');
  return cluster;
}

export function expectBacked(cluster: Cluster): void {
  const backing = backingOf(cluster, assessed(cluster, config), nothingFound, null, {});
  expect(checkProse(proseOf(cluster), backing).unbacked).toEqual([]);
}
