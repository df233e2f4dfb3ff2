import { takeTurn } from '../../collect/cloud-logging/quota.ts';
import { StoreError, UsageError } from '../../model/errors.ts';
import { lookIntoStore } from '../../store/look.ts';
import { openStore } from '../../store/open.ts';
import { changeRecentReads } from '../../store/recent-reads.ts';

/** What is used of the reads of one minute, by all who share a state folder. */
export interface UsedReads {
  readonly used: number;
  readonly perMinute: number;
  /** A read more, of which this speaks too, would be one too many. */
  readonly isFull: boolean;
}

/**
 * Counts a read of a project that starts now, as those of runs are counted; where the minute is full, it is not.
 * Nothing is made in a state folder that holds no store yet: then this read is the only one.
 *
 * @param now milliseconds since 1970
 * @returns null where the store of the folder cannot be used: its own check says why
 */
export async function countRead(
  stateDir: string,
  { project, perMinute, now }: { readonly project: string; readonly perMinute: number; readonly now: number },
): Promise<UsedReads | null> {
  try {
    const schema = await lookIntoStore(stateDir, async (_, found) => found);
    if (schema === null) return { used: 1, perMinute, isFull: false };
    if (schema.current !== schema.known) return null;
    const store = await openStore(stateDir);
    try {
      let taken = takeTurn([], now, perMinute);
      await changeRecentReads(store, project, (starts) => {
        taken = takeTurn(starts, now, perMinute);
        return taken.starts;
      });
      return { used: taken.starts.length, perMinute, isFull: taken.wait > 0 };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof StoreError || error instanceof UsageError) return null;
    throw error;
  }
}
