import { describe, expect, it } from 'vitest';
import { messageOf } from '../../src/collect/message.ts';
import { severityOf } from '../../src/collect/severity.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { logEntry } from '../support/log-entries.ts';

function unstated(overrides: Partial<LogEntry>): LogEntry {
  const { severity: _, ...entry } = logEntry();
  return { ...entry, ...overrides };
}

const ON_GKE: Partial<LogEntry> = {
  resource: { type: 'k8s_container', labels: {} },
  logName: 'projects/shop/logs/stderr',
};

describe('the severity of an entry', () => {
  it.each([
    ['ERROR', 'ERROR'],
    ['warning', 'WARNING'],
    ['WARN', 'WARNING'],
    ['fatal', 'CRITICAL'],
    [500, 'ERROR'],
    ['400', 'WARNING'],
    [800, 'EMERGENCY'],
    [550, 'ERROR'],
  ] as const)('stated as %j is %s, whatever the text says', (stated, expected) => {
    expect(severityOf(logEntry({ severity: stated }), 'DEBUG: nothing').severity).toBe(expected);
  });

  it.each(['DEFAULT', 0, 'nonsense', 9999] as const)('stated as %j is read off the text', (stated) => {
    expect(severityOf(logEntry({ severity: stated }), '[ERROR] it broke').severity).toBe('ERROR');
  });

  it.each([
    [{ severity: 'error' }, 'ERROR'],
    [{ level: 'warn' }, 'WARNING'],
    [{ levelname: 'CRITICAL' }, 'CRITICAL'],
    [{ level: 30 }, 'INFO'],
    [{ level: 50 }, 'ERROR'],
    [{ level: 60 }, 'CRITICAL'],
    [{ level: 3 }, 'ERROR'],
    [{ levelno: 40 }, 'ERROR'],
    [{ '@level': 'error', '@message': 'it broke' }, 'ERROR'],
    [{ level: 'info', msg: 'record', record: { error_severity: 'ERROR' } }, 'ERROR'],
    [{ PRIORITY: '3', MESSAGE: 'it broke' }, 'ERROR'],
    [{ PRIORITY: '6', MESSAGE: 'all is well' }, 'INFO'],
    [{ level: 'ERROR+4', msg: 'it broke' }, 'ERROR'],
    [{ s: 'E', c: 'NETWORK', ctx: 'conn7', msg: 'it broke' }, 'ERROR'],
    [{ s: 'D1', c: 'NETWORK', ctx: 'conn7', msg: 'ok' }, 'DEBUG'],
    [{ s: 'E', c: 'NETWORK' }, 'DEFAULT'],
    [{ s: 'constructor', c: 'NETWORK', ctx: 'conn7' }, 'DEFAULT'],
    [{ level: 'error', record: { error_severity: 'DEFAULT' } }, 'ERROR'],
    [{ LogLevel: 2, level: 'error' }, 'ERROR'],
    [{ LogLevel: 'Error' }, 'ERROR'],
    [{ LogLevel: 'Information' }, 'INFO'],
    [{ '@l': 'Fatal' }, 'CRITICAL'],
    [{ Level: 'Warning' }, 'WARNING'],
    [{ 'log.level': 'ERROR' }, 'ERROR'],
    [{ log: { level: 'ERROR', logger: 'x' } }, 'ERROR'],
    [{ log: { level: 'nonsense' }, levelno: 40 }, 'ERROR'],
    [{ severityText: 'WARN' }, 'WARNING'],
    // Monolog counts otherwise than Cloud Logging: 400 is an error.
    [{ level: 400, level_name: 'ERROR' }, 'ERROR'],
    [{ Exception: 'System.TimeoutException: x' }, 'ERROR'],
    [{ stack_trace: 'Error: x\n    at f (/app/x.js:1:2)' }, 'ERROR'],
  ])('is found in the payload %j', (jsonPayload, expected) => {
    expect(severityOf(unstated({ jsonPayload }), '').severity).toBe(expected);
  });

  it.each<[string, Partial<LogEntry>, string]>([
    ['Cloud Logging states', { severity: 'ERROR', textPayload: 'ERROR: x' }, 'stated'],
    ['nobody states', { textPayload: 'x' }, 'stated'],
    ['the text says', { textPayload: 'ERROR: x' }, 'text'],
    ['a stack trace says', { jsonPayload: { stack_trace: 'Error: x\n    at f (/app/x.js:1:2)' } }, 'text'],
    ['a field says', { jsonPayload: { level: 'error', message: 'WARNING: x' } }, 'field'],
    ['the status of the request says', { httpRequest: { status: 503 } }, 'field'],
    ['GKE and the text say', { ...ON_GKE, severity: 'ERROR', textPayload: 'ERROR: x' }, 'stated'],
    ['GKE says', { ...ON_GKE, severity: 'ERROR', textPayload: 'x' }, 'stated'],
    ['the text says, otherwise than GKE', { ...ON_GKE, severity: 'ERROR', textPayload: 'WARNING: x' }, 'text'],
  ])('is known where it stands: where %s', (_, overrides, source) => {
    const entry = { ...unstated({ textPayload: undefined }), ...overrides };
    expect(severityOf(entry, messageOf(entry)).source).toBe(source);
  });

  it.each([
    ['stderr', 'ERROR', { textPayload: 'INFO:     Started server process [1]' }, 'INFO'],
    ['stderr', 'ERROR', { textPayload: 'it broke' }, 'ERROR'],
    ['stderr', 'ERROR', { textPayload: 'FATAL: it broke' }, 'CRITICAL'],
    ['stderr', 'ERROR', { jsonPayload: { level: 'info', msg: 'started' } }, 'INFO'],
    ['stdout', 'INFO', { textPayload: 'ERROR:app:it broke' }, 'ERROR'],
    ['stdout', 'INFO', { textPayload: 'Traceback (most recent call last):' }, 'ERROR'],
    ['stdout', 'INFO', { textPayload: 'all is well' }, 'INFO'],
    ['stdout', 'INFO', { jsonPayload: { level: 50, msg: 'it broke' } }, 'ERROR'],
    // The agent lifts `severity` out of the payload: here INFO is what the program said.
    ['stdout', 'INFO', { jsonPayload: { message: 'ERROR: retried, all is well' } }, 'INFO'],
    ['stdout', 'ERROR', { textPayload: 'INFO: x' }, 'ERROR'],
    ['stderr', 'INFO', { textPayload: 'ERROR: x' }, 'INFO'],
    ['events', 'ERROR', { textPayload: 'INFO: x' }, 'ERROR'],
  ] as const)('of a container on GKE, written to %s as %s, %j is %s', (stream, severity, payload, expected) => {
    const entry = {
      ...unstated({ textPayload: undefined, ...payload }),
      severity,
      resource: { type: 'k8s_container', labels: {} },
      logName: `projects/shop/logs/${stream}`,
    };
    expect(severityOf(entry, messageOf(entry)).severity).toBe(expected);
    expect(severityOf({ ...entry, resource: { type: 'cloud_run_revision', labels: {} } }, '').severity).toBe(severity);
  });

  it('follows the status of a request or an audit log where nothing else speaks', () => {
    expect(severityOf(unstated({ httpRequest: { status: 503 } }), 'GET /x 503').severity).toBe('ERROR');
    expect(severityOf(unstated({ httpRequest: { status: 404 } }), 'GET /x 404').severity).toBe('WARNING');
    expect(severityOf(unstated({ protoPayload: { status: { code: 7 } } }), 'SetIamPolicy').severity).toBe('ERROR');
  });

  it('is DEFAULT where nothing says anything', () => {
    expect(severityOf(unstated({}), 'Loaded 3 routes').severity).toBe('DEFAULT');
  });
});
