import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { SkeletonSummaries } from '../../cluster/summary/summarise.ts';
import type { BlockAnswers, Offload } from '../../collect/offload.ts';
import type { BlockReading } from '../../collect/read-block.ts';
import type { Counted } from '../../collect/tally.ts';
import type { FromThread, Handle, ThreadResult, ThreadSettings, ToThread } from './messages.ts';

/** Smaller logs are read before a thread has started. */
const FROM = 16 * 1024 * 1024;
/** Blocks that a thread has at hand: one that it reads, one that waits for an answer, one to go on with. */
const BLOCKS_EACH = 3;
/** V8's young generation of a thread, in MiB: entries die young, and a large one would only take memory. */
const YOUNG = 12;

const THREAD = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url);

/** Threads that read and summarise blocks of lines. */
export interface ThreadPool extends Offload {
  /** What each thread found out beside its summaries, once it was finished. */
  results(): readonly ThreadResult[];
  /** Ends the threads at once, whatever they do. */
  close(): Promise<void>;
}

/** Takes what threads found. Each has a shard of its own, 1 and up; 0 is the main thread's. */
export interface FromThreads {
  onHandles(handles: readonly Handle[], shard: number): void;
  /** In the order of the shard's handles, some at a time. */
  onSummaries(skeletons: SkeletonSummaries, shard: number): void;
}

interface Block {
  /** HERE for this thread. */
  readonly thread: number;
  readonly answers: BlockAnswers;
  /** What was read of it, until it is its turn to be counted. */
  read: Omit<BlockReading, 'readings'> | null;
  handles: readonly Handle[] | null;
  /** For a block of this thread, which is counted when it is its turn. */
  duplicates: Uint8Array | null;
  countHere(duplicates: Uint8Array): void;
}

const HERE = -1;

/**
 * `count` threads, this one among them; the others start with the first block. Blocks go to whichever has least to do, and
 * are read here while all have enough. What comes back is dealt with in the order of the blocks, so that nothing depends on
 * which thread was faster.
 */
export function createThreadPool(
  count: number,
  settings: ThreadSettings,
  { onHandles, onSummaries }: FromThreads,
  from = FROM,
): ThreadPool {
  const threads: Worker[] = [];
  const load: number[] = [];
  const results: ThreadResult[] = [];
  const blocks = new Map<number, Block>();
  /** Room for blocks; all of one size. */
  const free: Uint8Array<ArrayBuffer>[] = [];
  let pushed = 0;
  /** The next block whose identities are to be looked at, and the next whose counts are. */
  let nextRead = 0;
  let nextCounted = 0;
  let failure: Error | null = null;
  let waiters: (() => void)[] = [];

  const wake = (): void => {
    const woken = waiters;
    waiters = [];
    for (const each of woken) each();
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    while (failure === null && !isSo()) await new Promise<void>((resolve) => waiters.push(resolve));
    if (failure !== null) throw failure;
  };

  const tell = (thread: number, message: ToThread, transferred: ArrayBuffer[] = []): void =>
    threads[thread]?.postMessage(message, transferred);

  const advance = (): void => {
    for (let block = blocks.get(nextRead); block?.read; block = blocks.get(nextRead)) {
      const duplicates = block.answers.duplicatesAmong(block.read.identities);
      block.answers.parts(block.read.parts);
      if (block.thread === HERE) block.duplicates = duplicates;
      else tell(block.thread, { kind: 'duplicates', block: nextRead, duplicates });
      nextRead += 1;
    }
    for (let block = blocks.get(nextCounted); block?.read; block = blocks.get(nextCounted)) {
      if (block.duplicates !== null) block.countHere(block.duplicates);
      if (block.handles === null) break;
      block.answers.counted(block.read.identities.length / 2, block.read.malformed);
      if (block.handles.length > 0) onHandles(block.handles, block.thread + 1);
      blocks.delete(nextCounted);
      nextCounted += 1;
    }
  };

  const hear = (thread: number, message: FromThread): void => {
    if (message.kind === 'result') results[thread] = message.result;
    else if (message.kind === 'summaries') onSummaries(message.skeletons, thread + 1);
    else {
      const block = blocks.get(message.block);
      if (block === undefined) return;
      if (message.kind === 'read') block.read = message;
      else {
        block.handles = message.handles;
        free.push(message.bytes);
        load[thread] = (load[thread] ?? 0) - 1;
      }
      advance();
    }
    wake();
  };

  /** While the others have enough to do. */
  const readHere = (answers: BlockAnswers, bytes: Uint8Array<ArrayBuffer>): Block => {
    const reading = answers.readHere();
    const block: Block = {
      thread: HERE,
      answers,
      read: reading,
      handles: null,
      duplicates: null,
      countHere(duplicates) {
        answers.countHere(reading, duplicates);
        block.handles = [];
        free.push(bytes);
      },
    };
    return block;
  };

  const start = (): void => {
    for (let thread = 0; thread < count - 1; thread += 1) {
      const worker = new Worker(THREAD, {
        workerData: settings,
        execArgv: [],
        env: environmentOfThread(),
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
      });
      worker.on('message', (message: FromThread) => {
        // What answering throws is the run's failure, not the thread's.
        try {
          hear(thread, message);
        } catch (error) {
          fail(error);
        }
      });
      worker.on('error', fail);
      worker.on('exit', (code) => {
        if (results[thread] === undefined) fail(new Error(`A thread that read entries ended with ${code}.`));
      });
      threads.push(worker);
      load.push(0);
    }
  };

  const fail = (error: unknown): void => {
    failure ??= error instanceof Error ? error : new Error(String(error));
    wake();
  };

  return {
    from,
    take: (size) => free.pop() ?? new Uint8Array(size),
    push({ bytes, length, firstLine }, answers) {
      if (threads.length === 0) start();
      const least = Math.min(...load);
      const block = pushed;
      pushed += 1;
      if (least >= BLOCKS_EACH) {
        blocks.set(block, readHere(answers, bytes));
        advance();
        return;
      }
      const thread = load.indexOf(least);
      load[thread] = least + 1;
      blocks.set(block, { thread, answers, read: null, handles: null, duplicates: null, countHere: () => undefined });
      tell(thread, { kind: 'block', block, bytes, length, firstLine }, [bytes.buffer]);
    },
    // Messages are heard in between; what waits for its turn is bounded.
    ready: async () => {
      await setImmediate();
      await until(() => blocks.size < 2 * count * BLOCKS_EACH);
    },
    drain: () => until(() => blocks.size === 0),
    async finish(): Promise<readonly Counted[]> {
      for (const thread of threads.keys()) tell(thread, { kind: 'finish' });
      await until(() => threads.every((_, thread) => results[thread] !== undefined));
      return results.map(({ counted }) => counted);
    },
    results: () => results,
    async close() {
      failure ??= new Error('The threads were closed.');
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

/** The process's own, and where it keeps compiled code, which a thread does not learn otherwise. */
function environmentOfThread(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir();
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
}
