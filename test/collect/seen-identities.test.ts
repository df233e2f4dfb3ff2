import { expect, it } from 'vitest';
import { hashText } from '../../src/collect/hash.ts';
import { capacityFor, createSeenIdentities, identityHigh, identityLow } from '../../src/collect/seen-identities.ts';
import { splitTime } from '../../src/collect/time.ts';

const identity = (logName: string, time: bigint, insertId: string): [number, number] => {
  const parts = { logHash: hashText(logName), ...splitTime(time), insertHash: hashText(insertId) };
  const low = identityLow(parts);
  return [low, identityHigh(parts, low)];
};

it('knows every identity again, also after it has grown, and takes none for another', () => {
  const seen = createSeenIdentities(8);
  const all = Array.from({ length: 50_000 }, (_, n) => identity(`log-${n % 3}`, BigInt(n % 1000), `id-${n}`));
  for (const each of all) expect(seen.add(...each)).toBe(true);
  for (const each of all) expect(seen.add(...each)).toBe(false);
});

it('forgets all of them when it is told to', () => {
  const seen = createSeenIdentities();
  const one = identity('log', 1n, 'id');
  seen.add(...one);
  seen.clear();
  expect(seen.add(...one)).toBe(true);
  expect(seen.add(...one)).toBe(false);
});

it('is made as large as a file asks for, within bounds', () => {
  expect(capacityFor(0)).toBe(2 ** 16);
  expect(capacityFor(400 * 700_000)).toBe(2 ** 20);
  expect(capacityFor(400 * 740_000)).toBe(2 ** 21);
  expect(capacityFor(1e12)).toBe(2 ** 21);
});

it('tells apart what differs in one part only, down to the nanosecond', () => {
  const seen = createSeenIdentities();
  expect(seen.add(...identity('log', 1757983373987654321n, 'id'))).toBe(true);
  expect(seen.add(...identity('log', 1757983373987654322n, 'id'))).toBe(true);
  expect(seen.add(...identity('log', 1757983374987654321n, 'id'))).toBe(true);
  expect(seen.add(...identity('lo', 1757983373987654321n, 'gid'))).toBe(true);
  expect(seen.add(...identity('log', 1757983373987654321n, 'id2'))).toBe(true);
});
