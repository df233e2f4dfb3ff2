import type { Cluster } from '../../model/cluster.ts';
import type { LogEntry } from '../../model/entry.ts';

/** Labels in which build and deploy tools leave the commit; Cloud Build's trigger for Cloud Run sets `commit-sha`. */
const LABELS = ['commit-sha', 'commit_sha', 'git-commit', 'git_commit', 'git-sha', 'git_sha', 'revision-sha'] as const;
const SHA = /^(?=.*\d)[0-9a-f]{7,40}$/;

export interface DeployedCommit {
  readonly sha: string;
  /** Where it was found, for people. */
  readonly from: string;
}

/**
 * The commit that was running when the cluster was last seen, as labels of its kept entries tell; null where none does.
 * Only labels: the payload holds what anybody sent. Pure.
 */
export function deployedCommit({ patterns }: Pick<Cluster, 'patterns'>): DeployedCommit | null {
  const entries = patterns.flatMap(({ examples }) => examples);
  const newestFirst = entries.toSorted((a, b) => timeOf(b) - timeOf(a));
  for (const entry of newestFirst) {
    for (const labels of [entry.labels, entry.resource?.labels]) {
      const found = labels === undefined ? undefined : LABELS.find((name) => SHA.test(labels[name] ?? ''));
      if (found !== undefined) return { sha: labels?.[found] ?? '', from: `the entries' label ${found}` };
    }
  }
  return null;
}

function timeOf({ timestamp }: LogEntry): number {
  const time = Date.parse(timestamp ?? '');
  return Number.isNaN(time) ? 0 : time;
}
