import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSkeletonIndex } from '../../src/cluster/skeleton/skeleton-index.ts';
import { createEntryReader } from '../../src/collect/entry-reader.ts';
import { type Choice, type Reading, readParsed } from '../../src/collect/reading.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { arbitraryEntry } from '../support/arbitrary-entry.ts';
import { plainEntry } from '../support/entries.ts';
import { logEntry } from '../support/log-entries.ts';

const redactor = createRedactor({ key: 'test key', patterns: [] });
const ALL: Choice = { minSeverity: 'DEFAULT', window: null };

/** Readings of lines one after the other by one reader, each with its skeleton, and the same of each line parsed by itself. */
function compare(lines: readonly string[], read = createEntryReader(ALL, redactor)): { wordings: number } {
  const index = createSkeletonIndex();
  const parsedIndex = createSkeletonIndex();
  let wordings = 0;
  for (const line of lines) {
    const bytes = Buffer.from(`${line}\n    `);
    const own = read(bytes, 0, bytes.length - 5);
    const parsed = readParsed(JSON.parse(line), line, ALL, redactor);
    const [mine, theirs] = [describeReading(own, index), describeReading(parsed, parsedIndex)];
    if (!isDeepStrictEqual(mine, theirs)) expect(mine).toEqual(theirs);
    expect(bytes.toString('utf8', 0, bytes.length - 5)).toBe(line);
    if (own !== null && typeof own !== 'string' && own.kept?.wording) wordings += 1;
  }
  return { wordings };
}

function describeReading(reading: Reading | string | null, index: ReturnType<typeof createSkeletonIndex>) {
  if (reading === null || typeof reading === 'string' || reading.kept === null) return null;
  // First, as it is done where entries are counted: nothing of the entry was asked for yet.
  const skeleton = index.tokensOf(index.idOf(reading.kept));
  return { skeleton, hidden: reading.hidden, entry: plainEntry(reading.kept) };
}

/** The value with other digits in its texts; `shift` 0 gives the same. */
function withOtherDigits(value: unknown, shift: number): unknown {
  if (typeof value === 'string') return value.replace(/\d/g, (digit) => String((Number(digit) * 7 + shift) % 10));
  if (Array.isArray(value)) return value.map((part) => withOtherDigits(part, shift));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withOtherDigits(part, shift)]));
}

function variations(entry: Record<string, unknown>): string[] {
  return [0, 1, 2, 3, 4, 5].map((shift) => {
    const { jsonPayload, textPayload, ...rest } = entry;
    const said = { jsonPayload: withOtherDigits(jsonPayload, shift), textPayload: withOtherDigits(textPayload, shift) };
    return JSON.stringify({ ...rest, ...said });
  });
}

const python = (order: number, id: string) =>
  `Traceback (most recent call last):\n  File "/app/shop/orders.py", line 315, in create\n    save(order)\n` +
  `  File "/app/shop/store.py", line ${order}, in save\n    raise OutOfStock(${order})\nshop.errors.OutOfStock: product ${order} of ${id}`;

describe('reading an entry by the wording of its message', () => {
  it('compares an error that stands above a stack with the message by itself, and takes none for hidden', () => {
    const line = (n: number) => {
      const { textPayload: _, ...entry } = logEntry({ insertId: `code-${n}` });
      const stacktrace = 'main.run\n\t/app/x.go:1';
      return JSON.stringify({ ...entry, jsonPayload: { msg: 'code 7 bad', error: `code ${n} bad`, stacktrace } });
    };
    compare([7, 5, 6, 7, 8].map(line));
    expect(readParsed(JSON.parse(line(7)), line(7), ALL, redactor)).toMatchObject({ hidden: false });
  });

  it('says what JSON.parse says of entries that are alike but for digits', () => {
    fc.assert(
      fc.property(arbitraryEntry, (value) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
        compare(variations({ ...value }));
      }),
      { numRuns: process.env.LONG ? 5_000 : 100 },
    );
  }, 600_000);

  it.each<[string, (order: number, id: string) => Partial<LogEntry>]>([
    ['a text', (order, id) => ({ textPayload: `order ${order} of ${id} paid by jo${order}@example.com` })],
    ['a text with escapes', (order, id) => ({ textPayload: `order "${order}"\n\tof ${id}` })],
    ['a text beyond ASCII', (order, id) => ({ textPayload: `Überweisung ${id} über ${order}.50 € 💥` })],
    ['a stack trace as the message', (order, id) => ({ jsonPayload: { message: python(order, id) } })],
    [
      'a stack trace beside it',
      (order, id) => ({ jsonPayload: { message: 'failed', stack_trace: python(order, id) } }),
    ],
    [
      'an error beside it',
      (order, id) => ({
        jsonPayload: {
          msg: `order ${order} failed`,
          err: { type: 'TypeError', message: `no ${id}`, stack: `TypeError: no ${id}\n    at f (/app/a.js:1:2)` },
        },
      }),
    ],
    ['the text of an error', (order, id) => ({ jsonPayload: { msg: `order ${order} failed`, error: `no ${id}` } })],
  ])('knows %s again', (_what, payload) => {
    const lines = Array.from({ length: 40 }, (_, n) => {
      const id = `${(n * 7919 + 1_000_000).toString(16).padStart(6, 'a')}b1c2d3`;
      return JSON.stringify(logEntry(payload(600 + n, id)));
    });
    expect(compare(lines).wordings).toBeGreaterThan(25);
  });

  it.each<[string, (n: number) => Partial<LogEntry>]>([
    ['a status', (n) => ({ textPayload: `upstream answered with status ${[500, 404, 200, 503, 502][n % 5]}` })],
    ['an exit code', (n) => ({ textPayload: `worker ${n} exited with code ${n % 7}` })],
    ['an error code', (n) => ({ textPayload: `job ${n}: error code ${1000 + n}` })],
    ['a code of a database', (n) => ({ textPayload: `Error ${[1062, 1063, 1213, 1214][n % 4]}: write failed` })],
    ['an address that stays', (n) => ({ textPayload: `listening on ${[127, 10, 0, 93][n % 4]}.0.0.1` })],
    ['a place in the code', (n) => ({ textPayload: `    at save (/app/store.js:${n}:17)` })],
    [
      'a message that is the exception',
      (n) => ({ jsonPayload: { message: `Error: ${n % 3}`, error: `Error: ${n % 2}` } }),
    ],
    [
      'an error that the message may say',
      (n) => ({ jsonPayload: { message: `no order: code ${n % 3}, tried`, error: `code ${n % 2}` } }),
    ],
    ['a number in an error', (n) => ({ jsonPayload: { message: 'no', err: { type: 'AError', message: n / 4 } } })],
  ])('keeps %s apart', (_what, payload) => {
    compare(Array.from({ length: 60 }, (_, n) => JSON.stringify(logEntry(payload(n)))));
  });
});
