import type { Pattern, ThrownError } from '../model/cluster.ts';
import { blankSlots } from './blank-slots.ts';
import { innermostFrame, shortType } from './exception.ts';
import { clipAtWord, headlineOf, LONGEST_HEADLINE } from './headline.ts';
import { diesAtStart } from './kind.ts';
import { firstLine, type Member } from './member.ts';
import { SLOT, skeletonOf } from './skeleton.ts';

const LEAST_WORDS = 3;

/** Thrown when code cannot even be loaded: the process that meets it does not come up. */
const CANNOT_LOAD =
  /^(?:ModuleNotFoundError|ImportError|SyntaxError|IndentationError|NoClassDefFoundError)$|^Cannot find module /;

/** A title by code, from the root pattern and what its problem does to the service; at most about 90 characters. */
export function titleOf(root: Member, members: readonly Member[]): string {
  const consequence = consequenceOf(root, members);
  const longest = LONGEST_HEADLINE - consequence.length;
  return `${subjectOf(root, longest)}${consequence}`;
}

function subjectOf(root: Member, longest: number): string {
  if (root.isWordless) return wordlessTitle(root.tokens, longest);
  const { line = '' } = root.voices[0] ?? {};
  const thrown = root.kind === 'exception' ? exceptionTitle(root, longest) : '';
  if (thrown !== '') return thrown;
  const blanked = blankSlots(line, firstLineOf(root.tokens), constantNames(root));
  return (
    (blanked === null ? '' : headlineOf(blanked, longest)) ||
    headlineOf(line, longest) ||
    clipAtWord(line, longest) ||
    '(no message)'
  );
}

/** The root exception's message; with its type and place where the message alone would say too little. */
function exceptionTitle(root: Member, longest: number): string {
  const errors = root.voices.map(({ thrown }) => thrown.at(-1)).filter((error) => error !== undefined);
  const [error] = errors;
  if (error === undefined) return '';
  const message = firstLine(error.message);
  const template = commonTokens(errors.map((other) => skeletonOf(firstLine(other.message))));
  const blanked = blankSlots(message, template, constantNames(root)) ?? message;
  const words = message.match(/\p{L}{2,}/gu)?.length ?? 0;
  if (words >= LEAST_WORDS) return headlineOf(blanked, longest);
  const said = headlineOf(blanked, longest);
  const type = shortType(error.type);
  return clipAtWord(`${said === '' ? type : `${type}: ${said}`}${placeOf(error)}`, longest);
}

/** The part of a template that stands for the first line: up to a mark such as `<trace>` (see message-skeleton.ts). */
function firstLineOf(tokens: readonly string[]): readonly string[] {
  const end = tokens.findIndex((token) => token !== SLOT && /^<[a-z]+>$/.test(token));
  return end === -1 ? tokens : tokens.slice(0, end);
}

/** Names that all entries of a pattern quote; an id or an address is no name, though it may be the only one so far. */
function constantNames({ summary }: Member): string[] {
  return (summary.commonNames ?? []).filter((name) => !/\d{4}|\d\D+\d/.test(name));
}

function placeOf(error: ThrownError): string {
  const name = innermostFrame(error)?.function ?? '';
  return /^[\p{L}_$][\p{L}\p{N}_$.]{1,40}$/u.test(name) ? ` in ${name}` : '';
}

/** What examples have in common, token by token; the first one's tokens where they are not of one length. */
function commonTokens([first = [], ...others]: readonly (readonly string[])[]): string[] {
  const alike = others.filter((other) => other.length === first.length);
  return first.map((token, i) => (alike.every((other) => other[i] === token) ? token : SLOT));
}

/** `GET /api/users/… answered with 500` */
function wordlessTitle([first = '', path = '', ...rest]: readonly string[], longest: number): string {
  const status = rest.at(-1);
  if (!/^\d{3}$/.test(status ?? '')) {
    const keys = [path, ...rest].filter((key) => key !== '').join(', ');
    return clipAtWord(keys === '' ? 'Entries without a message' : `Entries without a message: ${keys}`, longest);
  }
  const method = first === SLOT ? 'Requests' : first;
  const target = path === SLOT ? (first === SLOT ? '' : ' requests') : ` ${path.replaceAll(SLOT, '…')}`;
  return clipAtWord(`${method}${target} answered with ${status}`, longest);
}

/** What the problem does to the process, where another pattern than the root shows it. */
function consequenceOf(root: Member, members: readonly Member[]): string {
  const kinds = new Set<Pattern['kind']>(members.map(({ kind }) => kind));
  const dies = kinds.has('exit') || kinds.has('worker-death');
  const isLifecycle = root.kind === 'exit' || root.kind === 'worker-death' || root.kind === 'cannot-start';
  if (isLifecycle) return '';
  const atStart = members.some(({ kind, voices }) => kind === 'worker-death' && diesAtStart(voices[0]?.line ?? ''));
  if (kinds.has('cannot-start') || atStart || (dies && cannotLoad(root))) return ': service cannot start';
  if (kinds.has('exit')) return ': container exits';
  return kinds.has('worker-death') ? ': worker dies' : '';
}

function cannotLoad({ voices }: Member): boolean {
  const error = voices[0]?.thrown.at(-1);
  return error !== undefined && (CANNOT_LOAD.test(shortType(error.type)) || CANNOT_LOAD.test(error.message));
}
