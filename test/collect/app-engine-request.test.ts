import { describe, expect, it } from 'vitest';
import { describeEntry } from '../../src/collect/collected-entry.ts';
import { createRedactor } from '../../src/collect/redact.ts';

const redactor = createRedactor({ key: 'k', patterns: [] });

/** A line of App Engine's request log with what the program logged meanwhile. */
function request(status: number, lines: readonly (readonly [severity: string, text: string])[]) {
  const line = lines.map(([severity, logMessage]) => ({ severity, logMessage }));
  const protoPayload = {
    '@type': 'type.googleapis.com/google.appengine.logging.v1.RequestLog',
    ...{ method: 'POST', resource: '/pay/17?t=1', status, latency: '0.25s' },
    ...(line.length === 0 ? {} : { line }),
  };
  const { message, hasText, http } = describeEntry(
    { protoPayload, httpRequest: { status } },
    0n,
    { severity: 'ERROR', source: 'stated' },
    redactor,
  );
  return { message, hasText, http };
}

describe("a request of App Engine's log", () => {
  it.each([
    ['the line that is most severe', 500, ['INFO cart loaded', 'ERROR no funds', 'DEBUG bye'], 'no funds'],
    ['all lines that are as severe', 500, ['ERROR no funds', 'INFO x', 'ERROR gave up'], 'no funds\ngave up'],
    ['lines without a severity', 500, ['DEFAULT no funds'], 'no funds'],
    ['what it reports, where it went well', 200, ['INFO cart loaded'], 'cart loaded'],
  ])('says %s', (_, status, lines, message) => {
    const split = lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const);
    expect(request(status, split)).toMatchObject({ message, hasText: true });
  });

  it.each([
    ['without lines', []],
    ['whose lines only report', [['INFO', 'cart loaded'] as const]],
  ])('is a request that failed where it is one %s', (_, lines) => {
    expect(request(500, lines)).toEqual({
      message: 'POST /pay/{id} 500',
      hasText: false,
      http: { method: 'POST', status: 500, latencyMs: 250, path: '/pay/17' },
    });
  });
});
