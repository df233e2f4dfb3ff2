import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SourceError } from '../../model/errors.ts';
import { requireSource, unreadable } from './read-source.ts';

/**
 * The files to read: a folder, such as an export of Log Router to Cloud Storage (a file an hour), stands for all files in
 * it and below, by path in order of code unit; names that begin with a dot are left alone, and so is what is no file (a
 * pipe in a folder would be waited for without end). Links are followed, and what they lead to is read once.
 *
 * @throws SourceError where a source is not there, may not be read, or is a folder without files
 */
export async function sourceFiles(sources: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const source of sources) {
    await requireSource(source);
    if (source === '-' || !(await stat(source)).isDirectory()) {
      files.push(source);
      continue;
    }
    const found = (await filesBelow(source, new Set())).sort();
    if (found.length === 0) throw new SourceError(`There is no file in the folder ${source}. Check the path.`);
    for (const file of found) await requireSource(file);
    files.push(...found);
  }
  return files;
}

/** `seen`: where the folders and files that were met already really lie. */
async function filesBelow(folder: string, seen: Set<string>): Promise<string[]> {
  if (!isNew(await realpath(folder), seen)) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(folder, error);
  });
  // What lies here itself comes before what is linked to: it is known by the shorter way.
  const shown = entries.filter(({ name }) => !name.startsWith('.'));
  const inOrder = [...shown].sort(
    (a, b) => Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()) || (a.name < b.name ? -1 : 1),
  );
  const files: string[] = [];
  for (const entry of inOrder) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) await requireSource(path);
    const kind = entry.isSymbolicLink() ? await stat(path) : entry;
    if (kind.isDirectory()) files.push(...(await filesBelow(path, seen)));
    else if (kind.isFile() && isNew(await realpath(path), seen)) files.push(path);
  }
  return files;
}

function isNew(place: string, seen: Set<string>): boolean {
  if (seen.has(place)) return false;
  seen.add(place);
  return true;
}

/** How large the files are together, as they lie there; of standard input and pipes nothing is known. */
export async function bytesIn(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => (file === '-' ? 0 : (await stat(file)).size)));
  return sizes.reduce((sum, size) => sum + size, 0);
}
