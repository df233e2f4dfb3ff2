import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createRedactor } from '../collect/redact.ts';
import { loadRedactionKey } from '../collect/redaction-key.ts';
import { openStore, openStoreIfThere } from '../store/open.ts';
import { findTape, replayRun } from '../triage/replay.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { reportRun } from './run-report.ts';
import { say } from './say.ts';

/**
 * `triage --replay RUN`: the same run again from its records. Its worklog is written beside the state, not over the
 * first.
 *
 * @returns the exit code: 1 where the worklog is not the same, byte for byte
 */
export async function replay(id: string, context: Context): Promise<number> {
  const { stateDir } = context;
  const store = await openStoreIfThere(stateDir);
  try {
    const tape = await findTape(id, store);
    const folder = join(stateDir, 'replays', id.replaceAll(/[^\w-]/g, '_'));
    await rm(folder, { recursive: true, force: true });
    // A file of its own, wherever the store is.
    const scratch = await openStore(folder, '');
    const { run, differsAt } = await replayRun(tape, {
      store,
      scratch,
      worklogDir: folder,
      onEvent: () => undefined,
      redactorFor: (config) => createRedactor({ key: loadRedactionKey(stateDir), patterns: config.redact }),
    }).finally(scratch.close);
    reportRun(run, { ...context, worklogDir: folder });
    if (differsAt === null) {
      say('Replayed: the worklog is the same, byte for byte.');
      return EXIT.done;
    }
    say(
      `Replayed: the worklog differs from line ${differsAt} on. What decides or writes has changed since ${run.version}.`,
    );
    return EXIT.failed;
  } finally {
    await store.close();
  }
}
