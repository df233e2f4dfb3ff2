import { z } from 'zod';
import { Assessment, Priority } from './assessment.ts';
import { Cluster } from './cluster.ts';
import { Completeness } from './completeness.ts';
import { Decision, RunDraft } from './draft.ts';
import { Recovery } from './recovery.ts';
import { Investigation } from './report.ts';
import { Severity } from './severity.ts';

/** One cluster on its way through a run. Fields fill up from left to right; null = not reached yet. */
export const TriagedCluster = z.object({
  cluster: Cluster,
  /** owner/name, where a component of the config keeps its issues elsewhere than in the repository of the run. */
  repository: z.string().optional(),
  /** What sends it there, for example `component Payments (module app.payments.capture)`. */
  routedBy: z.string().optional(),
  assessment: Assessment,
  investigation: Investigation.nullable(),
  decision: Decision.nullable(),
  /** Final, once the verdict is known; the base priority before that. */
  priority: Priority,
  draft: RunDraft.nullable(),
  /** Requests to GitHub for this cluster alone, from its search to its draft's posting; null = not counted. */
  githubRequests: z.int().nullable().default(null),
  /** What went wrong with this cluster alone; the others went on. */
  error: z.string().nullable(),
});
export type TriagedCluster = z.infer<typeof TriagedCluster>;

/** One triage of one service and window: everything the worklog says comes from here. */
export const Run = z.object({
  id: z.string(),
  status: z.enum(['running', 'done', 'partial', 'failed']),
  version: z.string(),
  startedAt: z.string(),
  updatedAt: z.string(),
  service: z.string(),
  project: z.string(),
  /** Of the service; what a component keeps elsewhere, its cluster says. */
  repository: z.string().nullable(),
  window: z.object({ since: z.string(), until: z.string() }),
  minSeverity: Severity,
  /** What else Cloud Logging was asked for, in its query language, redacted; empty = nothing. */
  filter: z.string().default(''),
  mode: z.enum(['draft', 'auto']),
  /** `client` = an MCP client proposes a draft for each cluster; until all are decided the run goes on. */
  investigator: z.object({ name: z.enum(['claude', 'rules', 'client']), because: z.string() }),
  collected: Completeness,
  /** Facts of the environment that all kept entries share (or their few values): resource type, region, labels. */
  context: z.array(z.object({ name: z.string(), value: z.string() })),
  clusters: z.array(TriagedCluster),
  /** Problems with an open issue that this run did not see any more. */
  recoveries: z.array(Recovery).default([]),
  /** What was left out on purpose, and why: mutes, limits. */
  skipped: z.array(z.object({ what: z.string(), because: z.string() })),
  warnings: z.array(z.string()),
  /** All requests to GitHub; what no cluster counts was for all of them. */
  githubRequests: z.int(),
  cost: z.object({ usd: z.number(), inputTokens: z.int(), outputTokens: z.int() }),
});
export type Run = z.infer<typeof Run>;
