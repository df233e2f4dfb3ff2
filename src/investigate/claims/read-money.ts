import { DIGITS } from './numerals.ts';
import { FREE, inWords, quantity, SCALE, SPACE, scaleOf, WORDS } from './quantity.ts';
import type { Quantity, Reading } from './token.ts';

const CURRENCIES: Readonly<Record<string, string>> = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  us$: 'USD',
  usd: 'USD',
  dollar: 'USD',
  buck: 'USD',
  eur: 'EUR',
  euro: 'EUR',
  gbp: 'GBP',
  pound: 'GBP',
  jpy: 'JPY',
  yen: 'JPY',
  chf: 'CHF',
  cent: 'cent',
  // Told without a currency: what a year or a month brings in.
  arr: 'any',
  mrr: 'any',
};
const CURRENCY_WORD = '(USD|EUR|GBP|JPY|CHF|dollars?|bucks|euros?|pounds|yen|cents|ARR|MRR)(?!\\w)';

/** How money is written. Every pattern is linear on any input. */
export const MONEY_READINGS: readonly Reading[] = [
  {
    kind: 'money',
    pattern: new RegExp(`(US\\$|[$€£¥])${SPACE}(${DIGITS})${SCALE}?`, 'gi'),
    read: ([, sign, digits, letter, word]) => money(sign, digits, letter ?? word),
  },
  {
    kind: 'money',
    pattern: new RegExp(`(?<!\\w)(USD|EUR|GBP|JPY|CHF)${SPACE}(${DIGITS})${SCALE}?`, 'gi'),
    read: ([, name, digits, letter, word]) => money(name, digits, letter ?? word),
  },
  {
    kind: 'money',
    pattern: new RegExp(`${FREE}(${DIGITS})${SCALE}?${SPACE}(?:€|(?:US )?${CURRENCY_WORD})`, 'giu'),
    read: ([, digits, letter, word, name]) => money(name ?? '€', digits, letter ?? word),
  },
  {
    kind: 'money',
    pattern: new RegExp(`(?<![\\w-])(${WORDS}) (?:US )?${CURRENCY_WORD}`, 'gi'),
    read: ([, words, name]) => inWords(words, `money ${currencyOf(name)}`, 1),
  },
];

function money(name: string | undefined, digits: string | undefined, scale: string | undefined): Quantity {
  return quantity(`money ${currencyOf(name)}`, digits, scaleOf(scale));
}

function currencyOf(name: string | undefined): string {
  const lower = (name ?? '').toLowerCase();
  return CURRENCIES[lower] ?? CURRENCIES[lower.replace(/s$/, '')] ?? lower;
}
