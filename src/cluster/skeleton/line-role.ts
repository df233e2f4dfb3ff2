import { AT, CAUSE, TRACE } from './trace-tokens.ts';
import { isErrorType } from './traces/error-type.ts';

/**
 * What an entry may be in a stack trace of which each line is an entry of its own. `thrown` names the exception; `error`
 * does so too, and shows frames itself. `mark` and `chain` stand between a line that names one and its frames, or between
 * two traces of one chain.
 */
export type LineRole = 'opening' | 'frame' | 'mark' | 'chain' | 'error' | 'thrown';

/** Tokens before an exception's name: what a logger puts there, and what failed. */
const MOST_BEFORE = 40;
const HEADER = ['Traceback', '(', 'most', 'recent', 'call', 'last', ')', ':'] as const;
const CHAINS = [
  ['During', 'handling', 'of', 'the', 'above', 'exception'],
  ['The', 'above', 'exception', 'was', 'the', 'direct', 'cause'],
] as const;
/** What Node writes before the exceptions that an AggregateError is made of. */
const MEMBERS = ['[', 'errors', ']', ':', '['] as const;
/** What Go's runtime panics with: see go-recovered.ts. */
const RUNTIME_PANICS = [
  ['runtime', 'error', ':'],
  ['assignment', 'to', 'entry', 'in', 'nil', 'map'],
  ['send', 'on', 'closed', 'channel'],
  ['close', 'of', 'closed', 'channel'],
  ['close', 'of', 'nil', 'channel'],
  ['interface', 'conversion', ':'],
] as const;
const MODULE = /^(?:[A-Za-z_][\w#]{0,80}\.){1,12}$/;
const CLASS = /^[A-Z]\w{0,80}$/;

/** What a thread dump says above the frames of a thread. */
const STATE_OF_THREAD = 'java.lang.Thread.State';

/** The role of an entry by its skeleton; null where it is no line of a trace. */
export function lineRole(tokens: readonly string[]): LineRole | null {
  const [first = ''] = tokens;
  if (first === AT || (first === TRACE && tokens[1] === AT)) return 'frame';
  if (first === CAUSE) return 'mark';
  if (tokens.includes(AT)) return 'error';
  if (first === 'goroutine' || opensMembers(tokens)) return 'mark';
  if (HEADER.every((token, at) => tokens.at(at - HEADER.length) === token)) return 'opening';
  if (CHAINS.some((chain) => chain.every((token, at) => tokens[at] === token))) return 'chain';
  return placeOfType(tokens) === -1 || tokens.includes(TRACE) ? null : 'thrown';
}

/** Whether the exceptions follow that another one is made of. */
export function opensMembers(tokens: readonly string[]): boolean {
  return tokens.length === MEMBERS.length && MEMBERS.every((token, at) => tokens[at] === token);
}

/** The exception that a line begins with; empty where it begins otherwise. */
export function leadingType(tokens: readonly string[]): string {
  return placeOfType(tokens) === 0 ? (tokens[0] ?? '') : '';
}

/** Of Go: what its web server says of a panic, and what Kubernetes' code does. */
function isAfterPanic(tokens: readonly string[], at: number): boolean {
  return tokens[at] === 'panic' && (tokens[at + 1] === 'serving' || tokens[at - 2] === 'Observed');
}

/** Exceptions go by any name, `queue.Empty`, `OutOfStock: no more`; `Order: 5` and `INFO: …` name no class. */
function isClassName(token: string): boolean {
  const at = token.lastIndexOf('.') + 1;
  const name = token.slice(at);
  if (!CLASS.test(name) || !/[a-z]/.test(name)) return false;
  return at === 0 ? /.[A-Z]/.test(name) : MODULE.test(token.slice(0, at));
}

/** All that is said of it by who recovered from a panic of Go's runtime. */
function isRuntimePanic(tokens: readonly string[]): boolean {
  return RUNTIME_PANICS.some((panic) => panic.every((token, at) => tokens[at] === token));
}

function placeOfType(tokens: readonly string[]): number {
  const [first = '', second = ':'] = tokens;
  if (isRuntimePanic(tokens)) return 0;
  if (first === STATE_OF_THREAD) return -1;
  if (second === ':' && (first === 'panic' || isClassName(first))) return 0;
  return tokens.slice(0, MOST_BEFORE).findIndex((token, at) => {
    const isBare = at === 0 || tokens[at - 1] === ':' || tokens[at + 1] === ':';
    return isAfterPanic(tokens, at) || isErrorType(token, isBare);
  });
}
