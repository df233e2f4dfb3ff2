import { NEWLINE, OPEN_OBJECT } from '../bytes.ts';

/** What may stand between a line's start and an element that does not begin its line by itself: ` \t,[`. */
const FILLER = new Set([0x20, 0x09, 0x2c, 0x5b]);

/**
 * Recognises lines that begin as the line of the first element did: the same indentation, then `{`. In a pretty-printed
 * list, lines inside an element are indented further. Where the first element stood behind other text on its line, any
 * line counts that begins with `{` after commas, brackets and spaces.
 */
export function createRestart() {
  /** The bytes between the line's start and the first element, or null where these are not spaces alone. */
  let indent: number[] | null = [];
  let known = false;
  let lineSoFar: number[] = [];
  /** Bytes of this line that fit so far, or -1. */
  let fitting = 0;

  const sees = (byte: number): boolean => {
    if (!known && lineSoFar.length < 64) lineSoFar.push(byte);
    if (byte === NEWLINE) {
      fitting = 0;
      lineSoFar = [];
      return false;
    }
    if (fitting < 0) return false;
    if (indent === null) {
      if (FILLER.has(byte)) return false;
    } else if (fitting < indent.length) {
      fitting = byte === indent[fitting] ? fitting + 1 : -1;
      return false;
    }
    fitting = -1;
    return byte === OPEN_OBJECT;
  };

  return {
    /** Takes the next byte of the input; true where it is the `{` of a line that may begin an element. */
    sees,
    /** Call at the `{` of every element; the first one sets what is looked for. */
    firstElementBegins() {
      if (known) return;
      known = true;
      const before = lineSoFar.slice(0, -1);
      indent = before.every((byte) => byte === 0x20 || byte === 0x09) ? before : null;
      lineSoFar = [];
    },
    /**
     * The first place in the bytes of an element, after its own `{`, where another one may begin; or -1, and then
     * `sees` goes on from the end of these bytes.
     */
    findIn(bytes: Buffer): number {
      fitting = -1;
      for (let i = 1; i < bytes.length; i += 1) if (sees(bytes[i] ?? 0)) return i;
      return -1;
    },
  };
}
