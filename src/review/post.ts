import type { GitHub } from '../github/client.ts';
import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import type { PublishDeps } from '../publish/deps.ts';
import type { PublishOutcome } from '../publish/outcome.ts';
import { publishDraft } from '../publish/publish.ts';
import { refusal, withoutRepository } from '../publish/refusal.ts';
import { listDrafts } from '../store/drafts.ts';
import { requireDraft } from './require-draft.ts';

export interface PostDeps extends Omit<PublishDeps, 'github'> {
  /** Opens a repository, owner/name; called once for each that is needed, and not at all when there is nothing to post. */
  readonly openGitHub: (repository: string) => Promise<GitHub>;
}

/**
 * Posts drafts, one after another: those named, or all that are approved and those whose posting was cut short. Every
 * draft is checked before the first is posted.
 *
 * @returns one outcome per draft; a draft that cannot be posted stops no other
 * @throws UsageError when one of the drafts named does not exist or is not approved
 */
export async function postDrafts(which: readonly string[] | 'approved', deps: PostDeps): Promise<PublishOutcome[]> {
  const drafts = which === 'approved' ? await waitingToBePosted(deps) : await named(which, deps);
  const opened = new Map<string, GitHub>();
  const outcomes: PublishOutcome[] = [];
  for (const { id, repository } of drafts) {
    const github = opened.get(repository) ?? (await deps.openGitHub(repository));
    opened.set(repository, github);
    outcomes.push(await publishDraft(id, { ...deps, github }));
  }
  return outcomes;
}

/** What was cut short comes first: it is half on GitHub already. */
async function waitingToBePosted({ store }: PostDeps): Promise<Draft[]> {
  const posting = await listDrafts(store, { status: 'posting' });
  const approved = await listDrafts(store, { status: 'approved' });
  return [...posting, ...approved].filter(({ repository }) => repository !== '');
}

async function named(ids: readonly string[], { store }: PostDeps): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const id of new Set(ids)) {
    const draft = await requireDraft(store, id);
    const { status } = draft.state;
    if (status !== 'approved' && status !== 'posting' && status !== 'posted') {
      throw new UsageError(refusal(draft, 'posted'));
    }
    if (draft.repository === '') throw new UsageError(withoutRepository(draft));
    drafts.push(draft);
  }
  return drafts;
}
