import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeStateFolder } from '../../../src/store/state-folder.ts';
import { Score } from './score.ts';

/** What the next run is compared with. */
const LastRun = z.object({
  score: Score,
  /** By scenario, whether all of it was right. */
  right: z.record(z.string(), z.boolean()),
});
export type LastRun = z.infer<typeof LastRun>;

/** Null where there is none, or one that an earlier version of this program wrote. */
export function readLastRun(path: string): LastRun | null {
  if (!existsSync(path)) return null;
  try {
    return LastRun.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function writeLastRun(path: string, run: LastRun): void {
  makeStateFolder(dirname(path));
  writeFileSync(path, `${JSON.stringify(run, null, 2)}\n`);
}
