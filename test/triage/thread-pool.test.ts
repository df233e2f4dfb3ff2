import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEntries } from '../../bench/entries/entries.ts';
import { compareText } from '../../src/cluster/compare.ts';
import { encodeSummaries } from '../../src/cluster/summary/encode-summaries.ts';
import { joinShards } from '../../src/cluster/summary/merge-shards.ts';
import { createSummariser, type SkeletonSummaries } from '../../src/cluster/summary/summarise.ts';
import { collect } from '../../src/collect/collect.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { createIdentityTable } from '../../src/collect/seen-identities.ts';
import { createThreadPool } from '../../src/triage/threads/pool.ts';

let folder: string;
let path: string;
let lines: string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-pool-'));
  path = join(folder, 'log.ndjson');
  const next = createEntries(3);
  // Calls that went well, of the audit log, are left out of what is kept.
  lines = Array.from({ length: 16_000 }, () => next().json)
    .filter((line) => !line.includes('cloudaudit'))
    .slice(0, 14_000);
  // Duplicates of what was read long before, and of what another thread reads at the same time.
  const doubled = lines.flatMap((line, index) => (index % 40 === 7 ? [line, lines[index >> 1] ?? line, line] : [line]));
  writeFileSync(path, `${doubled.join('\n')}\n`);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const settings = { minSeverity: 'DEFAULT', window: null, redactionKey: Buffer.alloc(32, 1) } as const;
const redactor = createRedactor({ key: Buffer.from(settings.redactionKey), patterns: [] });

/** What is collected and summarised with so many threads that begin with a table of this size; 0 = this thread alone. */
async function readWith(threads: number, capacity: number): Promise<string> {
  const summariser = createSummariser();
  const shards: SkeletonSummaries[] = [];
  const pool =
    threads === 0
      ? null
      : createThreadPool(
          threads,
          { ...settings, redact: [], handles: false },
          { onHandles: () => undefined, onSummaries: (skeletons) => shards.push(skeletons) },
          0,
          createIdentityTable(capacity),
        );
  try {
    const collected = await collect(
      { ...settings, sources: [path], redactor, setAside: null, ...(pool && { offload: pool }) },
      (entry) => void summariser.add(entry),
    );
    const { merged } = joinShards([summariser.result(), ...shards]);
    const keyOf = ({ tokens, isFinal }: SkeletonSummaries[number]): string => JSON.stringify([tokens, isFinal]);
    const sorted = merged.toSorted((a, b) => compareText(keyOf(a), keyOf(b)));
    return JSON.stringify({ collected, summaries: encodeSummaries(sorted) });
  } finally {
    await pool?.close();
  }
}

it('fails with what a thread failed with', async () => {
  const redact = [{ name: 'broken', pattern: '(' }];
  const handlers = { onHandles: () => undefined, onSummaries: () => undefined };
  const pool = createThreadPool(2, { ...settings, redact, handles: false }, handlers, 0);
  const options = { ...settings, sources: [path], redactor, setAside: null, offload: pool };
  try {
    await expect(collect(options, () => undefined)).rejects.toThrow('redact "broken"');
  } finally {
    await pool.close();
  }
});

it('finds every duplicate, also while the table of what was read grows under all threads', async () => {
  const alone = await readWith(0, 0);
  expect(JSON.parse(alone).collected).toMatchObject({ read: 14_700, kept: 14_000, duplicates: 700 });
  // Room for what the blocks at hand hold, so that it grows between them.
  expect(await readWith(3, 16_384)).toBe(alone);
});
