import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { SourceError } from '../../src/model/errors.ts';
import { collectAll, collectEntries, ndjson } from '../support/collecting.ts';
import { logEntries } from '../support/log-entries.ts';
import { FORMATS, gzipped, tempFile } from '../support/log-files.ts';
import { temporaryFolder } from '../support/store.ts';

describe('sources', () => {
  const entries = logEntries(200);

  it.each(Object.entries(FORMATS))('%s, also compressed, also in several members', async (_, format) => {
    const half = [format(entries.slice(0, 100)), format(entries.slice(100))];
    for (const content of [format(entries), gzipped(format(entries))]) {
      const { completeness } = await collectAll({ sources: [tempFile(content, 'no-telling-name.txt')] });
      expect(completeness).toMatchObject({ kept: 200, malformed: 0, truncated: null });
    }
    if (format === FORMATS.ndjson) {
      const members = Buffer.concat(half.map((part) => gzipped(part)));
      expect((await collectAll({ sources: [tempFile(members)] })).completeness.kept).toBe(200);
    }
  });

  it('standard input, in pieces of any size', async () => {
    const bytes = gzipped(ndjson(entries));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, n) => bytes.subarray(n * 7, n * 7 + 7));
    const { completeness } = await collectAll({ sources: ['-'], stdin: Readable.from(pieces) });
    expect(completeness).toMatchObject({
      kept: 200,
      sources: [{ name: 'standard input', entries: 200, malformed: 0 }],
    });
  });

  it('that are empty hold no entries and are no error', async () => {
    for (const content of ['', '[]', gzipped('')]) {
      const { completeness } = await collectAll({ sources: [tempFile(content)] });
      expect(completeness).toMatchObject({ read: 0, malformed: 0, truncated: null, oldest: null });
    }
  });

  it('in a folder are all read, and those below it: a file an hour gives what one file gives', async () => {
    const folder = temporaryFolder();
    for (const [hour, part] of [entries.slice(120), entries.slice(60, 120), entries.slice(0, 60)].entries()) {
      mkdirSync(join(folder, `2025/09/${16 + hour}`), { recursive: true });
      writeFileSync(join(folder, `2025/09/${16 + hour}/00:00:00_00:59:59_S0.json.gz`), gzipped(ndjson(part)));
    }
    writeFileSync(join(folder, '.DS_Store'), 'no log');
    const { completeness, entries: read } = await collectAll({ sources: [folder] });
    expect(completeness).toMatchObject({ kept: 200, malformed: 0 });
    expect(completeness.sources.map(({ name }) => name.slice(folder.length))).toEqual([
      '/2025/09/16/00:00:00_00:59:59_S0.json.gz',
      '/2025/09/17/00:00:00_00:59:59_S0.json.gz',
      '/2025/09/18/00:00:00_00:59:59_S0.json.gz',
    ]);
    const ids = (all: readonly CollectedEntry[]) => all.map(({ insertId }) => insertId).sort();
    expect(ids(read)).toEqual(ids((await collectEntries(entries)).entries));
  });

  it('in a folder are read once whatever links lead to them, and what is no file is not waited for', async () => {
    const root = temporaryFolder();
    const folder = join(root, 'logs');
    mkdirSync(join(folder, '2025-09-16'), { recursive: true });
    mkdirSync(join(root, 'archive'));
    // Entries without an insertId have no identity: read twice, they would count twice.
    const unnamed = (count: number) => ndjson(logEntries(count, () => ({ insertId: undefined })));
    writeFileSync(join(folder, '2025-09-16/hour.json'), unnamed(3));
    writeFileSync(join(root, 'archive/hour.json'), unnamed(5));
    symlinkSync('2025-09-16', join(folder, '2025-latest'));
    symlinkSync('2025-09-16/hour.json', join(folder, '0-latest.json'));
    symlinkSync('.', join(folder, 'self'));
    symlinkSync('../archive', join(folder, 'archive'));
    const server = createServer().listen(join(folder, 'socket'));
    await once(server, 'listening');
    const { completeness } = await collectAll({ sources: [folder] });
    expect(completeness).toMatchObject({ read: 8, kept: 8, duplicates: 0 });
    expect(completeness.sources).toHaveLength(2);
    server.close();
    symlinkSync('gone', join(folder, 'dangling'));
    await expect(collectAll({ sources: [folder] })).rejects.toThrow(/dangling: There is no such file/);
  });

  it('that are not there, are an empty folder or may not be read are an error that says what to do', async () => {
    const secret = tempFile('{}');
    chmodSync(secret, 0);
    await expect(collectAll({ sources: ['/no/such/file'] })).rejects.toThrow(SourceError);
    await expect(collectAll({ sources: ['/no/such/file'] })).rejects.toThrow('/no/such/file: There is no such file.');
    const empty = temporaryFolder();
    await expect(collectAll({ sources: [empty] })).rejects.toThrow(/no file in the folder .*Check the path/);
    await expect(collectAll({ sources: ['-'] })).rejects.toThrow(SourceError);
    // The superuser may read everything.
    if (process.getuid?.() !== 0) await expect(collectAll({ sources: [secret] })).rejects.toThrow(/permissions/);
  });

  it('that are cut off in the middle of gzip lose nothing but their end', async () => {
    const noisy = logEntries(3000, (index) => ({ textPayload: `${index} ${Math.sin(index)} ${Math.cos(index)}` }));
    const whole = gzipped(ndjson(noisy));
    const { completeness } = await collectAll({ sources: [tempFile(whole.subarray(0, whole.length / 2))] });
    expect(completeness.kept).toBeGreaterThan(1000);
    expect(completeness.malformed).toBe(1);
    expect(completeness.truncated).toMatch(/the gzip data was cut off/);
  });

  it('with damaged gzip name the damage', async () => {
    const whole = gzipped(ndjson(logEntries(3000, (index) => ({ textPayload: `${index} ${Math.sin(index)}` }))));
    whole.fill(0xff, whole.length / 2, whole.length / 2 + 200);
    const { completeness } = await collectAll({ sources: [tempFile(whole)] });
    expect(completeness.kept).toBeGreaterThan(0);
    expect(completeness.truncated).toMatch(/damaged/);
  });

  it('that end in the middle of an entry say so', async () => {
    const content = FORMATS['array as gcloud prints it'](entries);
    const { completeness } = await collectAll({ sources: [tempFile(content.slice(0, content.length / 2))] });
    expect(completeness.malformed).toBe(1);
    expect(completeness.malformedLines[0]?.reason).toBe('ends in the middle of an entry');
    expect(completeness.truncated).toMatch(/ends in the middle of an entry/);
  });

  it('stop when they are told to, and the record says so', async () => {
    const stop = new AbortController();
    async function* endless() {
      for (let n = 0; ; n += 1) {
        if (n === 3) stop.abort();
        yield Buffer.from(ndjson(logEntries(1, () => ({ insertId: `${n}` }))));
      }
    }
    const { completeness } = await collectAll({
      sources: ['-', tempFile(ndjson(entries))],
      stdin: Readable.from(endless()),
      signal: stop.signal,
    });
    expect(completeness.read).toBeLessThan(10);
    expect(completeness.truncated).toMatch(/standard input: stopped/);
  });

  it('report how far they are', async () => {
    const progress: number[] = [];
    await collectEntries(entries, { onProgress: (read) => progress.push(read) });
    expect(progress.at(-1)).toBe(200);
  });

  it('let what the receiver throws through as it is', async () => {
    const options = { minSeverity: 'DEFAULT', window: null, setAside: null } as const;
    const redactor = createRedactor({ key: 'k', patterns: [] });
    const failure = new Error('receiver');
    for (const content of [ndjson(entries), gzipped(ndjson(entries))]) {
      const collecting = collect({ ...options, redactor, sources: [tempFile(content)] }, () => {
        throw failure;
      });
      await expect(collecting).rejects.toBe(failure);
    }
  });
});

describe('malformed lines', () => {
  const aside = () => join(temporaryFolder(), 'run', 'malformed.ndjson');

  it('are counted, named and set aside redacted, and the rest goes on', async () => {
    const setAside = aside();
    const content = `${ndjson(logEntries(1))}42\n{"password": "hunter2", "to": "alice\\u0040example.com"\n"x"\n${ndjson(logEntries(2))}`;
    const source = tempFile(content);
    const { completeness } = await collectAll({ sources: [source], setAside });
    expect(completeness).toMatchObject({ read: 3, kept: 2, duplicates: 1, malformed: 3, malformedFile: setAside });
    expect(completeness.malformedLines).toEqual([
      { source, line: 2, reason: 'JSON, but no object' },
      { source, line: 3, reason: 'not valid JSON' },
      { source, line: 4, reason: 'JSON, but no object' },
    ]);
    const kept = readFileSync(setAside, 'utf8');
    expect(kept.trim().split('\n')).toHaveLength(3);
    expect(kept).toContain('"line":3');
    expect(kept).not.toMatch(/hunter2|alice/);
    expect(statSync(setAside).mode & 0o777).toBe(0o600);
  });

  it('are as clean as what leaves the machine, names of sources too', async () => {
    const setAside = aside();
    // Put together here, so that no scanner takes this file for a leak.
    const grafana = `glsa_${'abcdefghijklmnopqrstuvwxyz012345'}_${'01234567'}`;
    const hook = `https:\\/\\/hooks.slack.com\\/services\\/${'T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX'}`;
    const source = join(temporaryFolder(), 'dump-alice@example.com.ndjson');
    writeFileSync(source, `first\n{"a": "x\\n${grafana}\n{"b": "${hook}\nlast\n`);
    await collectAll({ sources: [source], setAside });
    const kept = readFileSync(setAside, 'utf8');
    const lines = kept.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).line)).toEqual([1, 2, 3, 4]);
    expect(JSON.parse(lines[3] ?? '').text).toBe('last');
    expect(kept).not.toMatch(/alice|glsa_|XXXX/);
    expect(readdirSync(dirname(setAside))).toHaveLength(1);
    expect(statSync(setAside).mode & 0o777).toBe(0o600);
  });

  it('are on disk at once, whatever becomes of the run', async () => {
    const setAside = aside();
    const source = tempFile(`broken of alice@example.com\n${ndjson(logEntries(1))}`);
    const options = { minSeverity: 'DEFAULT', window: null, setAside, sources: [source] } as const;
    let kept = '';
    await collect({ ...options, redactor: createRedactor({ key: 'k', patterns: [] }) }, () => {
      kept = readFileSync(setAside, 'utf8');
    });
    expect(kept).toMatch(/"text":"broken of \[email-[0-9a-f]{4}\]"/);
  });

  it('make no file where there are none, and need none', async () => {
    const setAside = aside();
    const { completeness } = await collectEntries(logEntries(1), { setAside });
    expect(completeness.malformedFile).toBeNull();
    expect(existsSync(setAside)).toBe(false);
    const without = await collectAll({ sources: [tempFile('x\n')] });
    expect(without.completeness).toMatchObject({ malformed: 1, malformedFile: null });
  });

  it('are named up to twenty, and all set aside', async () => {
    const setAside = aside();
    const { completeness } = await collectAll({ sources: [tempFile('x\n'.repeat(100))], setAside });
    expect(completeness.malformed).toBe(100);
    expect(completeness.malformedLines).toHaveLength(20);
    expect(readFileSync(setAside, 'utf8').trim().split('\n')).toHaveLength(100);
  });

  it('that are cut for their size never end in half a secret', async () => {
    const setAside = aside();
    const secret = 'alice@example.com';
    const content = `${'x'.repeat(65_536 - 7)} ${secret}${'y'.repeat(2_000_000)}\n`;
    await collectAll({ sources: [tempFile(content)], setAside });
    expect(readFileSync(setAside, 'utf8')).not.toContain('alice');
  });

  it('say where they could not be set aside', async () => {
    const setAside = join(tempFile('a file'), 'malformed.ndjson');
    await expect(collectAll({ sources: [tempFile('x\n')], setAside })).rejects.toThrow(
      /cannot be set aside in .*malformed/,
    );
  });

  it('include binary data, once', async () => {
    const { completeness } = await collectAll({ sources: [tempFile(Buffer.alloc(300_000))] });
    expect(completeness).toMatchObject({ read: 0, malformed: 1, malformedLines: [{ line: 1, reason: /binary data/ }] });
  });
});
