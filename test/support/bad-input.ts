/** Input that nobody should send and somebody will: each as the text or bytes of a source file. */

/** A line of NDJSON that is fine; `fields` go over it. */
export function goodLine(number: number, fields: Record<string, unknown> = {}): string {
  return JSON.stringify({
    insertId: `good-${number}`,
    logName: 'projects/acme/logs/run.googleapis.com%2Fstderr',
    timestamp: `2025-01-01T00:00:${String(number % 60).padStart(2, '0')}Z`,
    severity: 'ERROR',
    resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: 'shop-00001-abc' } },
    textPayload: 'Basket is on fire',
    ...fields,
  });
}

/** `gcloud logging read --format=json` that was cut off: `whole` entries, then half of one. */
export function halfAnArray(whole: number): string {
  const entries = Array.from({ length: whole }, (_, index) => goodLine(index));
  return `[\n${[...entries, goodLine(whole).slice(0, 60)].join(',\n')}`;
}

/** No text in any encoding: every byte, NUL and lone continuation bytes among them, in a fixed order. */
export function binary(bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, index) => (index * 197 + 31) % 256);
}

/** One entry of about this size; Cloud Logging's limit is 256 KiB. */
export function hugeLine(bytes = 300 * 1024): string {
  return goodLine(1, { insertId: 'huge', textPayload: 'Basket is on fire: '.padEnd(bytes, 'flame ') });
}

/** An entry with nothing to say. */
export function lineWithoutPayload(): string {
  return goodLine(2, { insertId: 'empty', textPayload: undefined });
}

/** Timestamps that are none, or none that can be meant. */
export const IMPOSSIBLE_TIMES: readonly unknown[] = [
  '',
  'yesterday',
  '2025-13-45T99:99:99Z',
  '2025-01-01',
  1735689600,
  null,
  {},
];

/** One line for each of {@link IMPOSSIBLE_TIMES}. */
export function linesWithImpossibleTimes(): string[] {
  return IMPOSSIBLE_TIMES.map((timestamp, index) => goodLine(index, { insertId: `time-${index}`, timestamp }));
}

/** Keys that reach for the prototype, written as JSON since an object literal would set the prototype. */
export function lineWithPrototypeKeys(): string {
  const attack = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';
  const payload = `{${attack},"message":"Basket is on fire","labels":{${attack}}}`;
  return goodLine(3, { insertId: 'prototype', textPayload: undefined }).replace(
    /}$/,
    `,"jsonPayload":${payload},${attack}}`,
  );
}
