import type { Redactor } from '../collect/redact.ts';
import type { Reach } from '../investigate/toolbox.ts';
import type { Run } from '../model/run.ts';
import { isWhole } from './completion.ts';
import { investigateClusters } from './investigate-clusters.ts';
import { warnOfLostStore } from './lost-store.ts';
import { postRun } from './post-run.ts';
import type { Recorder } from './recorder.ts';
import { findRecoveries } from './recoveries.ts';
import type { TriageDeps } from './request.ts';
import type { Agency } from './send-agent.ts';
import { warnOfTwins } from './warn-of-twins.ts';

/** What a run goes through once its clusters are assessed: investigation, drafts, posting, the end. */
export async function carryOut(
  recorder: Recorder,
  { reach, agency, redactor }: { readonly reach: Reach; readonly agency: Agency | null; readonly redactor: Redactor },
  deps: TriageDeps,
): Promise<Run> {
  await warnOfLostStore(recorder, reach, deps.store);
  warnOfTwins(recorder, reach);
  await investigateClusters(recorder, reach, agency, redactor, deps);
  if (reach.github && !deps.signal?.aborted) await findRecoveries(recorder, reach, redactor, deps);
  if (recorder.run().mode === 'auto' && reach.github) await postRun(recorder, reach.github, deps);
  return endRun(recorder, reach, deps);
}

/** Says in the run how it ended, and waits until that is written. */
export async function endRun(recorder: Recorder, reach: Reach, deps: TriageDeps): Promise<Run> {
  recorder.change((run) => {
    const warnings = [...run.warnings];
    if (!reach.github && run.clusters.length > 0) warnings.push(`Nothing is verified: ${reach.because}.`);
    if (run.collected.kept === 0 && run.collected.outsideWindow > 0) {
      warnings.push(
        'All entries that were read lie outside the window or below the least severity: nothing was looked at.',
      );
    }
    if (deps.signal?.aborted) warnings.push('The run was interrupted; what is missing was not started.');
    const whole = isWhole(run, deps.signal?.aborted ?? false);
    return { ...run, warnings, status: whole ? 'done' : 'partial', githubRequests: reach.github?.requests() ?? 0 };
  });
  await recorder.settle();
  return recorder.run();
}
