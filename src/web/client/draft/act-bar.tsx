import type { DraftView } from '../../views.ts';
import { Outcome } from '../parts/outcome.tsx';
import type { Acts } from './use-acts.ts';

interface Properties {
  readonly draft: DraftView;
  readonly acts: Acts;
  readonly editing: boolean;
  /** The issue on GitHub is being read: nobody approves what they were not shown. */
  readonly looking: boolean;
  /** Somebody else made another of it while it was looked at. */
  readonly unread: boolean;
  readonly onApprove: () => void;
  readonly onEdit: () => void;
  readonly onReject: () => void;
}

/** What can be done now, and what became of the last thing done. */
export function ActBar({ draft, acts, editing, looking, unread, onApprove, onEdit, onReject }: Properties) {
  const may = allowed(draft);
  const off = acts.busy !== null || editing;
  return (
    <div class="acts">
      {may.undo && (
        <button type="button" disabled={off} onClick={acts.undo}>
          Undo <kbd>u</kbd>
        </button>
      )}
      {may.edit && draft.editedAt !== null && (
        <button type="button" disabled={off} onClick={acts.restore} title="Back to what the agent wrote">
          Restore
        </button>
      )}
      {may.edit && (
        <button type="button" disabled={off} onClick={onEdit}>
          Edit <kbd>e</kbd>
        </button>
      )}
      {may.reject && (
        <button type="button" disabled={off} onClick={onReject}>
          Reject <kbd>r</kbd>
        </button>
      )}
      {may.approve && (
        <button type="button" class="primary" disabled={off || looking} onClick={onApprove}>
          {acts.busy === 'approve'
            ? 'Approving …'
            : looking
              ? 'Reading the issue …'
              : unread
                ? 'I read it again'
                : 'Approve'}{' '}
          <kbd>a</kbd>
        </button>
      )}
      {may.post && (
        <button type="button" class="primary" disabled={off} onClick={acts.post}>
          {acts.busy === 'post' ? 'Posting …' : 'Post'} <kbd>p</kbd>
        </button>
      )}
    </div>
  );
}

/** What became of the last act; a live region that is always there. */
export function Result({ draft, acts, unread }: { draft: DraftView | null; acts: Acts; unread: boolean }) {
  const { state } = draft ?? { state: null };
  return (
    <div class="result" role="status">
      {acts.problem !== null && <p class="problem">{acts.problem}</p>}
      {unread && (
        <p class="problem">Somebody changed it while you looked at it: read it again before you approve it.</p>
      )}
      {acts.problem === null && acts.done && <p class="done">{acts.done}</p>}
      {acts.posted !== null && acts.posted.status !== 'posted' && (
        <p class="problem">
          <Outcome outcome={acts.posted} />
        </p>
      )}
      {state?.status === 'posting' && acts.posted === null && acts.busy === null && <p>{draft?.problem}</p>}
      {state?.status === 'posted' && (
        <p class="done">
          Posted as{' '}
          <a class="posted-link" href={state.url} target="_blank" rel="noopener noreferrer">
            #{state.issue}
          </a>
          {acts.posted?.status === 'posted' && acts.posted.notes.map((note) => <small key={note}> {note}</small>)}
        </p>
      )}
      {state?.status === 'rejected' && <p class="done">Rejected: {state.reason}</p>}
      {state?.status === 'failed' && <p class="problem">{state.error}</p>}
      {draft?.problem != null && state?.status === 'pending' && <p class="problem">{draft.problem}</p>}
    </div>
  );
}

/** What the state of a draft allows. */
export function allowed({ state: { status } }: DraftView): {
  readonly [act in 'approve' | 'edit' | 'reject' | 'undo' | 'post']: boolean;
} {
  const waits = status === 'pending' || status === 'failed';
  return {
    approve: waits,
    edit: waits || status === 'approved',
    reject: waits || status === 'approved',
    undo: status === 'approved' || status === 'rejected',
    post: status === 'approved' || status === 'posting',
  };
}
