import type { Backing } from '../../model/backing.ts';
import { equalMoments, equalQuantities } from './equal.ts';
import { speaksOf } from './read-numbers.ts';
import type { Quantity, Sense, Token } from './token.ts';
import { tokensIn } from './tokens.ts';

/** One backing, read once for all claims. */
export interface Ground extends Omit<Backing, 'text'> {
  /** Without code type, white space folded. */
  readonly text: string;
  readonly lower: string;
  /** What stands in it is no number, no time, no reference. */
  readonly namesOnly: boolean;
  readonly tokens: readonly Token[];
}

/** `1. ` at the start of a line counts nothing. */
const LIST_MARKER = /^[ \t]{0,12}\d{1,3}[.)](?= )/gm;

/** Ids of grounds that give names alone. */
const NAMES_ONLY = 'name:';

/** Reads what backs the claims of a report. Linear in its length. */
export function readGrounds(backing: readonly Backing[]): Ground[] {
  return backing.map(({ id, kind, text }) => {
    // Code type in what backs a claim is no reason to hide the numbers inside.
    const said = text.normalize('NFC').replaceAll('`', ' ');
    const readable = said.replaceAll(LIST_MARKER, ' ');
    const folded = foldSpace(said);
    const namesOnly = id.startsWith(NAMES_ONLY);
    const tokens = namesOnly ? [] : withFactors(readable, tokensIn(readable));
    return { id, kind, text: folded, lower: folded.toLowerCase(), namesOnly, tokens };
  });
}

function foldSpace(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Whether the ground says what the token says, in any notation, of the same noun. */
export function says(ground: Ground, { sense, counted }: Token): boolean {
  if (counted !== null && !speaksOf(ground.text, counted)) return false;
  switch (sense.is) {
    case 'quantity':
      return ground.tokens.some((token) => isSameNumber(sense, token.sense));
    case 'vague':
      return ground.tokens.some(({ sense: known }) => isWithin(known, sense));
    case 'moment':
      return ground.tokens.some(({ sense: known }) => known.is === 'moment' && equalMoments(sense, known));
    case 'reference':
      return isAbout(ground, sense.number, sense.repository);
    case 'place':
      return (
        ground.tokens.some(
          ({ sense: known }) =>
            known.is === 'place' && known.line === sense.line && isEndOfPath(sense.file, known.file),
        ) || occursWhole(`${sense.file}:${sense.line}`, ground.text)
      );
    case 'citation':
      return ground.kind === 'evidence' && ground.id === sense.id;
    case 'commit':
      return ground.tokens.some(({ sense: known }) => known.is === 'commit' && known.sha.startsWith(sense.sha));
    case 'url':
      return ground.tokens.some(
        ({ sense: known }) => known.is === 'url' && plainUrl(known.url) === plainUrl(sense.url),
      );
    case 'host':
      return ground.tokens.some(({ sense: known }) => isHost(known, sense.host));
    case 'text':
      return isSameText(ground, foldSpace(sense.text.normalize('NFC')));
  }
}

/** Whether a quotation stands there word for word; parts left out are marked by `…`. In code type, capitals count. */
export function quotes(ground: Ground, inner: string, exactly: boolean): boolean {
  const text = exactly ? ground.text : ground.lower;
  let at = 0;
  for (const part of partsOf(inner.normalize('NFC').replaceAll('`', ' '))) {
    const found = findWhole(exactly ? part : part.toLowerCase(), text, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at > 0;
}

function partsOf(inner: string): string[] {
  return inner
    .split(/\[?(?:…|\.\.\.)\]?/)
    .map((part) => foldSpace(part).replace(/(?<![.,;:!?])[.,;:!?]+$/, ''))
    .filter((part) => part !== '');
}

/** Beside something else that can be read, a text begins where that ends: in both alike. */
function isSameText({ text, tokens }: Ground, value: string): boolean {
  return occursWhole(value, text) || tokens.some(({ sense }) => sense.is === 'text' && foldSpace(sense.text) === value);
}

/** As a whole: `session` is not backed by `sessions`. */
function occursWhole(value: string, text: string): boolean {
  return findWhole(value, text, 0) !== -1;
}

function findWhole(value: string, text: string, from: number): number {
  if (value === '') return -1;
  for (let at = text.indexOf(value, from); at !== -1; at = text.indexOf(value, at + value.length)) {
    const before = isInside(text.charAt(at - 1), value.charAt(0));
    const after = isInside(value.charAt(value.length - 1), text.charAt(at + value.length));
    if (!before && !after) return at;
  }
  return -1;
}

function isInside(edge: string, next: string): boolean {
  return /[\p{L}\p{N}_]{2}/u.test(edge + next);
}

function isSameNumber(claim: Quantity, known: Sense): boolean {
  if (known.is === 'place') return claim.of === 'line' && claim.printed === known.line;
  return known.is === 'quantity' && equalQuantities(claim, known);
}

function isWithin(known: Sense, { of, from, below }: Extract<Sense, { is: 'vague' }>): boolean {
  if (known.is === 'vague') return known.of === of && known.from === from && known.below === below;
  if (known.is !== 'quantity' || known.of !== of) return false;
  const value = known.printed * known.unit;
  return value >= from && value < below;
}

const ISSUE_URL = /^https:\/\/[^/\s]{1,200}\/([^/\s]{1,40}\/[^/\s]{1,100})\/(?:issues|pull)\/(\d{1,10})(?![\w])/;

function isAbout({ id, kind, tokens }: Ground, number: number, repository: string | null): boolean {
  if (
    repository === null &&
    kind === 'tracker' &&
    id.startsWith(`#${number}`) &&
    !/^\d/.test(id.slice(1 + String(number).length))
  )
    return true;
  return tokens.some(({ sense }) => {
    if (sense.is === 'reference') return sense.number === number && sense.repository === repository;
    const [, where, of] = sense.is === 'url' ? (ISSUE_URL.exec(sense.url) ?? []) : [];
    if (of === undefined || Number(of) !== number) return false;
    return repository === null || where?.toLowerCase() === repository.toLowerCase();
  });
}

function isEndOfPath(claimed: string, known: string): boolean {
  return known === claimed || known.endsWith(`/${claimed}`);
}

function isHost(known: Sense, claimed: string): boolean {
  const [host = '', ...path] = claimed.split('/');
  if (known.is === 'host') return known.host === claimed || (path.length === 0 && known.host.split('/')[0] === host);
  if (known.is !== 'url') return false;
  const rest = plainUrl(known.url).replace(/^[a-z][a-z0-9+-]*:\/\//, '');
  return path.length === 0 ? rest.split(/[/?#]/)[0] === host : rest.toLowerCase() === plainUrl(claimed);
}

function plainUrl(url: string): string {
  const [, start = '', rest = ''] = /^([a-z0-9+-]*:?\/?\/?[^/?#]*)(.*)$/is.exec(url) ?? [];
  return start.toLowerCase() + rest.replace(/\/$/, '');
}

/** `2 → 4` also says that it doubled. */
function withFactors(text: string, tokens: readonly Token[]): Token[] {
  const factors = tokens.slice(1).flatMap((token, index): Token[] => {
    const before = tokens[index];
    if (before?.sense.is !== 'quantity' || token.sense.is !== 'quantity' || before.sense.printed === 0) return [];
    if (text.slice(before.at + before.text.length, token.at).trim() !== '→') return [];
    const printed = token.sense.printed / before.sense.printed;
    return [{ ...token, kind: 'factor', sense: { ...token.sense, of: 'factor', printed, unit: 1 } }];
  });
  return [...tokens, ...factors];
}
