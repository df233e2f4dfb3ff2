import { inspect, isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEntryReader } from '../../src/collect/entry-reader.ts';
import { type Choice, type Reading, readParsed } from '../../src/collect/reading.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { createSkimReader } from '../../src/collect/skim/read-skimmed.ts';
import { createSkimmer } from '../../src/collect/skim/skimmer.ts';
import { arbitraryEntry, STYLES } from '../support/arbitrary-entry.ts';
import { plainEntry } from '../support/entries.ts';
import { logEntry } from '../support/log-entries.ts';

const redactor = createRedactor({ key: 'test key', patterns: [] });
const ALL: Choice = { minSeverity: 'DEFAULT', window: null };

const plain = (reading: Reading | string | null) =>
  reading === null || typeof reading === 'string'
    ? reading
    : {
        seconds: reading.seconds,
        nanos: reading.nanos,
        receivedSeconds: reading.receivedSeconds,
        receivedNanos: reading.receivedNanos,
        service: reading.service,
        revision: reading.revision,
        identityLow: reading.identityLow,
        identityHigh: reading.identityHigh,
        outcome: reading.outcome,
        hidden: reading.hidden,
        requestStatus: reading.requestStatus,
        part: reading.part,
        deploy: reading.deploy,
        kept: reading.kept && plainEntry(reading.kept),
      };

/** The answer of JSON.parse and the ordinary functions. */
function parsedReading(json: string, choice: Choice): Reading | string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return null;
  }
  return readParsed(parsed, json, choice, redactor);
}

describe('reading an entry off its bytes', () => {
  it('says what JSON.parse and the ordinary functions say, or leaves the line to them', () => {
    const choices: Choice[] = [
      ALL,
      { minSeverity: 'WARNING', window: null },
      { minSeverity: 'DEFAULT', window: { since: 1757983373987890000n, until: 1757983373987890001n } },
    ];
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            arbitraryEntry,
            fc.oneof(
              { weight: 3, arbitrary: fc.constant(STYLES[0]) },
              { weight: 1, arbitrary: fc.constantFrom(...STYLES) },
            ),
          ),
          { minLength: 1, maxLength: 6 },
        ),
        fc.constantFrom(...choices),
        fc.boolean(),
        (entries, choice, inOneBuffer) => {
          const read = createEntryReader(choice, redactor);
          const lines = entries.map(([value, write = String]) => write(JSON.stringify(value)));
          // Twice, since the second time the shapes are known; each in a buffer of its own, or all in one after the other.
          const reused = Buffer.alloc(Math.max(...lines.map((line) => Buffer.byteLength(line))));
          for (const line of [...lines, ...lines]) {
            const own = Buffer.from(line);
            const length = own.copy(reused);
            const reading = inOneBuffer ? read(reused, 0, length) : read(own, 0, length);
            const parsed = plain(parsedReading(own.toString('utf8'), choice));
            if (!isDeepStrictEqual(plain(reading), parsed)) expect(plain(reading)).toEqual(parsed);
          }
        },
      ),
      { numRuns: process.env.LONG ? 3_000 : 150 },
    );
  }, 600_000);

  it('hides what is nested in a field that is named a secret, as JSON.parse and the ordinary functions do', () => {
    const secret = { password: { inner: 'hunter22' }, authorization: [{ value: 'abc123def456' }] };
    const line = JSON.stringify(
      logEntry({
        jsonPayload: {
          message: 'login failed',
          ...secret,
          context: { ...secret, user: 'u1' },
          err: { ...secret, stack: 'Error: x\n    at f (a.js:1:1)' },
          exception: { password: { message: 'hunter22' } },
        },
      }),
    );
    const bytes = Buffer.from(line);
    const skimmed = plain(createSkimReader(ALL, redactor)(bytes, 0, bytes.length));
    expect(skimmed).not.toBeNull();
    expect(skimmed).toEqual(plain(parsedReading(line, ALL)));
    expect(inspect(skimmed, { depth: null })).not.toMatch(/hunter22|abc123def456/);
  });

  it('hides numbers under the names of secrets as JSON.parse and the ordinary functions do, also in lines of one wording', () => {
    const read = createEntryReader(ALL, redactor);
    for (let n = 0; n < 8; n += 1) {
      const secret = {
        pin: 47_110 + n,
        password: { digits: 12_345_670 + n },
        nested: { otp: [839_200 + n] },
        port: 8080,
      };
      const jsonPayload = { message: `login ${n} failed`, ...secret, err: { ...secret, message: `wrong pin ${n}` } };
      const bytes = Buffer.from(JSON.stringify(logEntry({ jsonPayload })));
      const reading = read(bytes, 0, bytes.length);
      const seen = inspect(plain(reading), { depth: null });
      expect(plain(reading)).toEqual(plain(parsedReading(bytes.toString(), ALL)));
      expect(seen).not.toMatch(/4711\d|1234567\d|83920\d/);
      expect(seen).toContain('8080');
    }
  });

  it('looks into an object though another line has a list there', () => {
    const read = createEntryReader(ALL, redactor);
    const exceptions = [['a'], { error: 'no route' }].map((extra) => {
      const bytes = Buffer.from(JSON.stringify(logEntry({ jsonPayload: { message: 'job failed', extra } })));
      const reading = read(bytes, 0, bytes.length);
      return reading === null || typeof reading === 'string' ? reading : reading.kept?.exception;
    });
    expect(exceptions).toEqual([null, 'no route']);
  });

  it('knows nearly every usual entry without parsing it', () => {
    const read = createSkimReader(ALL, redactor);
    const usual = [
      logEntry({ textPayload: 'connection reset by peer' }),
      logEntry({ textPayload: 'Traceback:\n  "quoted"', severity: 'DEFAULT' }),
      logEntry({ jsonPayload: { message: 'é', labels: { module: 'a', line: '3' }, user_id: 'u1' } }),
      logEntry({ jsonPayload: { msg: 'failed', level: 50, err: { stack: 'Error: x\n    at f (a.js:1:1)' } } }),
      logEntry({ httpRequest: { requestMethod: 'GET', requestUrl: '/a', status: 500, latency: '0.25s' } }),
    ];
    for (const each of usual) {
      const bytes = Buffer.from(JSON.stringify(each));
      expect(read(bytes, 0, bytes.length), JSON.stringify(each)).not.toBeNull();
    }
  });

  it('is not led on by lines that only begin like one that was read before', () => {
    const { skim } = createSkimmer(() => 'known');
    const known = '{"insertId":"a","severity":"ERROR","textPayload":"x"}';
    const taken = (line: string): boolean => {
      const bytes = Buffer.from(`${line}\n`);
      return skim(bytes, 0, bytes.length - 1) !== null;
    };
    expect(taken(known)).toBe(true);
    for (const broken of [
      known.slice(0, -1),
      known.slice(0, -2),
      `${known}}`,
      known.replace('"x"', '"x'),
      known.replace('x', '\u0001'),
      known.replace('x', '\\x'),
      known.replace('x', '\\u12g4'),
      known.replace('"x"', '01'),
      known.replace('"x"', '1.'),
      known.replace('"x"', 'nul'),
      known.replace('"x"', '[1,]'),
      known.replace('"x"', '{"a":1,}'),
    ]) {
      expect(taken(broken), broken).toBe(false);
    }
    expect(taken(known)).toBe(true);
  });
});
