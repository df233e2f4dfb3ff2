import { expect, it } from 'vitest';
import { canonicalJson } from '../../src/cluster/summary/canonical-entry.ts';

it('writes fields in order and times in one spelling, whatever the source did', () => {
  const entry = {
    timestamp: '2026-01-02T04:00:00.500000000+01:00',
    jsonPayload: { b: [{ d: 1, c: 2 }], a: 'x' },
    httpRequest: { status: 200, latency: '0.050000000s' },
  };
  expect(canonicalJson(entry)).toBe(
    '{"httpRequest":{"latency":"0.050s","status":200},"jsonPayload":{"a":"x","b":[{"c":2,"d":1}]},"timestamp":"2026-01-02T03:00:00.500Z"}',
  );
});

it.each([
  ['1s', '1s'],
  ['1.000000000s', '1s'],
  ['0.000001s', '0.000001s'],
  ['0.5s', '0.500s'],
  ['-1.123456789s', '-1.123456789s'],
  ['soon', 'soon'],
])('writes the duration %s as %s', (latency, expected) => {
  expect(JSON.parse(canonicalJson({ httpRequest: { latency } }))).toEqual({ httpRequest: { latency: expected } });
});

it('leaves alone what is no time, and a field named __proto__ a field', () => {
  const json = '{"jsonPayload":{"__proto__":{"a":1}},"timestamp":"yesterday"}';
  expect(canonicalJson(JSON.parse(json))).toBe(json);
});
