import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { joinParts } from '../../src/collect/join-parts.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { createSplitJoiner, identityOfPart, type JoinedParts } from '../../src/collect/split-joiner.ts';
import { type SplitPart, splitPartOf } from '../../src/collect/split-part.ts';
import { Config } from '../../src/config/schema.ts';
import type { Completeness } from '../../src/model/completeness.ts';
import type { CollectedEntry, LogEntry } from '../../src/model/entry.ts';
import { readLogs } from '../../src/triage/read-logs.ts';
import { logEntries, logEntry } from '../support/log-entries.ts';
import { FORMATS, tempFile } from '../support/log-files.ts';

const { ndjson } = FORMATS;

/** An entry as Cloud Logging cuts it: the index stands behind the insertId, too. */
function partsOf(entry: LogEntry, texts: readonly string[], uid = `uid of ${entry.insertId}`): LogEntry[] {
  return texts.map((textPayload, index) => ({
    ...entry,
    insertId: `${entry.insertId}-${index}`,
    textPayload,
    split: { uid, ...(index > 0 && { index }), totalSplits: texts.length },
  }));
}

const long = logEntry({ insertId: 'long' });
const [first, second, third] = partsOf(long, ['Traceback of a very ', 'long ', 'error']) as [
  LogEntry,
  LogEntry,
  LogEntry,
];

async function collectAll(sources: readonly (readonly LogEntry[])[], since?: bigint) {
  const entries: CollectedEntry[] = [];
  const record = await collect(
    {
      sources: sources.map((each) => tempFile(ndjson(each))),
      minSeverity: 'NOTICE',
      window: since === undefined ? null : { since, until: since + 1_000_000_000n },
      redactor: createRedactor({ key: 'key', patterns: [] }),
      setAside: null,
    },
    (entry) => entries.push(entry),
  );
  return { entries, record };
}

function expectAllCounted({ read, kept, belowSeverity, outsideWindow, duplicates, split }: Completeness): void {
  const { parts = 0, entries = 0 } = split ?? {};
  expect(read).toBe(kept + belowSeverity + outsideWindow + duplicates + parts - entries);
}

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

function part(uid: string, index: number, total = 2): SplitPart {
  const json = JSON.stringify({ textPayload: `${uid} ${index};`, split: { uid, index, totalSplits: total } });
  return splitPartOf(JSON.parse(json), json) ?? expect.unreachable();
}

describe('parts that wait', () => {
  it('take no more room than they may: the one that waits longest is taken, and what comes late counts only', () => {
    const made: string[] = [];
    const joiner = createSplitJoiner((entry) => made.push(entry.textPayload ?? ''), 64 * 1024);
    const many = 20_000;
    for (let n = 0; n < many; n += 1) joiner.add(part(`uid-${n}`, 0));
    expect(made.length).toBeGreaterThan(many - 200);
    expect(made[0]).toBe('uid-0 [cut]');
    const before = made.length;
    joiner.add(part('uid-0', 1));
    joiner.add(part('uid-0', 1));
    joiner.add(part(`uid-${many - 1}`, 1));
    expect(made.slice(before)).toEqual([`uid-${many - 1} 0;uid-${many - 1} 1;`]);
    expect(joiner.finish()).toEqual({ parts: many + 2, entries: many, incomplete: many - 1, duplicates: 1 });
    expect(made).toHaveLength(many);
  });

  it('are complete in any order, each once', () => {
    const all = Array.from({ length: 30 }, (_, n) => part(`uid-${n % 6}`, Math.floor(n / 6), 5));
    fc.assert(
      fc.property(fc.shuffledSubarray([...all, ...all], { minLength: 60 }), (order) => {
        const made: string[] = [];
        const joiner = createSplitJoiner((entry) => made.push(entry.textPayload ?? ''));
        for (const each of order) joiner.add(each);
        expect(joiner.finish()).toEqual({ parts: 30, entries: 6, incomplete: 0, duplicates: 30 });
        expect(made.sort()).toEqual(
          Array.from({ length: 6 }, (_, n) => [0, 1, 2, 3, 4].map((index) => `uid-${n} ${index};`).join('')),
        );
      }),
    );
  });
});

describe('parts that an earlier joiner was given', () => {
  it('count once and are waited for, wherever the work passes from one joiner to the next', () => {
    const all = ['a', 'b', 'c', 'd'].flatMap((uid) => [0, 1, 2].map((index) => part(uid, index, 3)));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.array(fc.integer({ min: 0, max: all.length }), { maxLength: 4 }),
        (order, handOvers) => {
          const made: string[] = [];
          const onEntry = (entry: LogEntry): void => void made.push(entry.textPayload ?? '');
          let joiner = createSplitJoiner(onEntry);
          const counts: JoinedParts[] = [];
          for (const [at, each] of order.entries()) {
            if (handOvers.includes(at)) {
              counts.push(joiner.counts());
              const waiting = joiner
                .waiting()
                .flatMap(({ uid, indexes }) => indexes.map((index) => part(uid, index, 3)));
              // The last one it was given comes again.
              const last = order.slice(Math.max(at - 1, 0), at);
              joiner = createSplitJoiner(onEntry, undefined, {
                parts: last.map(identityOfPart),
                broken: joiner.broken(),
                waiting,
              });
              for (const again of last) joiner.add(again);
            }
            joiner.add(each);
          }
          counts.push(joiner.finish());
          const sum = (of: 'parts' | 'entries' | 'incomplete'): number =>
            counts.reduce((all, each) => all + each[of], 0);
          expect([sum('parts'), sum('entries'), sum('incomplete')]).toEqual([12, 4, 0]);
          expect(made.sort()).toEqual(['a', 'b', 'c', 'd'].map((uid) => `${uid} 0;${uid} 1;${uid} 2;`));
        },
      ),
    );
  });

  it('are not waited for again where the entry was taken without them', () => {
    const made: string[] = [];
    const onEntry = (entry: LogEntry): void => void made.push(entry.textPayload ?? '');
    const first = createSplitJoiner(onEntry, 1);
    first.add(part('a', 0, 3));
    const second = createSplitJoiner(onEntry, 1, { parts: [], broken: first.broken(), waiting: [] });
    second.add(part('a', 1, 3));
    expect(made).toEqual(['a [cut]']);
    expect(second.finish()).toEqual({ parts: 1, entries: 0, incomplete: 0, duplicates: 0 });
  });
});

describe('threads', () => {
  it('leave parts to the main thread: the same comes out of any number of them', async () => {
    const filler = 'x'.repeat(900);
    const plain = logEntries(6_000, (n) => ({ textPayload: `checkout ${n} failed ${filler}` }));
    const cut = logEntries(300).flatMap((entry, n) =>
      partsOf({ ...entry, insertId: `cut-${n}` }, [`Order ${n} `, 'was ', 'lost']),
    );
    const mixed: LogEntry[] = [];
    // Every part stands far from the others of its entry; of every tenth entry one is missing, of every seventh one twice.
    plain.forEach((entry, n) => {
      mixed.push(entry);
      const at = ((n / 6) * 7) % 900;
      const one = n < 5_400 ? cut[at] : undefined;
      if (one === undefined || at % 30 === 4) return;
      mixed.push(one);
      if (at % 21 === 0) mixed.push(one);
    });
    const file = tempFile(ndjson(mixed));
    const run = async (workers: number) => {
      const { collected, clustering } = await readLogs({
        sources: [file],
        minSeverity: 'NOTICE',
        window: null,
        config: Config.parse({}),
        redactionKey: Buffer.alloc(32, 7),
        known: [],
        setAside: null,
        workers,
        workersFrom: 0,
      });
      expectAllCounted(collected);
      return { collected, json: JSON.stringify([collected, clustering.clusters]) };
    };
    const alone = await run(0);
    expect(alone.collected).toMatchObject({ kept: 6_300, split: { parts: 870, entries: 300, incomplete: 30 } });
    expect((await run(2)).json).toBe(alone.json);
    expect((await run(4)).json).toBe(alone.json);
  });
});

describe('when the last of what was read arrived', () => {
  const arrived = (entry: LogEntry, receiveTimestamp: string): LogEntry => ({ ...entry, receiveTimestamp });

  it('is told of an entry in parts by the last part that came', async () => {
    const parts = [
      arrived(first, '2025-09-12T10:00:02Z'),
      arrived(second, '2025-09-12T12:00:03.000000001+02:00'),
      arrived(third, '2025-09-12T10:00:01Z'),
    ];
    for (const order of [parts, parts.toReversed()]) {
      expect((await collectAll([order])).record.newestReceived).toBe('2025-09-12T10:00:03.000000001Z');
    }
  });

  it('is told of an entry that came again by the copy that came last', async () => {
    const copies = ['2025-09-12T10:00:05Z', '2025-09-12T10:00:02Z'].map((time) => arrived(long, time));
    for (const order of [copies, copies.toReversed()]) {
      expect((await collectAll([order])).record).toMatchObject({
        duplicates: 1,
        newestReceived: '2025-09-12T10:00:05Z',
      });
    }
  });
});
