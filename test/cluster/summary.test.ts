import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSummary, encodeSummary } from '../../src/cluster/summary/encode-summary.ts';
import { factsOf } from '../../src/cluster/summary/facts.ts';
import { createSummariser, summaryOf } from '../../src/cluster/summary/summarise.ts';
import {
  absorbSummary,
  addEntry,
  emptySummary,
  type Summary,
  settleSummary,
} from '../../src/cluster/summary/summary.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { SEVERITIES, SeveritySource } from '../../src/model/severity.ts';
import { collected } from '../support/entries.ts';

const summarise = (entries: readonly CollectedEntry[]): Summary => {
  const summary = emptySummary();
  for (const entry of entries) addEntry(summary, entry);
  return summary;
};

const merge = (...parts: readonly Summary[]): Summary => {
  const whole = emptySummary();
  for (const part of parts) absorbSummary(whole, part);
  return whole;
};

/**
 * All that a summary knows, in an order that says nothing about how it came to be; also as it is before it is encoded, so
 * that nothing can hide in what the encoding leaves out.
 */
const view = (summary: Summary): unknown => {
  settleSummary(summary);
  return {
    facts: factsOf(summary),
    occurrences: [summary.occurrences.keys, summary.occurrences.spans],
    sampledTraces: summary.sampledTraces.keys,
    bounds: [summary.occurrences.bound, summary.sampledTraces.bound],
    examples: summary.examples.map((example) => ({ ...example })),
    commonNames: summary.commonNames,
    encoded: JSON.parse(JSON.stringify(encodeSummary(summary))),
  };
};

const text = fc.constantFrom('', 'a', 'b', 'a\u0000b', '\u0000', '__proto__', 'constructor');
const entry = fc
  .record({
    insertId: fc.constantFrom('x', 'y', 'z', 'w', 'v', 'u', 't'),
    at: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 1_000_000 })),
    printed: fc.constantFrom('2025-09-16T00:00:00Z', '2025-09-16T00:00:00.000Z'),
    severity: fc.constantFrom(...SEVERITIES),
    severitySource: fc.constantFrom(...SeveritySource.options),
    message: fc.constantFrom(
      "no 'handler' for 'route'",
      "no 'handler' for it",
      'nothing quoted',
      '\'a.b\' and "route"',
    ),
    place: fc.option(fc.record({ module: text, function: text, file: text, line: text }), { nil: null }),
    service: text,
    revision: text,
    instance: text,
    trace: text,
    user: text,
    http: fc.option(
      fc.record({ method: fc.constant('GET'), status: fc.constantFrom(200, 404, 500), latencyMs: fc.constant(null) }),
      { nil: null },
    ),
    errorGroups: fc.array(text, { maxLength: 2 }),
  })
  .map(({ printed, at, ...given }) => {
    const { insertId, severity, message } = given;
    // As in a log, entries that differ in anything that is told of them differ in their JSON.
    const jsonPayload = { message, told: JSON.stringify(given) };
    return collected({
      ...given,
      at,
      timestamp: printed,
      entry: { insertId, timestamp: printed, severity, jsonPayload },
    });
  });
const entries = fc.array(entry, { maxLength: 40 });

describe('summaries', () => {
  it('do not depend on the order of the entries', () => {
    fc.assert(
      fc.property(
        entries.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(view(summarise(shuffled))).toEqual(view(summarise(all)));
        },
      ),
    );
  });

  it('of slices, merged, are the summary of the whole, and merging commutes', () => {
    fc.assert(
      fc.property(entries, entries, (a, b) => {
        const whole = view(summarise([...a, ...b]));
        expect(view(merge(summarise(a), summarise(b)))).toEqual(whole);
        expect(view(merge(summarise(b), summarise(a)))).toEqual(whole);
      }),
    );
  });

  it('merge associatively, with the empty summary as the neutral element', () => {
    fc.assert(
      fc.property(entries, entries, entries, (a, b, c) => {
        const [x, y, z] = [summarise(a), summarise(b), summarise(c)];
        expect(view(merge(merge(x, y), z))).toEqual(view(merge(x, merge(y, z))));
        expect(view(merge(x, emptySummary()))).toEqual(view(x));
      }),
    );
  });

  it('survive being sent as text, and can be counted on and merged afterwards', () => {
    const send = (summary: Summary) => decodeSummary(JSON.parse(JSON.stringify(encodeSummary(summary))));
    fc.assert(
      fc.property(entries, entries, (a, b) => {
        const sent = send(summarise(a));
        expect(view(sent)).toEqual(view(summarise(a)));
        expect(view(merge(sent, send(summarise(b))))).toEqual(view(summarise([...a, ...b])));
        for (const entry of b) addEntry(sent, entry);
        expect(view(sent)).toEqual(view(summarise([...a, ...b])));
      }),
    );
  });

  it('are the same when entries of several are counted together', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 200 }), (all) => {
        const summariser = createSummariser();
        const bySkeleton = Map.groupBy(all, (each) => summariser.add(each));
        const counted = summariser.result().map(({ content }) => view(summaryOf([content])));
        expect(counted).toEqual([...bySkeleton].sort(([a], [b]) => a - b).map(([, alone]) => view(summarise(alone))));
      }),
    );
  });

  it('are the same when there are so many that they are counted several times', () => {
    const many = Array.from({ length: 50_000 }, (_, i) =>
      collected({
        insertId: `id-${i}`,
        at: i * 7,
        message: `${'abc'[i % 3]} said "${'xyz'[i % 2]}"`,
        instance: `i${i % 50}`,
        trace: `t${i % 9_000}`,
        revision: `r${i % 20}`,
        service: `s${i % 12}`,
      }),
    );
    const summariser = createSummariser();
    const bySkeleton = Map.groupBy(many, (each) => summariser.add(each));
    const counted = summariser.result().map(({ content }) => view(summaryOf([content])));
    expect(counted.length).toBeGreaterThan(1);
    expect(counted).toEqual([...bySkeleton].sort(([a], [b]) => a - b).map(([, alone]) => view(summarise(alone))));
  });

  it('are left as they were by a merge, also when more is added to its outcome', () => {
    const part = summarise([collected({ revision: 'r1', instance: 'i' })]);
    const before = structuredClone(view(part));
    const merged = merge(part, part);
    addEntry(merged, collected({ revision: 'r1', instance: 'i', at: 9 }));
    expect(view(part)).toEqual(before);
    expect(factsOf(merged).count).toBe(3);
  });

  it('hold the same when samples overflow, whichever way the entries are split and sent', () => {
    const many = Array.from({ length: 12_000 }, (_, i) =>
      collected({
        insertId: `id-${i}`,
        at: i * 60,
        instance: `i${i % 3_000}`,
        trace: `t${i}`,
        revision: `r${i % 1_500}`,
      }),
    );
    const all = summarise(many);
    const whole = view(all);
    expect(factsOf(all)).toMatchObject({ instances: { count: 3_000 }, traces: { count: 10_000, atLeast: true } });
    expect(view(summarise(many.toReversed()))).toEqual(whole);
    for (const shards of [2, 7]) {
      const slices = Array.from({ length: shards }, (_, part) => summarise(many.filter((_, i) => i % shards === part)));
      expect(view(merge(...slices))).toEqual(whole);
      const sent = slices.map((slice) => decodeSummary(encodeSummary(slice)));
      expect(view(merge(...sent.toReversed()))).toEqual(whole);
    }
    expect(view(merge(emptySummary(), all))).toEqual(whole);
    expect(view(merge(all, emptySummary()))).toEqual(whole);
  });

  it('keep of the entries themselves no more than five, and no more than a bounded number of names and cells', () => {
    const summary = summarise(
      Array.from({ length: 20_000 }, (_, i) =>
        collected({ at: i, instance: `i${i}`, trace: `t${i}`, revision: `r${i}`, errorGroups: [`g${i}`] }),
      ),
    );
    expect(summary.examples).toHaveLength(5);
    const { length } = JSON.stringify(encodeSummary(summary));
    expect(length).toBeLessThan(600_000);
    const twice = JSON.stringify(encodeSummary(merge(summary, summary)));
    expect(twice.length).toBeLessThan(1.1 * length);
  });
});

describe('the facts of a summary', () => {
  it('know first and last to the nanosecond and print them as the entries do', () => {
    const at = (time: bigint, timestamp: string) => collected({ time, timestamp });
    const facts = factsOf(
      summarise([
        at(1_000_000_002n, '1970-01-01T00:00:01.000000002Z'),
        at(1_000_000_001n, '1970-01-01T00:00:01.000000001Z'),
        at(1_000_000_003n, '1970-01-01T00:00:01.000000003Z'),
      ]),
    );
    expect(facts.firstSeen).toBe('1970-01-01T00:00:01.000000001Z');
    expect(facts.lastSeen).toBe('1970-01-01T00:00:01.000000003Z');
  });

  it('count in the narrowest buckets of which no more than 512 hold an entry', () => {
    const seconds = (count: number) => summarise(Array.from({ length: count }, (_, at) => collected({ at })));
    const narrow = factsOf(seconds(512)).timeline;
    expect(narrow.widthSeconds).toBe(1);
    expect(narrow.buckets).toHaveLength(512);
    const wide = factsOf(seconds(513)).timeline;
    expect(wide.widthSeconds).toBe(5);
    expect(wide.buckets[0]).toEqual([Date.UTC(2025, 8, 16) / 1000, 5]);
    expect(wide.buckets.reduce((sum, [, count]) => sum + count, 0)).toBe(513);
  });

  it('say "at least" of more than a few users who are known by a placeholder alone, since two may share one', () => {
    const users = (count: number, name: (i: number) => string) =>
      factsOf(summarise(Array.from({ length: count }, (_, i) => collected({ user: name(i) })))).users;
    const hidden = (i: number): string => `[email-${i.toString(16).padStart(4, '0')}]`;
    expect(users(32, hidden)).toEqual({ count: 32, atLeast: false });
    expect(users(33, hidden)).toEqual({ count: 33, atLeast: true });
    expect(users(200, (i) => (i < 32 ? hidden(i) : `user-${i}`))).toEqual({ count: 200, atLeast: false });
  });

  it('count distinct values exactly to 10,000 and say "at least" beyond', () => {
    const users = (count: number) =>
      factsOf(summarise(Array.from({ length: count }, (_, i) => collected({ user: `user-${i}` })))).users;
    expect(users(0)).toEqual({ count: 0, atLeast: false });
    expect(users(10_000)).toEqual({ count: 10_000, atLeast: false });
    expect(users(10_001)).toEqual({ count: 10_000, atLeast: true });
  });

  it('list what was seen, sorted by name, places by frequency', () => {
    const place = (module: string) => ({ module, function: 'f', file: 'f.py', line: '1' });
    const facts = factsOf(
      summarise([
        collected({ severity: 'WARNING', revision: 'b', place: place('rare'), errorGroups: ['g2', 'g1'], at: 1 }),
        collected({ severity: 'ERROR', revision: 'a', place: place('often'), at: 2 }),
        collected({ severity: 'ERROR', revision: 'a', place: place('often'), at: 3 }),
      ]),
    );
    expect(facts.severity).toBe('ERROR');
    expect(facts.severities).toEqual([
      { severity: 'ERROR', count: 2 },
      { severity: 'WARNING', count: 1 },
    ]);
    const read = summarise([
      collected({ severity: 'ERROR', severitySource: 'text' }),
      collected({ severity: 'ERROR' }),
      collected({ severity: 'ERROR', severitySource: 'text' }),
      collected({ severity: 'WARNING', severitySource: 'field' }),
    ]);
    expect(factsOf(read).severities).toEqual([
      { severity: 'ERROR', count: 3, fromText: 2 },
      { severity: 'WARNING', count: 1, fromField: 1 },
    ]);
    expect(facts.revisions).toEqual([
      { name: 'a', count: 2, firstSeen: '2025-09-16T00:00:02Z', lastSeen: '2025-09-16T00:00:03Z' },
      { name: 'b', count: 1, firstSeen: '2025-09-16T00:00:01Z', lastSeen: '2025-09-16T00:00:01Z' },
    ]);
    expect(facts.places.map(({ module, count }) => [module, count])).toEqual([
      ['often', 2],
      ['rare', 1],
    ]);
    expect(facts.errorGroups).toEqual(['g1', 'g2']);
    expect(facts.services).toEqual([{ name: 'checkout', count: 3 }]);
  });
});
