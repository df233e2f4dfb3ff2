import { NEWLINE } from '../bytes.ts';
import type { Splitter } from './splitter.ts';

/** Large enough that handing it over costs nothing beside reading it, small enough that its entries die young. */
export const BLOCK = 256 * 1024;

/** A splitter of lines that can say where it stands. */
export interface LineSplitter extends Splitter {
  /** The number of the next line, where the last one is complete; else null. */
  nextLine(): number | null;
  /** Goes on at another line. */
  continueAt(line: number): void;
}

/** Whole lines of a source: `length` bytes, the first line's number, and how many lines. */
export interface LineBlock {
  readonly bytes: Uint8Array<ArrayBufferLike>;
  readonly length: number;
  readonly firstLine: number;
  readonly lines: number;
}

/**
 * Lets the first bytes be split here, as many as `here` says (it counts down), and hands on what follows in blocks of
 * whole lines. What is no block is split here too: a line longer than one, and a last line without an end. `take` gives
 * room for BLOCK bytes.
 */
export function splitIntoBlocks(
  lines: LineSplitter,
  here: { bytes: number },
  take: () => Uint8Array<ArrayBufferLike>,
  onBlock: (block: LineBlock) => void,
): Splitter {
  let block: Uint8Array<ArrayBufferLike> | null = null;
  let size = 0;
  /** The number of the block's first line; null while lines are split here. */
  let line: number | null = null;

  /** Hands on what is whole of the block; the rest begins the next one. */
  const hand = (): void => {
    if (block === null || line === null) return;
    const length = block.subarray(0, size).lastIndexOf(NEWLINE) + 1;
    const full = block;
    const rest = full.slice(length, size);
    block = null;
    size = 0;
    if (length > 0) {
      const count = countNewlines(full, length);
      const firstLine = line;
      line += count;
      onBlock({ bytes: full, length, firstLine, lines: count });
      fill(rest);
    } else {
      // Where a line ends that fills a block is found here.
      lines.continueAt(line);
      line = null;
      lines.push(Buffer.from(rest.buffer, rest.byteOffset, rest.byteLength));
    }
  };

  /** Copies as much as there is room for; returns how much that was. */
  const fill = (bytes: Uint8Array): number => {
    if (bytes.length === 0) return 0;
    block ??= take();
    const part = bytes.subarray(0, BLOCK - size);
    block.set(part, size);
    size += part.length;
    return part.length;
  };

  return {
    push(chunk) {
      let at = 0;
      while (at < chunk.length) {
        if (line === null) {
          here.bytes -= chunk.length - at;
          const end = here.bytes >= 0 ? 0 : chunk.indexOf(NEWLINE, at) + 1;
          lines.push(end === 0 ? chunk.subarray(at) : chunk.subarray(at, end));
          if (end === 0) return;
          line = lines.nextLine();
          at = end;
        } else {
          at += fill(chunk.subarray(at));
          if (size === BLOCK) hand();
        }
      }
    },
    end() {
      if (line !== null) {
        hand();
        const rest = block === null ? null : Buffer.from(block.buffer, block.byteOffset, size);
        if (line !== null) lines.continueAt(line);
        if (rest !== null) lines.push(rest);
      }
      return lines.end();
    },
  };
}

function countNewlines(bytes: Uint8Array, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1 && at < end; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
