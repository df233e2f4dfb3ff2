import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StoreError } from '../model/errors.ts';

/**
 * Makes the state folder, for its owner alone, where it is not there yet. Whoever writes into it first calls this: what makes it by itself
 * would leave it open to the next commit.
 *
 * @throws StoreError when it cannot be made
 */
export function makeStateFolder(stateDir: string): void {
  try {
    mkdirSync(dirname(stateDir), { recursive: true });
    const made = mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    // Log entries do not belong in a repository by accident. A folder that was there before is left as it is.
    if (made !== undefined) writeFileSync(join(stateDir, '.gitignore'), '*\n');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(`The state folder ${stateDir} cannot be made: ${reason}. Name another with --state.`, {
      cause: error,
    });
  }
}
