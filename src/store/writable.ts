import { randomBytes } from 'node:crypto';
import { access, constants, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/**
 * Why a folder cannot be written to, in a few words; null when it can. Where it is not there yet, the nearest folder
 * above must take it. A file is made and removed to find out: permissions alone say nothing about a full disk.
 */
export async function whyNotWritable(folder: string): Promise<string | null> {
  const wanted = resolve(folder);
  try {
    const { place, isFolder } = await nearest(wanted);
    if (!isFolder) return `${place} is no folder`;
    await access(place, constants.W_OK | constants.X_OK);
    if (place === wanted) await tryToWrite(place);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

/** The same of one file that is there already; one that is not there is no obstacle. */
export async function whyFileNotWritable(file: string): Promise<string | null> {
  try {
    await access(file, constants.R_OK | constants.W_OK);
    return null;
  } catch (error) {
    return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' ? null : `${file}: ${reasonOf(error)}`;
  }
}

/** The path itself, or the first above it that is there. */
async function nearest(path: string): Promise<{ place: string; isFolder: boolean }> {
  for (let place = path; ; place = dirname(place)) {
    try {
      return { place, isFolder: (await stat(place)).isDirectory() };
    } catch (error) {
      if ((codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') || dirname(place) === place) throw error;
    }
  }
}

async function tryToWrite(folder: string): Promise<void> {
  const file = join(folder, `.log-gardener-${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(file, 'Can this folder be written to?\n', { flag: 'wx' });
  } finally {
    await rm(file, { force: true });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'not allowed',
  EPERM: 'not allowed',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'the quota of disk space is used up',
};

function reasonOf(error: unknown): string {
  return REASONS[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
