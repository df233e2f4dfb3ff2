import type { PublishOutcome } from '../../publish/outcome.ts';
import type { PostedRow } from '../views.ts';

/** What became of a draft that was to be posted, for people. */
export function postedRow(outcome: PublishOutcome): PostedRow {
  const { draft, status } = outcome;
  if (status !== 'posted') return { draft, status, message: outcome.message };
  return { draft, status, issue: outcome.issue, url: outcome.url, notes: outcome.notes };
}
