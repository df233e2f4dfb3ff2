import type { Draft } from '../../model/draft.ts';
import type { PublishOutcome } from '../../publish/outcome.ts';
import { approveDraft } from '../../review/approve.ts';
import type { LiveDeps } from '../../review/deps.ts';
import { editDraft } from '../../review/edit.ts';
import { postDrafts } from '../../review/post.ts';
import { rejectDraft } from '../../review/reject.ts';
import type { ApproveRequest, EditRequest, RejectRequest } from '../../review/requests.ts';
import { restoreDraft } from '../../review/restore.ts';
import { undoDecision } from '../../review/undo.ts';
import { getDraft } from '../../store/drafts.ts';

/** What a person saw of a draft when they acted on it. */
type Seen = Pick<ApproveRequest, 'seen'>;

/** What a person does at the page, by the functions of review/. Each refuses with a UsageError, in words. */
export interface Acts {
  approve(id: string, request: ApproveRequest): Promise<Draft>;
  edit(id: string, request: EditRequest): Promise<Draft>;
  reject(id: string, request: RejectRequest): Promise<Draft>;
  undo(id: string, seen: Seen): Promise<Draft>;
  restore(id: string, seen: Seen): Promise<Draft>;
  /** Posts these, one after another; one that cannot be posted stops no other. */
  post(ids: readonly string[]): Promise<PublishOutcome[]>;
}

/**
 * @param touched told of each run one of whose drafts is another now: its worklog is to say so
 * @param posted told of each run of which something was posted, or made superfluous by that
 */
export function createActs(deps: LiveDeps, touched: (run: string) => void, posted: (run: string) => void): Acts {
  const telling = async (act: Promise<Draft>): Promise<Draft> => {
    const draft = await act;
    touched(draft.run);
    return draft;
  };
  return {
    approve: (id, request) => telling(approveDraft(id, request, deps)),
    edit: (id, request) => telling(editDraft(id, request, deps)),
    reject: (id, request) => telling(rejectDraft(id, request, deps)),
    undo: (id, seen) => telling(undoDecision(id, seen, deps)),
    restore: (id, seen) => telling(restoreDraft(id, seen, deps)),
    async post(ids) {
      const outcomes = await postDrafts(ids, deps);
      for (const outcome of outcomes) {
        const draft = await getDraft(deps.store, outcome.draft);
        if (draft !== null) touched(draft.run);
        if (outcome.status !== 'posted') continue;
        for (const run of outcome.supersededRuns) touched(run);
        for (const run of [...(draft ? [draft.run] : []), ...outcome.supersededRuns]) posted(run);
      }
      return outcomes;
    },
  };
}
