import { needsHome } from '../names/identity.ts';
import { AT, TRACE } from '../skeleton/trace-tokens.ts';
import { isErrorType } from '../skeleton/traces/error-type.ts';

/**
 * What an entry may be in a stack trace of which each line is an entry of its own: `error` names the exception, and
 * `thrown` does so where that says too little: the same thrown elsewhere is another problem. `mark` and `chain` stand
 * between a line that names one and its frames, or between two traces of one chain.
 */
export type LineRole = 'opening' | 'frame' | 'mark' | 'chain' | 'error' | 'thrown';

/** Tokens before an exception's name: what a logger puts there. */
const MOST_BEFORE = 12;
const HEADER = ['Traceback', '(', 'most', 'recent', 'call', 'last', ')', ':'] as const;
const CHAINS = [
  ['During', 'handling', 'of', 'the', 'above', 'exception'],
  ['The', 'above', 'exception', 'was', 'the', 'direct', 'cause'],
] as const;

/** The role of an entry by its skeleton; null where it is no line of a trace. */
export function lineRole(tokens: readonly string[]): LineRole | null {
  const [first = ''] = tokens;
  if (first === AT || (first === TRACE && tokens[1] === AT)) return 'frame';
  if (tokens.includes(AT)) return 'error';
  if (first === 'goroutine') return 'mark';
  if (HEADER.every((token, at) => tokens.at(at - HEADER.length) === token)) return 'opening';
  if (CHAINS.some((chain) => chain.every((token, at) => tokens[at] === token))) return 'chain';
  const at = placeOfType(tokens);
  if (at === -1) return null;
  return !tokens.includes(TRACE) && needsHome(errorAt(tokens, at)) ? 'thrown' : 'error';
}

/** The exception's name, of the skeleton of a line that has one. */
export function typeIn(tokens: readonly string[]): string {
  return tokens[placeOfType(tokens)] ?? '';
}

function placeOfType(tokens: readonly string[]): number {
  if (tokens[0] === 'panic' && tokens[1] === ':') return 0;
  return tokens.slice(0, MOST_BEFORE).findIndex((token, at) => isErrorType(token, at === 0));
}

/** Type and message, as the skeleton of a whole trace has them. */
function errorAt(tokens: readonly string[], at: number): string[] {
  const said = tokens.slice(at + 1);
  return [`${tokens[at] ?? ''}:`, ...(said[0] === ':' || said[0] === ')' ? said.slice(1) : said)];
}
