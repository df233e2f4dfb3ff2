import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JoinedParts } from '../../src/collect/counted.ts';
import { createSplitJoiner, identityOfPart } from '../../src/collect/split-joiner.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { part } from './split-parts.ts';

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
