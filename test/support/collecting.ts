import { expect } from 'vitest';
import { type CollectOptions, collect } from '../../src/collect/collect.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { Completeness } from '../../src/model/completeness.ts';
import type { CollectedEntry, LogEntry } from '../../src/model/entry.ts';
import { FORMATS, tempFile } from './log-files.ts';

export const { ndjson } = FORMATS;

export async function collectAll(options: Partial<CollectOptions> & { sources: readonly string[] }) {
  const entries: CollectedEntry[] = [];
  const completeness = await collect(
    {
      minSeverity: 'DEFAULT',
      window: null,
      redactor: createRedactor({ key: 'test key', patterns: [] }),
      setAside: null,
      ...options,
    },
    (entry) => entries.push(entry),
  );
  expect(Completeness.parse(completeness)).toEqual(completeness);
  return { entries, completeness };
}

export async function collectEntries(entries: readonly LogEntry[], options: Partial<CollectOptions> = {}) {
  return collectAll({ sources: [tempFile(ndjson(entries))], ...options });
}
