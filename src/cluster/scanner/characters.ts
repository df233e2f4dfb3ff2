/** What a character does in a log line: part it, build a word, or stand alone. */
export const PUNCTUATION = 0;
export const SPACE = 1;
export const LETTER = 2;
export const DIGIT = 3;
/** Joins letters and digits into one chunk: `user_id`, `/var/log`, `a.b.c`. */
export const JOINER = 4;

const CLASSES = new Uint8Array(128);
for (let code = 0; code <= 32; code += 1) CLASSES[code] = SPACE;
CLASSES[127] = SPACE;
for (let code = 48; code <= 57; code += 1) CLASSES[code] = DIGIT;
for (let code = 65; code <= 90; code += 1) CLASSES[code] = CLASSES[code + 32] = LETTER;
for (const joiner of '._-/\\@$#+%~') CLASSES[joiner.charCodeAt(0)] = JOINER;

/** The class of a UTF-16 code unit. Beyond ASCII everything that is not white space counts as a letter. */
export function classOf(code: number): number {
  // NaN, read behind the end, must not count as a letter.
  if (!(code >= 128)) return CLASSES[code] ?? PUNCTUATION;
  const space =
    code === 0x85 || code === 0xa0 || (code >= 0x2000 && code <= 0x200b) || (code >= 0x2028 && code <= 0x2029);
  return space || code === 0x202f || code === 0x3000 || code === 0xfeff ? SPACE : LETTER;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isLowerCase(code: number): boolean {
  return code >= 97 && code <= 122;
}

export function isUpperCase(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** Whether the character is `0`–`9`, `a`–`f` or `A`–`F`. */
export function isHex(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/** One character as a string, without making a new one. */
export function character(code: number): string {
  return ASCII[code] ?? String.fromCharCode(code);
}
