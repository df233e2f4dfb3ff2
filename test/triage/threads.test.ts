import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEntries } from '../../bench/entries/entries.ts';
import { Config } from '../../src/config/schema.ts';
import { SourceError } from '../../src/model/errors.ts';
import { clusterFiles } from '../../src/triage/cluster-files.ts';
import { readLogs } from '../../src/triage/read-logs.ts';

/** More than sixteen blocks. */
const ENTRIES = 6_000;
let folder: string;
let lines: string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-threads-'));
  const next = createEntries(7);
  lines = Array.from({ length: ENTRIES }, () => next().json);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** All that `cluster` puts out, with every block read by `workers` threads. */
async function clustered(workers: number, sources: readonly string[], stdin: Readable = Readable.from([])) {
  const assignments = join(folder, `assignments-${workers}`);
  const result = await clusterFiles({
    sources,
    stdin,
    minSeverity: 'NOTICE',
    config: Config.parse({}),
    redactionKey: Buffer.alloc(32, 7),
    assignments,
    workers,
    workersFrom: 0,
  });
  return JSON.stringify({ ...result, assignments: readFileSync(assignments, 'utf8') });
}

async function expectSame(
  workers: readonly number[],
  sources: readonly string[],
  stdin?: () => Readable,
): Promise<string> {
  const alone = await clustered(0, sources, stdin?.());
  for (const count of workers) expect(await clustered(count, sources, stdin?.()), `${count} threads`).toBe(alone);
  return alone;
}

describe('threads', () => {
  it('find what one finds alone, byte for byte', async () => {
    const path = file('plain.ndjson', `${lines.join('\n')}\n`);
    // Its last line is in no block, and comes before the next file's all the same.
    const unended = file(
      'unended.ndjson',
      lines.map((line) => line.replace('"insertId":"', '"insertId":"u')).join('\n'),
    );
    const { collected } = JSON.parse(await expectSame([2, 4], [unended, path]));
    expect(collected).toMatchObject({ read: 2 * ENTRIES, malformed: 0, truncated: null });
  });

  it('see duplicates across blocks and sources, malformed lines by number, and a last line that is cut off', async () => {
    const broken = lines.flatMap((line, index) => {
      if (index % 997 === 0) return [line, '{"broken', line];
      return index % 499 === 0 ? ['', '[]', line] : [line];
    });
    const first = file('broken.ndjson', `${broken.join('\n')}\n{"insertId":"cut`);
    const second = file('again.ndjson.gz', gzipSync(`\ufeff${lines.slice(0, 2_500).join('\r\n')}`));
    const third = file('list.json', `[\n${lines.slice(2_400, 2_600).join(',\n')}\n]`);
    const { collected } = JSON.parse(await expectSame([3], [first, second, third]));
    expect(collected).toMatchObject({ read: ENTRIES + 7 + 2_700, duplicates: 7 + 2_700, malformed: 7 + 12 + 1 });
    expect(collected.malformedLines[0]).toEqual({ source: first, line: 2, reason: 'not valid JSON' });
    expect(collected.truncated).toMatch(/broken\.ndjson: ends in the middle of an entry$/);
  });

  it('read standard input too, and lines that are too large', async () => {
    const large = `{"textPayload":"${'x'.repeat(3_000_000)}"}`;
    const content = [...lines.slice(0, 2_000), large, ...lines.slice(2_000)].join('\n');
    const { collected } = JSON.parse(await expectSame([3], ['-'], () => Readable.from([Buffer.from(content)])));
    expect(collected).toMatchObject({ read: ENTRIES, malformed: 1 });
    expect(collected.malformedLines).toEqual([{ source: 'standard input', line: 2_001, reason: 'larger than 1 MiB' }]);
  });

  it('end with the run: when it is stopped, and when malformed lines cannot be set aside', async () => {
    const path = file('stopped.ndjson', `${lines.join('\n')}\n`);
    const request = {
      sources: [path],
      minSeverity: 'DEFAULT' as const,
      window: null,
      config: Config.parse({}),
      redactionKey: Buffer.alloc(32, 7),
      known: [],
      setAside: null,
      workers: 2,
      workersFrom: 0,
    };
    const controller = new AbortController();
    const { collected } = await readLogs({
      ...request,
      signal: controller.signal,
      onProgress: (read) => read > 0 && controller.abort(),
    });
    expect(collected.truncated).toMatch(/stopped before its end$/);
    expect(collected.read).toBeLessThan(ENTRIES);
    expect(collected.read).toBe(collected.kept);

    appendFileSync(path, `broken\n${lines.join('\n')}\n`);
    await expect(readLogs({ ...request, setAside: join(path, 'not a folder') })).rejects.toThrow(SourceError);
  });
});
