import type { RunDraft } from '../model/draft.ts';
import type { Run } from '../model/run.ts';
import { type DraftState, draftStatesOf, getDraft } from '../store/drafts.ts';
import { type Store, transactOn } from '../store/open.ts';
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
  deps: { readonly store: Store; readonly worklogDir: string },
  /** RFC 3339. */
  at: string,
): Promise<void> {
  // Read and written in one go: a run that goes on in another process may save more of itself in between.
  const refreshed = await transactOn(deps.store, `run ${id}`, async (store) => {
    const run = await getRun(store, id).catch((error: unknown) => {
      if (error instanceof UnreadableRecord) return null;
      throw error;
    });
    if (!run) return null;
    const current = { ...(await withDraftStates(run, store)), updatedAt: at };
    await saveRun(store, current);
    return current;
  });
  if (refreshed) await writeWorklog(deps.worklogDir, refreshed);
}

/** The run with what has become of its drafts; of those that the store does not hold, what it knew. */
export async function withDraftStates(run: Run, store: Store): Promise<Run> {
  if (![...run.clusters, ...run.recoveries].some(({ draft }) => draft !== null)) return run;
  return withStates(run, await draftStatesOf(store, run.id), store);
}

/** The same where their states, by id, are read already. */
export async function withStates(run: Run, states: ReadonlyMap<string, DraftState>, store: Store): Promise<Run> {
  const refresh = async <T extends { draft: RunDraft | null }>(one: T): Promise<T> => {
    const now = one.draft && states.get(one.draft.id);
    return one.draft && now ? { ...one, draft: await withState(one.draft, now, store) } : one;
  };
  return {
    ...run,
    clusters: await Promise.all(run.clusters.map(refresh)),
    recoveries: await Promise.all(run.recoveries.map(refresh)),
  };
}

async function withState(known: RunDraft, { state, edited }: DraftState, store: Store): Promise<RunDraft> {
  const posted = state.status === 'posted' ? { issue: state.issue, url: state.url } : {};
  return { ...known, ...(edited && (await asEdited(known, store))), ...posted, state };
}

/** A person may have given it another title or target, or taken that back. */
async function asEdited(known: RunDraft, store: Store): Promise<Partial<RunDraft>> {
  const draft = await getDraft(store, known.id);
  if (draft === null) return {};
  const { title, content } = draft;
  const issue = content.action === 'create' ? null : content.issue;
  return { title, action: content.action, issue, url: issue === known.issue ? known.url : null };
}
