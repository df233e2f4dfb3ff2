import { z } from 'zod';
import { DEAD_LETTERS } from './jobs.ts';
import type { Queue } from './queue.ts';

/** A job that failed for good. */
export interface DeadLetter {
  readonly queue: string;
  readonly service: string;
  /** What went wrong the last time, in one line. */
  readonly because: string;
}

const About = z.object({ service: z.string() });
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

/** Puts them back where they came from; gives how many there were. */
export async function reviveDeadLetters({ boss }: Queue): Promise<number> {
  return boss.redrive(DEAD_LETTERS);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
