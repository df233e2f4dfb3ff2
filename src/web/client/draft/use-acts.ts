import { useState } from 'preact/hooks';
import type { EditRequest, RejectRequest } from '../../../review/requests.ts';
import type { ClusterView, DraftView, LiveView, PostedRow } from '../../views.ts';
import { approve, edit, post, Refusal, reject, restore, undo } from '../api.ts';

export interface Acts {
  /** Which act is under way. */
  readonly busy: string | null;
  readonly problem: string | null;
  /** What was done last, for the live region and the eye. */
  readonly done: string | null;
  readonly posted: PostedRow | null;
  readonly approve: () => Promise<boolean>;
  readonly post: () => Promise<boolean>;
  readonly undo: () => Promise<boolean>;
  readonly restore: () => Promise<boolean>;
  readonly reject: (reason: string, ruling: RejectRequest['ruling']) => Promise<boolean>;
  readonly edit: (seen: string, changes: Omit<EditRequest, 'seen'>) => Promise<boolean>;
  readonly forget: () => void;
}

/** What a person can do with the draft that is shown; each act says which content it means. */
export function useActs(cluster: ClusterView, live: LiveView | null, reload: () => void): Acts {
  const [state, setState] = useState<Pick<Acts, 'busy' | 'problem' | 'done' | 'posted'>>(QUIET);
  const { draft } = cluster;
  const act = async (name: string, done: string, run: (draft: DraftView) => Promise<unknown>): Promise<boolean> => {
    if (draft === null || state.busy !== null) return false;
    setState({ ...QUIET, busy: name });
    try {
      await run(draft);
      setState({ ...QUIET, done });
      return true;
    } catch (error) {
      const says = error instanceof Refusal || error instanceof Error ? error.message : String(error);
      setState({ ...QUIET, problem: says });
      return false;
    } finally {
      reload();
    }
  };
  return {
    ...state,
    approve: () =>
      act('approve', 'Approved: exactly this will be posted.', (it) =>
        approve(it.id, { seen: it.hash, live: live?.seen ?? null }),
      ),
    undo: () => act('undo', 'Back to review.', (it) => undo(it.id, { seen: it.hash })),
    restore: () => act('restore', 'Back to what the agent wrote.', (it) => restore(it.id, { seen: it.hash })),
    reject: (reason, ruling) =>
      act('reject', '', (it) => reject(it.id, { seen: it.hash, reason, ...(ruling && { ruling }) })),
    edit: (seen, changes) => act('edit', 'Saved; it needs an approval.', (it) => edit(it.id, { seen, ...changes })),
    post: async () => {
      let outcome: PostedRow | null = null;
      const went = await act('post', '', async (it) => {
        outcome = (await post(it.id))[0] ?? null;
      });
      if (outcome !== null) setState({ ...QUIET, posted: outcome });
      return went;
    },
    forget: () => setState(QUIET),
  };
}

const QUIET = { busy: null, problem: null, done: null, posted: null } as const;
