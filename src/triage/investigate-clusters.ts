import PQueue from 'p-queue';
import type { Redactor } from '../collect/redact.ts';
import { decide } from '../draft/decision.ts';
import { draftFor } from '../draft/draft.ts';
import { finalPriority } from '../draft/priority.ts';
import { verdictOf } from '../github/verdict.ts';
import { investigateByRules } from '../investigate/rules.ts';
import { createToolbox, type Reach } from '../investigate/toolbox.ts';
import type { RevisionSpan } from '../model/completeness.ts';
import type { Draft } from '../model/draft.ts';
import type { Investigation } from '../model/report.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { hashContent } from '../store/content-hash.ts';
import { addDraft, supersedeDraft } from '../store/drafts.ts';
import { recallRevisions } from '../store/revisions.ts';
import { seenBefore } from '../store/sightings.ts';
import type { Recorder } from './recorder.ts';
import { redactStrings } from './redact-clusters.ts';
import type { TriageDeps } from './request.ts';

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
  const { clusters, collected } = recorder.run();
  const revisions = await recallRevisions(deps.store, collected.revisions);
  const queue = new PQueue({ concurrency: deps.config.limits.concurrency });
  let done = 0;
  const tasks = clusters.map((triaged, index) =>
    queue.add(async () => {
      if (deps.signal?.aborted) return;
      const { title, fingerprint } = triaged.cluster;
      deps.onEvent({ kind: 'investigating', title });
      try {
        const result = await investigateOne(triaged, index + 1, recorder.run(), revisions, reach, redactor, deps);
        await recorder.changeCluster(fingerprint, result);
        done += 1;
        const { action, issue } = result.decision;
        deps.onEvent({ kind: 'decided', title, action, issue, done, of: clusters.length });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        await recorder.changeCluster(fingerprint, { error: message });
        done += 1;
        deps.onEvent({ kind: 'failed', title, error: message, done, of: clusters.length });
      }
    }),
  );
  await Promise.all(tasks);
}

async function investigateOne(
  triaged: TriagedCluster,
  number: number,
  run: Run,
  revisions: readonly RevisionSpan[],
  reach: Reach,
  redactor: Redactor,
  deps: TriageDeps,
): Promise<
  Pick<TriagedCluster, 'assessment' | 'investigation' | 'priority' | 'draft'> & {
    decision: NonNullable<TriagedCluster['decision']>;
  }
> {
  const { cluster } = triaged;
  const { config, store } = deps;
  const investigation = await redactStrings(
    await investigateByRules(cluster, triaged.assessment, { toolbox: createToolbox(reach), config }),
    redactor,
  );
  const verdict =
    investigation.target &&
    verdictOf({
      history: investigation.target,
      revisions,
      clusterRevisions: cluster.facts.revisions,
      firstSeen: cluster.facts.firstSeen,
      lastSeen: cluster.facts.lastSeen,
      windowSince: run.window.since,
    });
  const policy = decide({ investigation, verdict, config, cluster, now: deps.now() });
  const { priority, rules } = finalPriority(triaged.assessment.basePriority, cluster, verdict);
  const assessment = { ...triaged.assessment, rules: [...triaged.assessment.rules, ...rules] };
  const draftId = `${run.id}-${number}`;
  const seen = await seenBefore(store, {
    service: run.service,
    fingerprint: cluster.fingerprint,
    until: run.window.until,
  });
  const { decision, content } = await draftFor({
    run,
    draftId,
    cluster,
    assessment,
    investigation,
    decision: policy,
    priority,
    previousPriority: seen?.priority ?? null,
    firstSeenInThisRun: seen === null,
    config,
  });
  if (!content) return { assessment, investigation, decision, priority, draft: null };

  const outgoing = await redactStrings(content, redactor);
  const draft: Draft = {
    id: draftId,
    run: run.id,
    fingerprint: cluster.fingerprint,
    repository: run.repository ?? '',
    priority,
    title: outgoing.action === 'create' ? outgoing.title : titleOfTarget(investigation),
    content: outgoing,
    hash: hashContent(outgoing),
    state: { status: 'pending' },
  };
  await supersedeDraft(store, draft, deps.now());
  await addDraft(store, draft);
  const { action } = outgoing;
  const issue = outgoing.action === 'create' ? null : outgoing.issue;
  const url = outgoing.action === 'create' ? null : (investigation.target?.issue.url ?? null);
  return {
    assessment,
    investigation,
    decision,
    priority,
    draft: { id: draftId, title: draft.title, action, issue, url, state: draft.state },
  };
}

function titleOfTarget({ target }: Investigation): string {
  return target?.issue.title ?? '';
}
