import { isDigit } from './byte-kinds.ts';

/** What is written instead of digits that could as well be others: no bytes of a text in JSON. */
export const MASK = {
  digit: 1,
  /** Of an address of a machine. */
  address: 2,
  /** Of a number that may be the status of a request: below 400, from 400, from 500. */
  status: 3,
  clientError: 4,
  serverError: 5,
  /** Of an id in hex: first or last, a digit or a letter; any other. */
  edgeDigit: 6,
  edgeLetter: 7,
  hex: 8,
} as const;
const LAST_MASK = 8;

const ONE = 0x31;
const TWO = 0x32;
const SMALL_A = 0x61;
const SMALL_B = 0x62;

/**
 * Changes every digit, and every letter of an id, of which `masked` has no more than a mask: the text stays one of the
 * same wording, and shows whether something that is made of it holds any of them.
 */
export function vary(bytes: Uint8Array, masked: Uint8Array, from: number, length: number, shift: number): void {
  for (let at = from; at < from + length; at += 1) {
    const mask = masked[at + shift] ?? 0;
    const byte = bytes[at] ?? 0;
    if (mask === 0 || mask > LAST_MASK) continue;
    // The first digit says what status it is.
    if (mask >= MASK.status && mask <= MASK.serverError && masked[at + shift - 1] !== mask) continue;
    if (isDigit(byte)) bytes[at] = byte === ONE ? TWO : ONE;
    else bytes[at] = byte === SMALL_A ? SMALL_B : SMALL_A;
  }
}
