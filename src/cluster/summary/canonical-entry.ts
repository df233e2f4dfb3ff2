import { formatTime, parseTime } from '../../collect/time.ts';
import type { LogEntry } from '../../model/entry.ts';

/**
 * An entry as JSON that is the same whatever it was read from: an API, an export and a file hand over fields in orders of
 * their own, and may write one time in several ways.
 */
export function canonicalJson(entry: LogEntry): string {
  const { timestamp, receiveTimestamp, httpRequest } = entry;
  return JSON.stringify(
    inOrder({
      ...entry,
      ...(timestamp !== undefined && { timestamp: oneSpelling(timestamp) }),
      ...(receiveTimestamp !== undefined && { receiveTimestamp: oneSpelling(receiveTimestamp) }),
      ...(typeof httpRequest?.latency === 'string' && {
        httpRequest: { ...httpRequest, latency: shortest(httpRequest.latency) },
      }),
    }),
  );
}

/** Fields by code unit, all the way down. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  // Unlike an assignment, this keeps a field named `__proto__` a plain field.
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, field]) => [name, inOrder(field)]),
  );
}

function oneSpelling(time: string): string {
  const ns = parseTime(time);
  return ns === null ? time : formatTime(ns);
}

/** `0.050000000s` as protobuf's JSON has it, with 0, 3, 6 or 9 digits: `0.050s`. */
function shortest(duration: string): string {
  const [, whole = '', fraction = ''] = /^(-?\d{1,12})(?:\.(\d{1,9}))?s$/.exec(duration) ?? [];
  if (whole === '') return duration;
  const groups = fraction.padEnd(9, '0').replace(/(?:000){1,3}$/, '');
  return groups === '' ? `${whole}s` : `${whole}.${groups}s`;
}
