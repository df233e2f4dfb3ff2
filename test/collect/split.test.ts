import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinParts } from '../../src/collect/join-parts.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { logEntries, logEntry } from '../support/log-entries.ts';
import { collectAll, expectAllCounted, first, long, partsOf, second, third } from './split-parts.ts';

describe('an entry that came in parts', () => {
  it('is one entry, with the identity and time of the first part, whatever the order', async () => {
    for (const order of [
      [first, second, third],
      [third, first, second],
      [second, third, first],
    ]) {
      const { entries, record } = await collectAll([order]);
      expect(entries).toMatchObject([
        { insertId: 'long-0', timestamp: long.timestamp, message: 'Traceback of a very long error', severity: 'ERROR' },
      ]);
      expect(entries[0]?.entry).not.toHaveProperty('split');
      expect(record).toMatchObject({ read: 3, kept: 1, duplicates: 0, split: { parts: 3, entries: 1, incomplete: 0 } });
      expectAllCounted(record);
    }
  });

  it('is put together across sources and far apart, and each part counts once', async () => {
    const between = logEntries(2_000);
    const { entries, record } = await collectAll([[second, ...between, second], [third], [first, third, first]]);
    expect(entries.map(({ message }) => message)).toContain('Traceback of a very long error');
    expect(record).toMatchObject({ read: 2_006, kept: 2_001, duplicates: 3, split: { parts: 3, entries: 1 } });
    expectAllCounted(record);
  });

  it('is taken as it is where parts are missing, and the record says so', async () => {
    const { entries, record } = await collectAll([[third, first]]);
    expect(entries).toMatchObject([{ insertId: 'long-0', message: 'Traceback of a very [cut]' }]);
    expect(entries[0]?.entry).toHaveProperty('split.totalSplits', 3);
    expect(record).toMatchObject({ read: 2, kept: 1, split: { parts: 2, entries: 1, incomplete: 1 } });
    expectAllCounted(record);
  });

  it('has its severity read off the whole text, and is counted once below it and outside the window', async () => {
    const quiet = logEntry({ insertId: 'quiet', severity: 'DEFAULT' });
    const { entries } = await collectAll([partsOf(quiet, ['[ERR', 'OR] payment failed'])]);
    expect(entries).toMatchObject([{ severity: 'ERROR', message: '[ERROR] payment failed' }]);

    const info = await collectAll([partsOf({ ...quiet, severity: 'INFO' }, ['a', 'b'])]);
    expect(info.record).toMatchObject({ kept: 0, belowSeverity: 1 });
    expectAllCounted(info.record);
    const early = await collectAll([[first, second, third]], 0n);
    expect(early.record).toMatchObject({ kept: 0, outsideWindow: 1 });
    expectAllCounted(early.record);
  });

  it('hides a secret that was cut in two', async () => {
    const { entries } = await collectAll([partsOf(long, ['mail from some', 'one@shop.example bounced'])]);
    expect(JSON.stringify(entries[0]?.entry)).not.toContain('someone@shop.example');
    expect(entries[0]?.message).toMatch(/^mail from \[email-[0-9a-f]{4}\] bounced$/);
  });

  it.each([
    ['behind', [0], ['mail from some', 'one@shop.example bounced'], 'mail from [cut]'],
    ['before', [1], ['mail from some', 'one@shop.example bounced'], '[cut] bounced'],
    ['on both sides', [1], ['the key is sk-', 'ant-api03-abc', 'def'], '[cut]'],
    ['in the middle', [0, 2], ['token ghp_0123', '456789', 'abcdef of jo'], 'token [cut][cut] of jo'],
  ])('keeps no half of a secret where the part %s is missing', async (_, held, texts, message) => {
    const { entries, record } = await collectAll([partsOf(long, texts).filter((_, at) => held.includes(at))]);
    expect(entries.map((entry) => entry.message)).toEqual([message]);
    expect(record.split).toEqual({ parts: held.length, entries: 1, incomplete: 1 });
  });

  it('loses nothing that each of the parts at hand repeats', async () => {
    const payloads = [{ message: 'one two', user: 'jo' }, { message: 'three four', user: 'jo' }, { message: 'five' }];
    const parts = partsOf(
      long,
      payloads.map(() => ''),
    ).map((part, at) => ({ ...part, textPayload: undefined, jsonPayload: payloads[at] }));
    const { entries } = await collectAll([JSON.parse(JSON.stringify(parts.slice(0, 2)))]);
    expect(entries[0]?.entry.jsonPayload).toEqual({ message: 'one twothree [cut]', user: 'jo' });
  });

  it('is not told apart from others where `split` says nothing', async () => {
    const odd = [null, 'a', {}, { uid: 'u' }, { uid: 'u', index: 2, totalSplits: 2 }, { uid: 'u', totalSplits: 1 }];
    const { entries, record } = await collectAll([odd.map((split, n) => logEntry({ insertId: `odd-${n}`, split }))]);
    expect(entries).toHaveLength(odd.length);
    expect(record.split).toBeUndefined();
  });
});

describe('a payload that was cut', () => {
  it('of an audit entry gets back what was cut of request, response and metadata', () => {
    const common = { '@type': 'type.googleapis.com/google.cloud.audit.AuditLog', methodName: 'Services.Create' };
    const joined = joinParts(
      [
        { protoPayload: { ...common, request: { '@type': 'R', dry: true, name: 'aaaa', items: [1, 2] } } },
        { protoPayload: { ...common, request: { '@type': 'R', name: 'aaaa', items: [3] }, response: { ok: 'y' } } },
      ],
      true,
    );
    const request = { '@type': 'R', dry: true, name: 'aaaaaaaa', items: [1, 2, 3] };
    expect(joined.protoPayload).toEqual({ ...common, request, response: { ok: 'y' } });
  });

  it('of a structured entry keeps what was repeated in each part once', () => {
    const joined = joinParts(
      [
        { jsonPayload: { level: 'error', message: 'one ', tags: ['a'], n: 1 } },
        { jsonPayload: { level: 'error', message: 'two', tags: ['a'], n: 2, more: { deep: 'x' } } },
      ],
      true,
    );
    expect(joined.jsonPayload).toEqual({
      ...{ level: 'error', message: 'one two', tags: ['a'], n: 1 },
      more: { deep: 'x' },
    });
  });

  it('makes an entry, whatever stands in the parts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.object({ maxDepth: 4 }), { minLength: 2, maxLength: 4 }), async (payloads) => {
        const name = ['jsonPayload', 'protoPayload', 'textPayload'][payloads.length % 3] ?? '';
        const parts = partsOf(
          long,
          payloads.map(() => ''),
        ).map((part, index) => {
          return { ...part, textPayload: undefined, [name]: payloads[index] };
        });
        const { record } = await collectAll([JSON.parse(JSON.stringify(parts))]);
        expect(record).toMatchObject({ kept: 1, malformed: 0, split: { entries: 1, incomplete: 0 } });
      }),
      { numRuns: 60 },
    );
  });

  it('cannot change the prototype of what it is put together to', () => {
    const json = '{"split":{"uid":"u","index":0,"totalSplits":2},"jsonPayload":{"__proto__":{"message":"mine"}}}';
    const part: LogEntry = JSON.parse(json);
    const { jsonPayload = {} } = joinParts([part, part], true);
    expect(Object.getPrototypeOf(jsonPayload)).toBe(Object.prototype);
    expect(Object.keys(jsonPayload)).toEqual(['__proto__']);
  });
});
