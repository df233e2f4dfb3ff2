import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { clusterFiles } from '../../src/triage/cluster-files.ts';
import { goodLine } from '../support/bad-input.ts';
import { hostileLines } from '../support/hostile-lines.ts';

const LINES = process.env.LONG ? 100_000 : 3_000;

/** A file that begins with a NUL is taken for no log at all: what is looked at first is plain. */
const HEAD = Array.from({ length: 100 }, (_, number) => goodLine(number, { labels: { filler: 'x'.repeat(700) } }));

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-fuzz-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function cluster(lines: readonly string[], options: { minSeverity?: 'WARNING'; workers?: number } = {}) {
  const source = join(folder, 'hostile.ndjson');
  const assignments = join(folder, 'assignments.ndjson');
  writeFileSync(source, `${[...HEAD, ...lines].join('\n')}\n`);
  const { collected, clusters } = await clusterFiles({
    sources: [source],
    stdin: Readable.from([]),
    minSeverity: options.minSeverity ?? 'DEFAULT',
    workers: options.workers ?? 1,
    workersFrom: 0,
    config: Config.parse({}),
    redactionKey: Buffer.alloc(32, 7),
    assignments,
  });
  const assigned: { pattern: string; cluster: string }[] = readFileSync(assignments, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return { collected, clusters, assigned };
}

/** The same lines in another order, always the same one. */
function reorder(lines: readonly string[]): string[] {
  const step = 7_919;
  return lines.map((_, index) => lines[(index * step + 3) % lines.length] ?? '');
}

describe('a log full of hostile entries', () => {
  it('is read and clustered to the last entry, with every one accounted for, the same in any order and by two workers', async () => {
    const lines = hostileLines(LINES, 20_250_916);
    expect(lines).toHaveLength(LINES);
    const first = await cluster(lines);
    const { collected, clusters, assigned } = first;

    const blank = lines.filter((line) => line.trim() === '').length;
    expect(collected.read + collected.malformed).toBe(HEAD.length + LINES - blank);
    expect(collected.read).toBeGreaterThan(0.8 * LINES);
    expect(collected.read).toBe(
      collected.kept + collected.belowSeverity + collected.outsideWindow + collected.duplicates,
    );
    expect(collected.malformed).toBeGreaterThan(0);
    expect(collected.truncated).toBeNull();

    expect(clusters.reduce((sum, { count }) => sum + count, 0)).toBe(collected.kept);
    for (const { count, patterns } of clusters) {
      expect(patterns.reduce((sum, pattern) => sum + pattern.count, 0)).toBe(count);
    }
    expect(assigned).toHaveLength(collected.kept);
    const homes = new Map(
      clusters.flatMap(({ fingerprint, patterns }) => patterns.map((p) => [p.fingerprint, fingerprint])),
    );
    for (const { pattern, cluster: home } of assigned) expect(homes.get(pattern)).toBe(home);

    const json = JSON.stringify({ clusters });
    expect(JSON.parse(json)).toEqual({ clusters });
    expect(json.isWellFormed()).toBe(true);
    expect(Object.keys(Object.prototype)).toEqual([]);

    const again = await cluster(reorder(lines), { workers: 2 });
    expect(JSON.stringify({ clusters: again.clusters }) === json).toBe(true);
    expect(again.collected).toMatchObject({
      read: collected.read,
      kept: collected.kept,
      malformed: collected.malformed,
    });
  }, 600_000);

  it('leaves out what is below the least severity, and nothing else', async () => {
    const lines = hostileLines(process.env.LONG ? 20_000 : 2_000, 7);
    const { collected, clusters } = await cluster(lines, { minSeverity: 'WARNING' });
    expect(collected.belowSeverity).toBeGreaterThan(0);
    expect(collected.read).toBe(collected.kept + collected.belowSeverity + collected.duplicates);
    expect(clusters.reduce((sum, { count }) => sum + count, 0)).toBe(collected.kept);
  }, 600_000);
});
