import { joinWords } from '../wording/words.ts';
import type { OpenTracker } from './reaches.ts';
import type { Recorder } from './recorder.ts';

/**
 * Warns where a problem has two open issues of ours, as runs on separate stores make them when neither looks again: the
 * oldest is kept up to date. Which of them people talk in, and whether one may be closed, is for them to say.
 */
export function warnOfTwins(recorder: Recorder, { repository, reach }: OpenTracker): void {
  const { issues, twins } = reach.marked;
  // Of the run's own repository the number says all.
  const where = repository === recorder.run().repository ? '' : repository;
  const warnings = [...twins].map(([fingerprint, others]) => {
    const kept = `${where}#${issues.get(fingerprint)}`;
    const all = [kept, ...others.map((number) => `${where}#${number}`)];
    const younger = joinWords(all.slice(1));
    return `${joinWords(all)} are open for one problem (${fingerprint}): ${kept} is kept up to date, ${younger} is not. Close ${younger} as a duplicate of ${kept}.`;
  });
  if (warnings.length > 0) recorder.change((run) => ({ ...run, warnings: [...run.warnings, ...warnings] }));
}
