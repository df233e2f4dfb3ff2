import { describe, expect, it } from 'vitest';
import { describeEntry } from '../../src/collect/collected-entry.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { severityOf } from '../../src/collect/severity.ts';

const redactor = createRedactor({ key: 'k', patterns: [] });

const read = (jsonPayload: Record<string, unknown>) =>
  describeEntry({ jsonPayload }, 0n, { severity: 'ERROR', source: 'stated' }, redactor);

describe('a request that a server logs in fields', () => {
  it.each([
    ['Caddy', { msg: 'handled request', request: { method: 'GET', host: 'x', uri: '/cart/17?a=1' }, status: 502 }],
    ['Envoy', { authority: 'x', method: 'GET', path: '/cart/17', response_code: 502, response_flags: 'UF' }],
    ['Traefik', { msg: '', RequestMethod: 'GET', RequestPath: '/cart/17', DownstreamStatus: 502 }],
    ['a text for the status', { message: 'Request completed', method: 'GET', path: '/cart/17', status: '502' }],
  ])('is a request that failed: %s', (_, payload) => {
    const { message, hasText, http } = read(payload);
    expect({ message, hasText }).toEqual({ message: 'GET /cart/{id} 502', hasText: false });
    expect(http).toMatchObject({ method: 'GET', status: 502, path: '/cart/17' });
    expect(severityOf({ jsonPayload: payload }, '').severity).toBe('ERROR');
  });

  const failed = { method: 'GET', path: '/cart', status: 500 };
  it.each([
    ['an error beside it', { ...failed, error: 'no such cart' }, 'no such cart'],
    ['a message', { ...failed, msg: 'call to billing failed' }, 'call to billing failed'],
    ['a message in a list', { ...failed, message: ['no', 'cart'] }, 'no cart'],
    [
      'a stack trace',
      { ...failed, msg: 'handled request', stack: 'Error: x\n    at f (/a.js:1:2)' },
      'handled request',
    ],
  ])('has a text where it has %s', (_, payload, message) => {
    expect(read(payload)).toMatchObject({ message, hasText: expect.any(Boolean), http: null });
  });

  it.each([
    ['went well', { ...failed, status: 200 }],
    ['was refused', { ...failed, status: 404 }],
    ['has no path', { method: 'GET', status: 500 }],
    ['has no method', { path: '/cart', status: 500 }],
    ['is a file', { method: 'open', path: '/etc/hosts', status: 500 }],
  ])('is none where it %s', (_, payload) => {
    expect(read({ msg: 'handled request', ...payload })).toMatchObject({ message: 'handled request', http: null });
    expect(severityOf({ jsonPayload: payload }, '').severity).toBe('DEFAULT');
  });
});
