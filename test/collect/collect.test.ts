import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from '../../src/collect/hash.ts';
import { parseTime } from '../../src/collect/time.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { collectAll, collectEntries, ndjson } from '../support/collecting.ts';
import { plainEntry } from '../support/entries.ts';
import { logEntries, logEntry } from '../support/log-entries.ts';
import { FORMATS, tempFile } from '../support/log-files.ts';

describe('an entry', () => {
  it('is handed on with everything later rooms need', async () => {
    const original = logEntry({
      trace: 'projects/shop/traces/105445aa',
      errorGroups: [{ id: 'CJmUvoHgqq23pAE' }],
      httpRequest: { requestMethod: 'GET', requestUrl: '/a', status: 500, latency: '0.25s' },
      sourceLocation: { file: 'app/x.py', line: '7', function: 'f' },
    });
    const { entries } = await collectEntries([original]);
    expect(entries.map(plainEntry)).toEqual([
      {
        insertId: '68c8b292000cecf6d6421188',
        insertHash: hashText('68c8b292000cecf6d6421188'),
        timestamp: '2025-09-16T00:42:53.987890Z',
        time: 1757983373987890000n,
        seconds: 1757983373,
        nanos: 987890000,
        severity: 'ERROR',
        severitySource: 'stated',
        sentence: null,
        message: 'connection reset by peer',
        exception: null,
        place: { module: '', function: 'f', file: 'app/x.py', line: '7' },
        setting: { resourceType: 'cloud_run_revision', resource: original.resource?.labels, labels: original.labels },
        service: 'shop',
        revision: 'shop-00734-fvm',
        instance: '0069c7a98886c4a7a800d8ee9a416192d9344fac',
        instanceHash: hashText('0069c7a98886c4a7a800d8ee9a416192d9344fac'),
        trace: '105445aa',
        traceHash: hashText('105445aa'),
        user: '',
        userHash: null,
        http: { method: 'GET', status: 500, latencyMs: 250, path: '/a' },
        hasText: true,
        errorGroups: ['CJmUvoHgqq23pAE'],
        entry: original,
      },
    ]);
  });

  it('comes out redacted everywhere but in what identifies it', async () => {
    const original = logEntry({
      insertId: '203.0.113.7',
      textPayload: 'login of alice@example.com from 203.0.113.7 failed',
      labels: { instanceId: '203.0.113.9', owner: 'bob@example.com' },
      jsonPayload: { password: 'hunter2', 'carol@example.com': { token: 'Bearer abcdef0123456789' } },
    });
    const { entries, completeness } = await collectEntries([original]);
    expect(entries[0]?.message).toMatch(/^login of \[email-[0-9a-f]{4}\] from \[ip-[0-9a-f]{4}\] failed$/);
    expect(entries[0]).toMatchObject({ insertId: '203.0.113.7', instance: '203.0.113.9' });
    expect(entries[0]?.entry.resource).toEqual(original.resource);
    expect(JSON.stringify(entries[0]?.entry)).not.toMatch(/example\.com|hunter2|abcdef0123456789/);
    expect(completeness.redacted).toBe(1);
  });

  it('has its resource redacted, names of labels too, but for what tells services and instances apart', async () => {
    const labels = {
      service_name: 'shop-203.0.113.7',
      revision_name: '203.0.113.7',
      project_id: 'a@example.com',
      location: '203.0.113.7',
      pod_name: '203.0.113.7',
    };
    const owned = { ...labels, owner: 'bob@example.com', 'carol@example.org': 'x' };
    const resource = { type: 'host 198.51.100.7', labels: owned, note: 'dave@example.net' };
    const { entries } = await collectEntries([logEntry({ resource, labels: { 'erin@example.org': 'x' } })]);
    expect(entries[0]?.entry.resource?.labels).toMatchObject(labels);
    expect(JSON.stringify(entries[0]?.entry)).not.toMatch(/bob@|carol@|dave@|erin@|198\.51/);
    const plain: LogEntry = JSON.parse(
      '{"textPayload":"a@x.org","__proto__":{"x":"b@x.org"},"resource":{"labels":{"o":"c@x.org"}}}',
    );
    const { entries: hostile } = await collectEntries([{ ...plain, timestamp: '2026-01-01T00:00:00Z' }]);
    expect(Object.getPrototypeOf(hostile[0]?.entry)).toBe(Object.prototype);
    expect(JSON.stringify(hostile[0]?.entry)).not.toContain('x.org');
  });

  it('has its mojibake mended in the message and in the entry itself', async () => {
    const { entries } = await collectEntries([logEntry({ textPayload: '[ðŸ”‘] OPTIONAL' })]);
    expect(entries[0]?.message).toBe('[🔑] OPTIONAL');
    expect(entries[0]?.entry.textPayload).toBe('[🔑] OPTIONAL');
    const escaped = tempFile(ndjson([logEntry({ textPayload: 'cafÃ©' })]).replace('Ã©', '\\u00c3\\u00a9'));
    expect((await collectAll({ sources: [escaped] })).entries[0]?.message).toBe('café');
  });

  it('without payload has an empty message', async () => {
    const { textPayload: _, ...bare } = logEntry();
    expect((await collectEntries([bare])).entries[0]?.message).toBe('');
  });

  it('without a usable timestamp is dated by its arrival, without either it is malformed', async () => {
    const arrived = logEntry({ timestamp: 'yesterday' });
    const { receiveTimestamp: _, timestamp: __, ...undated } = logEntry();
    const { entries, completeness } = await collectEntries([arrived, undated]);
    expect(entries.map((entry) => entry.timestamp)).toEqual(['2025-09-16T00:42:54.309837157Z']);
    expect(completeness.malformedLines).toMatchObject([{ line: 2, reason: 'no usable timestamp' }]);
  });

  it('with fields of the wrong type is put right rather than lost', async () => {
    const odd = JSON.stringify({
      ...logEntry(),
      insertId: 42,
      jsonPayload: 'plain text',
      textPayload: null,
      labels: { instanceId: 7, none: null },
      resource: { type: 'x', labels: null },
      trace: null,
      errorGroups: null,
    });
    const { entries } = await collectAll({ sources: [tempFile(odd)] });
    expect(entries).toMatchObject([{ insertId: '42', message: 'plain text', instance: '7', service: '' }]);
  });

  it('may name its fields as protobuf does', async () => {
    const entry = {
      ...{ insert_id: 'a1', log_name: 'projects/p/logs/stderr', timestamp: '2025-09-16T00:00:00Z', severity: 'ERROR' },
      json_payload: { message: 'it broke', user_id: 'u1' },
      http_request: { request_method: 'GET', request_url: '/a', status: 500 },
    };
    const { entries } = await collectEntries([entry]);
    const [{ insertId = '', message = '', user = '', http = null } = {}] = entries;
    expect({ insertId, message, user }).toEqual({ insertId: 'a1', message: 'it broke', user: 'u1' });
    expect(http).toMatchObject({ method: 'GET', status: 500, path: '/a' });
  });

  it('with __proto__ fields changes nothing but itself', async () => {
    const line = ndjson([logEntry()]).replace('{', '{"__proto__": {"severity": "DEBUG", "polluted": "a@x.org"},');
    const { entries } = await collectAll({ sources: [tempFile(line)] });
    expect(entries[0]?.severity).toBe('ERROR');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(JSON.stringify(entries[0]?.entry)).toContain('"polluted":"[email-');
  });

  it('nested without end is malformed, not a crash', async () => {
    const deep = ndjson([logEntry()]).replace('{', `{"x": ${'['.repeat(50_000)}${']'.repeat(50_000)},`);
    const deepPayload = deep.replace('"x"', '"jsonPayload"').replace('"severity":"ERROR",', '');
    const { entries, completeness } = await collectAll({ sources: [tempFile(`${deep}${deepPayload}{}`)] });
    expect(entries).toEqual([]);
    expect(completeness.malformedLines.map(({ reason }) => reason)).toEqual([
      'nested more than 200 levels deep',
      'nested more than 200 levels deep',
      'no usable timestamp',
    ]);
  });

  it('without an insertId gets one from its content', async () => {
    const { insertId: _, ...anonymous } = logEntry();
    const first = await collectEntries([anonymous]);
    const second = await collectEntries([anonymous, { ...anonymous, textPayload: 'other' }]);
    expect(first.entries[0]?.insertId).toMatch(/^made-[0-9a-f]{20}$/);
    expect(second.entries[0]?.insertId).toBe(first.entries[0]?.insertId);
    expect(second.entries[1]?.insertId).not.toBe(first.entries[0]?.insertId);
  });
});

describe('what is left out is counted', () => {
  it('below the least severity, which is read off the text where the entry has none', async () => {
    const { severity: _, ...unstated } = logEntry();
    const { entries, completeness } = await collectEntries(
      [
        logEntry({ insertId: 'a', severity: 'INFO' }),
        { ...unstated, insertId: 'b', textPayload: '[2025-09-16 00:42:53 +0000] [11] [ERROR] x' },
        { ...unstated, insertId: 'c', textPayload: 'quiet' },
        logEntry({ insertId: 'd', severity: 'WARNING' }),
      ],
      { minSeverity: 'WARNING' },
    );
    expect(entries.map(({ insertId, severity }) => [insertId, severity])).toEqual([
      ['b', 'ERROR'],
      ['d', 'WARNING'],
    ]);
    expect(completeness).toMatchObject({ read: 4, kept: 2, belowSeverity: 2 });
  });

  it('outside the window: its begin belongs to it, its end does not', async () => {
    const window = { since: parseTime('2025-09-16T00:00:01Z') ?? 0n, until: parseTime('2025-09-16T00:00:03Z') ?? 0n };
    const { entries, completeness } = await collectEntries(logEntries(5), { window });
    expect(entries.map((entry) => entry.insertId)).toEqual(['entry-1', 'entry-2']);
    expect(completeness).toMatchObject({
      outsideWindow: 3,
      oldest: '2025-09-16T00:00:01Z',
      newest: '2025-09-16T00:00:02Z',
    });
  });

  it('read before, also in another source and another format', async () => {
    const entries = logEntries(4);
    const { completeness } = await collectAll({
      sources: [
        tempFile(ndjson(entries)),
        tempFile(FORMATS['array as gcloud prints it'](entries.slice(1))),
        tempFile(ndjson(logEntries(1, () => ({ timestamp: '2025-09-16T02:00:00+02:00' })))),
      ],
    });
    expect(completeness).toMatchObject({ read: 8, kept: 4, duplicates: 4 });
    expect(completeness.sources.map((source) => source.entries)).toEqual([4, 3, 1]);
  });

  it('but two equal lines without an identity are two events', async () => {
    const { insertId: _, ...anonymous } = logEntry();
    const { completeness } = await collectEntries([anonymous, anonymous]);
    expect(completeness).toMatchObject({ kept: 2, duplicates: 0 });
  });

  it('so that the counts always add up', async () => {
    const anyEntry = fc.record({
      insertId: fc.constantFrom('a', 'b', 'c', ''),
      severity: fc.constantFrom('INFO', 'ERROR', 'DEFAULT', undefined),
      second: fc.integer({ min: 0, max: 9 }),
      broken: fc.constantFrom(false, false, false, true),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { maxLength: 30 }), async (drawn) => {
        const lines = drawn.map(({ insertId, severity, second, broken }) => {
          const timestamp = `2025-09-16T00:00:0${second}Z`;
          const line = JSON.stringify({ ...logEntry({ insertId, timestamp }), severity });
          return broken ? line.slice(1) : line;
        });
        const window = {
          since: parseTime('2025-09-16T00:00:02Z') ?? 0n,
          until: parseTime('2025-09-16T00:00:08Z') ?? 0n,
        };
        const { entries, completeness } = await collectAll({
          sources: ['-'],
          stdin: Readable.from([Buffer.from(lines.join('\n'))]),
          minSeverity: 'NOTICE',
          window,
        });
        const { read, kept, belowSeverity, outsideWindow, duplicates, malformed } = completeness;
        expect(read).toBe(kept + belowSeverity + outsideWindow + duplicates);
        expect(kept).toBe(entries.length);
        expect(read + malformed).toBe(drawn.length);
        expect(malformed).toBe(drawn.filter(({ broken }) => broken).length);
      }),
      { numRuns: 100 },
    );
  });
});

describe('revisions', () => {
  const at = (revision: string, second: number, severity = 'INFO') => ({
    severity,
    timestamp: `2025-09-16T00:00:0${second}Z`,
    resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: revision } },
  });

  it('span every entry read, and their start counts as seen only after another revision', async () => {
    const all = [at('shop-2', 5, 'ERROR'), at('shop-1', 1), at('shop-1', 6), at('shop-2', 3)];
    const { completeness } = await collectEntries(
      logEntries(4, (index) => all[index] ?? {}),
      { minSeverity: 'ERROR' },
    );
    expect(completeness.kept).toBe(1);
    expect(completeness.revisions).toEqual([
      {
        service: 'shop',
        revision: 'shop-1',
        entries: 2,
        firstSeen: '2025-09-16T00:00:01Z',
        lastSeen: '2025-09-16T00:00:06Z',
        startObserved: false,
      },
      {
        service: 'shop',
        revision: 'shop-2',
        entries: 2,
        firstSeen: '2025-09-16T00:00:03Z',
        lastSeen: '2025-09-16T00:00:05Z',
        startObserved: true,
      },
    ]);
  });
});
