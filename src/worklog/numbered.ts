import { PRIORITIES } from '../model/assessment.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { joinWords } from '../wording/words.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** Clusters with their numbers, counted from 1 in the order of the run; drafts are numbered alike. */
export interface NumberedCluster {
  readonly number: number;
  readonly triaged: TriagedCluster;
  readonly outcome: Outcome;
}

/** The clusters of a run with their numbers, in the order of the run. */
export const numberClusters = (run: Run): NumberedCluster[] =>
  run.clusters.map((triaged, index) => ({ number: index + 1, triaged, outcome: outcomeOf(triaged) }));

/** By final priority, which the verdict may have changed since the run put them in order. */
export const inOrderOfPriority = (clusters: readonly NumberedCluster[]): NumberedCluster[] =>
  clusters.toSorted((a, b) => rank(a) - rank(b) || a.number - b.number);

const rank = ({ triaged }: NumberedCluster): number => PRIORITIES.indexOf(triaged.priority);

/** More names than this nobody reads. */
const MOST_NAMES = 12;

/** `Cluster 1`, `Clusters 1, 2 and 4`, `40 clusters` */
export function namesOf(clusters: readonly NumberedCluster[]): string {
  if (clusters.length > MOST_NAMES) return `${clusters.length} clusters`;
  return `Cluster${clusters.length === 1 ? '' : 's'} ${joinWords(clusters.map(({ number }) => String(number)))}`;
}

/** Why the base priority is what it is, in words: the first rule that fired. */
export const reasonOf = ({ assessment }: TriagedCluster): string =>
  (assessment.rules[0] ?? assessment.basePriority).replace(/^P\d: /, '');
