import { character, isDigit, isHex, isLowerCase, isUpperCase } from './characters.ts';
import { isHostName } from './host-name.ts';

/** Stands for a part of a message that changes from entry to entry. */
export const SLOT = '<*>';

const DOT = 46;
const SLASH = 47;
const BACKSLASH = 92;
const AT = 64;
const UNDERSCORE = 95;
const DASH = 45;
const PLUS = 43;
const TILDE = 126;
const COLON = 58;

/**
 * The token for a chunk (letters, digits and what joins them, no sign or full stop at its ends): SLOT for a value,
 * its shape where it has one run of digits (`eth0` → `eth#`), else the text itself.
 */
export function chunkToken(text: string, start: number, end: number): string {
  let letters = 0;
  let digits = 0;
  let runs = 0;
  let dots = 0;
  let slashes = 0;
  let ats = 0;
  let upper = 0;
  let hex = true;
  let runStart = start;
  let runEnd = start;
  let inRun = false;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      if (!inRun) {
        runs += 1;
        runStart = at;
        inRun = true;
      }
      digits += 1;
      runEnd = at + 1;
      continue;
    }
    inRun = false;
    if (code === DOT) dots += 1;
    else if (code === SLASH || code === BACKSLASH) slashes += 1;
    else if (code === AT) ats += 1;
    else if (isLowerCase(code) || code >= 128) letters += 1;
    else if (isUpperCase(code)) {
      letters += 1;
      upper += 1;
    }
    if (hex && !isHex(code)) hex = false;
  }
  const length = end - start;
  if (letters + digits === 0) return length === 1 ? character(text.charCodeAt(start)) : text.slice(start, end);
  const first = text.charCodeAt(start);
  if (letters === 0 || runs > 1 || isNumberStart(text, start)) return SLOT;
  // Six hex digits with a 0–9 among them, or eight without: `facade` and `decade` are words.
  if (hex && length >= (digits > 0 ? 6 : 8)) return SLOT;
  // A drive: `C:\\Users`.
  if (length > 2 && text.charCodeAt(start + 1) === COLON) return SLOT;
  if (slashes > 0 && (first === SLASH || first === BACKSLASH || first === TILDE || dots > 0)) return SLOT;
  if (ats === 1 && isMailAddress(text, start, end)) return SLOT;
  if (dots > 0 && upper === 0 && slashes === 0 && ats === 0 && isHostName(text, start, end)) return SLOT;
  if (length >= 20 && text.startsWith('eyJ', start)) return SLOT;
  if (digits === 0) return text.slice(start, end);
  // `blk_-123` and `blk_123` are the same shape: a sign behind a joiner belongs to the number.
  const sign = text.charCodeAt(runStart - 1);
  const before = text.charCodeAt(runStart - 2);
  const signed = runStart - 2 >= start && (sign === DASH || sign === PLUS) && (before === UNDERSCORE || before === DOT);
  return `${text.slice(start, signed ? runStart - 1 : runStart)}#${text.slice(runEnd, end)}`;
}

/** Whether a chunk begins as a number does: a digit, or a digit behind a sign, `$`, `#`, `~` or a point. */
function isNumberStart(text: string, start: number): boolean {
  const first = text.charCodeAt(start);
  if (isDigit(first)) return true;
  if (!isDigit(text.charCodeAt(start + 1))) return false;
  return first === DASH || first === PLUS || first === DOT || first === 36 || first === 35 || first === TILDE;
}

function isMailAddress(text: string, start: number, end: number): boolean {
  const at = text.indexOf('@', start);
  if (at <= start || at >= end - 3) return false;
  const dot = text.indexOf('.', at);
  return dot > at + 1 && dot < end - 1;
}
