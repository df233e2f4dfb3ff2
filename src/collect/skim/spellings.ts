import { copyOf, hashWords, standsAt } from './words.ts';

/**
 * One way of writing a value that comes again and again, such as a `resource`. As long as it is remembered, the same
 * bytes give the same object, so what was found out about them once can be kept by it.
 */
export interface Spelling {
  readonly words: DataView;
  readonly length: number;
  /** Where it last differed from what was compared with it: there it is looked at first. */
  probe: number;
}

/** Of a value that is not there. */
export const NO_SPELLING: Spelling = { words: new DataView(new ArrayBuffer(0)), length: 0, probe: 0 };

/** The spellings that stood at one place lately, most recent first. */
export type Recent = Spelling[];

const MOST_RECENT = 16;
const REMEMBERED = 8_192;

/** Those that stand at `at`, or null. */
export function recentAt(recent: Recent, view: DataView, at: number): Spelling | null {
  for (let i = 0; i < recent.length; i += 1) {
    const spelling = recent[i];
    if (spelling === undefined || !isWrittenAt(spelling, view, at)) continue;
    if (i > 0) toFront(recent, i);
    return spelling;
  }
  return null;
}

export function remember(recent: Recent, spelling: Spelling): void {
  if (recent.length < MOST_RECENT) recent.push(spelling);
  else recent[MOST_RECENT - 1] = spelling;
  toFront(recent, recent.length - 1);
}

function isWrittenAt(spelling: Spelling, view: DataView, at: number): boolean {
  const { words, length, probe } = spelling;
  if (at + length > view.byteLength) return false;
  if (probe + 4 <= length && words.getInt32(probe, true) !== view.getInt32(at + probe, true)) return false;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    if (words.getInt32(i, true) === view.getInt32(at + i, true)) continue;
    spelling.probe = i;
    return false;
  }
  for (; i < length; i += 1) if (words.getUint8(i) !== view.getUint8(at + i)) return false;
  return true;
}

/** Gives the same object for the same bytes. */
export function createSpellings(): (bytes: Uint8Array, view: DataView, start: number, end: number) => Spelling {
  const known = new Map<number, Spelling>();
  return (bytes, view, start, end) => {
    const hash = hashWords(view, start, end, 0);
    const before = known.get(hash);
    const length = end - start;
    if (before !== undefined && before.length === length && standsAt(before.words, 0, length, view, start))
      return before;
    const spelling = { words: copyOf(bytes, start, end), length, probe: 0 };
    if (known.size >= REMEMBERED) known.clear();
    known.set(hash, spelling);
    return spelling;
  };
}

/** Moves an item to the front of a list. */
export function toFront<Item>(items: Item[], from: number): void {
  const item = items[from];
  if (item === undefined) return;
  for (let i = from; i > 0; i -= 1) {
    const before = items[i - 1];
    if (before !== undefined) items[i] = before;
  }
  items[0] = item;
}
