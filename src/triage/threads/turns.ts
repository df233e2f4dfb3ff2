import type { BlockReading } from '../../collect/read-block.ts';
import { duplicatesAmong, type IdentityTable } from '../../collect/seen-identities.ts';
import type { Ring } from './ring.ts';

/** What a thread read and has not counted yet: an entry is a duplicate where a block before its own has it too. */
export interface Turns {
  add(block: number, reading: BlockReading): void;
  /** Blocks that wait. */
  readonly waiting: number;
  /** Counts the blocks whose turn it is, as far as there are any. */
  take(): void;
}

/** `count` is told of each block in its turn. `identities` gives the table that all threads share. */
export function createTurns(
  ring: Ring,
  identities: () => IdentityTable,
  count: (block: number, reading: BlockReading, duplicates: Uint8Array) => void,
): Turns {
  const read: { block: number; reading: BlockReading }[] = [];
  return {
    add: (block, reading) => read.push({ block, reading }),
    get waiting() {
      return read.length;
    },
    take() {
      for (let [next] = read; next !== undefined && next.block === ring.turn; [next] = read) {
        const duplicates = duplicatesAmong(identities(), next.reading.identities);
        ring.passTurn(next.block);
        read.shift();
        count(next.block, next.reading, duplicates);
        ring.release(next.block);
      }
    },
  };
}
