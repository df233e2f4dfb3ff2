import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { OutputError, UsageError } from '../model/errors.ts';

/** A file that is written line by line, and in its place when it is whole. */
export interface OutputFile {
  /** @throws OutputError where the disk does not take it */
  write(line: string): void;
  /** Puts it in its place. @throws OutputError */
  finish(): void;
  /** Leaves what is in its place as it is; nothing after `finish`. */
  discard(): void;
}

/** Characters that are written in one go. */
const BATCH = 1024 * 1024;

/**
 * Opens the file that an option names, before anything is read. It grows beside its place; a pipe or device, where
 * nothing can be put in the place of anything, is written at once.
 *
 * @param sources what is read: what is written must not be among it, now or the next time
 * @throws UsageError where it cannot be written, or is one of the logs
 */
export function openOutputFile(
  path: string,
  { option, sources, mode }: { option: string; sources: readonly string[]; mode: number },
): OutputFile {
  requireNoSource(path, option, sources);
  const isSpecial = statSync(path, { throwIfNoEntry: false })?.isFile() === false;
  const place = isSpecial ? path : `${path}.${process.pid}.part`;
  const file = open(path, place, mode);
  const writer = createBatchWriter(path, file);
  let isOpen = true;
  return {
    write: writer.write,
    finish: () =>
      naming(path, () => {
        writer.flush();
        closeSync(file);
        isOpen = false;
        if (!isSpecial) renameSync(place, path);
      }),
    discard() {
      if (!isOpen) return;
      isOpen = false;
      closeSync(file);
      if (!isSpecial) rmSync(place, { force: true });
    },
  };
}

/** Writes lines to an open file, many at once. `path` is for messages. */
export function createBatchWriter(path: string, file: number): { write(line: string): void; flush(): void } {
  let batch: string[] = [];
  let size = 0;
  const flush = (): void => {
    const bytes = Buffer.from(batch.join(''));
    batch = [];
    size = 0;
    naming(path, () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    });
  };
  return {
    write(line) {
      batch.push(line);
      size += line.length;
      if (size > BATCH) flush();
    },
    flush,
  };
}

function requireNoSource(path: string, option: string, sources: readonly string[]): void {
  for (const source of sources) {
    if (source === '-') continue;
    if (isSameFile(source, path)) {
      throw new UsageError(`${option} ${path} is one of the logs that are read. Give it a file of its own.`);
    }
    if (isBelow(path, source)) {
      throw new UsageError(
        `${option} ${path} lies in ${source}, and all files there are read. Put it in another folder.`,
      );
    }
  }
}

function isSameFile(a: string, b: string): boolean {
  const [first, second] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false }));
  return first !== undefined && second !== undefined && first.dev === second.dev && first.ino === second.ino;
}

function isBelow(path: string, folder: string): boolean {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  const home = dirname(resolve(path));
  if (statSync(home, { throwIfNoEntry: false }) === undefined) return false;
  return `${realpathSync(home)}${sep}`.startsWith(`${realpathSync(folder)}${sep}`);
}

function open(path: string, place: string, mode: number): number {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
    return openSync(place, 'w', mode);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Cannot write ${path}: ${reason}. Check the path.`, { cause: error });
  }
}

function naming(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OutputError(`Cannot write ${path}: ${reason}. Make room there, or name another place.`, {
      cause: error,
    });
  }
}
