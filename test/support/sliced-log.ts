import fc from 'fast-check';
import { formatTime } from '../../src/collect/time.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { logEntry } from './log-entries.ts';

/** 2026-03-20T12:00:00Z. */
export const NOON = 1_774_008_000_000_000_000n;
const STEP = 250_000_000n;
/** So many steps of the clock there are, few enough for many entries to share one. */
const STEPS = 40;

const TRACE = [
  'Traceback (most recent call last):',
  '  File "/app/shop/main.py", line 12, in run',
  '    pay()',
  '  File "/app/shop/pay.py", line 7, in pay',
  "KeyError: 'card'",
];

const TEXTS = [
  'Payment gateway timed out',
  'Cart 17 could not be saved',
  'Cart 18 could not be saved',
  'jane@example.com was refused',
  '[ERROR] no such table: orders',
  'quiet',
];

/** An entry, or some that belong together: parts of one, lines of a stack trace, the same twice. */
const piece = fc.record({
  step: fc.nat(STEPS - 1),
  kind: fc.constantFrom('plain', 'plain', 'plain', 'request', 'parts', 'gap', 'trace', 'twice'),
  text: fc.constantFrom(...TEXTS),
  severity: fc.constantFrom('ERROR', 'WARNING', 'DEFAULT', 'DEBUG'),
  revision: fc.constantFrom('shop-1', 'shop-2'),
  /** How far apart what belongs together lies. */
  apart: fc.nat(STEPS),
  lateSeconds: fc.constantFrom(0, 0, 3, 900),
});
type Piece = typeof piece extends fc.Arbitrary<infer T> ? T : never;

/** A log of ten seconds whose entries, parts and traces lie anywhere in it, and in any order. */
export const anyLog: fc.Arbitrary<LogEntry[]> = fc
  .array(piece, { minLength: 1, maxLength: 25 })
  .map((pieces) => pieces.flatMap(entriesOf))
  .chain((entries) => fc.shuffledSubarray(entries, { minLength: entries.length }));

/** Where it may be cut: at entries, and between them. */
export const anyCuts: fc.Arbitrary<bigint[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 2 * STEPS - 1 }), { maxLength: 5 })
  .map((halves) => halves.sort((a, b) => a - b).map((half) => NOON + (BigInt(half) * STEP) / 2n));

export const END = NOON + BigInt(STEPS) * STEP;

function entriesOf({ step, kind, text, severity, revision, apart, lateSeconds }: Piece, nth: number): LogEntry[] {
  const at = (steps: number, more: Partial<LogEntry>): LogEntry => {
    const time = NOON + BigInt(steps % STEPS) * STEP;
    return logEntry({
      insertId: `${nth}-${steps}`,
      logName: 'projects/acme/logs/run.googleapis.com%2Fstderr',
      timestamp: formatTime(time),
      receiveTimestamp: formatTime(time + BigInt(lateSeconds) * 1_000_000_000n),
      severity,
      resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: revision } },
      textPayload: text,
      ...more,
    });
  };
  const partsAt = (steps: readonly number[]) =>
    steps.map((of, index) =>
      at(of, {
        insertId: `${nth}-part-${index}`,
        severity: 'ERROR',
        textPayload: `${text} piece ${index}; `,
        split: { uid: `uid ${nth}`, index, totalSplits: 3 },
      }),
    );
  if (kind === 'parts') return partsAt([step, step + apart, step + 2 * apart]);
  if (kind === 'gap') return partsAt([step, step + apart]);
  if (kind === 'twice') return [at(step, {}), at(step, {})];
  if (kind === 'trace') {
    return TRACE.map((line, index) =>
      at(step + Math.min(index, apart), { insertId: `${nth}-l${index}`, textPayload: line }),
    );
  }
  if (kind === 'request') {
    const { textPayload: _, ...rest } = at(step, { logName: 'projects/acme/logs/run.googleapis.com%2Frequests' });
    return [{ ...rest, httpRequest: { requestMethod: 'GET', requestUrl: 'https://shop.example/pay', status: 503 } }];
  }
  return [at(step, {})];
}
