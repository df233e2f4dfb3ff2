import type { Completeness } from '../model/completeness.ts';
import type { RunDraft } from '../model/draft.ts';
import type { Run } from '../model/run.ts';

/**
 * Whether everything a run set out to do is done: all was read, every cluster decided and verified, and in auto mode
 * every draft posted that did not have to wait for a person.
 */
export function isWhole(run: Run, aborted: boolean): boolean {
  if (aborted || run.collected.malformed > 0 || !isReadToItsEnd(run.collected)) return false;
  const isUnfinished = (draft: RunDraft | null): boolean =>
    run.mode === 'auto' && draft !== null && ['approved', 'posting', 'failed'].includes(draft.state.status);
  return (
    run.clusters.every(
      ({ decision, draft, error, investigation }) =>
        error === null &&
        // Rules wrote what a model was to write.
        (investigation?.instead ?? null) === null &&
        decision !== null &&
        decision.action !== 'unverified' &&
        !isUnfinished(draft),
    ) && run.recoveries.every(({ draft, error }) => error === null && !isUnfinished(draft))
  );
}

/** Whether no reading stopped early. */
export function isReadToItsEnd({ truncated, requestLog }: Completeness): boolean {
  return truncated === null && (requestLog === undefined || requestLog.truncated === null);
}
