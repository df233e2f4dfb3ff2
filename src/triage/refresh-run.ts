import type { Run } from '../model/run.ts';
import { getDraft } from '../store/drafts.ts';
import type { Store } from '../store/open.ts';
import { getRun, saveRun } from '../store/runs.ts';
import { writeWorklog } from '../worklog/write.ts';

/**
 * Brings a run and its worklog up to date with what has become of its drafts since: approved, rejected or posted by a
 * person. A run that the store does not hold is left alone.
 */
export async function refreshRun(
  id: string,
  deps: { store: Store; worklogDir: string; now: () => string },
): Promise<void> {
  const run = await getRun(deps.store, id);
  if (!run) return;
  const clusters: Run['clusters'] = [];
  for (const one of run.clusters) {
    const draft = one.draft && (await getDraft(deps.store, one.draft.id));
    if (!one.draft || !draft) clusters.push(one);
    else {
      const { state } = draft;
      const posted = state.status === 'posted' ? { issue: state.issue, url: state.url } : {};
      clusters.push({ ...one, draft: { ...one.draft, ...posted, state } });
    }
  }
  const refreshed = { ...run, clusters, updatedAt: deps.now() };
  await saveRun(deps.store, refreshed);
  await writeWorklog(deps.worklogDir, refreshed);
}
