import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEntries } from '../../bench/entries/entries.ts';
import { Config } from '../../src/config/schema.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { clusterFiles } from '../../src/triage/cluster-files.ts';
import { FORMATS, gzipped } from '../support/log-files.ts';
import { temporaryFolder } from '../support/store.ts';

const LONG = process.env.LONG === '1';
const ENTRIES = 600;
const next = createEntries(11);
/** Calls that went well are left out of what is kept. */
const entries = Array.from({ length: 2 * ENTRIES }, (): LogEntry => JSON.parse(next().json))
  .filter(({ logName }) => logName?.includes('cloudaudit') !== true)
  .slice(0, ENTRIES);

async function clustered(sources: readonly string[], workers: number) {
  const { collected, clusters } = await clusterFiles({
    sources,
    stdin: Readable.from([]),
    minSeverity: 'DEFAULT',
    config: Config.parse({}),
    redactionKey: Buffer.alloc(32, 7),
    assignments: null,
    workers,
    workersFrom: 0,
  });
  return { collected, clusters: JSON.stringify(clusters) };
}

const formats = ['ndjson', 'array as gcloud prints it', 'array in one line', 'pretty-printed objects'] as const;

interface Piece {
  readonly from: number;
  readonly length: number;
  readonly format: keyof typeof FORMATS;
  readonly gzip: boolean;
  readonly newestFirst: boolean;
}

/** Writes a part of the log as an export of its own. */
function exported({ from, length, format, gzip, newestFirst }: Piece, path: string): number {
  const part = entries.slice(from, from + length);
  const content = FORMATS[format](newestFirst ? part.toReversed() : part);
  writeFileSync(path, gzip ? gzipped(content) : content);
  return part.length;
}

const whole = { from: 0, length: ENTRIES, gzip: false, newestFirst: false } as const;

describe('entries that several files hold count once', () => {
  it('in one export that is given twice, by the same name, by another, as gzip, and as gcloud prints it', async () => {
    const folder = temporaryFolder();
    const path = (name: string): string => join(folder, name);
    exported({ ...whole, format: 'ndjson' }, path('a.ndjson'));
    exported({ ...whole, format: 'ndjson', gzip: true }, path('b.ndjson.gz'));
    exported({ ...whole, format: 'array as gcloud prints it', newestFirst: true }, path('c.json'));
    mkdirSync(path('more'));
    exported({ ...whole, format: 'ndjson with CRLF and blank lines' }, join(path('more'), 'd.ndjson'));
    const once = await clustered([path('a.ndjson')], 0);
    expect(once.collected).toMatchObject({ read: ENTRIES, kept: ENTRIES, duplicates: 0 });
    const given: [sources: string[], files: number][] = [
      [[path('a.ndjson'), path('a.ndjson')], 2],
      [[path('a.ndjson'), path('b.ndjson.gz')], 2],
      [[path('c.json'), path('a.ndjson')], 2],
      [[folder], 4],
      [[path('more'), folder], 5],
    ];
    for (const [sources, files] of given) {
      const { collected, clusters } = await clustered(sources, files === 4 ? 2 : 0);
      expect(collected).toMatchObject({ read: files * ENTRIES, kept: ENTRIES, duplicates: (files - 1) * ENTRIES });
      expect(clusters).toBe(once.clusters);
    }
  });

  it('in any exports that overlap, whatever their formats and their order', async () => {
    const piece = fc.record<Piece>({
      from: fc.nat(ENTRIES - 1),
      length: fc.integer({ min: 1, max: ENTRIES }),
      format: fc.constantFrom(...formats),
      gzip: fc.boolean(),
      newestFirst: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 2, maxLength: 5 }),
        fc.constantFrom(0, 0, 2),
        async (pieces, workers) => {
          const folder = temporaryFolder();
          const sources = pieces.map((_, index) => join(folder, `export-${index}`));
          const read = pieces.reduce((sum, each, index) => sum + exported(each, sources[index] ?? ''), 0);
          const covered = entries.filter((_, at) =>
            pieces.some(({ from, length }) => at >= from && at < from + length),
          );
          const all = join(folder, 'all');
          writeFileSync(all, FORMATS.ndjson(covered));
          const { collected, clusters } = await clustered(sources, workers);
          expect(collected).toMatchObject({
            read,
            kept: covered.length,
            duplicates: read - covered.length,
            malformed: 0,
          });
          expect(clusters).toBe((await clustered([all], 0)).clusters);
        },
      ),
      { numRuns: LONG ? 100 : 4, seed: 9, endOnFailure: true },
    );
  });
});
