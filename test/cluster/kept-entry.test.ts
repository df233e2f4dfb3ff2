import { inspect } from 'node:util';
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { encodeSummaries } from '../../src/cluster/summary/encode-summaries.ts';
import { type KeptEntry, keepEntry, logEntryOf } from '../../src/cluster/summary/kept-entry.ts';
import { createSummariser } from '../../src/cluster/summary/summarise.ts';
import { createEntryReader } from '../../src/collect/entry-reader.ts';
import { readParsed } from '../../src/collect/reading.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { entriesWith } from '../support/planted-entries.ts';
import { readPositives } from '../support/redaction-corpus.ts';

const planted = readPositives();
const redactor = createRedactor({ key: 'k', patterns: [] });
const choice = { minSeverity: 'DEFAULT', window: null } as const;

/** Off the bytes of a line, as files are read. */
const skimmed = (() => {
  const read = createEntryReader(choice, redactor);
  return (entry: object): CollectedEntry => {
    const bytes = Buffer.from(JSON.stringify(entry));
    return keptOf(read(bytes, 0, bytes.length));
  };
})();

const parsed = (entry: object): CollectedEntry => keptOf(readParsed(entry, JSON.stringify(entry), choice, redactor));

function keptOf(reading: ReturnType<typeof readParsed> | null): CollectedEntry {
  if (reading === null || typeof reading === 'string' || reading.kept === null) throw new Error('not kept');
  return reading.kept;
}

/** Every way in which an object's content can get out of it. */
const WAYS: readonly (readonly [string, (kept: KeptEntry) => string])[] = [
  ['JSON', (kept) => JSON.stringify(kept)],
  ['a copy', (kept) => JSON.stringify({ ...kept })],
  ['a clone for another thread', (kept) => serialize(structuredClone(kept)).toString('latin1')],
  ['its fields', (kept) => Object.values(kept).map(String).join('\n')],
  ['the entry', (kept) => JSON.stringify(logEntryOf(kept))],
  ['what a debugger prints', (kept) => inspect(kept, { depth: 9, showHidden: true, getters: true })],
];

describe('an entry that is kept in memory as it was read', () => {
  for (const [how, read] of [
    ['off its bytes', skimmed],
    ['as a whole', parsed],
  ] as const) {
    it.each(WAYS)(`${how}: comes out redacted as %s`, (_, out) => {
      const leaks = planted.flatMap((each, number) =>
        entriesWith(each, number).flatMap((entry) => {
          const text = out(keepEntry(read(entry)));
          return text.includes(each.secret) ? [`${each.text} in ${JSON.stringify(entry).slice(0, 60)}`] : [];
        }),
      );
      expect(leaks).toEqual([]);
    });
  }

  it('holds the entry all the same, with placeholders', () => {
    const [each] = planted;
    if (each === undefined) throw new Error('no corpus');
    for (const entry of entriesWith(each, 1)) {
      const kept = keepEntry(skimmed(entry));
      expect(Object.keys(logEntryOf(kept)).toSorted()).toEqual(Object.keys(entry).toSorted());
      expect(kept.json).toMatch(/\[(?:email|secret|cookie)-[0-9a-f]{4}\]/);
    }
  });
});

it('summaries that go to other threads, or into a store, hold nothing unredacted', () => {
  const summariser = createSummariser();
  for (const [number, each] of planted.entries()) {
    // More than are kept one by one, so that summaries are made too.
    for (let turn = 0; turn < 8; turn += 1) {
      for (const entry of entriesWith(each, number))
        summariser.add(skimmed({ ...entry, insertId: `${number}-${turn}` }));
    }
  }
  const lines = encodeSummaries(summariser.result()).join('\n');
  expect(lines).toMatch(/\[email-[0-9a-f]{4}\]/);
  expect(lines).toContain('"summary":');
  const leaks = planted.filter(({ secret }) => lines.includes(JSON.stringify(secret).slice(1, -1)));
  expect(leaks.map(({ text }) => text)).toEqual([]);
});
