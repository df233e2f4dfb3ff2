import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../model/errors.ts';
import { makeStateFolder } from '../store/state-folder.ts';

const NAME = 'redaction.key';
const BYTES = 32;

/**
 * The key that makes placeholders stable on this machine and worthless elsewhere; made on first use, readable by its
 * owner only. It is written beside its place and then linked there, so that of two processes that start at once both
 * use the same key, and none reads half of one.
 *
 * @throws StoreError where the folder cannot be read or written, or the file holds no key
 */
export function loadRedactionKey(stateDir: string): Buffer {
  const path = join(stateDir, NAME);
  try {
    return read(path) ?? make(stateDir, path);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      `The redaction key in ${stateDir} cannot be read or made: ${why}. Check the folder's permissions.`,
      {
        cause: error,
      },
    );
  }
}

function read(path: string): Buffer | null {
  let key: Buffer;
  try {
    key = readFileSync(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
  if (key.length !== BYTES) {
    throw new StoreError(
      `${path} holds ${key.length} bytes instead of ${BYTES}. Delete it to get a new key; placeholders of earlier runs will then no longer match.`,
    );
  }
  return key;
}

function make(stateDir: string, path: string): Buffer {
  makeStateFolder(stateDir);
  const key = randomBytes(BYTES);
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(beside, key, { mode: 0o600, flag: 'wx', flush: true });
    putInPlace(beside, path);
    return key;
  } catch (error) {
    const other = hasCode(error, 'EEXIST') ? read(path) : null;
    if (other === null) throw error;
    return other;
  } finally {
    rmSync(beside, { force: true });
  }
}

function putInPlace(beside: string, path: string): void {
  try {
    linkSync(beside, path);
  } catch (error) {
    // Some file systems (FAT, some network drives) have no links.
    if (!NO_LINKS.some((code) => hasCode(error, code))) throw error;
    renameSync(beside, path);
  }
}

const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
