import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../src/model/entry.ts';
import { collectAll, first, long, second, third } from './split-parts.ts';

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
