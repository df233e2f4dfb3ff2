import type { RevisionSpan } from '../model/completeness.ts';
import type { Run } from '../model/run.ts';

/** What a run read, as far as it tells when revisions began. */
type Reading = Pick<Run, 'window' | 'minSeverity' | 'filter'> & {
  readonly collected: Pick<Run['collected'], 'revisions' | 'cloud'>;
};

/**
 * The revisions of a run, with starts that it shows only together with the run before: where that ended as this one's
 * window begins and both read all entries, a revision that it did not see, while another one of the service logged, began
 * since. Pure.
 *
 * @param previous the last run that asked for the same and read it to its end; null = there is none
 */
export function withStartsBetween(run: Reading, previous: Reading | null): RevisionSpan[] {
  const { revisions } = run.collected;
  if (previous === null || !readsAll(run) || !readsAll(previous)) return revisions;
  if (Date.parse(previous.window.until) !== Date.parse(run.window.since)) return revisions;
  const earlier = previous.collected.revisions;
  const beganSince = ({ service, revision }: RevisionSpan): boolean => {
    const ofService = earlier.filter((one) => one.service === service);
    return (
      ofService.length > 0 && ofService.every((one) => one.revision !== revision && !isOlder(revision, one.revision))
    );
  };
  return revisions.map((span) => ({ ...span, startObserved: span.startObserved || beganSince(span) }));
}

/** Whether one revision's name says that it was made before the other: somebody went back to it (`api-00007-xyz`). */
function isOlder(revision: string, other: string): boolean {
  const [mine, theirs] = [revision, other].map((name) => /^(.*-)(\d{1,9})(?:-[a-z0-9]{3})?$/.exec(name));
  return !!mine && !!theirs && mine[1] === theirs[1] && Number(mine[2]) < Number(theirs[2]);
}

/** Whether no severity or filter kept entries from being read; files hold what there is. */
function readsAll({ collected, minSeverity, filter }: Reading): boolean {
  return collected.cloud === undefined || (minSeverity === 'DEFAULT' && filter.trim() === '');
}
