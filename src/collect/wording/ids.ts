import { APOSTROPHE, DASH, DIGIT, HEX_LETTER, isDigit, KINDS, LETTER, PERCENT, SMALL_X, WORD } from './byte-kinds.ts';
import { MASK } from './masks.ts';

const SHORTEST = 8;
const UUID_LENGTH = 36;

/**
 * Masks the id that begins with a word of digits and of letters up to f: eight of them or more, or a UUID. Two runs of
 * digits make it a value, whatever it is part of (cluster/skeleton/scanner/chunk.ts).
 *
 * @returns where it ends; -1 where it is none, or where it counts which of them are digits
 */
export function maskId(bytes: Uint8Array, word: number, wordEnd: number, into: Uint8Array, shift: number): number {
  if (wordEnd - word < SHORTEST || bytes[word - 1] === PERCENT) return -1;
  const stop = bytes[wordEnd] === DASH && wordEnd - word === SHORTEST ? endOfUuid(bytes, word) : wordEnd;
  const behind = bytes[stop] ?? 0;
  if (behind === APOSTROPHE || behind >= 0x80 || !isMixed(bytes, word, stop)) return -1;
  maskHex(bytes, word, stop, into, shift);
  return stop;
}

const HRESULT_LENGTH = 10;
const EIGHT = 0x38;
const SMALL_C = 0x63;

/** Masks an address in memory, `0x7ffd1b2c`; what may be the result of a failure (`0x80131904`) stays. */
export function maskPointer(bytes: Uint8Array, word: number, stop: number, into: Uint8Array, shift: number): void {
  const from = word + 2;
  if (from >= stop || bytes[word + 1] !== SMALL_X || bytes[stop] === APOSTROPHE) return;
  for (let at = from; at < stop; at += 1) if (((KINDS[bytes[at] ?? 0] ?? 0) & LETTER) !== 0) return;
  const isResult = stop - word === HRESULT_LENGTH && (bytes[from] === EIGHT || bytes[from] === SMALL_C);
  if (!isResult) maskHex(bytes, from, stop, into, shift);
}

/** It makes a difference whether it begins and ends in a digit or a letter. */
function maskHex(bytes: Uint8Array, start: number, stop: number, into: Uint8Array, shift: number): void {
  for (let at = start; at < stop; at += 1) {
    if (bytes[at] === DASH) continue;
    const isEdge = at === start || at === stop - 1;
    into[at + shift] = !isEdge ? MASK.hex : isDigit(bytes[at]) ? MASK.edgeDigit : MASK.edgeLetter;
  }
}

/** Where a UUID ends; where the word ends, if it is none. */
function endOfUuid(bytes: Uint8Array, word: number): number {
  for (let place = 0; place <= UUID_LENGTH; place += 1) {
    const kind = KINDS[bytes[word + place] ?? 0] ?? 0;
    const isRight =
      place === 8 || place === 13 || place === 18 || place === 23
        ? bytes[word + place] === DASH
        : place === UUID_LENGTH
          ? (kind & WORD) === 0
          : (kind & WORD & ~LETTER) !== 0;
    if (!isRight) return word + SHORTEST;
  }
  return word + UUID_LENGTH;
}

/** Whether there are letters, and two runs of digits. */
function isMixed(bytes: Uint8Array, start: number, stop: number): boolean {
  let runs = 0;
  let letters = 0;
  let before = 0;
  for (let at = start; at < stop; at += 1) {
    const kind = KINDS[bytes[at] ?? 0] ?? 0;
    if (kind === HEX_LETTER) letters += 1;
    else if (kind === DIGIT && before !== DIGIT) runs += 1;
    before = kind;
  }
  return letters > 0 && runs > 1;
}
