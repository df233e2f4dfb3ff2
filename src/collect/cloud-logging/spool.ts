import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SourceError } from '../../model/errors.ts';
import { Counted, JoinedParts } from '../counted.ts';
import { chunksOf } from '../file/chunks.ts';
import { Plan } from './plan.ts';
import { Slice } from './slices.ts';
import { takeSpoolLock } from './spool-lock.ts';
import { WaitingParts } from './waiting-parts.ts';

/** See SeenIdentities: lower and upper half of a hash. */
const Identity = z.tuple([z.int(), z.int()]);

/** How far a reading has come. With the entries in its spool it is all that is needed to go on. */
export const Progress = z.object({
  plan: Plan,
  slices: z.array(Slice),
  /** Bytes of the spool that belong to it; what follows was being written when the process died. */
  length: z.int(),
  /** Of the entries, and parts of entries, at the end of each slice: they come again if it starts there again. */
  edges: z.array(z.array(Identity)),
  /** Parts that were read, and wait for others. */
  waiting: z.array(WaitingParts),
  /** Entries that were taken though parts were missing. */
  broken: z.array(Identity),
  counted: Counted,
  joined: JoinedParts,
  read: z.int(),
  malformed: z.int(),
  pages: z.int(),
  retries: z.int(),
  waitedMs: z.number(),
});
export type Progress = z.infer<typeof Progress>;

/** A line of the spool that holds no entry but what was none: its number, why, and its text, redacted. */
export const MalformedLine = z.tuple([z.int(), z.string(), z.string()]);
export type MalformedLine = z.infer<typeof MalformedLine>;

/** Where a reading keeps what it has, so that none of it is read twice, nor lost when the process is killed. */
export interface Spool {
  /** Null = nothing was begun here. */
  readonly saved: Progress | null;
  /** The entries of the saved progress, and its malformed lines, one line of JSON each. */
  lines(): AsyncGenerator<string>;
  /** Begins afresh: what was there is gone. */
  clear(): void;
  /** Keeps the entries and how far they reach: both, or neither. */
  keep(lines: readonly string[], progress: Omit<Progress, 'length'>): void;
  close(): void;
  /** When all of it was put to use. */
  remove(): void;
}

/**
 * Opens the spool in a folder, which one process may do at a time. Everything in it is redacted and readable by its
 * owner only.
 *
 * @throws SourceError where another process has it open, or it cannot be written
 */
export function openSpool(folder: string): Spool {
  const path = (name: string): string => join(folder, name);
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof SourceError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new SourceError(`What was read cannot be kept in ${folder}: ${why}. Choose another --state folder.`, {
        cause: error,
      });
    }
  };
  const lock = guard(() => {
    mkdirSync(folder, { recursive: true });
    return takeSpoolLock(path('lock'));
  });
  const open = () => {
    const file = openSync(path('entries.ndjson'), 'a', 0o600);
    const read = readProgress(path('progress.json'));
    // Without all of its entries a progress is worth nothing.
    const saved = read !== null && read.length <= fstatSync(file).size ? read : null;
    ftruncateSync(file, saved?.length ?? 0);
    return { file, saved };
  };
  const opened = guard(() => {
    try {
      return open();
    } catch (error) {
      lock.release();
      throw error;
    }
  });
  const { file } = opened;
  let { saved } = opened;
  let length = saved?.length ?? 0;

  return {
    get saved() {
      return saved;
    },
    async *lines() {
      if (length === 0) return;
      let rest = Buffer.alloc(0);
      for await (const chunk of chunksOf(path('entries.ndjson'))) {
        const bytes = Buffer.concat([rest, chunk]);
        let start = 0;
        for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
          yield bytes.toString('utf8', start, end);
          start = end + 1;
        }
        rest = Buffer.from(bytes.subarray(start));
      }
    },
    clear() {
      guard(() => {
        lock.check();
        rmSync(path('progress.json'), { force: true });
        ftruncateSync(file, 0);
      });
      saved = null;
      length = 0;
    },
    keep(lines, progress) {
      guard(() => {
        lock.check();
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
        fdatasyncSync(file);
        length += bytes.length;
        const record = z.encode(Progress, { ...progress, length });
        writeFileSync(path('progress.json.new'), JSON.stringify(record), { mode: 0o600, flush: true });
        renameSync(path('progress.json.new'), path('progress.json'));
      });
    },
    close() {
      closeSync(file);
      lock.release();
    },
    remove() {
      guard(() => {
        // First what gives the rest its meaning: a process that dies on the way leaves nothing that looks whole.
        rmSync(path('progress.json'), { force: true });
        rmSync(folder, { recursive: true, force: true });
      });
    },
  };
}

function readProgress(path: string): Progress | null {
  if (!existsSync(path)) return null;
  const read = Progress.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  // Of another version, say: then it is read again.
  return read.success ? read.data : null;
}
