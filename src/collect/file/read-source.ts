import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { SourceError } from '../../model/errors.ts';
import { chunksOf } from './chunks.ts';
import { splitByContent } from './format.ts';
import { gunzip, isGzip } from './gunzip.ts';
import type { RecordSink, Splitter } from './splitter.ts';
import { toUtf8 } from './unicode.ts';

const PACKED = 32 * 1024;

const STDIN = '-';

/** What `-` is called in messages and records. */
export function nameOfSource(source: string): string {
  return source === STDIN ? 'standard input' : source;
}

/**
 * Reads one source from its beginning to its end, in constant memory: a file, or standard input for `-`; gzip, byte
 * order marks, and the format are known by content. The sink is called synchronously, so reading waits for it.
 *
 * @returns why the source is not whole (cut off, damaged, stopped by the signal), or null
 * @throws SourceError where it cannot be opened or read
 */
export async function readSource(
  source: string,
  options: {
    stdin?: Readable | undefined;
    signal?: AbortSignal | undefined;
    /** Called after every piece of input; reading goes on when it resolves. */
    onChunk?: () => Promise<void> | void;
    /** Called when all of a piece went to the sink, before its bytes are overwritten. */
    afterPiece?: () => void;
    /** What splits lines; by default each goes to the sink. */
    lineSplitter?: () => Splitter;
    /** Resolves when all that was split elsewhere is read. */
    drain?: () => Promise<void>;
  },
  sink: RecordSink & { line(): number },
): Promise<string | null> {
  if (options.signal?.aborted) return STOPPED;
  const input = await open(source, options.stdin, options.signal);

  const splitter = splitByContent(sink, options.lineSplitter);
  const text = toUtf8((chunk) => {
    splitter.push(chunk);
    options.afterPiece?.();
  });
  let unpack: ReturnType<typeof gunzip> | null = null;
  let head: Buffer | null = Buffer.alloc(0);
  const pass = async (chunk: Buffer): Promise<boolean> => {
    if (unpack === null) {
      text.push(chunk);
      return true;
    }
    // A little at a time, since it may become a thousand times as much.
    for (let at = 0; at < chunk.length; at += PACKED) {
      if (!(await unpack.push(chunk.subarray(at, at + PACKED)))) return false;
      await options.onChunk?.();
    }
    return true;
  };

  const stopped = async (): Promise<string> => {
    await options.drain?.();
    return STOPPED;
  };

  try {
    for await (const data of input) {
      if (options.signal?.aborted) return await stopped();
      let chunk: Buffer = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
      if (head !== null) {
        chunk = head = Buffer.concat([head, chunk]);
        if (head.length < 2) continue;
        if (isGzip(head)) unpack = gunzip((unpacked) => text.push(unpacked));
        head = null;
      }
      if (!(await pass(chunk))) break;
      await options.onChunk?.();
    }
  } catch (error) {
    if (options.signal?.aborted) return await stopped();
    // What the sink throws is not about the source.
    throw isAboutSource(error) ? unreadable(source, error) : error;
  }
  if (head !== null) await pass(head);

  const damage = unpack === null ? null : await unpack.end();
  text.end();
  const cut = splitter.end();
  await options.drain?.();
  if (damage !== null && cut === null) sink.malformed(damage, '', sink.line());
  return damage ?? cut;
}

const STOPPED = 'stopped before its end';

async function open(
  source: string,
  stdin: Readable | undefined,
  signal: AbortSignal | undefined,
): Promise<AsyncIterable<Buffer | string>> {
  await requireSource(source);
  if (source !== STDIN) return chunksOf(source);
  if (stdin === undefined) throw new SourceError('Nothing stands behind "-" here: name a file instead.');
  return signal === undefined ? stdin : addAbortSignal(signal, stdin);
}

/** Whether reading itself failed: then the system says with what. */
function isAboutSource(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/**
 * Looks whether a source is there before anything is read: of several files the last may be misspelt.
 *
 * @throws SourceError with what to do
 */
export async function requireSource(source: string): Promise<void> {
  if (source === STDIN) return;
  try {
    await access(source, constants.R_OK);
  } catch (error) {
    throw unreadable(source, error);
  }
}

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file. Check the path.',
  ENOTDIR: 'There is no such file. Check the path.',
  EACCES: 'You may not read it. Check its permissions.',
  EPERM: 'You may not read it. Check its permissions.',
};

/** The error of the system, as one that names the source and says what to do. */
export function unreadable(source: string, error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  return new SourceError(`Cannot read ${nameOfSource(source)}: ${whyUnreadable(error)}`, { cause: error });
}

/** What the system says of a file, and what to do, in a sentence or two. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return WHAT_TO_DO[code] ?? (error instanceof Error ? `${error.message}.` : String(error));
}
