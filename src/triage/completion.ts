import type { Completeness } from '../model/completeness.ts';
import type { Run } from '../model/run.ts';

/**
 * Whether everything a run set out to do is done: all was read, every cluster decided and verified, and in auto mode
 * every draft posted that did not have to wait for a person.
 */
export function isWhole(run: Run, aborted: boolean): boolean {
  if (aborted || run.collected.malformed > 0 || !isReadToItsEnd(run.collected)) return false;
  return run.clusters.every(({ decision, draft, error }) => {
    if (error !== null || decision === null || decision.action === 'unverified') return false;
    const unfinished = draft !== null && ['approved', 'posting', 'failed'].includes(draft.state.status);
    return !(run.mode === 'auto' && unfinished);
  });
}

/** Whether no reading stopped early. */
export function isReadToItsEnd({ truncated, requestLog }: Completeness): boolean {
  return truncated === null && (requestLog === undefined || requestLog.truncated === null);
}
