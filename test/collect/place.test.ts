import { describe, expect, it } from 'vitest';
import { deploymentOf, originOf } from '../../src/collect/origin.ts';
import { isLoggingPlace, placeOf } from '../../src/collect/place.ts';
import { requestOf } from '../../src/collect/request.ts';
import { logEntry } from '../support/log-entries.ts';

const empty = { module: '', function: '', file: '', line: '' };

describe('the place of an entry', () => {
  it.each([
    [
      'labels',
      { labels: { module: 'shop.orders', function: 'place', line: '12' } },
      { module: 'shop.orders', function: 'place', line: '12' },
    ],
    ['a logger', { logger: 'shop.orders' }, { module: 'shop.orders' }],
    ['context.name', { context: { name: 'shop.orders' } }, { module: 'shop.orders' }],
    [
      'Python fields',
      { pathname: '/app/x.py', lineno: 7, funcName: 'f' },
      { file: '/app/x.py', line: '7', function: 'f' },
    ],
    ['caller', { caller: 'orders/place.go:12' }, { file: 'orders/place.go', line: '12' }],
    [
      'the logging call',
      { labels: { module: 'logging', function: 'callHandlers', line: '1706' } },
      { module: 'logging', function: 'callHandlers', line: '1706' },
    ],
    [
      'a logger rather than the logging call',
      { labels: { module: 'logging', function: 'callHandlers', line: '1706' }, logger: 'shop.orders' },
      { module: 'shop.orders' },
    ],
    [
      'a field beside the logging call',
      { labels: { module: 'logging', function: 'callHandlers', line: '1' }, module: 'shop', function: 'f' },
      { module: 'shop', function: 'f' },
    ],
  ])('from %s', (_, jsonPayload, expected) => {
    expect(placeOf(logEntry({ jsonPayload }))).toEqual({ ...empty, ...expected });
  });

  it('from sourceLocation, with the logger as its module', () => {
    const sourceLocation = { file: 'app/x.py', line: '12', function: 'f' };
    expect(placeOf(logEntry({ sourceLocation, jsonPayload: { logger: 'shop' } }))).toEqual({
      module: 'shop',
      function: 'f',
      file: 'app/x.py',
      line: '12',
    });
  });

  it('is null where the entry says nothing, and for a file that is no source file', () => {
    expect(placeOf(logEntry())).toBeNull();
    expect(placeOf(logEntry({ jsonPayload: { message: 'uploaded', file: 'cat.png' } }))).toBeNull();
  });
});

it.each([
  [{ module: 'logging', function: 'callHandlers' }, true],
  [{ module: 'loguru._logger', function: '_log' }, true],
  [{ module: 'structlog' }, true],
  [{ file: '/usr/lib/python3.12/logging/__init__.py', line: '1706' }, true],
  [{ module: 'logging_setup' }, false],
  [{ module: 'shop.logging' }, false],
  [{ file: 'orders/place.go', line: '12' }, false],
])('tells whether %j is inside a logging library', (place, expected) => {
  expect(isLoggingPlace({ ...empty, ...place })).toBe(expected);
});

describe('where an entry comes from', () => {
  it.each([
    ['cloud_run_revision', { service_name: 'shop', revision_name: 'shop-1' }, 'shop', 'shop-1'],
    ['k8s_container', { container_name: 'api', pod_name: 'api-1' }, 'api', ''],
    ['gae_app', { module_id: 'default', version_id: 'v1' }, 'default', 'v1'],
    ['cloud_function', { function_name: 'resize' }, 'resize', ''],
    ['generic_node', { node_id: 'n1' }, '', ''],
  ])('%s', (type, labels, service, revision) => {
    expect(deploymentOf(logEntry({ resource: { type, labels } }))).toEqual({ service, revision });
  });

  it('instance, trace and user', () => {
    const entry = logEntry({ trace: 'projects/shop/traces/105445aa', jsonPayload: { user: { id: 7 } } });
    expect(originOf(entry)).toEqual({
      instance: '0069c7a98886c4a7a800d8ee9a416192d9344fac',
      trace: '105445aa',
      user: '7',
    });
  });

  it.each([
    { user_id: 'u1' },
    { userId: 'u1' },
    { user: { id: 'u1' } },
    { context: { user_id: 'u1' } },
    { context: { user: 'u1' } },
    { user: 'u1' },
  ])('user in %j', (jsonPayload) => {
    expect(originOf(logEntry({ jsonPayload })).user).toBe('u1');
  });
});

describe('the request of an entry', () => {
  it('has its latency in whole milliseconds', () => {
    const httpRequest = { requestMethod: 'POST', requestUrl: '/a', status: 500, latency: '1.2346s' };
    expect(requestOf(logEntry({ httpRequest }))).toMatchObject({ method: 'POST', status: 500, latencyMs: 1235 });
  });

  it('is null where there is none', () => {
    expect(requestOf(logEntry())).toBeNull();
    expect(requestOf(logEntry({ httpRequest: {} }))).toBeNull();
  });
});
