import type { Reach } from '../investigate/toolbox.ts';
import { joinWords } from '../wording/words.ts';
import type { Recorder } from './recorder.ts';

/**
 * Warns where a problem has two open issues of ours, as runs on separate stores make them when neither looks again: the
 * oldest is kept up to date. Which of them people talk in, and whether one may be closed, is for them to say.
 */
export function warnOfTwins(recorder: Recorder, reach: Reach): void {
  if (!reach.github) return;
  const { issues, twins } = reach.marked;
  const warnings = [...twins].map(([fingerprint, others]) => {
    const kept = `#${issues.get(fingerprint)}`;
    const all = [kept, ...others.map((number) => `#${number}`)];
    const younger = joinWords(all.slice(1));
    return `${joinWords(all)} are open for one problem (${fingerprint}): ${kept} is kept up to date, ${younger} is not. Close ${younger} as a duplicate of ${kept}.`;
  });
  if (warnings.length > 0) recorder.change((run) => ({ ...run, warnings: [...run.warnings, ...warnings] }));
}
