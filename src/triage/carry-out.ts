import type { Redactor } from '../collect/redact.ts';
import { repositoryOf } from '../config/routing.ts';
import type { Run } from '../model/run.ts';
import { isWhole } from './completion.ts';
import { investigateClusters } from './investigate-clusters.ts';
import { warnOfLostStore } from './lost-store.ts';
import { postRun } from './post-run.ts';
import type { Reaches } from './reaches.ts';
import type { Recorder } from './recorder.ts';
import { findRecoveries } from './recoveries.ts';
import type { TriageDeps } from './request.ts';
import type { Agency } from './send-agent.ts';
import { warnOfTwins } from './warn-of-twins.ts';

/** What a run goes through once its clusters are assessed: investigation, drafts, posting, the end. */
export async function carryOut(
  recorder: Recorder,
  {
    reaches,
    agency,
    redactor,
  }: { readonly reaches: Reaches; readonly agency: Agency | null; readonly redactor: Redactor },
  deps: TriageDeps,
): Promise<Run> {
  await investigateClusters(recorder, reaches, agency, redactor, deps);
  await warnOfTrackers(recorder, reaches, deps);
  if (!deps.signal?.aborted) await findRecoveries(recorder, reaches, redactor, deps);
  if (recorder.run().mode === 'auto') await postRun(recorder, reaches, deps);
  return endRun(recorder, reaches, deps);
}

/** Says in the run what people have to know of the trackers that its clusters were looked up in. */
export async function warnOfTrackers(recorder: Recorder, reaches: Reaches, deps: TriageDeps): Promise<void> {
  for (const tracker of reaches.opened()) {
    await warnOfLostStore(recorder, tracker, deps.store);
    await warnOfTwins(recorder, tracker, deps.store);
  }
}

/** Says in the run how it ended, and waits until that is written. */
export async function endRun(recorder: Recorder, reaches: Reaches, deps: TriageDeps): Promise<Run> {
  // Beside those of workers that did other steps of it.
  const requests = reaches.takeRequests();
  recorder.change((run) => {
    const warnings = [...run.warnings];
    const ours = run.clusters.filter((one) => repositoryOf(run, one) === run.repository);
    if (!reaches.own.github && ours.length > 0) {
      const what = ours.length === run.clusters.length ? 'Nothing' : `Nothing of ${run.repository ?? 'the service'}`;
      warnings.push(`${what} is verified: ${reaches.own.because}.`);
    }
    const { kept, outsideWindow, routine = 0 } = run.collected;
    if (kept === 0 && outsideWindow > 0) {
      const others = routine === 0 ? '' : ', or tell of successful calls';
      warnings.push(
        `All entries that were read lie outside the window or below the least severity${others}: nothing was looked at.`,
      );
    }
    if (deps.signal?.aborted) warnings.push('The run was interrupted; what is missing was not started.');
    const whole = isWhole(run, deps.signal?.aborted ?? false);
    return { ...run, warnings, status: whole ? 'done' : 'partial', githubRequests: run.githubRequests + requests };
  });
  await recorder.settle();
  return recorder.run();
}
