import { describe, expect, it } from 'vitest';
import { TooDeepError } from '../../src/collect/map-strings.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { jwt } from '../support/made-up-secrets.ts';

const redactor = createRedactor({ key: 'test key', patterns: [] });

describe('redacting a value', () => {
  it('reaches strings and field names at any depth and keeps the rest', () => {
    const value = { list: [{ to: 'alice@example.com' }, 7, null, true], 'bob@example.com': 1 };
    const redacted = JSON.stringify(redactor.value(value));
    expect(redacted).not.toContain('example.com');
    expect(redacted.replace(/-[0-9a-f]{4}\]/g, ']')).toBe('{"list":[{"to":"[email]"},7,null,true],"[email]":1}');
  });

  it('hides what the field is named a secret for, but not the mask that stands there', () => {
    const value = {
      password: 'correct horse',
      apiKey: 'x1',
      authorization: 'none',
      secret: 'REDACTED',
      token_count: '9',
    };
    expect(redactor.value(value)).toEqual({
      password: expect.stringMatching(/^\[secret-[0-9a-f]{4}\]$/),
      apiKey: expect.stringMatching(/^\[secret-[0-9a-f]{4}\]$/),
      authorization: 'none',
      secret: 'REDACTED',
      token_count: '9',
    });
  });

  it('hides every string below a field that is named a secret, at any depth, but what is harmless there', () => {
    const value: unknown = JSON.parse(`{
      "password": { "inner": "hunter22", "": { "x": "hunter23" }, "state": "expired", "length": 8 },
      "secret": { "token": "short", "tags": [{ "a": ["correct horse"] }] },
      "authorization": { "scheme": "Bearer", "value": "abc123def456" },
      "token": { "count": 3, "type": "Bearer", "ok": true, "until": "2026-01-02T10:00:00Z", "password": "short" },
      "credentials": [{ "data": "abc123def456" }, { "user": "root" }],
      "cookie": { "raw": "a=b" },
      "user": { "inner": "hunter22" }
    }`);
    const redacted = JSON.stringify(redactor.value(value));
    expect(JSON.parse(redacted.replace(/-[0-9a-f]{4}\]/g, ']'))).toEqual({
      password: { inner: '[secret]', '': { x: '[secret]' }, state: 'expired', length: 8 },
      secret: { token: '[secret]', tags: [{ a: ['[secret]'] }] },
      authorization: { scheme: 'Bearer', value: '[secret]' },
      token: { count: 3, type: 'Bearer', ok: true, until: '2026-01-02T10:00:00Z', password: '[secret]' },
      credentials: [{ data: '[secret]' }, { user: 'root' }],
      cookie: { raw: '[cookie]' },
      user: { inner: 'hunter22' },
    });
    expect(redactor.value(JSON.parse(redacted))).toEqual(JSON.parse(redacted));
  });

  it('hides numbers under the names of secrets, at any depth, with the placeholder of the same text', () => {
    const value = {
      ...{ otp: 839201, pin: 4711, password: 12345678, taxId: 12345678901, ssn: 123456789, cvv: 123, secret: 42 },
      ...{ nested: { userPin: 4711 }, pins: { pin: [4711, [4712]] }, clientSecret: { value: 12345678, version: 3 } },
    };
    const redacted = redactor.value(value);
    expect(JSON.parse(JSON.stringify(redacted).replace(/-[0-9a-f]{4}\]/g, ']'))).toEqual({
      ...{
        otp: '[secret]',
        pin: '[secret]',
        password: '[secret]',
        taxId: '[secret]',
        ssn: '[secret]',
        cvv: '[secret]',
      },
      ...{ secret: '[secret]', nested: { userPin: '[secret]' }, pins: { pin: ['[secret]', ['[secret]']] } },
      clientSecret: { value: '[secret]', version: 3 },
    });
    expect(redacted).toMatchObject(Object(redactor.value({ pin: '4711', password: '12345678' })));
    expect(redactor.value(redacted)).toBe(redacted);
  });

  it('leaves numbers alone that are none', () => {
    const value = {
      ...{ port: 8080, tokens: 120, maxTokens: 4096, token_count: 12345, pinned: 3, spin: 4711, pin: 13, ssn: 12 },
      ...{ token: 12345678, auth: 12345678, session_id: 12345678, cookie: 12345678, status: 500 },
      ...{ password: { length: 8, ok: true }, usage: { input_tokens: 123456 }, password_age: 86400 },
    };
    expect(redactor.value(value)).toBe(value);
  });

  it('returns the very same objects where nothing changed', () => {
    const clean = { a: ['b', { c: 'd' }] };
    const value = { clean, dirty: 'a@x.org' };
    expect(redactor.value(clean)).toBe(clean);
    expect(redactor.value(value)).toHaveProperty('clean', clean);
  });

  it('keeps a __proto__ field a plain field', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"isAdmin": "a@x.org"}, "x": "b@x.org"}');
    const redacted = redactor.value(hostile);
    expect(Object.getPrototypeOf(redacted)).toBe(Object.prototype);
    expect(Object.keys(Object(redacted))).toEqual(['__proto__', 'x']);
    expect(JSON.stringify(redacted)).not.toContain('x.org');
  });

  it('keeps both fields where two names become one placeholder', () => {
    const redacted = redactor.value({ 'A@x.org': 1, 'a@x.org': 2 });
    expect(Object.values(Object(redacted))).toEqual([1, 2]);
  });

  it('refuses what is nested too deeply instead of running out of stack', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(() => redactor.value(deep)).toThrow(TooDeepError);
  });

  it('is idempotent', () => {
    const once = redactor.value({ password: 'x1', headers: { cookie: 'a=b', authorization: `Bearer ${jwt}` } });
    expect(redactor.value(once)).toEqual(once);
  });
});
