import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { clusterFiles } from '../../src/triage/cluster-files.ts';
import { crashLoopEntries } from '../support/crash-loop-entries.ts';
import { logEntries } from '../support/log-entries.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-cluster-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function clusterLines(lines: readonly string[], assignments: string | null = null) {
  const path = join(folder, 'entries.ndjson');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return clusterFiles({
    sources: [path],
    stdin: Readable.from([]),
    minSeverity: 'WARNING',
    config: Config.parse({}),
    redactionKey: Buffer.alloc(32, 7),
    assignments,
  });
}

const crashLoop = crashLoopEntries(6).map((entry) => JSON.stringify(entry));

describe('a crash loop', () => {
  it('is one problem, and the warnings that keep time with it are two others', async () => {
    const { clusters, collected } = await clusterLines(crashLoop);
    expect(collected).toMatchObject({ read: 78, kept: 66, malformed: 0 });
    const listed = clusters.map(({ priority, count, title }) => `${priority} ${count} × ${title}`);
    expect(listed[0]).toBe("P0 54 × No module named 'shop.payments.ledger': service cannot start");
    expect(listed.slice(1).toSorted()).toEqual([
      expect.stringContaining('P3 6 × SHOP_ID contained whitespace'),
      expect.stringContaining('P3 6 × Tracing SDK not available'),
    ]);
    const [loop] = clusters;
    expect(loop?.rules.join('\n')).toMatch(/P0: crash loop \(6 exits in 35 s\)/);
    expect(loop?.evidence).toContainEqual(expect.objectContaining({ name: 'container exits', value: 6 }));
  });

  it('keeps its fingerprint when it goes on longer, and when a symptom is missing', async () => {
    const [short] = (await clusterLines(crashLoop)).clusters;
    const [long] = (await clusterLines(crashLoopEntries(20).map((entry) => JSON.stringify(entry)))).clusters;
    const [less] = (await clusterLines(crashLoop.filter((line) => !line.includes('Shutting down')))).clusters;
    expect(long?.fingerprint).toBe(short?.fingerprint);
    expect(less?.fingerprint).toBe(short?.fingerprint);
  });
});

it('gives the same bytes for any order of the entries', async () => {
  const demo = ['seed-1.ndjson', 'seed-2.ndjson'].flatMap((name) =>
    readFileSync(new URL(`../../fixtures/demo/${name}`, import.meta.url), 'utf8')
      .trim()
      .split('\n'),
  );
  const lines = [...crashLoop, ...demo];
  const expected = JSON.stringify((await clusterLines(lines)).clusters);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(lines, { minLength: lines.length }), async (shuffled) => {
      expect(JSON.stringify((await clusterLines(shuffled)).clusters)).toBe(expected);
    }),
    { numRuns: process.env.LONG ? 200 : 10 },
  );
}, 60_000);

it('assigns every kept entry to its pattern and cluster', async () => {
  const path = join(folder, 'assignments.ndjson');
  const lines = logEntries(40, (index) => ({
    insertId: `odd "id" ${index}`,
    textPayload: index % 2 === 0 ? `Payment ${index} refused by the bank` : `Mail ${index} bounced with code 550`,
  })).map((entry) => JSON.stringify(entry));
  const { clusters } = await clusterLines(lines, path);
  const assigned = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(assigned).toHaveLength(40);
  for (const [index, { insertId, pattern, cluster }] of assigned.entries()) {
    expect(insertId).toBe(`odd "id" ${index}`);
    const home = clusters.find(({ fingerprint }) => fingerprint === cluster);
    expect(home?.patterns.map(({ fingerprint }) => fingerprint)).toContain(pattern);
    expect(home?.title).toMatch(index % 2 === 0 ? /Payment/ : /Mail/);
  }
});

describe('--assignments', () => {
  it('never writes over a log that is read', async () => {
    const path = join(folder, 'entries.ndjson');
    await expect(clusterLines(crashLoop, path)).rejects.toThrow(/is one of the logs that are read/);
    expect(readFileSync(path, 'utf8')).toBe(`${crashLoop.join('\n')}\n`);
  });

  it('leaves the last ones in place until the new ones are whole', async () => {
    const target = join(folder, 'assignments.ndjson');
    writeFileSync(target, 'yesterday\n');
    const request = { stdin: Readable.from([]), minSeverity: 'WARNING' as const, config: Config.parse({}) };
    const missing = {
      ...request,
      sources: [join(folder, 'missing')],
      redactionKey: Buffer.alloc(32),
      assignments: target,
    };
    await expect(clusterFiles(missing)).rejects.toThrow(/There is no such file/);
    expect(readFileSync(target, 'utf8')).toBe('yesterday\n');
    await clusterLines(crashLoop, target);
    expect(readFileSync(target, 'utf8').split('\n')).toHaveLength(66 + 1);
  });

  it('leaves nothing of what it keeps meanwhile, wherever the process is stopped', async () => {
    const temporary = mkdtempSync(join(folder, 'tmp-'));
    vi.stubEnv('TMPDIR', temporary);
    let during: string[] = ['never looked'];
    await clusterFiles({
      sources: [join(folder, 'entries.ndjson')],
      stdin: Readable.from([]),
      minSeverity: 'WARNING',
      config: Config.parse({}),
      redactionKey: Buffer.alloc(32, 7),
      assignments: join(folder, 'assignments.ndjson'),
      onProgress: () => {
        during = readdirSync(temporary);
      },
    }).finally(() => vi.unstubAllEnvs());
    expect(during).toEqual([]);
  });

  it('says which file the disk had no room for', async () => {
    await expect(clusterLines(crashLoop, '/dev/full')).rejects.toThrow(/Cannot write \/dev\/full: ENOSPC/);
  });
});
