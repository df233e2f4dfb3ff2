import type { Frame } from '../../model/cluster.ts';
import { describeException, problemKey } from '../exception.ts';
import { CONSTANT, tokenKind, WEIGHT_MASK, WORD } from '../merge/token-kind.ts';
import { VALUE_SEPARATORS } from '../skeleton/separators.ts';
import { SLOT } from '../skeleton/skeleton.ts';
import { AT, CAUSE, LINES, TRACE } from '../skeleton/trace-tokens.ts';
import { compareTokens } from '../token-key.ts';
import type { TemplateExample } from './known-templates.ts';

/** Two values of such a weight make a slot (see merge/thresholds.ts): it is one, though only one was seen so far. */
const WEIGHT_OF_A_NAME = 20;
const SECONDS_AN_HOUR = 3600;

/** A skeleton with what naming its template may need. */
export interface SeenSkeleton {
  readonly tokens: readonly string[];
  /** When its first entry was written, in seconds since 1970. */
  readonly since: number;
  /** What one of its entries says. */
  readonly example: TemplateExample;
}

/** What a template with a stack trace says of where it comes from. */
export interface TraceParts {
  /** Type and message of the root exception. */
  readonly error: readonly string[];
  /** File and function of the frames that tell, innermost last. */
  readonly frames: readonly string[];
}

/**
 * What a pattern is known by: the tokens its fingerprint is made of. It must be the same for an hour of a log as for
 * the whole day, which shows more values, so it rests on
 * - the skeletons of the clock hour in which the pattern first appears: a later hour adds to the pattern, not to its name;
 * - no name that a machine gave: a second one would make a slot of it;
 * - of a stack trace, its root exception only, and the place where that was thrown only where type and message do not
 *   say which problem it is (exception.ts). Who called, what wrapped it and what was logged with it may change.
 */
export function identityOf(skeletons: readonly SeenSkeleton[]): readonly string[] {
  return identityOfTokens(firstShown(skeletons));
}

/** The same for the tokens of a template; those of known ones are asked for again in each run of a process. */
export function identityOfTokens(tokens: readonly string[]): readonly string[] {
  const known = identities.get(tokens);
  if (known !== undefined) return known;
  const identity = findIdentity(tokens);
  identities.set(tokens, identity);
  return identity;
}

const identities = new WeakMap<readonly string[], readonly string[]>();

function findIdentity(tokens: readonly string[]): readonly string[] {
  const parts = traceParts(tokens);
  if (parts === null) return withoutNames(tokens);
  const home = parts.frames.at(-1) ?? '';
  if (!needsHome(parts.error)) return withoutNames([TRACE, ...parts.error]);
  return [...withoutNames([TRACE, ...parts.error]), AT, home];
}

/** Null where there is no stack trace, or one without a frame or without its exception. */
export function traceParts(tokens: readonly string[]): TraceParts | null {
  const at = tokens.indexOf(AT);
  if (at === -1) return null;
  const error = tokens.slice(tokens.findLastIndex((token) => token === TRACE || token === CAUSE) + 1, at);
  return error.length === 0 ? null : { error, frames: tokens.slice(at).filter((token) => token !== AT) };
}

/** The tokens that the skeletons of the first hour share, and SLOT where they differ. */
function firstShown(skeletons: readonly SeenSkeleton[]): readonly string[] {
  const hourOf = ({ since }: SeenSkeleton): number => Math.floor(since / SECONDS_AN_HOUR);
  const first = skeletons.reduce((hour, skeleton) => Math.min(hour, hourOf(skeleton)), Number.POSITIVE_INFINITY);
  const shown = skeletons.filter((skeleton) => hourOf(skeleton) === first).map(({ tokens }) => tokens);
  // Where optional parts come and go, those as long as the smallest: a choice that no order of entries changes.
  const [one = []] = shown.length === 1 ? shown : [shown.reduce((a, b) => (compareTokens(b, a) < 0 ? b : a))];
  const alike = shown.filter(({ length }) => length === one.length);
  return one.map((token, at) => (alike.every((other) => other[at] === token) ? token : SLOT));
}

/** Whether the same type and message thrown elsewhere is another problem. */
function needsHome([type = '', ...message]: readonly string[]): boolean {
  const end = message.indexOf(LINES);
  // As a message would read: a number is what becomes a slot whatever the words around it.
  const words = (end === -1 ? message : message.slice(0, end)).map((token) => (token === SLOT ? '0' : token));
  const frames: Frame[] = [];
  return problemKey(describeException({ type: type.replace(/:$/, ''), message: words.join(' '), frames })) === null;
}

/** Two words at least stay: without them there is no sentence that the names could be told from. */
function withoutNames(tokens: readonly string[]): string[] {
  const kinds = tokens.map(tokenKind);
  const isName = kinds.map((kind) => (kind & CONSTANT) === 0 && (kind & WEIGHT_MASK) >= WEIGHT_OF_A_NAME);
  const words = kinds.filter((kind, at) => (kind & WORD) !== 0 && !isName[at]).length;
  return words < 2 ? [...tokens] : joinSlots(tokens.map((token, at) => (isName[at] ? SLOT : token)));
}

/** Slots that touch, or that one separator parts, are one: as in merge/template-set.ts. */
function joinSlots(tokens: readonly string[]): string[] {
  const joined: string[] = [];
  for (const token of tokens) {
    if (token === SLOT && joined.at(-1) === SLOT) continue;
    if (token === SLOT && joined.at(-2) === SLOT && VALUE_SEPARATORS.includes(joined.at(-1) ?? ' ')) joined.pop();
    else joined.push(token);
  }
  return joined;
}
