import { PRIORITIES, type Priority } from '../../../model/assessment.ts';
import type { Decision, DraftStatus, RunDraft } from '../../../model/draft.ts';
import type { Run, TriagedCluster } from '../../../model/run.ts';
import { leftOutTogether } from '../../../wording/same-reason.ts';
import type { ClusterRow, RunView, WindowTimeline } from '../../views.ts';
import { deploysOf } from './deploys.ts';
import { countsIn, equalParts, gridOf, partsOf } from './equal-parts.ts';

const MOST_PARTS = 48;
const MOST_BARS = 120;

/** A run as the page shows it: what it asked for, what it read, its clusters, each as a line. */
export function runView(run: Run): RunView {
  const { id, status, version, startedAt, updatedAt, service, project, repository, window } = run;
  const { minSeverity, filter, mode, investigator, warnings, githubRequests, cost } = run;
  const skipped = leftOutTogether(run.skipped);
  const timelines = run.clusters.map(({ cluster }) => cluster.facts.timeline);
  const parts = partsOf(timelines, window, MOST_PARTS);
  return {
    run: {
      ...{ id, status, version, startedAt, updatedAt, service, project, repository, window },
      ...{ minSeverity, filter, mode, investigator, skipped, warnings, githubRequests, cost },
    },
    collected: run.collected,
    totals: totalsOf(run),
    clusters: run.clusters.map((one) => clusterRow(one, window, parts)),
    timeline: timelineOf(run),
    recoveries: run.recoveries,
  };
}

function clusterRow(
  { cluster, repository, assessment, priority, decision, draft, error }: TriagedCluster,
  window: Run['window'],
  parts: number,
): ClusterRow {
  const { fingerprint, title, facts } = cluster;
  const { severity, count, firstSeen, lastSeen, timeline, services } = facts;
  return {
    ...{ fingerprint, title, priority, severity, count, firstSeen, lastSeen },
    sparkline: equalParts(timeline, window, parts),
    components: assessment.components.map(({ name }) => name),
    services: services.map(({ name }) => name),
    repository: repository ?? null,
    decision,
    draft: draft && { id: draft.id, status: draft.state.status, url: urlOf(draft) },
    error,
  };
}

function urlOf({ state, url }: RunDraft): string | null {
  return state.status === 'posted' ? state.url : url;
}

function totalsOf({ clusters, recoveries, collected }: Run): RunView['totals'] {
  const drafts: Record<DraftStatus['status'], number> = noDrafts();
  for (const { draft } of [...clusters, ...recoveries]) if (draft !== null) drafts[draft.state.status] += 1;
  const actions: Record<Decision['action'], number> = { create: 0, update: 0, reopen: 0, skip: 0, unverified: 0 };
  for (const { decision } of clusters) if (decision !== null) actions[decision.action] += 1;
  return {
    entries: collected.kept,
    clusters: clusters.length,
    drafts,
    actions,
    failed: clusters.filter(({ error }) => error !== null).length,
  };
}

/** A count of 0 for every status. */
export function noDrafts(): Record<DraftStatus['status'], number> {
  return { pending: 0, approved: 0, posting: 0, posted: 0, rejected: 0, failed: 0 };
}

function timelineOf(run: Run): WindowTimeline {
  const grid = gridOf(
    run.clusters.map(({ cluster }) => cluster.facts.timeline),
    run.window,
    MOST_BARS,
  );
  const countsOf = (priority: Priority): number[] => {
    const sums = Array.from({ length: grid.bars }, () => 0);
    for (const { cluster } of run.clusters.filter((one) => one.priority === priority)) {
      for (const [bar, entries] of countsIn(cluster.facts.timeline, grid).entries())
        sums[bar] = (sums[bar] ?? 0) + entries;
    }
    return sums;
  };
  const [P0, P1, P2, P3] = [
    countsOf(PRIORITIES[0]),
    countsOf(PRIORITIES[1]),
    countsOf(PRIORITIES[2]),
    countsOf(PRIORITIES[3]),
  ];
  return {
    since: new Date(grid.since * 1000).toISOString(),
    widthSeconds: grid.widthSeconds,
    counts: { P0, P1, P2, P3 },
    deploys: deploysOf(run),
  };
}
