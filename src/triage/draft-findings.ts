import type { Past } from '../assess/tracking.ts';
import type { Redactor } from '../collect/redact.ts';
import { millisecondsOf } from '../config/duration.ts';
import { decide } from '../draft/decision.ts';
import { draftFor } from '../draft/draft.ts';
import { isCoolingDown } from '../draft/news.ts';
import { finalPriority } from '../draft/priority.ts';
import { verdictOf } from '../github/verdict.ts';
import type { RevisionSpan } from '../model/completeness.ts';
import type { Decision } from '../model/draft.ts';
import type { Investigation } from '../model/report.ts';
import type { Ruling } from '../model/ruling.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { seenBefore } from '../store/sightings.ts';
import { keepDraft } from './keep-draft.ts';
import { redactStrings } from './redact-clusters.ts';
import type { TriageDeps } from './request.ts';

/** What becomes of a cluster once somebody has looked into it. */
export type Drafted = Pick<TriagedCluster, 'assessment' | 'investigation' | 'priority' | 'draft'> & {
  decision: Decision;
};

/** Verdict, final priority, decision and draft of what was found out about a cluster; the draft is kept for review. */
export async function draftFindings(
  found: Investigation,
  {
    triaged,
    draftId,
    past,
  }: { readonly triaged: TriagedCluster; readonly draftId: string; readonly past: Past | null },
  deps: Pick<TriageDeps, 'config' | 'store' | 'now'> & {
    readonly run: Run;
    readonly revisions: readonly RevisionSpan[];
    readonly redactor: Redactor;
    /** What reviewers decided, of this repository. */
    readonly rulings: readonly Ruling[];
  },
): Promise<Drafted> {
  const { config, store, now, run, revisions, redactor, rulings } = deps;
  const { cluster } = triaged;
  const { fingerprint } = cluster;
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
  const previousPriority = await seenBefore(store, { ...run, fingerprint, until: run.window.until });
  const coolDownMs = millisecondsOf(config.issue.coolDown);
  const { decision, content } = draftFor({
    run,
    draftId,
    cluster,
    assessment,
    investigation,
    decision: decide({ investigation, verdict, config, cluster, rulings, window: run.window, now: now() }),
    priority,
    previousPriority,
    past,
    isCoolingDown: isCoolingDown(investigation.target, fingerprint, now(), coolDownMs),
    config,
  });
  const { investigator, agent } = investigation;
  const author = investigator === 'claude' && agent !== null ? `claude ${agent.prompt}` : investigator;
  const about = { id: draftId, fingerprint, priority, target: investigation.target?.issue ?? null, author };
  const draft = content && (await keepDraft(content, about, { run, redactor, store }));
  return { assessment, investigation, decision, priority, draft };
}
