import { formatNumber } from '../../wording/words.ts';

/** About 6,000 tokens. */
const LONGEST_ANSWER = 24_000;
const ROOM_FOR_NOTE = 400;
const OPENED = '<untrusted ';
const CLOSED = '</untrusted>';

/**
 * The first characters of a text, with a note on what is missing.
 *
 * @param rest how to get the rest, a whole sentence
 */
export function clip(text: string, longest: number, rest: string): string {
  if (text.length <= longest) return text;
  const kept = text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}\n${noteOf(kept, text, rest)}`;
}

/** A whole answer, cut where it is too long; a block that is open at the cut is closed before the note. */
export function clipAnswer(text: string, rest: string): string {
  if (text.length <= LONGEST_ANSWER) return text;
  // A cut tag opens or closes nothing.
  const kept = text.slice(0, LONGEST_ANSWER - ROOM_FOR_NOTE).replace(/<[^<>\n]{0,200}$|[\uD800-\uDBFF]$/, '');
  const isOpen = kept.lastIndexOf(OPENED) > kept.lastIndexOf(CLOSED);
  return `${kept}\n${isOpen ? `${CLOSED}\n` : ''}${noteOf(kept, text, rest)}`;
}

function noteOf(kept: string, text: string, rest: string): string {
  return `[cut: ${formatNumber(kept.length)} of ${formatNumber(text.length)} characters shown. ${rest}]`;
}
