import { z } from 'zod';
import { plainLine } from '../draft/one-line.ts';
import { Priority } from '../model/assessment.ts';
import type { Decision, Draft, DraftStatus } from '../model/draft.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { changesOf } from '../review/read-live.ts';
import { severityWords } from '../wording/severities.ts';
import { formatNumber, joinWords } from '../wording/words.ts';

/** What several tools show of runs, clusters and drafts. Output schemas are kept flat: definitions cost every session. */

export const ShownRun = z.object({
  id: z.string(),
  status: z.string(),
  service: z.string(),
  since: z.string(),
  until: z.string(),
  repository: z.string().nullable(),
  /** Entries read, and those of them that were clustered. */
  read: z.int(),
  kept: z.int(),
  malformed: z.int(),
  /** Why not all was read; null = it was. */
  truncated: z.string().nullable(),
});

export function showRun({ id, status, service, window, repository, collected }: Run): z.infer<typeof ShownRun> {
  const { read, kept, malformed, truncated } = collected;
  return { id, status, service, ...window, repository, read, kept, malformed, truncated };
}

export const ShownCluster = z.object({
  fingerprint: z.string(),
  title: z.string(),
  priority: Priority,
  /** `ERROR`; `ERROR (read from the text)` where Cloud Logging does not state it. */
  severity: z.string(),
  count: z.int(),
  /** Where its issue is kept, where that is not the repository of the run. */
  repository: z.string().optional(),
  /** Such as `update #12`; null = nothing is decided yet. */
  decision: z.string().nullable(),
  /** Id and status. */
  draft: z.string().nullable(),
});

export function showCluster(triaged: TriagedCluster): z.infer<typeof ShownCluster> {
  const { cluster, repository, priority, draft } = triaged;
  const { fingerprint, facts } = cluster;
  return {
    fingerprint,
    title: shortLine(cluster.title),
    priority,
    severity: severityWords(facts),
    count: facts.count,
    ...(repository !== undefined && { repository }),
    decision: decisionWords(triaged),
    draft: draft && `${draft.id} ${draft.state.status}`,
  };
}

/** `P1 38× lg1… title (update #12; draft … pending)` */
export function clusterLine(triaged: TriagedCluster): string {
  const { fingerprint, title, priority, count, repository, decision, draft } = showCluster(triaged);
  const where = repository === undefined ? '' : ` in ${repository}`;
  const became = [`${decision ?? 'not decided'}${where}`, ...(draft === null ? [] : [`draft ${draft}`])].join('; ');
  return `${priority} ${formatNumber(count)}× ${fingerprint} ${title} (${became})`;
}

function decisionWords({ decision, error }: TriagedCluster): string | null {
  if (error !== null) return `failed: ${shortLine(error)}`;
  return decision && actionWords(decision);
}

export function actionWords({ action, issue }: Pick<Decision, 'action' | 'issue'>): string {
  return issue === null ? action : `${action} #${issue}`;
}

/** What a draft would do, or did, in a few words. */
export function doesWords({ content, state, repository }: Pick<Draft, 'content' | 'state' | 'repository'>): string {
  const where = repository === '' ? 'no repository' : repository;
  const done = state.status === 'posted' ? ` (posted: #${state.issue})` : '';
  return `${joinWords(changesOf(content))} in ${where}${done}`;
}

/** Why a draft is where it is; null where its status says all. */
export function stateReason(state: DraftStatus): string | null {
  if (state.status === 'rejected') return state.reason;
  if (state.status === 'failed') return state.error;
  return state.status === 'posted' ? state.url : null;
}

/** The title, and where the draft changes that of its issue both. Words of strangers, whole. */
export function titleLines({ title, content }: Pick<Draft, 'title' | 'content'>): string[] {
  const changed = content.action === 'create' ? undefined : content.title;
  if (changed === undefined) return [`Title: ${plainLine(title)}`];
  return [`Its title now: ${plainLine(changed.from)}`, `Its new title: ${plainLine(changed.to)}`];
}

const LONGEST_LINE = 160;

/** Words of strangers in one short line. */
export function shortLine(text: string): string {
  const line = plainLine(text);
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE).toWellFormed()}…` : line;
}
