import type { Span } from '../collect/cloud-logging/filter.ts';
import { StoreError } from '../model/errors.ts';
import { keepShard, slicedReading, sliceStates } from '../store/slices.ts';
import { type SummariseRequest, summariseLogs } from '../triage/read-logs.ts';
import { encodeShard } from '../triage/shard.ts';
import { HandedBack, type Scene } from './scene.ts';
import { planIn, planOfSlice, requireSameKey, type SlicePlan } from './slice-plan.ts';

/**
 * One slice of the time → a shard, in the store. Nothing where that is done already, or where the reading is over.
 *
 * @param number from 0
 * @throws SourceError when it cannot be read, HandedBack when it was called off
 */
export async function sliceStep(run: string, number: number, scene: Scene): Promise<void> {
  const { deps } = scene;
  const { store, signal } = deps;
  const reading = await slicedReading(store, run);
  if (reading === null || (await sliceStates(store, run))[number]?.status !== 'open') return;
  const plan = planIn(reading, store.where);
  const time = plan.times[number];
  if (time === undefined) throw new StoreError(`The plan of run ${run} has no slice ${number}.`);
  requireSameKey(plan, deps.redactionKey);
  const opened = await openSlice(plan, { run, number, time }, scene);
  try {
    const summarised = await summariseLogs({
      ...opened.what,
      minSeverity: plan.minSeverity,
      config: deps.config,
      redactionKey: deps.redactionKey,
      setAside: deps.setAside(number === 0 ? run : `${run}.${number + 1}`),
      onProgress: (entries) => deps.onEvent({ kind: 'reading', entries }),
      workers: 1,
      ...(signal && { signal }),
    });
    if (signal?.aborted) throw new HandedBack('reading was called off');
    await keepShard(store, { run, slice: number }, encodeShard(summarised), deps.redactionKey);
    await opened.logging?.finish({ newestReceived: null });
  } finally {
    await opened.logging?.close();
  }
}

async function openSlice(
  { from }: SlicePlan,
  { run, number, time }: { readonly run: string; readonly number: number; readonly time: Span },
  { logging: fleet }: Scene,
) {
  if (from.kind === 'files') {
    const slice = { isFirst: number === 0 };
    return { logging: null, what: { sources: from.sources, window: time, slice } satisfies Partial<SummariseRequest> };
  }
  if (fleet === null) throw new StoreError(`Run ${run} reads Cloud Logging, and its slice ${number} names files.`);
  const { reading } = from;
  const slice = { ...reading, plan: planOfSlice(reading.plan, time) };
  const logging = await fleet.open(slice, { of: reading.plan, name: `${run} ${number}` });
  const { source: cloud, requestLog } = logging;
  return { logging, what: { sources: [], window: null, cloud, ...(requestLog && { requestLog }) } };
}
