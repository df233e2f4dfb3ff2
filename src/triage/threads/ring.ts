import { BLOCK } from '../../collect/file/blocks.ts';

/**
 * Blocks of lines in memory that all threads share: the main thread fills them, whoever has time takes the next one. Blocks
 * are numbered from 0 in the order of the input; a block has the room that its number gives it, once the one that had it
 * before is counted.
 */
export interface RingMemory {
  readonly bytes: SharedArrayBuffer;
  /** The numbers below, then those of each room. */
  readonly numbers: Int32Array<SharedArrayBuffer>;
  readonly firstLines: Float64Array<SharedArrayBuffer>;
}

/** How many blocks were filled, were taken, and have had their turn to look for duplicates. */
const FILLED = 0;
const TAKEN = 1;
const TURN = 2;
/** 1 when no more blocks come, 2 when a thread failed. */
const STATE = 3;
/** Counts the tables of identities: each is larger than the one before. */
const TABLE = 4;
const FIXED = 5;
/** For each room: how long its block is, and 1 while it is in use. */
const EACH = 2;

const OPEN = 0;
const ENDED = 1;
const FAILED = 2;

/** A block that was taken. */
export interface TakenBlock {
  readonly block: number;
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly length: number;
  readonly firstLine: number;
}

export function createRingMemory(rooms: number): RingMemory {
  const shared = (bytes: number) => new SharedArrayBuffer(bytes);
  return {
    bytes: shared(rooms * BLOCK),
    numbers: new Int32Array(shared((FIXED + EACH * rooms) * Int32Array.BYTES_PER_ELEMENT)),
    firstLines: new Float64Array(shared(rooms * Float64Array.BYTES_PER_ELEMENT)),
  };
}

/** One thread's way to the blocks. All of it is safe to call from several threads at once, but where it says otherwise. */
export class Ring {
  readonly #memory: RingMemory;
  readonly #rooms: number;

  constructor(memory: RingMemory) {
    this.#memory = memory;
    this.#rooms = memory.firstLines.length;
  }

  get filled(): number {
    return this.#load(FILLED);
  }
  get turn(): number {
    return this.#load(TURN);
  }
  get table(): number {
    return this.#load(TABLE);
  }
  get hasEnded(): boolean {
    return this.#load(STATE) === ENDED;
  }
  get hasFailed(): boolean {
    return this.#load(STATE) === FAILED;
  }
  /** Blocks that nobody has taken yet. */
  get unread(): number {
    return this.#load(FILLED) - this.#load(TAKEN);
  }

  /** Room for the next block, or null while its room is in use. For the main thread only, like `fill`. */
  room(): Uint8Array<SharedArrayBuffer> | null {
    const room = this.filled % this.#rooms;
    if (this.#load(inUse(room)) === 1) return null;
    return new Uint8Array(this.#memory.bytes, room * BLOCK, BLOCK);
  }

  /** The room is filled; gives the block's number. */
  fill(length: number, firstLine: number): number {
    const block = this.filled;
    const room = block % this.#rooms;
    this.#memory.firstLines[room] = firstLine;
    this.#store(FIXED + EACH * room, length);
    this.#store(inUse(room), 1);
    this.#store(FILLED, block + 1);
    Atomics.notify(this.#memory.numbers, FILLED);
    return block;
  }

  /** The next block that nobody has taken; null where there is none. */
  next(): TakenBlock | null {
    for (;;) {
      const block = this.#load(TAKEN);
      if (block >= this.filled) return null;
      if (Atomics.compareExchange(this.#memory.numbers, TAKEN, block, block + 1) !== block) continue;
      const room = block % this.#rooms;
      return {
        block,
        bytes: new Uint8Array(this.#memory.bytes, room * BLOCK, BLOCK),
        length: this.#load(FIXED + EACH * room),
        firstLine: this.#memory.firstLines[room] ?? 0,
      };
    }
  }

  /** A block has looked for duplicates: it is the next one's turn. */
  passTurn(block: number): void {
    this.#store(TURN, block + 1);
    Atomics.notify(this.#memory.numbers, TURN);
  }

  /** A block is counted, and its room free. */
  release(block: number): void {
    this.#store(inUse(block % this.#rooms), 0);
    Atomics.notify(this.#memory.numbers, TURN);
  }

  /** Waits until it is another block's turn than this one's, or a room is free, but not for long. */
  waitForTurn(turn: number, milliseconds: number): void {
    Atomics.wait(this.#memory.numbers, TURN, turn, milliseconds);
  }

  /** Waits until more than these are filled, or none will be, but not for long. */
  waitForMore(filled: number, milliseconds: number): void {
    Atomics.wait(this.#memory.numbers, FILLED, filled, milliseconds);
  }

  renewTable(): void {
    Atomics.add(this.#memory.numbers, TABLE, 1);
  }

  end(): void {
    Atomics.compareExchange(this.#memory.numbers, STATE, OPEN, ENDED);
    Atomics.notify(this.#memory.numbers, FILLED);
  }

  fail(): void {
    this.#store(STATE, FAILED);
    Atomics.notify(this.#memory.numbers, TURN);
  }

  #load(at: number): number {
    return Atomics.load(this.#memory.numbers, at);
  }

  #store(at: number, number: number): void {
    Atomics.store(this.#memory.numbers, at, number);
  }
}

function inUse(room: number): number {
  return FIXED + EACH * room + 1;
}
