import { expect, it } from 'vitest';
import { buildFilter, requestLogOf } from '../../../src/collect/cloud-logging/filter.ts';
import { parseFilter } from '../../support/cloud-logging/filter.ts';
import { store } from '../../support/cloud-logging/log.ts';

const span = { since: 1_767_312_000_000_000_001n, until: 1_767_315_600_000_000_000n };
const selection = { project: 'acme', service: '', filter: '', minSeverity: 'WARNING' as const };
const entry = (more: object) => store({ timestamp: '2026-01-02T00:30:00Z', severity: 'ERROR', ...more });
const takes = (filter: string, more: object): boolean => parseFilter(filter).matches(entry(more));

it('bounds the time, to the nanosecond, and asks for entries without a severity too', () => {
  const filter = buildFilter(selection, span, { since: 0n, until: span.until });
  const [since, until, receivedSince, receivedUntil, severity = ''] = filter.split('\nAND ');
  expect([since, until, receivedSince, receivedUntil]).toEqual([
    'timestamp >= "2026-01-02T00:00:00.000000001Z"',
    'timestamp < "2026-01-02T01:00:00Z"',
    'receiveTimestamp >= "1970-01-01T00:00:00Z"',
    'receiveTimestamp < "2026-01-02T01:00:00Z"',
  ]);
  expect(severity).toMatch(/^\(severity >= WARNING OR severity = DEFAULT OR \(/);
  expect(takes(filter, {})).toBe(true);
  expect(takes(filter, { severity: 'DEFAULT' })).toBe(true);
  expect(takes(filter, { severity: undefined })).toBe(true);
  expect(takes(filter, { severity: 'INFO' })).toBe(false);
  expect(takes(filter, { timestamp: '2026-01-02T00:00:00Z' })).toBe(false);
  expect(takes(filter, { timestamp: '2026-01-02T01:00:00Z' })).toBe(false);
  expect(takes(filter, { receiveTimestamp: '2026-01-02T02:00:00Z' })).toBe(false);
});

it('asks for what a container on GKE wrote to stdout and may be an error, though GKE takes it for INFO', () => {
  const filter = buildFilter(selection, span, null);
  const written = {
    severity: 'INFO',
    logName: 'projects/acme/logs/stdout',
    resource: { type: 'k8s_container', labels: { container_name: 'shop' } },
  };
  expect(takes(filter, { ...written, textPayload: 'ERROR: it broke' })).toBe(true);
  expect(takes(filter, { ...written, jsonPayload: { level: 'error', msg: 'it broke' } })).toBe(true);
  expect(takes(filter, { ...written, jsonPayload: { 'log.level': 'error', message: 'it broke' } })).toBe(true);
  expect(takes(filter, { ...written, jsonPayload: { s: 'E', c: 'NETWORK', ctx: 'conn7' } })).toBe(true);
  expect(takes(filter, { ...written, jsonPayload: { log: { level: 'error' } } })).toBe(true);
  expect(takes(filter, { ...written, jsonPayload: { message: 'all is well' } })).toBe(false);
  expect(takes(filter, { ...written, logName: 'projects/acme/logs/stderr', textPayload: 'x' })).toBe(false);
  expect(takes(filter, { ...written, resource: { type: 'cloud_run_revision' }, textPayload: 'x' })).toBe(false);
  expect(buildFilter({ ...selection, minSeverity: 'INFO' }, span, null)).not.toContain('stdout');
});

it('names no severity where all are asked for', () => {
  expect(buildFilter({ ...selection, minSeverity: 'DEFAULT' }, span, null)).not.toContain('severity');
});

it('takes all requests of the service by their log, whatever their severity and the filter of the user', () => {
  const filter = buildFilter(requestLogOf({ ...selection, service: 'shop', filter: 'labels.x = "1"' }), span, null);
  expect(filter.split('\nAND ').slice(-2)).toEqual([
    '(logName : "%2Frequests" OR logName : "/requests" OR logName : "%2Frequest_log")',
    'httpRequest:*',
  ]);
  const resource = { type: 'cloud_run_revision', labels: { service_name: 'shop' } };
  const request = {
    logName: 'projects/acme/logs/run.googleapis.com%2Frequests',
    httpRequest: { status: 200 },
    resource,
  };
  expect(takes(filter, { ...request, severity: 'INFO' })).toBe(true);
  expect(takes(filter, { ...request, logName: 'projects/acme/logs/appengine.googleapis.com%2Frequest_log' })).toBe(
    true,
  );
  expect(takes(filter, { logName: request.logName, resource })).toBe(false);
  expect(takes(filter, { ...request, logName: 'projects/acme/logs/run.googleapis.com%2Fstdout' })).toBe(false);
  expect(
    takes(filter, { ...request, resource: { type: 'cloud_run_revision', labels: { service_name: 'cart' } } }),
  ).toBe(false);
});

it.each([
  [{ resource: { type: 'cloud_run_revision', labels: { service_name: 'shop' } } }, true],
  [{ resource: { type: 'cloud_run_job', labels: { job_name: 'shop' } } }, true],
  [{ resource: { type: 'k8s_container', labels: { container_name: 'shop' } } }, true],
  [{ resource: { type: 'k8s_container', labels: {} }, labels: { 'k8s-pod/app': 'shop' } }, true],
  [{ resource: { type: 'gae_app', labels: { module_id: 'shop' } } }, true],
  [{ resource: { type: 'cloud_function', labels: { function_name: 'shop' } } }, true],
  [{ resource: { type: 'cloud_run_revision', labels: { service_name: 'shop-2' } } }, false],
  [{ resource: { type: 'gae_app', labels: { service_name: 'shop' } } }, false],
  [{}, false],
])('finds a service by its resource: %j → %s', (more, found) => {
  expect(takes(buildFilter({ ...selection, service: 'shop' }, span, null), more)).toBe(found);
});

it('takes a name and a filter of the user for what they are', () => {
  const service = 'a" OR severity >= DEFAULT OR labels.x = "\\';
  const filter = buildFilter({ ...selection, service, filter: 'labels.x = "1" OR labels.x = "2"' }, span, null);
  const resource = { type: 'gae_app', labels: { module_id: service } };
  expect(takes(filter, { resource, labels: { x: '2' } })).toBe(true);
  expect(takes(filter, { resource, labels: { x: '3' } })).toBe(false);
  expect(takes(filter, { labels: { x: '2' } })).toBe(false);
});
