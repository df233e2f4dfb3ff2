import { z } from 'zod';
import { DEAD_LETTERS, type QueueName } from './jobs.ts';
import type { Queue } from './queue.ts';

/** A job that failed for good. */
export interface DeadLetter {
  readonly queue: string;
  readonly service: string;
  /** What went wrong the last time, in one line. */
  readonly because: string;
}

const About = z.object({ service: z.string() });
const OfRun = z.object({ run: z.string() });
const Output = z.object({ message: z.string() });

/** Jobs that failed for good and wait for a person, by queue and service. */
export async function listDeadLetters({ boss }: Pick<Queue, 'boss'>): Promise<DeadLetter[]> {
  const jobs = await boss.findJobs<object>(DEAD_LETTERS, { queued: true });
  return jobs
    .map(({ data, sourceName, sourceOutput }) => ({
      queue: sourceName ?? '',
      service: About.safeParse(data).data?.service ?? '',
      because: (Output.safeParse(sourceOutput).data?.message ?? 'its worker died each time').split('\n', 1)[0] ?? '',
    }))
    .sort((a, b) => compare(`${a.queue} ${a.service}`, `${b.queue} ${b.service}`));
}

/** Of those of one queue that are about these runs: takes them away, once they have become something else. */
export async function holdDeadLetters(
  { boss }: Pick<Queue, 'boss'>,
  queue: QueueName,
  runs: ReadonlySet<string>,
): Promise<{ drop(): Promise<void> }> {
  const jobs = await boss.findJobs<object>(DEAD_LETTERS, { queued: true });
  const held = jobs.filter(
    ({ data, sourceName }) => sourceName === queue && runs.has(OfRun.safeParse(data).data?.run ?? ''),
  );
  const ids = held.map(({ id }) => id);
  return {
    async drop() {
      if (ids.length > 0) await boss.deleteJob(DEAD_LETTERS, ids);
    },
  };
}

/** Puts them back where they came from; gives how many there were. */
export async function reviveDeadLetters({ boss }: Pick<Queue, 'boss'>): Promise<number> {
  // What fails meanwhile waits for the next time.
  const { total } = await boss.previewRedrive(DEAD_LETTERS);
  let revived = 0;
  for (let left = total; left > 0; left -= AT_ONCE) revived += await boss.redrive(DEAD_LETTERS, { limit: AT_ONCE });
  return revived;
}

/** So many are put back by one statement. */
const AT_ONCE = 1_000;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
