import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../model/errors.ts';

/**
 * Lets a person change a text in the editor that $VISUAL or $EDITOR names, and waits until they close it.
 *
 * @param name of the file, for the editor's title and its colours
 * @throws UsageError when there is none, or it ends with an error: the text is left as it was
 */
export async function editText(text: string, name: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const editor = env.VISUAL || env.EDITOR;
  if (!editor) {
    throw new UsageError(
      'There is no editor: set VISUAL or EDITOR, for example EDITOR=nano, or give --title, --body, --labels …',
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'log-gardener-edit-'));
  try {
    const file = join(folder, name);
    await writeFile(file, text, { mode: 0o600 });
    // As git does it: the variable may hold options, such as `code --wait`.
    const { status, error, signal } = spawnSync('sh', ['-c', `${editor} "$@"`, editor, file], {
      stdio: 'inherit',
      env,
    });
    if (error !== undefined || status !== 0) {
      const how = error?.message ?? (signal === null ? `exit code ${status}` : `signal ${signal}`);
      throw new UsageError(`The editor "${editor}" did not end well (${how}). Nothing was changed.`);
    }
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
