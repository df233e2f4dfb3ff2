import { expect, it } from 'vitest';
import { createSeenIdentities } from '../../src/collect/seen-identities.ts';

it('knows every identity again, also after it has grown, and takes none for another', () => {
  const seen = createSeenIdentities(8);
  const all = Array.from({ length: 50_000 }, (_, n) => [`log-${n % 3}`, BigInt(n % 1000), `id-${n}`] as const);
  for (const [log, time, id] of all) expect(seen.add(log, time, id)).toBe(true);
  for (const [log, time, id] of all) expect(seen.add(log, time, id)).toBe(false);
});

it('tells apart what differs in one part only, down to the nanosecond', () => {
  const seen = createSeenIdentities();
  expect(seen.add('log', 1757983373987654321n, 'id')).toBe(true);
  expect(seen.add('log', 1757983373987654322n, 'id')).toBe(true);
  expect(seen.add('lo', 1757983373987654321n, 'gid')).toBe(true);
  expect(seen.add('log', 1757983373987654321n, 'id2')).toBe(true);
});
