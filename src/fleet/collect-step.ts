import { sourceFiles } from '../collect/file/source-files.ts';
import { spanOfFiles } from '../collect/file/span-of-files.ts';
import { createRedactor } from '../collect/redact.ts';
import { StoreError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import { runOfJob } from '../store/job-runs.ts';
import { getRun } from '../store/runs.ts';
import { dropSlices, planSlices, type SlicedReading, slicedReadings } from '../store/slices.ts';
import { beginRun } from '../triage/begin-run.ts';
import { isReadToItsEnd } from '../triage/completion.ts';
import { finishReading, type PlannedReading } from '../triage/open-logging.ts';
import { HandedBack, type Scene } from './scene.ts';
import { encodePlan, markOf, type SlicePlan, sliceFiles, sliceReading } from './slice-plan.ts';

/** What became of a service's logs: they are read, they are shared out, or an earlier job of the service reads them. */
export type Collected =
  | { readonly status: 'read'; readonly run: Run }
  | { readonly status: 'sliced' | 'under way'; readonly reading: SlicedReading };

/**
 * Logs → a run with its clusters, in the store; or, where they cover more than a slice, a plan by which any worker reads
 * its part of them. The same job again, after it was cut short, goes on with the same run and the same plan; where that
 * is stored, the logs are not read again.
 *
 * @param job of which there is one run
 * @param startedAt RFC 3339, when the job was made: the same however often it is done
 * @param isWorkedOn whether anybody goes on with what another job of the service has shared out
 * @throws StoreError when other files of the service are being read: these wait for their turn
 */
export async function collectStep(
  job: string,
  startedAt: string,
  scene: Scene,
  isWorkedOn: (reading: SlicedReading) => Promise<boolean>,
): Promise<Collected> {
  const { request, deps } = scene;
  const { store } = deps;
  const id = await runOfJob(store, job, startedAt);
  for (const reading of await slicedReadings(store, request.service)) {
    if (reading.run === id) return { status: 'sliced', reading };
    if (await isWorkedOn(reading)) {
      if (scene.logging !== null) return { status: 'under way', reading };
      throw new StoreError(
        `The logs of run ${reading.run} of ${request.service} are still read; these come after them.`,
      );
    }
    // Nobody comes to an end with it: what it was to read is read now.
    await dropSlices(store, reading.run);
  }
  const known = await getRun(store, id);
  const planned = (await scene.logging?.plan()) ?? null;
  if (known === null) {
    const plan = await sharedOut(scene, planned);
    if (deps.signal?.aborted) throw new HandedBack('reading was called off');
    if (plan !== null) {
      const { service, mode } = request;
      const reading = { run: id, job, service, mode, startedAt, record: encodePlan(plan) };
      return { status: 'sliced', reading: await planSlices(store, reading, plan.times.length) };
    }
  }
  const run = known ?? (await readAtOnce(id, startedAt, scene, planned));
  if (deps.signal?.aborted) throw new HandedBack('reading was called off');
  if (planned !== null && isReadToItsEnd(run.collected)) await finishReading(planned, run.collected, store);
  return { status: 'read', run };
}

/** Null where it is worth no more than one slice. */
async function sharedOut(
  { request, deps, sliceLength }: Scene,
  planned: PlannedReading | null,
): Promise<SlicePlan | null> {
  const { minSeverity } = request;
  const key = markOf(deps.redactionKey);
  if (planned !== null) {
    const times = sliceReading(planned.plan, sliceLength);
    if (times.length === 1) return null;
    return { minSeverity, from: { kind: 'Cloud Logging', reading: planned }, times, key };
  }
  const sources = await sourceFiles(request.sources);
  const redactor = createRedactor({ key: deps.redactionKey, patterns: deps.config.redact });
  const span = await spanOfFiles(sources, { redactor, signal: deps.signal });
  const times = span === null ? [] : sliceFiles(span, sliceLength);
  return times.length < 2 ? null : { minSeverity, from: { kind: 'files', sources }, times, key };
}

async function readAtOnce(
  id: string,
  startedAt: string,
  { request, deps, logging: fleet }: Scene,
  planned: PlannedReading | null,
): Promise<Run> {
  const logging = fleet && planned && (await fleet.open(planned, null));
  try {
    const asked = { ...request, window: logging?.window ?? request.window };
    // Whoever ends the run writes its worklog: here it would stay unfinished where another machine does.
    const begun = { id, startedAt, logging, warnings: [] };
    const { recorder } = await beginRun(asked, begun, { ...deps, worklogDir: null });
    return recorder.run();
  } finally {
    await logging?.close();
  }
}
