import type { GitHub } from '../github/client.ts';
import type { TriagedCluster } from '../model/run.ts';
import { publishDraft } from '../publish/publish.ts';
import { getDraft, setDraftState } from '../store/drafts.ts';
import type { Recorder } from './recorder.ts';
import type { TriageDeps } from './request.ts';

/**
 * `--mode auto`: approves and posts this run's drafts, the most urgent first. What is not verified is left for a
 * person, and so are new issues beyond `limits.maxNewIssues`.
 */
export async function postRun(recorder: Recorder, github: GitHub, deps: TriageDeps): Promise<void> {
  let created = 0;
  for (const { cluster, decision, draft } of recorder.run().clusters) {
    if (deps.signal?.aborted) return;
    if (!draft || !decision) continue;
    const { title } = draft;
    const because = reasonToWait(decision, created, deps.config.limits.maxNewIssues);
    if (because !== null) {
      deps.onEvent({ kind: 'not-posted', title, because });
      await recorder.change((run) => ({ ...run, skipped: [...run.skipped, { what: `draft ${draft.id}`, because }] }));
      continue;
    }
    if (decision.action === 'create') created += 1;
    deps.onEvent({ kind: 'posting', title });
    await approveAsItIs(draft.id, deps);
    const outcome = await publishDraft(draft.id, { store: deps.store, github, now: deps.now });
    const where = outcome.status === 'posted' ? { issue: outcome.issue, url: outcome.url } : {};
    await recorder.changeCluster(cluster.fingerprint, { draft: { ...draft, ...where, state: outcome.state } });
    if (outcome.status === 'posted') deps.onEvent({ kind: 'posted', title, url: outcome.url });
    else deps.onEvent({ kind: 'not-posted', title, because: outcome.message });
  }
}

function reasonToWait(
  decision: NonNullable<TriagedCluster['decision']>,
  created: number,
  maxNewIssues: number,
): string | null {
  if (decision.action === 'unverified') return 'not verified: a person has to look';
  if (decision.action === 'create' && created >= maxNewIssues) {
    return `limits.maxNewIssues (${maxNewIssues}) is reached; the draft waits for review`;
  }
  return null;
}

/** Auto mode stands in for the person: it approves exactly what this run drafted. */
async function approveAsItIs(id: string, { store, now }: TriageDeps): Promise<void> {
  const draft = await getDraft(store, id);
  if (draft)
    await setDraftState(store, id, { from: ['pending'], to: { status: 'approved', hash: draft.hash, at: now() } });
}
