import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageSkeleton } from '../../src/cluster/skeleton/message-skeleton.ts';
import { PREFIXES } from '../../src/collect/redact/token-prefixes.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { severityInText } from '../../src/collect/severity-in-text.ts';
import { vary } from '../../src/collect/wording/masks.ts';
import { maskWording } from '../../src/collect/wording/write-wording.ts';

const redactor = createRedactor({ key: 'test key', patterns: [] });

/** The text with a mask for each digit and id that may be another; null where it has no wording. */
function wordingOf(text: string): string | null {
  const json = Buffer.from(JSON.stringify(text));
  const masked = Buffer.from(json);
  return maskWording(json, 1, json.length - 1, masked, 0) ? masked.toString('latin1') : null;
}

/** Texts with other digits in place of the masked ones; those among them that are of the same wording. */
function others(text: string, digits: readonly number[]): string[] {
  const json = Buffer.from(JSON.stringify(text));
  const masked = Buffer.from(json);
  if (!maskWording(json, 1, json.length - 1, masked, 0)) return [];
  let next = 0;
  const other = Buffer.from(json);
  masked.forEach((byte, at) => {
    if (byte > 0x1f) return;
    const digit = digits[next % digits.length] ?? 0;
    next += 1;
    other[at] = (byte <= 6 || (byte === 8 && digit % 2 === 0) ? '0123456789' : 'abcdefabcd').charCodeAt(digit);
  });
  const changed: string = JSON.parse(other.toString('utf8'));
  return wordingOf(changed) === masked.toString('latin1') ? [changed] : [];
}

const number = fc.oneof(
  fc.nat(9),
  fc.nat(99),
  fc.integer({ min: 100, max: 599 }),
  fc.nat(999),
  fc.constantFrom(1062, 1213, 2002, 23505, 40001, 28000),
  fc.nat(99_999),
  fc.nat(9_999_999),
  fc.nat(2 ** 31),
);
const hex = fc
  .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 4, maxLength: 14 })
  .map((letters) => letters.join(''));
const piece = fc.oneof(
  { weight: 6, arbitrary: number.map(String) },
  { weight: 2, arbitrary: hex },
  { weight: 1, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.ipV4() },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ...(
        'HTTP status code error exit exited with returned responded failed Error errno SQLSTATE Not Found page OK rows ' +
        'bytes ms order user u o eth v1. v SPRING P E ORA- 0x8 0x GET POST /cart/ /srv/ https://a.io/x? key= id= msg=" " ' +
        "' ( ) [ ] { } < > , ; : :: . .. ... - -- _ / \\ @ @shop.example.com $ # + +49 % %40 ~ | = ! ? \n \t ERROR WARN " +
        'level= INFO: 2026-01-05 05:23:35,503 T Z at File " line , in (a.js: main.go: goroutine Traceback ssn card ' +
        'Bearer password= token= version Chrome/ é № µs € 💥 Caused by: 10. 127. 169. :A of a the is passed: failed: jobs '
      ).split(' '),
    ),
  },
);
const text = fc
  .array(fc.tuple(piece, fc.constantFrom('', '', ' ', ' ', ' ', '  ', '\n', ',')), { minLength: 1, maxLength: 14 })
  .map((pieces) => pieces.map((parts) => parts.join('')).join(''));
const manyDigits = fc.array(fc.nat(9), { minLength: 1, maxLength: 40 });

/** The text with another digit or letter in every masked place. */
function otherThroughout(text: string): string | null {
  const json = Buffer.from(JSON.stringify(text));
  const masked = Buffer.from(json);
  if (!maskWording(json, 1, json.length - 1, masked, 0)) return null;
  vary(json, masked, 1, json.length - 2, 0);
  return JSON.parse(json.toString('utf8'));
}

/** Which places of a text are hidden, and by what; not which placeholder. */
const hiddenIn = (message: string): string => redactor.text(message).replace(/-[0-9a-f]{4}\]/g, ']');
const literal = (message: string): string => hiddenIn(message).replace(/[0-9a-f]/g, '');

describe('messages of one wording', () => {
  const numRuns = process.env.LONG ? 300_000 : 15_000;

  it('have the same skeleton, unless what was masked stands in it', () => {
    fc.assert(
      fc.property(text, manyDigits, (message, digits) => {
        if (redactor.looksAtNumbers(message)) return;
        const skeletonOf = (each: string) => messageSkeleton(redactor.text(each), null).tokens.join(' ');
        const throughout = otherThroughout(message);
        const skeleton = skeletonOf(message);
        // As the index of skeletons does it: another message tells whether numbers stand in the skeleton.
        if (throughout === null || skeletonOf(throughout) !== skeleton) return;
        for (const other of others(message, digits)) {
          if (skeletonOf(other) !== skeleton) expect([other, skeletonOf(other)]).toEqual([message, skeleton]);
        }
      }),
      { numRuns },
    );
  }, 600_000);

  it('have the same places hidden, and name the same severity', () => {
    fc.assert(
      fc.property(text, manyDigits, (message, digits) => {
        if (redactor.looksAtNumbers(message)) return;
        for (const other of others(message, digits)) {
          if (literal(other) !== literal(message))
            expect([other, hiddenIn(other)]).toEqual([message, hiddenIn(message)]);
          if (severityInText(other) !== severityInText(message)) {
            expect([other, severityInText(other)]).toEqual([message, severityInText(message)]);
          }
        }
      }),
      { numRuns },
    );
  }, 600_000);

  it('never differ in what a token begins with', () => {
    for (const { prefix } of PREFIXES) {
      for (const secret of ['abcdefgh', '0123456789012', 'A1b2C3d4']) {
        const wording = wordingOf(`${prefix}${secret}`);
        if (wording !== null) expect(wording.startsWith(`"${prefix}`), prefix).toBe(true);
      }
    }
  });

  it('are those of ids, counts, times and addresses', () => {
    for (const [one, other] of [
      ['order 17 of u1335 took 12ms', 'order 23 of u8821 took 98ms'],
      ['2025-01-05 05:23:35,595 - mailer - INFO - sent', '2027-11-25 15:21:05,112 - mailer - INFO - sent'],
      ['2025-01-05T05:23:35.595Z done', '2027-02-06T11:00:00.001Z done'],
      ['run 980fdd4c-46ee-4fa1-a9c7-a60e4461912a', 'run 6ffbe69b-560e-4392-b731-3e31c61ab6cb'],
      ['read /srv/a8048ae6.csv', 'read /srv/b0052bc1.csv'],
      ['login of jo from 10.129.183.20', 'login of jo from 10.131.204.64'],
      ['File "/app/a.py", line 315, in f\nValueError: 12', 'File "/app/a.py", line 389, in f\nValueError: 98'],
      ['goroutine 17 [running]: 0xc000010000', 'goroutine 98 [running]: 0xc000020003'],
    ] as const) {
      expect(wordingOf(one)).not.toBeNull();
      expect(wordingOf(other), other).toBe(wordingOf(one));
    }
  });

  it('are not those of codes, versions and machines of their own', () => {
    for (const [one, other] of [
      ['failed with status 503', 'failed with status 404'],
      ['404 Not Found', '503 Not Found'],
      ['Error 1062: duplicate', 'Error 1063: duplicate'],
      ['SQLSTATE 23505', 'SQLSTATE 23599'],
      ['listening on 127.0.0.1', 'listening on 128.0.0.1'],
      ['lib 1.2.3.4.5', 'lib 1.2.3.4.6'],
      ['a%40b.example', 'a%41b.example'],
      ['0x80131904', '0xc0131904'],
      ['ya29.a0', 'ya30.a0'],
    ] as const) {
      const wording = wordingOf(one);
      if (wording !== null) expect(wordingOf(other), other).not.toBe(wording);
    }
    expect(wordingOf('card 4111 1111 1111 1111')).toBeNull();
    expect(wordingOf('call +49 170 1234567')).toBeNull();
    expect(wordingOf('listening on ::1')).toBeNull();
  });
});
