import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import { finishClustering } from '../../src/cluster/finish-clustering.ts';
import { decodeSummaries, encodeSummaries } from '../../src/cluster/summary/encode-summaries.ts';
import { joinShards } from '../../src/cluster/summary/merge-shards.ts';
import { createSummariser, type SkeletonSummaries } from '../../src/cluster/summary/summarise.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { SourceError } from '../../src/model/errors.ts';
import { repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

/** A log with a bit of all: variables, stack traces, exits, failed requests, entries without words, rare lines. */
const log = [
  ...repeat(12, (i) => [
    collected({ at: i * 7, message: `Order ${i} failed for user u-${i % 5}`, user: `u-${i % 5}`, trace: `t${i}` }),
    collected({
      at: i * 7 + 0.1,
      message: traceback('shop/pay.py', 'pay', `TimeoutError: no answer in ${i} s`),
      trace: `t${i}`,
    }),
    collected({ at: i * 7 + 0.4, message: 'Container called exit(3).', severity: 'WARNING', instance: `i${i % 3}` }),
    collected({
      at: i * 7,
      message: `Cache ${['alpha', 'beta', 'gamma', 'delta'][i % 4]} is cold`,
      severity: 'WARNING',
    }),
  ]),
  collected({ message: '', entry: { jsonPayload: { queue: 'q', depth: 1 } } }),
  collected({ message: '__proto__', errorGroups: ['g1'] }),
  collected({ message: "constructor: 'toString' is no \u0000 thing" }),
];

/** In random order, spread over shards at random. */
const spread = (shards: number) =>
  fc
    .tuple(
      fc.shuffledSubarray(log, { minLength: log.length }),
      fc.array(fc.nat(shards - 1), { minLength: log.length, maxLength: log.length }),
    )
    .map(([entries, shardOf]) => ({ entries, shardOf }));

const summarise = (entries: readonly CollectedEntry[]): SkeletonSummaries => {
  const summariser = createSummariser();
  for (const entry of entries) summariser.add(entry);
  return summariser.result();
};
const send = (shard: SkeletonSummaries) => decodeSummaries(encodeSummaries(shard));

/** All that comes out of a clustering, as bytes. */
function clusterOver(shards: number, { entries, shardOf }: { entries: readonly CollectedEntry[]; shardOf: number[] }) {
  const summarisers = Array.from({ length: shards }, createSummariser);
  const handles = entries.map((entry, index) => {
    const shard = shardOf[index] ?? 0;
    return { entry, shard, handle: summarisers[shard]?.add(entry) ?? -1 };
  });
  const { clusters, templates, assignmentOf } = finishClustering(summarisers.map(({ result }) => send(result())));
  const assignments = handles
    .map(({ entry, shard, handle }) =>
      JSON.stringify([entry.insertId, assignmentOf(handle, { shard, insertId: entry.insertId })]),
    )
    .sort();
  return JSON.stringify({ clusters, templates, assignments });
}

describe('shards of a log', () => {
  const clusterer = createClusterer();
  const handles = log.map((entry) => ({ entry, handle: clusterer.add(entry) }));
  const { clusters, templates, assignmentOf } = clusterer.finish();
  const whole = JSON.stringify({
    clusters,
    templates,
    assignments: handles
      .map(({ entry, handle }) => JSON.stringify([entry.insertId, assignmentOf(handle, { insertId: entry.insertId })]))
      .sort(),
  });

  for (const shards of [1, 2, 7]) {
    it(`give the same clusters, templates and assignments, byte for byte, if there ${shards === 1 ? 'is 1' : `are ${shards}`}`, () => {
      fc.assert(
        fc.property(spread(shards), (given) => {
          expect(clusterOver(shards, given)).toBe(whole);
        }),
        { numRuns: 20 },
      );
    });
  }

  it('merge associatively and commutatively, with no shard as the neutral element', () => {
    fc.assert(
      fc.property(spread(3), ({ entries, shardOf }) => {
        const shard = (wanted: number) => summarise(entries.filter((_, index) => shardOf[index] === wanted));
        const [a, b, c] = [shard(0), shard(1), shard(2)];
        const merged = (...shards: readonly SkeletonSummaries[]) => joinShards(shards).merged;
        const bytes = (...shards: readonly SkeletonSummaries[]) => encodeSummaries(merged(...shards)).sort();
        const all = bytes(summarise(log));
        expect(bytes(a, b, c)).toEqual(all);
        expect(bytes(merged(c, a), b)).toEqual(all);
        expect(bytes(a, merged(send(b), c))).toEqual(all);
        expect(bytes(merged(), merged(a, b, c), [])).toEqual(all);
      }),
      { numRuns: 20 },
    );
  });

  it('are left as they were by merging and finishing', () => {
    const shards = [summarise(log.slice(0, 30)), summarise(log.slice(20))];
    const before = shards.map((shard) => encodeSummaries(shard).join('\n'));
    joinShards(shards);
    const once = JSON.stringify(finishClustering(shards).clusters);
    expect(shards.map((shard) => encodeSummaries(shard).join('\n'))).toEqual(before);
    expect(JSON.stringify(finishClustering(shards).clusters)).toBe(once);
  });

  it('may be empty, and none at all is an empty log', () => {
    expect(finishClustering([]).clusters).toEqual([]);
    expect(finishClustering([send([]), []]).clusters).toEqual([]);
    expect(JSON.stringify(finishClustering([[], summarise(log)]).clusters)).toBe(JSON.stringify(clusters));
  });

  it('know no handle that they did not give', () => {
    const { assignmentOf: find } = finishClustering([summarise(log), []]);
    expect(() => find(0, { shard: 1 })).toThrow(RangeError);
    expect(() => find(0, { shard: 2 })).toThrow(RangeError);
    expect(() => find(log.length)).toThrow(RangeError);
  });
});

describe('many exceptions that may be lines of stack traces', () => {
  const letters = (n: number) => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  const entries = repeat(40_000, (i) =>
    collected({ at: i, message: `No${letters(i % 250)}Error: ${letters(i % 250)}` }),
  );
  const wholeOf = (shard: SkeletonSummaries) =>
    shard.flatMap(({ content }) => ('entries' in content ? content.entries : []));

  it('are kept whole in such a number that memory is bounded, each skeleton as many as the others', () => {
    const shard = summarise(entries);
    const sizes = new Set(shard.map(({ content }) => ('entries' in content ? content.entries.length : -1)));
    expect(shard).toHaveLength(250);
    expect([...sizes]).toEqual([128]);
    expect(finishClustering([shard]).clusters.map(({ facts }) => facts.count)).toEqual(Array(250).fill(160));
  });

  it('are the same ones whatever the order of the entries, and however they are spread', () => {
    const bytes = (shard: SkeletonSummaries) => encodeSummaries(shard).sort();
    const expected = bytes(summarise(entries));
    expect(bytes(summarise(entries.toReversed()))).toEqual(expected);
    const parts = [0, 1, 2].map((part) => send(summarise(entries.filter((_, i) => i % 3 === part))));
    expect(wholeOf(parts.flat()).length).toBe(entries.length);
    expect(bytes(joinShards(parts).merged)).toEqual(expected);
    expect(bytes(joinShards(parts.toReversed()).merged)).toEqual(expected);
  });
});

describe('a shard as text', () => {
  it('is one line for each skeleton, and one that says how many there are', () => {
    const shard = summarise(log);
    const lines = encodeSummaries(shard);
    expect(lines).toHaveLength(shard.length + 1);
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
    expect(encodeSummaries(decodeSummaries(lines))).toEqual(lines);
  });

  it('is refused when a part of it is missing, or another version made it', () => {
    const [header = '', ...lines] = encodeSummaries(summarise(log));
    expect(() => decodeSummaries([header, ...lines.slice(1)])).toThrow(SourceError);
    expect(() => decodeSummaries(['{"summaries":0,"skeletons":0}'])).toThrow(/version 0/);
  });
});

describe('a summariser', () => {
  it('holds nothing of an entry but what it keeps as text', () => {
    const summariser = createSummariser();
    const reused: CollectedEntry = { ...collected() };
    for (const entry of log) summariser.add(Object.assign(reused, entry));
    expect(encodeSummaries(summariser.result())).toEqual(encodeSummaries(summarise(log)));
  });

  it('asks for the whole entry only where it keeps it', () => {
    let asked = 0;
    const summariser = createSummariser();
    for (let i = 0; i < 5_000; i += 1) {
      const entry = collected({ at: i, message: `Order ${i} failed`, trace: `t${i}`, user: `u${i}` });
      const costly = ['entry', 'insertId', 'timestamp', 'time', 'trace', 'user', 'instance'];
      const get = () => {
        asked += 1;
      };
      const watched = new Proxy(entry, {
        get: (target, name) => {
          if (costly.includes(String(name))) get();
          return Reflect.get(target, name);
        },
      });
      summariser.add(watched);
    }
    // Five smallest hashes of 5,000 change about 5 + 5 ln 1,000 = 40 times; each asks for the id and the entry.
    expect(asked).toBeGreaterThan(10);
    expect(asked).toBeLessThan(300);
  });
});
