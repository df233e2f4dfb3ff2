import { z } from 'zod';
import type { Store } from '../store/open.ts';
import { giveUpSlice, type SlicedReading, slicedReadings, sliceStates } from '../store/slices.ts';
import { type SliceJob, WAITING } from './jobs.ts';
import type { Queue } from './queue.ts';

/** Asks for all slices of a reading that are not read yet; where all are, for putting them together. */
export async function sendSlices(store: Store, queue: Queue, reading: SlicedReading): Promise<void> {
  const open = await openSlices(store, reading);
  for (const slice of open) await queue.sendSlice({ ...jobOf(reading), slice });
  if (open.length === 0) await queue.sendMerge(jobOf(reading));
}

/** Asks for the slices to be put together, where none is left to be read. */
export async function sendMergeWhenRead(store: Store, queue: Queue, reading: SlicedReading): Promise<void> {
  if ((await openSlices(store, reading)).length === 0) await queue.sendMerge(jobOf(reading));
}

/**
 * Sees to it that a reading goes on, where a worker died before it could ask for the next step, or each worker that had
 * a slice died.
 *
 * @returns whether a job of it waits or is under way; else it needs a person, who revives its dead letter
 */
export async function reviveReading(store: Store, queue: Queue, reading: SlicedReading): Promise<boolean> {
  const { run, job } = reading;
  const { boss } = queue;
  if ((await boss.findJobs('collect', { id: job })).some(isWaiting)) return true;
  const jobs = await boss.findJobs<SliceJob>('slice', { data: { run } });
  const open = await openSlices(store, reading);
  let waiting = 0;
  for (const slice of open) {
    const own = jobs.filter(({ data }) => data.slice === slice);
    const failed = own.find(({ state }) => state === 'failed');
    if (own.some(isWaiting) || failed === undefined) {
      waiting += 1;
      // One that waits keeps others out.
      await queue.sendSlice({ ...jobOf(reading), slice });
    } else {
      const because = Output.safeParse(failed.output).data?.message ?? 'each worker that read it died';
      await giveUpSlice(store, run, slice, because.split('\n', 1)[0] ?? '');
    }
  }
  if (waiting > 0) return true;
  const merges = await boss.findJobs('merge', { data: { run } });
  if (merges.some(isWaiting)) return true;
  if (merges.some(({ state }) => state === 'failed')) return false;
  await queue.sendMerge(jobOf(reading));
  return true;
}

/** The same for all readings. */
export async function reviveReadings(store: Store, queue: Queue): Promise<void> {
  for (const reading of await slicedReadings(store)) await reviveReading(store, queue, reading);
}

const Output = z.object({ message: z.string() });

function isWaiting({ state }: { readonly state: string }): boolean {
  return WAITING.includes(state);
}

function jobOf({ service, mode, run }: SlicedReading) {
  return { service, mode, run };
}

async function openSlices(store: Store, { run }: SlicedReading): Promise<number[]> {
  const states = await sliceStates(store, run);
  return states.flatMap(({ status }, number) => (status === 'open' ? [number] : []));
}
