import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SourceError } from '../../model/errors.ts';
import { requireSource } from './read-source.ts';

/**
 * The files to read: a folder, such as an export of Log Router to Cloud Storage (a file an hour), stands for all files in
 * it and below, by path in order of code unit; names that begin with a dot are left alone.
 *
 * @throws SourceError where a source is not there, may not be read, or is a folder without files
 */
export async function sourceFiles(sources: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const source of sources) {
    await requireSource(source);
    const found = await filesBelow(source);
    for (const file of found) if (file !== source) await requireSource(file);
    files.push(...found);
  }
  return files;
}

async function filesBelow(source: string): Promise<string[]> {
  if (source === '-' || !(await stat(source)).isDirectory()) return [source];
  const found = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/(?:^|[/\\])\.[^/\\.]/.test(path.slice(source.length)))
    .sort();
  if (found.length === 0) throw new SourceError(`There is no file in the folder ${source}. Check the path.`);
  return found;
}
