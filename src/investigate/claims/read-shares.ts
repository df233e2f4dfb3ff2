import { DIGITS, numberOfWords } from './numerals.ts';
import { inWords, plainQuantity, quantity, SPACE, WORDS } from './quantity.ts';
import type { Quantity, Reading } from './token.ts';

const FACTORS: Readonly<Record<string, number>> = {
  doubl: 2,
  twofold: 2,
  'twice as': 2,
  'an order of magnitude': 10,
  tripl: 3,
  threefold: 3,
  quadrupl: 4,
  fourfold: 4,
  fivefold: 5,
  tenfold: 10,
  hundredfold: 100,
  halv: 0.5,
};

/** Parts of a whole in words, as shares. */
const PARTS: Readonly<Record<string, number>> = {
  half: 1 / 2,
  third: 1 / 3,
  quarter: 1 / 4,
  fifth: 1 / 5,
  tenth: 1 / 10,
};

/** How shares of a whole and factors are written. Every pattern is linear on any input. */
export const SHARE_READINGS: readonly Reading[] = [
  {
    kind: 'share',
    pattern: /(?<![\w.])(\d{1,3}),(\d{1,2}) ?%/g,
    read: ([, whole, tenths]) => quantity('share', `${whole}.${tenths}`, 0.01),
  },
  {
    kind: 'share',
    pattern: new RegExp(`(?<![\\w.])(${DIGITS})(?:${SPACE}%|[ -](?:percent|per cent|pct)(?!\\w))`, 'gi'),
    read: ([, digits]) => quantity('share', digits, 0.01),
  },
  {
    kind: 'share',
    pattern: new RegExp(`(?<![\\w-])(${WORDS}) (?:percent|per cent)(?!\\w)`, 'gi'),
    read: ([, words]) => inWords(words, 'share', 0.01),
  },
  {
    kind: 'share',
    pattern:
      /(?<![\w-])(?<!the )(?:(an?|one|two|three|four|nine|\d)[ -])?(half|third|quarter|fifth|tenth)s?(?= (?:of|the) )/gi,
    read: ([, count = 'one', part = '']) =>
      partOf(/^an?$/i.test(count) ? 1 : (numberOfWords(count) ?? Number(count)), part),
  },
  {
    kind: 'share',
    pattern:
      /(?<![\w.-])(\d{1,4}|one|two|three|four|five|six|seven|eight|nine) (?:in|out of)(?: every)? (\d{1,5}|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)(?![\w.:/-])(?= (?:users|customers|people|requests|calls|responses|visitors|logins|checkouts|orders))/gi,
    read: ([, some = '', all = '']) => ratio(numberOfWords(some) ?? Number(some), numberOfWords(all) ?? Number(all)),
  },
  {
    kind: 'share',
    pattern: /[½⅓¼¾⅔](?= of )/g,
    read: ([part]) => ratio({ '½': 6, '⅓': 4, '¼': 3, '¾': 9, '⅔': 8 }[part] ?? 0, 12),
  },
  {
    kind: 'factor',
    pattern:
      /(?<![\w.])(\d{1,6}(?:\.\d{1,3})?) ?(?:x(?!\w)|×(?= (?:the|as|more|higher|slower|faster|normal|usual))|-?fold(?!\w)|[ -]times (?:as|more|the|higher|slower|faster)(?!\w))/gi,
    read: ([, digits]) => quantity('factor', digits, 1),
  },
  {
    kind: 'factor',
    pattern: /(?<![\w.])[×x](\d{1,6}(?:\.\d{1,3})?)(?!\w|\.\d)/gi,
    read: ([, digits]) => quantity('factor', digits, 1),
  },
  {
    kind: 'factor',
    pattern:
      /(?<!\w)(?:(doubl|tripl|quadrupl|halv)(?:ed|ing|es)|(twofold|threefold|fourfold|fivefold|tenfold|hundredfold|twice as|an order of magnitude))(?!\w)/gi,
    read: ([, stem, word]) => plainQuantity('factor', FACTORS[(stem ?? word ?? '').toLowerCase()] ?? 0),
  },
];

function partOf(count: number, part: string): Quantity | null {
  return ratio(count, 1 / (PARTS[part.toLowerCase()] ?? 1));
}

/** Some of all, as a share told in whole percent. */
function ratio(some: number, all: number): Quantity | null {
  if (!(all > 0) || some > all) return null;
  return {
    is: 'quantity',
    of: 'share',
    printed: Math.round((some / all) * 100),
    unit: 0.01,
    places: 0,
    bound: 'about',
  };
}
