import PQueue from 'p-queue';
import type { Redactor } from '../collect/redact.ts';
import { decide } from '../draft/decision.ts';
import { draftFor } from '../draft/draft.ts';
import { finalPriority } from '../draft/priority.ts';
import { verdictOf } from '../github/verdict.ts';
import { investigateByRules } from '../investigate/rules.ts';
import { createToolbox, type Reach } from '../investigate/toolbox.ts';
import type { Priority } from '../model/assessment.ts';
import type { RevisionSpan } from '../model/completeness.ts';
import type { Decision, Draft, DraftContent } from '../model/draft.ts';
import type { Investigation } from '../model/report.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { hashContent } from '../store/content-hash.ts';
import { addDraft, supersedeDraft } from '../store/drafts.ts';
import { recallRevisions } from '../store/revisions.ts';
import { seenBefore } from '../store/sightings.ts';
import type { Recorder } from './recorder.ts';
import { redactStrings } from './redact-clusters.ts';
import { refreshRun } from './refresh-run.ts';
import type { TriageDeps } from './request.ts';

/** What all clusters of a run share. */
interface Scene {
  readonly run: Run;
  readonly revisions: readonly RevisionSpan[];
  readonly reach: Reach;
  readonly redactor: Redactor;
  readonly deps: TriageDeps;
}

/** What an investigation adds to its cluster. */
type Investigated = Pick<TriagedCluster, 'assessment' | 'investigation' | 'priority' | 'draft'> & {
  decision: Decision;
};

/**
 * One investigation per cluster, `limits.concurrency` at once, the most urgent first: search, verdict, decision, draft.
 * A cluster that fails says so and stops no other.
 */
export async function investigateClusters(
  recorder: Recorder,
  reach: Reach,
  redactor: Redactor,
  deps: TriageDeps,
): Promise<void> {
  const run = recorder.run();
  const revisions = await recallRevisions(deps.store, run.collected.revisions, run.collected.deploys);
  const scene: Scene = { run, revisions, reach, redactor, deps };
  const queue = new PQueue({ concurrency: deps.config.limits.concurrency });
  const of = run.clusters.length;
  let done = 0;
  const tasks = run.clusters.map((triaged, index) =>
    queue.add(async () => {
      if (deps.signal?.aborted) return;
      const { title, fingerprint } = triaged.cluster;
      deps.onEvent({ kind: 'investigating', title });
      try {
        const investigated = await investigateOne(triaged, `${run.id}-${index + 1}`, scene);
        recorder.changeCluster(fingerprint, investigated);
        const { action, issue } = investigated.decision;
        deps.onEvent({ kind: 'decided', title, action, issue, done: ++done, of });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        recorder.changeCluster(fingerprint, { error: message });
        deps.onEvent({ kind: 'failed', title, error: message, done: ++done, of });
      }
    }),
  );
  await Promise.all(tasks);
  await replaceEarlierDrafts(recorder.run(), deps);
}

async function investigateOne(triaged: TriagedCluster, draftId: string, scene: Scene): Promise<Investigated> {
  const { cluster } = triaged;
  const { run, revisions, reach, redactor, deps } = scene;
  const { config } = deps;
  const toolbox = createToolbox(reach);
  const found = await investigateByRules(cluster, triaged.assessment, { toolbox, config });
  const investigation = await redactStrings(found, redactor);
  const verdict =
    investigation.target &&
    verdictOf({
      history: investigation.target,
      revisions,
      clusterRevisions: cluster.facts.revisions,
      firstSeen: cluster.facts.firstSeen,
      lastSeen: cluster.facts.lastSeen,
      services: cluster.facts.services.map(({ name }) => name),
    });
  const { priority, rules } = finalPriority(triaged.assessment.basePriority, cluster, verdict);
  const assessment = { ...triaged.assessment, rules: [...triaged.assessment.rules, ...rules] };
  const { service, window } = run;
  const previousPriority = await seenBefore(deps.store, {
    service,
    fingerprint: cluster.fingerprint,
    until: window.until,
  });
  const { decision, content } = draftFor({
    run,
    draftId,
    cluster,
    assessment,
    investigation,
    decision: decide({ investigation, verdict, config, cluster, now: deps.now() }),
    priority,
    previousPriority,
    config,
  });
  const draft = content && (await keepDraft(content, { id: draftId, triaged, priority, investigation }, scene));
  return { assessment, investigation, decision, priority, draft };
}

/** Stores a draft, after the last look for secrets, and gives what the run says of it. */
async function keepDraft(
  content: DraftContent,
  about: { id: string; triaged: TriagedCluster; priority: Priority; investigation: Investigation },
  { run, redactor, deps }: Scene,
): Promise<TriagedCluster['draft']> {
  const { id, triaged, priority, investigation } = about;
  const outgoing = await redactStrings(content, redactor);
  const target = outgoing.action === 'create' ? null : (investigation.target?.issue ?? null);
  const draft: Draft = {
    id,
    run: run.id,
    fingerprint: triaged.cluster.fingerprint,
    repository: run.repository ?? '',
    priority,
    title: outgoing.action === 'create' ? outgoing.title : (target?.title ?? ''),
    content: outgoing,
    hash: hashContent(outgoing),
    state: { status: 'pending' },
  };
  await addDraft(deps.store, draft);
  const issue = outgoing.action === 'create' ? null : outgoing.issue;
  return { id, title: draft.title, action: outgoing.action, issue, url: target?.url ?? null, state: draft.state };
}

/** Drafts of earlier runs on which nobody decided give way to those of this one; their worklogs say so. */
async function replaceEarlierDrafts(run: Run, deps: TriageDeps): Promise<void> {
  const runs = new Set<string>();
  for (const { cluster, draft } of run.clusters) {
    if (!draft) continue;
    const newer = { id: draft.id, repository: run.repository ?? '', fingerprint: cluster.fingerprint };
    for (const earlier of await supersedeDraft(deps.store, newer, deps.now())) runs.add(earlier);
  }
  for (const earlier of runs) await refreshRun(earlier, deps);
}
