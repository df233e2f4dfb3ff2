import { withRuledPins } from '../config/ruled-pins.ts';
import type { Run } from '../model/run.ts';
import { newRunId } from '../store/runs.ts';
import { requireWorklogFolder } from '../worklog/write.ts';
import { type BeginDeps, beginRun } from './begin-run.ts';
import { isReadToItsEnd, isWhole } from './completion.ts';
import type { TriageDeps, TriageRequest } from './request.ts';
import { rulingsFor } from './rulings-for.ts';
import { trackProblems } from './track-problems.ts';

/**
 * The first half of a run, for somebody outside of this program who decides on its clusters: logs → clusters, assessed
 * and stored. It is over when all are decided (`proposeDraft`); until then no later run compares with it.
 */
export async function collectRun(
  request: Omit<TriageRequest, 'mode' | 'investigator' | 'maxUsd'>,
  given: BeginDeps & Pick<TriageDeps, 'openLogging'>,
): Promise<Run> {
  const startedAt = given.now();
  const { pins, unheeded } = withRuledPins(given.config.pins, await rulingsFor(request.repository, given));
  const deps = { ...given, config: { ...given.config, pins } };
  await requireWorklogFolder(deps.worklogDir);
  const logging = (await deps.openLogging?.()) ?? null;
  try {
    const investigator = { name: 'client', because: 'an MCP client proposes a draft for each cluster' } as const;
    const whole = { ...request, window: logging?.window ?? request.window, mode: 'draft', investigator } as const;
    const id = await newRunId(deps.store, startedAt);
    const { recorder } = await beginRun(whole, { id, startedAt, logging, warnings: unheeded }, deps);
    if (deps.signal?.aborted) {
      recorder.change((run) => ({ ...run, status: 'failed', warnings: [...run.warnings, 'It was called off.'] }));
    } else if (recorder.run().clusters.length === 0) {
      recorder.change((run) => ({ ...run, status: isWhole(run, false) ? 'done' : 'partial' }));
    }
    await recorder.settle();
    const run = recorder.run();
    // All of it is in the store now. A look at one window moves no watermark.
    if (isReadToItsEnd(run.collected) && !deps.signal?.aborted) await logging?.finish(run.collected);
    if (run.status === 'done' || run.status === 'partial') await trackProblems(run, deps.config, deps.store);
    return run;
  } finally {
    await logging?.close();
  }
}
