import type { Priority } from '../../model/assessment.ts';
import type { ClusterRow } from '../views.ts';
import { type Standing, standing } from './words.ts';

export const PRIORITIES: readonly Priority[] = ['P0', 'P1', 'P2', 'P3'];

export type Order = 'priority' | 'count' | 'last seen' | 'title';

/** What of a run is shown, and in which order. */
export interface Sieve {
  readonly text: string;
  /** Empty = all. */
  readonly priorities: readonly Priority[];
  readonly action: string;
  readonly standing: Standing | '';
  readonly order: Order;
}

export const WIDE_OPEN: Sieve = { text: '', priorities: [], action: '', standing: '', order: 'priority' };

/** The clusters that pass, in order; the order of the run decides where nothing else does. */
export function sift(clusters: readonly ClusterRow[], sieve: Sieve): readonly ClusterRow[] {
  const words = sieve.text.toLowerCase().split(/\s+/).filter(Boolean);
  const passed = clusters.filter(
    (row) =>
      (sieve.priorities.length === 0 || sieve.priorities.includes(row.priority)) &&
      (sieve.action === '' || row.decision?.action === sieve.action) &&
      (sieve.standing === '' || standing(row) === sieve.standing) &&
      words.every((word) => searchable(row).includes(word)),
  );
  const compare = COMPARE[sieve.order];
  return compare === null ? passed : passed.toSorted(compare);
}

function searchable({ title, components, services, fingerprint, repository, decision }: ClusterRow): string {
  const issue = decision?.issue == null ? '' : `#${decision.issue}`;
  return [title, ...components, ...services, fingerprint, `${repository ?? ''}${issue}`].join(' ').toLowerCase();
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const COMPARE: { readonly [O in Order]: ((one: ClusterRow, other: ClusterRow) => number) | null } = {
  priority: (one, other) => byText(one.priority, other.priority) || other.count - one.count,
  count: (one, other) => other.count - one.count,
  'last seen': (one, other) => byText(other.lastSeen, one.lastSeen),
  title: (one, other) => byText(one.title.toLowerCase(), other.title.toLowerCase()),
};
