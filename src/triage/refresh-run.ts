import type { RunDraft } from '../model/draft.ts';
import type { Run } from '../model/run.ts';
import { getDraft } from '../store/drafts.ts';
import { type Store, transact } from '../store/open.ts';
import { UnreadableRecord } from '../store/parse-record.ts';
import { getRun, saveRun } from '../store/runs.ts';
import { writeWorklog } from '../worklog/write.ts';

/**
 * Brings a run and its worklog up to date with what has become of its drafts since: approved, rejected or posted by a
 * person. A run that the store does not hold, or holds in a form that cannot be read any more, is left alone: the drafts
 * are what counts.
 */
export async function refreshRun(
  id: string,
  deps: { store: Store; worklogDir: string; now: () => string },
): Promise<void> {
  // Read and written in one go: a run that goes on in another process may save more of itself in between.
  const refreshed = await transact(deps.store, async (store) => {
    const run = await getRun(store, id).catch((error: unknown) => {
      if (error instanceof UnreadableRecord) return null;
      throw error;
    });
    if (!run) return null;
    const clusters: Run['clusters'] = [];
    for (const one of run.clusters) clusters.push({ ...one, draft: await refreshDraft(one.draft, store) });
    const recoveries: Run['recoveries'] = [];
    for (const one of run.recoveries) recoveries.push({ ...one, draft: await refreshDraft(one.draft, store) });
    const current = { ...run, clusters, recoveries, updatedAt: deps.now() };
    await saveRun(store, current);
    return current;
  });
  if (refreshed) await writeWorklog(deps.worklogDir, refreshed);
}

async function refreshDraft(known: RunDraft | null, store: Store): Promise<RunDraft | null> {
  const draft = known && (await getDraft(store, known.id));
  if (!draft) return known;
  const { state } = draft;
  const posted = state.status === 'posted' ? { issue: state.issue, url: state.url } : {};
  return { ...known, ...posted, state };
}
