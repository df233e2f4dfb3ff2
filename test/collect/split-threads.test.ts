import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { readLogs } from '../../src/triage/read-logs.ts';
import { logEntries } from '../support/log-entries.ts';
import { tempFile } from '../support/log-files.ts';
import { expectAllCounted, ndjson, partsOf } from './split-parts.ts';

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
