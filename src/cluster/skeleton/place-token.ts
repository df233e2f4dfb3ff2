import { withoutBuildHash } from './build-hash.ts';
import { isBlank, isDigit } from './scanner/characters.ts';
import type { TokenList } from './scanner/token-list.ts';

const LONGEST = 300;
const HASH = 35;
const UNDERSCORE = 95;
const OPEN = 40;
const CLOSE = 41;

const codes = new Uint16Array(LONGEST);

/**
 * Adds file and function as one token: `/app/shop/cart.py(add_item)`. Numbers in them come from a build, not from the
 * code: a run of digits is one `#`, of white space one `_`, a build's hash in a name another `#`.
 */
export function addPlace(path: string, name: string, list: TokenList): void {
  const file = withoutBuildHash(path);
  const size = Math.min(file.length + name.length + 2, LONGEST);
  let length = 0;
  let last = 0;
  for (let at = 0; at < size; at += 1) {
    const code = codeOf(file, name, at);
    const written = isDigit(code) ? HASH : isBlank(code) ? UNDERSCORE : code;
    if (written !== code && written === last) continue;
    codes[length] = written;
    length += 1;
    last = written === code ? 0 : written;
  }
  list.addCodes(codes, length);
}

/** The character at a place of `file(name)`. */
function codeOf(file: string, name: string, at: number): number {
  const behind = at - file.length;
  if (behind < 0) return file.charCodeAt(at);
  return behind === 0 ? OPEN : behind > name.length ? CLOSE : name.charCodeAt(behind - 1);
}
