import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { SkeletonSummaries } from '../../cluster/summary/summarise.ts';
import type { Counted } from '../../collect/counted.ts';
import type { BlockAnswers, Offload } from '../../collect/offload.ts';
import { addIdentity, createIdentityTable, grownTable, isCrowded } from '../../collect/seen-identities.ts';
import type { CountedBlock, FromThread, Handle, ThreadResult, ThreadSettings } from './messages.ts';
import { createRingMemory, Ring } from './ring.ts';
import { startThread } from './start-thread.ts';
import { createTurns } from './turns.ts';

/** Smaller logs are read before a thread has started; where more is known to come, they start with the first block. */
const FROM = 16 * 1024 * 1024;
/** Room for blocks: each thread reads one, one waits for its turn, and others are there to go on with. */
const ROOMS_EACH = 4;
/** Blocks that nobody has taken, for each thread, before this one reads too. */
const UNREAD_EACH = 2;
/** How long this thread waits at a time for another one, and how long for nothing, in milliseconds. */
const MOMENT = 5;
const TOO_LONG = 60_000;

/** Threads that read and summarise blocks of lines. */
export interface ThreadPool extends Offload {
  /** Passes on where an entry that this thread counted is found, in the order of the input. */
  note(handle: Handle): void;
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
  readonly answers: BlockAnswers;
  /** What is to be answered when it is its turn. */
  counted: (CountedBlock & { readonly shard: number }) | null;
  /** Of entries behind it that are in no block. */
  readonly after: Handle[];
}

/**
 * `count` threads, this one among them; the others start with the first block, which comes once `from` bytes were read, or
 * at once where more than that is to come. Blocks go to whoever has time, and are read here while the others have enough.
 * What is found is dealt with in the order of the blocks, so that nothing depends on which thread was faster. `identities`
 * is the table of those that were read; a larger one takes its place in time.
 */
export function createThreadPool(
  count: number,
  settings: ThreadSettings,
  { onHandles, onSummaries }: FromThreads,
  from = FROM,
  identities = createIdentityTable(),
): ThreadPool {
  const threads: Worker[] = [];
  const results: ThreadResult[] = [];
  const memory = createRingMemory(count * ROOMS_EACH);
  const ring = new Ring(memory);
  let table = identities;
  /** Those that are not answered yet. */
  const blocks = new Map<number, Block>();
  let nextAnswered = 0;
  /** Handles of the block that is counted here. */
  let noted: Handle[] | null = null;
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
  const fail = (error: unknown): void => {
    failure ??= error instanceof Error ? error : new Error(String(error));
    ring.fail();
    wake();
  };

  const turns = createTurns(
    ring,
    () => table,
    (number, reading, duplicates) => {
      const block = blocks.get(number);
      if (block === undefined) return;
      const handles: Handle[] = [];
      noted = handles;
      block.answers.countHere(reading, duplicates);
      noted = null;
      const { readings, malformed, parts } = reading;
      block.counted = { entries: readings.length, malformed, parts, handles, shard: 0 };
    },
  );

  /** Answers the blocks that are counted, as far as none before them is missing. */
  const answer = (): void => {
    for (let block = blocks.get(nextAnswered); block?.counted; block = blocks.get(nextAnswered)) {
      const { entries, malformed, parts, handles, shard } = block.counted;
      block.answers.parts(parts);
      block.answers.counted(entries, malformed);
      if (handles.length > 0) onHandles(handles, shard);
      if (block.after.length > 0) onHandles(block.after, 0);
      blocks.delete(nextAnswered);
      nextAnswered += 1;
    }
  };

  /** Reads a block here, if there is one that nobody has taken. */
  const readOne = (): boolean => {
    const next = ring.next();
    const block = next === null ? undefined : blocks.get(next.block);
    if (next === null || block === undefined) return false;
    turns.add(next.block, block.answers.readHere());
    turns.take();
    return true;
  };

  /** Waits for other threads without hearing them, and does what can be done meanwhile. */
  const help = (isDone: () => boolean): void => {
    const started = performance.now();
    turns.take();
    while (!isDone()) {
      const { turn } = ring;
      if (ring.hasFailed) throw failure ?? new Error('A thread that reads entries has failed.');
      if (performance.now() - started > TOO_LONG) throw new Error('A thread that reads entries does not answer.');
      if (!readOne()) ring.waitForTurn(turn, MOMENT);
      turns.take();
    }
  };

  /** Gives all threads a larger table, if the one they have is nearly full. None looks into it meanwhile. */
  const growIdentities = (): void => {
    if (!isCrowded(table)) return;
    help(() => ring.turn === ring.filled);
    table = grownTable(table);
    for (const thread of threads) thread.postMessage({ identities: table });
    if (threads.length > 0) ring.renewTable();
  };

  const hear = (thread: number, message: FromThread): void => {
    if (message.kind === 'result') results[thread] = message.result;
    else if (message.kind === 'summaries') onSummaries(message.skeletons, thread + 1);
    else {
      const block = blocks.get(message.block);
      if (block !== undefined) block.counted = { ...message, shard: thread + 1 };
    }
    turns.take();
    answer();
    wake();
  };

  const start = (): void => {
    for (let thread = 0; thread < count - 1; thread += 1) {
      const worker = startThread({ settings, ring: memory, identities: table });
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
    }
  };

  return {
    begin: (bytes) => (bytes > from ? 0 : from),
    seen: {
      add(low, high) {
        if (ring.turn !== ring.filled) help(() => ring.turn === ring.filled);
        growIdentities();
        return addIdentity(table, low, high);
      },
    },
    take() {
      let room = ring.room();
      if (room === null) {
        help(() => {
          room = ring.room();
          return room !== null;
        });
      }
      return room ?? new Uint8Array(0);
    },
    push({ length, firstLine }, answers) {
      if (threads.length === 0) start();
      growIdentities();
      blocks.set(ring.filled, { answers, counted: null, after: [] });
      ring.fill(length, firstLine);
      turns.take();
      if (ring.unread > (count - 1) * UNREAD_EACH) readOne();
    },
    // Messages are heard in between.
    async ready() {
      await setImmediate();
      if (failure !== null) throw failure;
      turns.take();
      answer();
    },
    async drain() {
      while (failure === null && readOne()) await setImmediate();
      help(() => ring.turn === ring.filled);
      answer();
      await until(() => blocks.size === 0);
    },
    async finish(): Promise<readonly Counted[]> {
      ring.end();
      await until(() => threads.every((_, thread) => results[thread] !== undefined));
      return results.map(({ counted }) => counted);
    },
    note(handle) {
      const behind = blocks.get(ring.filled - 1);
      if (noted !== null) noted.push(handle);
      else if (behind === undefined) onHandles([handle], 0);
      else behind.after.push(handle);
    },
    results: () => results,
    async close() {
      failure ??= new Error('The threads were closed.');
      ring.fail();
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
