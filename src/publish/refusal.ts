import type { Draft } from '../model/draft.ts';

/** Why a draft can be neither approved, rejected nor posted in the state it is in, and what can be done. */
export function refusal(
  { id, state }: Draft,
  verb: 'approved' | 'rejected' | 'posted' | 'edited' | 'taken back',
): string {
  switch (state.status) {
    case 'posted':
      return `Draft ${id} is posted already: ${state.url}`;
    case 'posting':
      return `Draft ${id} cannot be ${verb}: it is being posted. If that was cut short, go on with: log-gardener drafts post ${id}`;
    case 'rejected':
      return `Draft ${id} cannot be ${verb}: it was rejected (${state.reason}). The next run drafts the problem anew if it is still there.`;
    case 'failed':
      return `Draft ${id} cannot be ${verb}: ${state.error} To try it again as it is: log-gardener drafts approve ${id}`;
    case 'pending':
      return `Draft ${id} waits for review. Look at it with: log-gardener drafts show ${id}; then: log-gardener drafts approve ${id}`;
    case 'approved':
      return `Draft ${id} is approved already. Post it with: log-gardener drafts post ${id}`;
  }
}

/** A draft of a run without a repository has nowhere to go, whatever state it is in. */
export function withoutRepository({ id }: Pick<Draft, 'id'>): string {
  return `Draft ${id} was made without a repository. Run triage again with --repo owner/name.`;
}
