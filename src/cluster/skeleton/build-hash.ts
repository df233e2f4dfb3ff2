const NAME_END = /^\.[cm]?js$/;
/** What bundlers put in names by default: eight characters (Rollup, Vite, esbuild), or more in hex (webpack, Next.js). */
const HASH_LENGTH = 8;
const HEX = /^[0-9a-f]{8,64}$/;
const [DOT, DASH] = [46, 45];

/**
 * A script's name without the hash of its build: `_server.ts-DaXk2x_7.js` and `main.3f2a9c1b.js` are called anew by every
 * release. Any other name is left as it is.
 */
export function withoutBuildHash(file: string): string {
  const dot = file.lastIndexOf('.');
  if (!file.endsWith('js') || dot < HASH_LENGTH + 1 || !NAME_END.test(file.slice(dot))) return file;
  let start = dot;
  while (start > 0 && isPart(file.charCodeAt(start - 1))) start -= 1;
  const before = file.charCodeAt(start - 1);
  const isBehindName = before === DOT || before === DASH;
  return isBehindName && isHash(file.slice(start, dot)) ? `${file.slice(0, start)}#${file.slice(dot)}` : file;
}

function isPart(code: number): boolean {
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return isLetter || (code >= 48 && code <= 57) || code === 95;
}

/** Hex, digits among letters, as no word has them, or capitals in two places behind small letters. */
function isHash(part: string): boolean {
  if (!/[A-Za-z]/.test(part)) return false;
  if (HEX.test(part)) return true;
  if (part.length !== HASH_LENGTH || !/[A-Z]/.test(part)) return false;
  return /\d/.test(part) || (part.match(/[a-z](?=[A-Z])/g)?.length ?? 0) > 1;
}
