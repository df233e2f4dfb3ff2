import { WordSet } from './word-set.ts';

/**
 * Currencies (ISO 4217), which stand before or behind an amount; not those that are words of a log: `ALL`, `TOP`, `TRY`,
 * and `NOK`, which is no `OK`.
 */
export const CURRENCY_CODES: ReadonlySet<string> = new Set(
  'EUR USD GBP CHF JPY CNY SEK DKK PLN CZK HUF RON AUD CAD NZD SGD HKD INR BRL MXN ZAR KRW € £ ¥ ₹'.split(' '),
);

/** Units of size and time that say nothing beside their number, and time zones. */
export const UNITS = new WordSet(
  (
    '% B b kB KB kb Kb MB mb Mb GB gb Gb TB tb PB KiB MiB GiB TiB kib mib gib bytes byte Bytes Byte bits bit ' +
    'ns us µs μs ms s h sec secs second seconds min mins minute minutes hr hrs hour hours day days week weeks ' +
    'msec msecs usec usecs nsec millis microseconds microsecond milliseconds millisecond nanoseconds nanosecond ' +
    'Hz kHz MHz GHz kbps Mbps Gbps ' +
    'UTC GMT Z AM PM am pm PST PDT MST MDT CST CDT EST EDT CET CEST EET EEST MSK BST WET IST JST KST HKT SGT AEST AEDT'
  )
    .split(' ')
    .concat([...CURRENCY_CODES]),
);

export const HTTP_METHODS = new WordSet('GET POST PUT PATCH DELETE HEAD OPTIONS'.split(' '));

/** Currencies in front of a number. */
export const CURRENCIES = new WordSet(CURRENCY_CODES);

/** Names of days and months, long and short. `May` is one only in front of a number, where it is looked up. */
export const DAYS_AND_MONTHS = new WordSet(
  (
    'Mon Tue Wed Thu Fri Sat Sun Monday Tuesday Wednesday Thursday Friday Saturday Sunday ' +
    'Jan Feb Mar Apr May Jun Jul Aug Sep Sept Oct Nov Dec ' +
    'January February March April June July August September October November December'
  ).split(' '),
);

/** Keys, or ends of keys (`grpc_code`), whose quoted value is the message itself, or says what went wrong: its words are kept. */
export const SPEAKING: ReadonlySet<string> = new Set(
  (
    'msg message error err exception reason cause desc description detail details type event kind code status state ' +
    'level severity op operation action method verb result outcome phase stage verdict decision health condition mode ' +
    'signal errno enabled role response'
  ).split(' '),
);
export const SPEAKING_KEYS = new WordSet(SPEAKING);

/** Nouns behind which a quoted word is the name of one of many: of people, of machines and their addresses. */
export const NAMING_NOUNS: ReadonlySet<string> = new Set(
  (
    'user username login account customer tenant member client email ' +
    'host hostname vhost node peer pod device address ip session'
  ).split(' '),
);
export const NAMING_NOUN_WORDS = new WordSet(NAMING_NOUNS);

/** How languages write that there is no value. */
export const MISSING_VALUES: ReadonlySet<string> = new Set('null none nil None Null NULL undefined nan NaN'.split(' '));
export const MISSING_WORDS = new WordSet(MISSING_VALUES);

/** Whether a chunk of text is more than a sign, a number or an id in hex, of which any letter could be a digit. */
export function isWordLike(chunk: string): boolean {
  return chunk.length > 1 && /[g-zG-Z]|[^\u0000-\u007f]/.test(chunk);
}

/** The last part of a key, in small letters, which says what it holds: `code` of `grpc.code` and of `statusCode`. */
export function lastPart(key: string): string {
  const part = key.slice(Math.max(key.lastIndexOf('.'), key.lastIndexOf('_'), key.lastIndexOf('-')) + 1);
  const camel = part.search(/[A-Z][a-z]+$/);
  return (camel > 0 ? part.slice(camel) : part).toLowerCase();
}
