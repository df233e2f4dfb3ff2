import { closeSync, openSync, realpathSync, renameSync, rmSync, type Stats, statSync, writeSync } from 'node:fs';
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
  const isSpecial = requirePlace(path, option, sources);
  const place = isSpecial ? path : `${path}.${process.pid}.part`;
  const file = usable(path, () => openSync(place, 'w', mode));
  const writer = createBatchWriter(path, file);
  let isOpen = true;
  return {
    write: writer.write,
    finish() {
      writer.flush();
      naming(path, () => {
        closeSync(file);
        isOpen = false;
        if (!isSpecial) renameSync(place, path);
      });
    },
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

/** Whether there is something in its place that is no file; what cannot be written to, or is read, is refused. */
function requirePlace(path: string, option: string, sources: readonly string[]): boolean {
  const there = usable(path, () => statSync(path, { throwIfNoEntry: false }));
  for (const source of sources) {
    if (source === '-') continue;
    if (there !== undefined && isSameFile(there, statSync(source))) {
      throw new UsageError(`${option} ${path} is one of the logs that are read. Give it a file of its own.`);
    }
    if (usable(path, () => isBelow(path, source))) {
      throw new UsageError(
        `${option} ${path} lies in ${source}, and all files there are read. Put it in another folder.`,
      );
    }
  }
  if (there?.isDirectory()) throw new UsageError(`Cannot write ${path}: it is a folder. Check the path.`);
  return there?.isFile() === false;
}

function isSameFile(a: Stats, b: Stats): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

function isBelow(path: string, folder: string): boolean {
  if (!statSync(folder).isDirectory()) return false;
  const home = dirname(resolve(path));
  if (statSync(home, { throwIfNoEntry: false }) === undefined) return false;
  return `${realpathSync(home)}${sep}`.startsWith(`${realpathSync(folder)}${sep}`);
}

function usable<T>(path: string, work: () => T): T {
  try {
    return work();
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
