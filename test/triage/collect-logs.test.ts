import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { OutputError, UsageError } from '../../src/model/errors.ts';
import { collectLogs } from '../../src/triage/collect-logs.ts';
import { ndjson } from '../support/collecting.ts';
import { logEntries } from '../support/log-entries.ts';

let root: string;
let folder: string;
let logs: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'log-gardener-collect-'));
});

beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
  logs = join(folder, 'logs');
  mkdirSync(logs);
  writeFileSync(join(logs, 'hour.ndjson'), ndjson(logEntries(50)));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function collectTo(out: string, sources: readonly string[], signal = new AbortController().signal) {
  return collectLogs({
    sources,
    stdin: Readable.from([]),
    logging: null,
    minSeverity: 'DEFAULT',
    window: null,
    config: Config.parse({}),
    redactionKey: Buffer.alloc(32, 7),
    out,
    signal,
  });
}

describe('the file that entries are collected into', () => {
  it('holds each of them, is readable by its owner only, and nothing is left beside it', async () => {
    const out = join(folder, 'out.ndjson');
    expect(await collectTo(out, [logs])).toMatchObject({ kept: 50, truncated: null });
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(50);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).toSorted()).toEqual(['logs', 'out.ndjson']);
  });

  it('is never one of the logs, nor among them: it would be read while it is written, without end', async () => {
    const hour = join(logs, 'hour.ndjson');
    for (const [out, sources] of [
      [hour, [hour]],
      [hour, [logs]],
      [join(logs, 'new.ndjson'), [logs]],
      [join(folder, 'logs/../logs/new.ndjson'), [folder]],
    ] as const) {
      const refused = await collectTo(out, sources).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(UsageError);
      expect(String(refused)).toMatch(/--out .*(hour\.ndjson is one of the logs|(hour|new)\.ndjson lies in )/);
    }
    expect(readFileSync(hour, 'utf8')).toBe(ndjson(logEntries(50)));
    expect(readdirSync(logs)).toEqual(['hour.ndjson']);
  });

  it('is refused before anything is read where it is a folder', async () => {
    const out = join(folder, 'out');
    mkdirSync(out);
    const stopped = AbortSignal.abort();
    await expect(collectTo(out, [join(logs, 'hour.ndjson')], stopped)).rejects.toThrow(/out: it is a folder/);
    expect(readdirSync(folder).toSorted()).toEqual(['logs', 'out']);
  });

  it('is refused where it cannot even be looked at', async () => {
    const out = join(folder, 'loop');
    symlinkSync('loop', out);
    const refused = await collectTo(out, [logs]).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect(String(refused)).toMatch(/Cannot write .*loop: ELOOP.* Check the path\.$/);
  });

  it('stays as it was when the reading fails', async () => {
    const out = join(folder, 'out.ndjson');
    writeFileSync(out, 'yesterday\n');
    await expect(collectTo(out, [join(logs, 'hour.ndjson'), join(folder, 'missing')])).rejects.toThrow(/no such file/);
    expect(readFileSync(out, 'utf8')).toBe('yesterday\n');
    expect(readdirSync(folder).toSorted()).toEqual(['logs', 'out.ndjson']);
  });

  it.each([3, 8_000])('is named where the disk is full, not the log that was being read (%i entries)', async (size) => {
    writeFileSync(join(logs, 'more.ndjson'), ndjson(logEntries(size)));
    const failed = await collectTo('/dev/full', [logs]).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(OutputError);
    expect(String(failed)).toMatch(
      /^[^:]+: Cannot write \/dev\/full: ENOSPC[^.]*\. Make room there, or name another place\.$/,
    );
  });
});
