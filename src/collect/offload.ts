import type { Counted } from './counted.ts';
import type { LineBlock } from './file/blocks.ts';
import type { BlockReading, Malformed } from './read-block.ts';
import type { SeenIdentities } from './seen-identities.ts';
import type { SplitPart } from './split-part.ts';

/** Reads blocks of whole lines elsewhere, several at once. */
export interface Offload {
  /** Told how many bytes there are to read, as far as that is known; says how many of them to read here first. */
  begin(bytes: number): number;
  /** Which entries were read, here or elsewhere. What is added here comes after all blocks so far: it waits for them. */
  readonly seen: SeenIdentities;
  /** Room for the next block. */
  take(): Uint8Array<ArrayBufferLike>;
  /** Takes the block that this room was filled with. Blocks are answered in the order in which they came. */
  push(block: LineBlock, answers: BlockAnswers): void;
  /** Resolves when another block should come. Rejects where reading failed. */
  ready(): Promise<void>;
  /** Resolves when all blocks so far are read. */
  drain(): Promise<void>;
  /** Ends it: what was counted, as far as the answers did not say it. */
  finish(): Promise<readonly Counted[]>;
}

/** What is done with what was found in a block. */
export interface BlockAnswers {
  /** Reads the block after all, where nobody else has time for it; `countHere` then counts it in its turn. */
  readHere(): BlockReading;
  /** `duplicates` has a 1 for each that is one. */
  countHere(reading: BlockReading, duplicates: Uint8Array): void;
  /** Takes the parts of entries that it holds; they are not among its entries. */
  parts(parts: readonly SplitPart[]): void;
  counted(entries: number, malformed: readonly Malformed[]): void;
}
