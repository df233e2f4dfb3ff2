import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Runs whose malformed lines are kept, the one that begins among them. */
const MOST_KEPT = 20;

/** What a run keeps, or was about to when it was killed. */
const OURS = /\.ndjson(?:\.clean)?$/;

/**
 * Removes the malformed lines that runs had set aside in a folder, but for those of the last ones, so that with the run
 * that begins now there are {@link MOST_KEPT}: a source that is broken for good would else fill the disk. What else lies
 * there stays.
 */
export function clearMalformed(folder: string): void {
  const files = namesIn(folder)
    .filter((name) => OURS.test(name))
    .map((name) => ({ name, at: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
  for (const { name } of files.slice(MOST_KEPT - 1)) rmSync(join(folder, name), { force: true });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
