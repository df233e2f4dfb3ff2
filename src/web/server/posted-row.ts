import type { PublishOutcome } from '../../publish/outcome.ts';
import type { PostedRow } from '../views.ts';

/** What became of a draft that was to be posted, for people. */
export function postedRow(outcome: PublishOutcome): PostedRow {
  const { draft, status, state } = outcome;
  if (status === 'failed') return { draft, status, message: outcome.message };
  if (status === 'postponed') {
    return { draft, status: state.status === 'posting' ? 'unknown' : status, message: outcome.message };
  }
  return { draft, status, issue: outcome.issue, url: outcome.url, notes: outcome.notes };
}
