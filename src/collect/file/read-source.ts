import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { SourceError } from '../../model/errors.ts';
import { splitByContent } from './format.ts';
import { gunzip, isGzip } from './gunzip.ts';
import type { RecordSink } from './splitter.ts';
import { toUtf8 } from './unicode.ts';

const CHUNK = 256 * 1024;

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
  options: { stdin?: Readable | undefined; signal?: AbortSignal | undefined; onChunk?: () => void },
  sink: RecordSink & { line(): number },
): Promise<string | null> {
  if (options.signal?.aborted) return STOPPED;
  const input = await open(source, options.stdin);
  if (options.signal !== undefined) addAbortSignal(options.signal, input);

  const splitter = splitByContent(sink);
  const text = toUtf8((chunk) => splitter.push(chunk));
  let unpack: ReturnType<typeof gunzip> | null = null;
  let head: Buffer | null = Buffer.alloc(0);
  const pass = async (chunk: Buffer): Promise<boolean> => {
    if (unpack !== null) return unpack.push(chunk);
    text.push(chunk);
    return true;
  };

  try {
    for await (const data of input) {
      let chunk: Buffer = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
      if (head !== null) {
        chunk = head = Buffer.concat([head, chunk]);
        if (head.length < 2) continue;
        if (isGzip(head)) unpack = gunzip((unpacked) => text.push(unpacked));
        head = null;
      }
      if (!(await pass(chunk))) break;
      options.onChunk?.();
    }
  } catch (error) {
    if (options.signal?.aborted) return STOPPED;
    // What the sink throws is not about the source.
    throw error === input.errored ? unreadable(source, error) : error;
  }
  if (head !== null) await pass(head);

  const damage = unpack === null ? null : await unpack.end();
  text.end();
  const cut = splitter.end();
  if (damage !== null && cut === null) sink.malformed(damage, '', sink.line());
  return damage ?? cut;
}

const STOPPED = 'stopped before its end';

async function open(source: string, stdin: Readable | undefined): Promise<Readable> {
  await requireSource(source);
  if (source !== STDIN) return createReadStream(source, { highWaterMark: CHUNK });
  if (stdin === undefined) throw new SourceError('Nothing stands behind "-" here: name a file instead.');
  return stdin;
}

/**
 * Looks whether a source is there before anything is read: of several files the last may be misspelt.
 *
 * @throws SourceError with what to do
 */
export async function requireSource(source: string): Promise<void> {
  if (source === STDIN) return;
  try {
    if ((await stat(source)).isDirectory()) {
      throw new SourceError(`${source} is a folder, not a file. Name the files in it, one --source for each.`);
    }
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

function unreadable(source: string, error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = WHAT_TO_DO[code] ?? (error instanceof Error ? `${error.message}.` : String(error));
  return new SourceError(`Cannot read ${nameOfSource(source)}: ${why}`, { cause: error });
}
