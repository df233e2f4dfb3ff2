import type { JobWithMetadata } from 'pg-boss';
import { z } from 'zod';
import { StoreError } from '../model/errors.ts';
import type { Queue } from './queue.ts';

/** pg-boss gives it, and leaves it out of its types. */
const Cancelled = z.looseObject({ affected: z.int() });

/**
 * Puts a job that was called off back for whoever comes next, at once, with as many tries left as it had. One that is
 * somebody else's by now stays theirs.
 *
 * @throws StoreError, or what PostgreSQL throws: the job is as it was then
 */
export async function handBack({ boss }: Pick<Queue, 'boss'>, name: string, job: JobWithMetadata): Promise<void> {
  const transaction = await boss.getDb().beginTransaction?.();
  if (transaction === undefined) throw new StoreError(`The ${name} job cannot be handed back: no transaction.`);
  const { db } = transaction;
  const { id, retryCount, retryLimit } = job;
  try {
    // Only the one that this worker took: it goes by the number of the try.
    const { affected } = Cancelled.parse(await boss.cancel(name, { id, retryCount }, { db }));
    if (affected > 0) {
      await boss.resume(name, id, { db });
      // Whoever takes it counts a try more; that it is told now, the other workers hear.
      await boss.update(name, undefined, { id, retryLimit: retryLimit + 1, startAfter: 0, db });
    }
    await transaction.commit();
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}
