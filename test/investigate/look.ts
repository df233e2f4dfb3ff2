import { Config } from '../../src/config/schema.ts';
import { findMarkedIssues } from '../../src/github/marked-issues.ts';
import { generateMarker } from '../../src/github/marker.ts';
import { investigateByRules } from '../../src/investigate/rules.ts';
import { createToolbox } from '../../src/investigate/toolbox.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { RememberedIssue } from '../../src/store/issues.ts';
import { connected, open } from '../github/connect.ts';
import type { HistoryInput } from '../support/github/history.ts';
import type { ScenarioGitHub } from '../support/github/server.ts';
import { assessed, clusterOf, type Problem } from './problems.ts';

export const config = Config.parse({});

export const closed = { state: 'closed', closed_at: '2025-09-02T08:00:00Z' } as const;

export async function look(
  cluster: Cluster,
  server: ScenarioGitHub,
  { repository = 'acme/shop', trustedAuthors = [] as string[], remembered = null as RememberedIssue | null } = {},
) {
  const github = await open(server, { repository, trustedAuthors });
  const marked = await findMarkedIssues(github);
  const before = github.requests();
  const recall = async (fingerprint: string) => (fingerprint === cluster.fingerprint ? remembered : null);
  const found = await investigateByRules(cluster, assessed(cluster), {
    toolbox: createToolbox({ github, marked, recall }),
    config,
  });
  return { ...found, requests: github.requests() - before };
}

export async function investigate(problem: Problem, more: Partial<HistoryInput>) {
  const { server } = await connected(more);
  return look(clusterOf(problem), server);
}

export const markerOf = (cluster: Cluster) =>
  generateMarker({ fingerprint: cluster.fingerprint, run: '1', draft: '1-1' });
