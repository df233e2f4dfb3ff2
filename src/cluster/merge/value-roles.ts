import { isUpperCase } from '../skeleton/scanner/characters.ts';
import { lastPart } from '../skeleton/scanner/words.ts';
import { CONSTANT_WORDS } from './constants.ts';
import { CONSTANT, WORD } from './token-kind.ts';
import { SLOT_ID, type Vocabulary } from './vocabulary.ts';

/** What a token can be in a value of several tokens, as bits. */
export const NAME = 1;
/** `KG`, `TV`: within a name. */
export const SHORT = 1 << 1;
export const PARTICLE = 1 << 2;
/** What follows says what happened. */
export const TELLING = 1 << 3;
/** The same, and no data follows either. */
export const FAULT = 1 << 4;
/** A name that stage 1 has put between quotes. */
export const QUOTED = 1 << 5;
export const QUOTE = 1 << 6;
export const OPEN = 1 << 7;
export const CLOSE = 1 << 8;
/** No word and no value. */
export const MARK = 1 << 9;
export const BOOLEAN = 1 << 10;
/** Behind which a name or a text stands that may be all that is said. */
export const LEAD = 1 << 11;
/** `:` and `=`: before it stands a key. */
export const BEHIND_KEY = 1 << 12;

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words in small letters that stand within names. */
const PARTICLES = words('van von der den de del della di da do dos du la le el al bin ibn ben & .');
const FAULTS = words(
  'error errors err reason cause exception detail failed failure because status state code title warning outcome action ' +
    'level severity op operation kind phase mode role',
);
/** Behind these stands what happened, or data. */
const REPORTS = words('response result event message msg description details type method');
const BOOLEANS = words('true false True False null None nil');

/** The roles of each token of a vocabulary, by its number. */
export function valueRoles({ tokens, kinds }: Vocabulary): Uint16Array {
  return Uint16Array.from(tokens, (token, number) => roleOf(token, number, kinds[number] ?? CONSTANT));
}

function roleOf(token: string, number: number, kind: number): number {
  if (number === SLOT_ID) return NAME;
  if (token.length === 1 && (kind & WORD) === 0) return MARK | roleOfMark(token);
  let role = (kind & WORD) === 0 ? MARK : 0;
  if (mayBeName(token, kind)) role |= NAME;
  if (/^[A-Z]{2,3}$/.test(token) && !CONSTANT_WORDS.has(token.toLowerCase())) role |= SHORT;
  if (PARTICLES.has(token)) role |= PARTICLE;
  if (BOOLEANS.has(token)) role |= BOOLEAN;
  if (token.length > 2 && (token.startsWith("'") || token.startsWith('"'))) role |= QUOTED;
  const last = lastPart(token);
  if (FAULTS.has(last) || /(?:Error|Exception|Warning|Failure):?$/.test(token)) role |= TELLING | FAULT;
  if (REPORTS.has(last)) role |= TELLING;
  return role;
}

function roleOfMark(mark: string): number {
  if (mark === '{' || mark === '[') return OPEN;
  if (mark === '}' || mark === ']') return CLOSE;
  if (mark === ':' || mark === '=') return LEAD | BEHIND_KEY;
  if (mark === '"' || mark === "'" || mark === '`') return QUOTE;
  return mark === '-' ? LEAD : PARTICLES.has(mark) ? PARTICLE : 0;
}

/** `Anna`, `Müller`, `田中`: begins with a capital or with a letter of a script that may have none. */
function mayBeName(token: string, kind: number): boolean {
  if ((kind & CONSTANT) !== 0 || (kind & WORD) === 0) return false;
  const first = token.charCodeAt(0);
  if (first < 0xc0 || first >= 0xd800 || (first >= 0x2000 && first <= 0x2bff)) return isUpperCase(first);
  return token.charAt(0).toUpperCase() === token.charAt(0);
}
