import { repositoriesFor } from '../config/routing.ts';
import { withRuledPins } from '../config/ruled-pins.ts';
import type { Run } from '../model/run.ts';
import { newRunId } from '../store/runs.ts';
import { saveTape, takeRows } from '../store/tapes.ts';
import { renderWorklog } from '../worklog/render.ts';
import { requireWorklogFolder } from '../worklog/write.ts';
import { beginRun } from './begin-run.ts';
import { carryOut } from './carry-out.ts';
import { isReadToItsEnd } from './completion.ts';
import type { OpenLogging } from './open-logging.ts';
import { openReaches, openUnfinished, type Reaches } from './reaches.ts';
import type { TriageDeps, TriageRequest } from './request.ts';
import { retryFailed } from './retry-failed.ts';
import { rulingsFor } from './rulings-for.ts';
import { type Agency, openAgency } from './send-agent.ts';
import { createTaping, type Taping } from './taping.ts';
import { trackProblems } from './track-problems.ts';

/**
 * One triage of one service and window: logs → clusters → investigation → drafts → (posts), the worklog written after
 * every step. Throws before anything is read when the repository or token is wrong; what fails later is in the run.
 */
export async function triage(request: TriageRequest, given: TriageDeps): Promise<Run> {
  const startedAt = given.now();
  const { pins, unheeded } = withRuledPins(given.config.pins, await rulingsFor(request.repository, given));
  const deps: TriageDeps = { ...given, config: { ...given.config, pins } };
  await requireWorklogFolder(deps.worklogDir);
  const agency = await openAgency(request, deps);
  const taping = createTaping(deps.now);
  const reaches = await openReaches(request, taping, deps);
  if (request.mode === 'auto') await openUnfinished(reaches, deps);
  const warnings = [...(given.warnings ?? []), ...unheeded, ...(await retryFailed(request, reaches, agency, deps))];
  const logging = (await deps.openLogging?.()) ?? null;
  try {
    const run = await triageLogs(
      { ...request, window: logging?.window ?? request.window },
      startedAt,
      { reaches, agency, logging, warnings, taping },
      deps,
    );
    // What is not whole is read again by the next run, from where this one stopped. A cluster that failed is in the
    // store with all that is known of it: the next run takes it up from there, and the rest is not counted twice.
    if (isReadToItsEnd(run.collected) && !deps.signal?.aborted) await logging?.finish(run.collected);
    return run;
  } finally {
    await logging?.close();
  }
}

/** What a run has open, and what is to be said of runs before it. */
interface Opened {
  readonly reaches: Reaches;
  readonly agency: Agency | null;
  readonly logging: OpenLogging | null;
  readonly warnings: readonly string[];
  readonly taping: Taping;
}

async function triageLogs(
  request: TriageRequest,
  startedAt: string,
  { reaches, agency, logging, warnings, taping }: Opened,
  deps: TriageDeps,
): Promise<Run> {
  const taped = { ...deps, now: taping.now };
  const id = await newRunId(deps.store, startedAt);
  const { recorder, redactor } = await beginRun(request, { id, startedAt, logging, warnings }, taped);
  const memory = await takeRows(deps.store, {
    ...recorder.run(),
    run: id,
    until: recorder.run().window.until,
    repositories: repositoriesFor(deps.config, request.repository),
  });
  const begun = recorder.run();
  taping.begin();
  try {
    const run = await carryOut(recorder, { reaches, agency, redactor }, taped);
    if (deps.signal?.aborted) return run;
    const because = reaches.own.github ? '' : reaches.own.because;
    const { config, store } = deps;
    const worklog = renderWorklog(run);
    await saveTape(store, id, taping.tape({ begun, config, maxUsd: request.maxUsd ?? null, worklog, because, memory }));
    await trackProblems(run, config, store);
    return run;
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    recorder.change((run) => ({ ...run, status: 'failed', warnings: [...run.warnings, because] }));
    // What went wrong first is what the user has to know, also when it keeps this from being written.
    await Promise.allSettled([recorder.settle()]);
    throw error;
  }
}
