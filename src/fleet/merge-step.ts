import type { Span } from '../collect/cloud-logging/filter.ts';
import type { Gathered } from '../collect/gathered.ts';
import { createRedactor } from '../collect/redact.ts';
import { formatTime } from '../collect/time.ts';
import { StoreError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import { getRun } from '../store/runs.ts';
import { dropSlices, type SlicedReading, shardLines, slicedReading, sliceStates } from '../store/slices.ts';
import { beginSummarised } from '../triage/begin-run.ts';
import { isReadToItsEnd } from '../triage/completion.ts';
import { finishReading } from '../triage/open-logging.ts';
import { decodeShard, putShardsTogether, type Shard } from '../triage/shard.ts';
import type { Scene } from './scene.ts';
import { planIn, requireSameKey, type SlicePlan } from './slice-plan.ts';

/**
 * The shards of all slices → a run with its clusters, in the store, as if one worker had read all of it. What nobody
 * could read the run says, and the next one reads it again with the rest. Null where no slice was read, or another job
 * of the service has begun anew.
 */
export async function mergeStep(id: string, scene: Scene): Promise<Run | null> {
  const { store } = scene.deps;
  const reading = await slicedReading(store, id);
  const known = await getRun(store, id);
  if (reading === null) return known;
  const plan = planIn(reading, store.where);
  const run = known ?? (await beginTogether(reading, plan, scene));
  if (run !== null && plan.from.kind === 'Cloud Logging' && isReadToItsEnd(run.collected)) {
    await finishReading(plan.from.reading, run.collected, store);
  }
  await dropSlices(store, id);
  return run;
}

async function beginTogether(
  { run: id, startedAt }: SlicedReading,
  plan: SlicePlan,
  { request, deps }: Scene,
): Promise<Run | null> {
  const { store, config } = deps;
  requireSameKey(plan, deps.redactionKey);
  const shards: Shard[] = [];
  const unread: { time: Span; because: string }[] = [];
  for (const [number, state] of (await sliceStates(store, id)).entries()) {
    const time = plan.times[number];
    if (state.status === 'open' || time === undefined) {
      throw new StoreError(`Run ${id} has slices that are still read; they are put together after that.`);
    }
    if (state.status === 'failed') unread.push({ time, because: state.because });
    else shards.push(decodeShard(await shardLines(store, { run: id, slice: number }, deps.redactionKey)));
  }
  const [first, ...others] = shards;
  if (first === undefined) return null;
  const redactor = createRedactor({ key: deps.redactionKey, patterns: config.redact });
  const together = putShardsTogether([first, ...others], redactor);
  const { recorder } = await beginSummarised(
    {
      ...request,
      minSeverity: plan.minSeverity,
      window: plan.from.kind === 'files' ? request.window : plan.from.reading.plan.window,
    },
    { ...together, gathered: unread.reduce(withoutSlice, together.gathered) },
    { id, startedAt, warnings: [] },
    // Whoever ends the run writes its worklog.
    { ...deps, worklogDir: null },
  );
  return recorder.run();
}

/** The same, cut short by what nobody could read. */
function withoutSlice(
  gathered: Gathered,
  { time, because }: { readonly time: Span; readonly because: string },
): Gathered {
  const cut = `nothing from ${formatTime(time.since)} to ${formatTime(time.until)} was read (${because.replace(/\.$/, '')})`;
  const { requestLog, sources, cuts } = gathered;
  return {
    ...gathered,
    cuts: [...cuts, `${sources[0]?.name ?? 'the input'}: ${cut}`],
    requestLog: requestLog && {
      ...requestLog,
      reading: { ...requestLog.reading, truncated: joinCuts(requestLog.reading.truncated, cut) },
    },
  };
}

function joinCuts(before: string | null, cut: string): string {
  return before === null ? cut : `${before}; ${cut}`;
}
