import { readableTemplate } from '../assess/template-text.ts';
import { slipsBetween } from '../config/near-miss.ts';
import type { Cluster, Fingerprint } from '../model/cluster.ts';

/** What a fingerprint, or the beginning of one, stands for. */
export type Match =
  | { readonly kind: 'none' }
  /** `pattern` = what was asked for, where it is not the cluster itself. */
  | { readonly kind: 'one'; readonly cluster: Cluster; readonly pattern: Fingerprint | null }
  | { readonly kind: 'several'; readonly candidates: readonly Candidate[] };

interface Candidate {
  readonly fingerprint: Fingerprint;
  /** The title of the cluster, or the text of the pattern. */
  readonly name: string;
}

/** The cluster whose fingerprint, or that of one of its patterns, begins with the text. */
export function matchFingerprint(asked: string, clusters: readonly Cluster[]): Match {
  const exact = clusters.find(({ fingerprint }) => fingerprint === asked);
  if (exact) return { kind: 'one', cluster: exact, pattern: null };
  const homes = clusters
    .map((cluster) => ({
      cluster,
      hits: candidatesOf(cluster).filter(({ fingerprint }) => fingerprint.startsWith(asked)),
    }))
    .filter(({ hits }) => hits.length > 0);
  const [home, ...others] = homes;
  if (home === undefined) return { kind: 'none' };
  if (others.length > 0) {
    const clusterFirst = (hit: Candidate): number =>
      Number(!clusters.some((one) => one.fingerprint === hit.fingerprint));
    const candidates = homes.flatMap(({ hits }) => hits).sort((a, b) => clusterFirst(a) - clusterFirst(b));
    return { kind: 'several', candidates };
  }
  // Several patterns of one cluster: it is the cluster that is meant.
  const { cluster, hits } = home;
  const [hit] = hits.length === 1 ? hits : [];
  return { kind: 'one', cluster, pattern: hit && hit.fingerprint !== cluster.fingerprint ? hit.fingerprint : null };
}

/** Fewer characters than this are near everything. */
const LEAST_NEAR = 8;

/** The one fingerprint that differs from the text in a single character (also one too many, or two swapped), or null. */
export function nearFingerprint(asked: string, clusters: readonly Cluster[]): Candidate | null {
  if (asked.length < LEAST_NEAR) return null;
  const near = new Map<Fingerprint, Candidate>();
  for (const cluster of clusters) {
    for (const candidate of candidatesOf(cluster)) {
      const { fingerprint } = candidate;
      if (slipsBetween(asked, fingerprint.slice(0, asked.length)) <= 1) near.set(fingerprint, candidate);
    }
  }
  const [only] = near.size === 1 ? [...near.values()] : [];
  return only ?? null;
}

/** The cluster itself, and each of its patterns that goes by another fingerprint. */
function candidatesOf({ fingerprint, title, patterns }: Cluster): Candidate[] {
  const others = patterns.filter((pattern) => pattern.fingerprint !== fingerprint);
  return [
    { fingerprint, name: title },
    ...others.map((pattern) => ({ fingerprint: pattern.fingerprint, name: readableTemplate(pattern) })),
  ];
}
