import type { Investigation } from '../../../model/report.ts';
import type { Run, TriagedCluster } from '../../../model/run.ts';
import { severityWords } from '../../../wording/severities.ts';
import type { ClusterView, DraftView } from '../../views.ts';
import { deploysOf } from './deploys.ts';

/** One cluster of a run, whole, with its draft where it has one. */
export function clusterView(
  run: Run,
  { cluster, repository, routedBy = '', assessment, investigation, decision, priority, error }: TriagedCluster,
  { draft, hasTranscript }: { readonly draft: DraftView | null; readonly hasTranscript: boolean },
): ClusterView {
  const { fingerprint, title, facts, patterns, rootCause, rules } = cluster;
  const { evidence, components, trend } = assessment;
  return {
    ...{ run: run.id, fingerprint, title, priority, priorityRules: assessment.rules, joinRules: rules },
    ...{ facts, evidence, components, trend, rootCause },
    patterns: patterns.map((pattern) => ({ ...pattern, severityWords: severityWords(pattern.facts) })),
    deploys: deploysOf(
      run,
      facts.services.map(({ name }) => name),
    ),
    window: run.window,
    elsewhere: repository === undefined ? null : { repository, by: routedBy },
    decision,
    investigation: investigation && investigationView(investigation),
    ...{ hasTranscript, error, draft },
  };
}

function investigationView(investigation: Investigation): ClusterView['investigation'] {
  const { investigator, instead, agent, restraint, report, claims, search, target } = investigation;
  const { suspects, suspectsNote } = investigation;
  return {
    ...{ investigator, instead, agent, restraint: restraint ?? null },
    ...{ because: report.decision.because, prose: report.prose, related: report.related },
    ...{ claims, search, target, suspects, suspectsNote },
  };
}
