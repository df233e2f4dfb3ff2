import type { GitHub } from '../github/client.ts';
import type { Draft } from '../model/draft.ts';
import { reconcile } from '../publish/publish.ts';
import { getDraft } from '../store/drafts.ts';
import { countNamed, notPostedWords } from '../wording/same-reason.ts';
import { refreshRun } from './refresh-run.ts';
import type { TriageDeps } from './request.ts';

/**
 * Sees through what an earlier run had begun to post, and brings the worklogs of those runs up to date.
 *
 * @param isMeant all unless it is given
 */
export async function finishEarlierPosts(
  github: GitHub,
  deps: TriageDeps,
  isMeant?: (draft: Draft) => Promise<boolean>,
): Promise<void> {
  const { store, now, timing, signal, onEvent } = deps;
  const onWait = (text: string): void => onEvent({ kind: 'waiting', text });
  const posting = { store, github, now, onWait, ...(timing && { timing }), ...(signal && { signal }) };
  const late: { draft: string; words: string; because: string }[] = [];
  for (const outcome of await reconcile(posting, isMeant)) {
    const title = `draft ${outcome.draft} of an earlier run`;
    if (outcome.status === 'posted') deps.onEvent({ kind: 'posted', title, url: outcome.url });
    else {
      const { draft, state, message } = outcome;
      late.push({ draft, words: notPostedWords(state.status), because: message });
    }
    const draft = await getDraft(deps.store, outcome.draft);
    const superseded = outcome.status === 'posted' ? outcome.supersededRuns : [];
    for (const run of new Set([...(draft ? [draft.run] : []), ...superseded])) await refreshRun(run, deps, deps.now());
  }
  for (const [words, ones] of Map.groupBy(late, (one) => one.words)) {
    for (const [because, same] of Map.groupBy(ones, (one) => one.because)) {
      const named = countNamed(
        same.map(({ draft }) => draft),
        'draft',
      );
      deps.onEvent({ kind: 'note', text: `${words}: ${named} of earlier runs: ${because}` });
    }
  }
}
