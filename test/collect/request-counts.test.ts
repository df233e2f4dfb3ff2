import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { isRequestLog, isRequestLogAt } from '../../src/collect/request-log.ts';
import { Config } from '../../src/config/schema.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import type { Severity } from '../../src/model/severity.ts';
import { readLogs } from '../../src/triage/read-logs.ts';
import { logEntries, logEntry } from '../support/log-entries.ts';
import { FORMATS, tempFile } from '../support/log-files.ts';

const REQUESTS = 'projects/shop/logs/run.googleapis.com%2Frequests';

/** A line of the request log; what Cloud Run itself says of a request stands in the text. */
function request(insertId: string, status: number, more: Partial<LogEntry> = {}): LogEntry {
  const { textPayload: _, ...line } = logEntry({
    insertId,
    logName: REQUESTS,
    severity: status >= 500 ? 'ERROR' : status >= 400 ? 'WARNING' : 'INFO',
    httpRequest: { requestMethod: 'GET', requestUrl: 'https://shop.example/cart', status, latency: '0.2s' },
  });
  return { ...line, ...more };
}

async function counted(entries: readonly LogEntry[], minSeverity: Severity = 'DEFAULT', window = null) {
  const record = await collect(
    {
      sources: [tempFile(FORMATS.ndjson(entries))],
      minSeverity,
      window,
      redactor: createRedactor({ key: 'key', patterns: [] }),
      setAside: null,
    },
    () => undefined,
  );
  return record.requests;
}

describe('requests', () => {
  const some = [200, 204, 302, 404, 429, 500, 503].map((status, n) => request(`r${n}`, status));

  it('are counted by service, each once', async () => {
    const mail = request('mail', 502, { resource: { type: 'cloud_run_revision', labels: { service_name: 'mail' } } });
    expect(await counted([...some, mail, mail, ...some])).toEqual([
      { service: 'mail', requests: 1, failed: 1, succeeded: 0 },
      { service: 'shop', requests: 7, failed: 2, succeeded: 3 },
    ]);
  });

  it('count with what Cloud Run says of them, and not again where the service logs them too', async () => {
    const aborted = request('aborted', 500, { textPayload: 'The request was aborted: no available instance.' });
    const own = logEntry({ insertId: 'own', httpRequest: { requestMethod: 'GET', status: 500 } });
    const structured = { jsonPayload: { message: 'failed', httpRequest: { status: 500 } } };
    expect(await counted([aborted, own, logEntry({ insertId: 'own too', ...structured })])).toEqual([
      { service: 'shop', requests: 1, failed: 1, succeeded: 0 },
    ]);
  });

  it('are not counted where some were left out for their severity', async () => {
    expect(await counted(some, 'INFO')).toBeUndefined();
    expect(await counted([], 'DEFAULT')).toEqual([]);
  });

  it('count the same from any number of threads', async () => {
    const filler = { userAgent: 'x'.repeat(1_000) };
    const lines = logEntries(5_000).map(({ insertId = '' }, n) => {
      const line = request(insertId, n % 3 === 0 ? 503 : 200);
      return { ...line, httpRequest: { ...line.httpRequest, ...filler } };
    });
    const file = tempFile(FORMATS.ndjson(lines));
    const run = async (workers: number) => {
      const request = { minSeverity: 'DEFAULT' as const, window: null, config: Config.parse({}), known: [] };
      const key = { redactionKey: Buffer.alloc(32, 7), setAside: null };
      return (await readLogs({ sources: [file], ...request, ...key, workers, workersFrom: 0 })).collected;
    };
    const alone = await run(0);
    expect(alone.requests).toEqual([{ service: 'shop', requests: 5_000, failed: 1_667, succeeded: 3_333 }]);
    expect(await run(2)).toEqual(alone);
    expect(await run(4)).toEqual(alone);
  });
});

it.each([
  [REQUESTS, true],
  ['projects/shop/logs/requests', true],
  ['projects/shop/logs/appengine.googleapis.com%2Frequest_log', true],
  ['projects/shop/logs/run.googleapis.com%2Fstderr', false],
  ['projects/shop/logs/my-requests', false],
  ['requests', false],
  ['', false],
])('%s is a request log: %s', (name, expected) => {
  expect(isRequestLog(name)).toBe(expected);
  const bytes = Buffer.from(`%2Frequests${name}"`);
  expect(isRequestLogAt(bytes, 11, 11 + name.length)).toBe(expected);
});
