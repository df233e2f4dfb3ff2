/** Codes that are made into a string at once; more would be too many arguments. */
const PIECE = 4096;

/** The tokens among `codes` from `start` to `end`, each of which ends with a 0. */
export function readTokens(codes: Uint16Array, start: number, end: number): string[] {
  const tokens: string[] = [];
  let from = start;
  for (let at = start; at < end; at += 1) {
    if (codes[at] !== 0) continue;
    tokens.push(textOf(codes, from, at));
    from = at + 1;
  }
  return tokens;
}

function textOf(codes: Uint16Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += PIECE)
    text += String.fromCharCode(...codes.subarray(at, Math.min(at + PIECE, end)));
  return text;
}
