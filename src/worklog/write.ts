import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import { renderWorklog } from './render.ts';

/**
 * `GCP-LOG-GARDENER-WORKLOG-{service}-{YYYY-MM-DDTHH-MM-SS}Z.md`, from the run's id; a second run in the same second
 * keeps its `-2`.
 */
export function worklogPath(directory: string, run: Pick<Run, 'id' | 'service'>): string {
  return join(directory, `GCP-LOG-GARDENER-WORKLOG-${fileSafe(run.service, 100)}-${fileSafe(run.id, 60)}.md`);
}

/** Names come from logs: what is no letter, digit, dot, `_` or `-` becomes `-`, so that none leads to another folder. */
function fileSafe(name: string, longest: number): string {
  const safe = name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, longest);
  return safe === '' ? 'unknown' : safe;
}

/**
 * Makes the folder for worklogs, before a run spends any time.
 *
 * @throws StoreError with what to do
 */
export async function requireWorklogFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(`The worklog folder ${directory} cannot be made: ${reason}. Move away what is in its place.`, {
      cause: error,
    });
  }
}

/**
 * Renders the run and puts it in its file, whole or not at all: written beside it, flushed to disk, then renamed.
 *
 * @returns the path
 * @throws StoreError with what to do
 */
export async function writeWorklog(directory: string, run: Run): Promise<string> {
  const path = worklogPath(directory, run);
  const markdown = renderWorklog(run);
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await openNew(temporary);
    try {
      await file.writeFile(markdown, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    const text = `The worklog ${path} cannot be written: ${reason}. Make room there, or let this user write to its folder.`;
    throw new StoreError(text, { cause: error });
  }
  return path;
}

/** Its folder is nearly always there. */
async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    await mkdir(dirname(path), { recursive: true });
    return open(path, 'wx');
  }
}
