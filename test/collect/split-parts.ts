import { expect } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { type SplitPart, splitPartOf } from '../../src/collect/split-part.ts';
import type { Completeness } from '../../src/model/completeness.ts';
import type { CollectedEntry, LogEntry } from '../../src/model/entry.ts';
import { logEntry } from '../support/log-entries.ts';
import { FORMATS, tempFile } from '../support/log-files.ts';

export const { ndjson } = FORMATS;

/** An entry as Cloud Logging cuts it: the index stands behind the insertId, too. */
export function partsOf(entry: LogEntry, texts: readonly string[], uid = `uid of ${entry.insertId}`): LogEntry[] {
  return texts.map((textPayload, index) => ({
    ...entry,
    insertId: `${entry.insertId}-${index}`,
    textPayload,
    split: { uid, ...(index > 0 && { index }), totalSplits: texts.length },
  }));
}

export const long = logEntry({ insertId: 'long' });

export const [first, second, third] = partsOf(long, ['Traceback of a very ', 'long ', 'error']) as [
  LogEntry,
  LogEntry,
  LogEntry,
];

export async function collectAll(sources: readonly (readonly LogEntry[])[], since?: bigint) {
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

export function expectAllCounted({ read, kept, belowSeverity, outsideWindow, duplicates, split }: Completeness): void {
  const { parts = 0, entries = 0 } = split ?? {};
  expect(read).toBe(kept + belowSeverity + outsideWindow + duplicates + parts - entries);
}

export function part(uid: string, index: number, total = 2): SplitPart {
  const json = JSON.stringify({ textPayload: `${uid} ${index};`, split: { uid, index, totalSplits: total } });
  return splitPartOf(JSON.parse(json), json) ?? expect.unreachable();
}
