import type { ThrownError } from '../../model/cluster.ts';
import {
  describeException,
  homeOf,
  innermostFrame,
  isEveryday,
  isGenericWord,
  type RootException,
  topOwnFrame,
} from '../exception.ts';
import { headOf } from '../head.ts';
import { firstLine } from '../member.ts';
import { isSlip } from '../slips.ts';
import { keyOf } from '../token-key.ts';
import { peerIn } from './peer.ts';

/** `'orders'`, `"shop.cart"`, `` `db/init` ``; not the apostrophe of `can't`. */
const QUOTED = /(?<![\p{L}\p{N}])(["'`])([\w@$./\\:-]{2,200})\1/gu;
const URL = /\bhttps?:\/\/[^\s'"`<>)\]]{1,300}/g;
const PATH = /(?<![\w:/.])\/(?:[\w.@-]{1,100}\/){0,20}[\w.@-]{1,100}/g;
/** `shop.cart.load`, `config.yaml`, `api.example.com` */
const DOTTED = /(?<![\w./@-])[A-Za-z_][\w-]{1,80}(?:\.[A-Za-z_][\w-]{1,80}){1,12}(?![\w/])/g;
const VARIABLE = /\b[A-Z][A-Z0-9]{1,40}(?:_[A-Z0-9]{1,40}){1,8}\b/g;
const OF_SETTINGS = /\benvironment\b|\benv\b|\bvariable\b|\bsetting\b|\bconfig/i;
/** Names of exceptions and of encodings are in messages about anything. */
const ANYWHERE =
  /(?:Error|Exception|Timeout|Failure|Rejection)$|^(?:utf-?8|utf-?16|ascii|latin-?1|str|bytes|int|none|nonetype|object)$|\b(?:exc|errors)\b/i;

/**
 * The last exception of a chain. Where its own frames are a library's (`Caused by: … Read timed out`), the application's
 * that stand in what was thrown for it say where it was.
 */
export function describeRoot(thrown: readonly ThrownError[]): RootException | null {
  const error = thrown.at(-1);
  if (error === undefined) return null;
  const described = { ...describeException({ ...error, message: saidBy(error) }), error };
  const around = thrown.findLast((one) => topOwnFrame(one) !== null);
  const home = homeOf(around === undefined ? innermostFrame(error) : topOwnFrame(around));
  const isQuotable = !isEveryday(error.message) || namesIn(error.message).length > 0;
  return { ...described, home, specific: described.specific && isQuotable };
}

/**
 * Two exceptions with the same key are one problem: those that name the same thing, peer, file or address as it is
 * written, or that say the same where the same function threw it. Null: it says too little to be compared with anything.
 */
export function joinKey({ error, type, words, home }: RootException): string | null {
  if (isAnnouncement(error) && saidBy(error) === firstLine(error.message)) return null;
  const names = isSlip(type, error.message) || isAnnouncement(error) ? [] : namesIn(error.message);
  if (names.length > 0) return keyOf([type, ...words, '', '', ...names]);
  return home === null ? null : keyOf([type, ...words, '', home]);
}

/**
 * The same for exceptions of one pattern whose messages vary, as in `User 'ann' not found`: type, place, and what their
 * messages have in common. Null where they have no place in common, or no port of those that were called.
 */
export function sharedKey(roots: readonly RootException[]): string | null {
  const [first] = roots;
  if (first === undefined || first.home === null) return null;
  const { type, home } = first;
  if (roots.some((other) => other.type !== type || other.home !== home)) return null;
  const ports = new Set(roots.map(({ error }) => portIn(error.message)));
  if (ports.size > 1) return null;
  const said = roots.map(({ words }) => new Set(words));
  const common = [...new Set(first.words)].filter((word) => said.every((words) => words.has(word)));
  return keyOf([type, '', home, ...ports, ...common.sort()]);
}

/** The port of the peer that a message names: what listens there is told by it, wherever it runs. */
function portIn(message: string): string {
  const [, port = ''] = /:(\d{2,5})$/.exec(peerIn(message) ?? '') ?? [];
  return port;
}

/** Lines that are read of what a line announces: gRPC's status and details, the first items of a list. */
const MOST_ANNOUNCED = 2;

/** The line of a message that says what happened, and, where it only announces that, the lines below it. */
function saidBy(error: ThrownError): string {
  if (!isAnnouncement(error)) return firstLine(error.message);
  const lines = error.message.split('\n', 20).map(firstLine);
  return lines
    .filter((line) => line !== '')
    .slice(0, 1 + MOST_ANNOUNCED)
    .join(' ');
}

/** `<_InactiveRpcError of RPC that terminated with:`, `The following errors occurred:` */
function isAnnouncement({ message }: ThrownError): boolean {
  return firstLine(message).endsWith(':');
}

/** What a message names, as it is written; sorted. */
function namesIn(message: string): string[] {
  const line = headOf(firstLine(message));
  const found = [
    ...[...line.matchAll(QUOTED)].map(([, , name = '']) => name),
    ...[URL, PATH, DOTTED, ...(OF_SETTINGS.test(line) ? [VARIABLE] : [])].flatMap((shape) => line.match(shape) ?? []),
  ].filter(isTelling);
  const peer = peerIn(message);
  return [...new Set(peer === null ? found : [...found, peer])].sort();
}

function isTelling(name: string): boolean {
  return /\p{L}.*\p{L}/u.test(name) && !ANYWHERE.test(name) && !isGenericWord(name.toLowerCase());
}
