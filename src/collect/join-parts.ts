import type { LogEntry } from '../model/entry.ts';
import { isObject } from './json-fields.ts';
import { parseTime } from './time.ts';

/** What may be cut of an audit entry; https://cloud.google.com/logging/docs/audit/split-logs */
const CUT_IN_AUDIT = ['metadata', 'request', 'response'] as const;

/** Whether texts that are the same in all parts were repeated in each, as fields beside the one that was cut are. */
type Repeats = (name: string) => boolean;

const anyField: Repeats = () => true;
const typesOnly: Repeats = (name) => name.startsWith('@');

/**
 * One entry out of its parts, in their order. Everything but the payload is that of the first one, since it is repeated
 * in each; it has arrived when the last of them has. Texts and lists that were cut are put one after the other; `split` stays where parts are missing.
 */
export function joinParts(parts: readonly LogEntry[], isWhole: boolean): LogEntry {
  const { split, ...joined } = parts[0] ?? {};
  const arrivals = parts.flatMap(({ receiveTimestamp }) => (receiveTimestamp === undefined ? [] : [receiveTimestamp]));
  if (arrivals.length > 0) joined.receiveTimestamp = arrivals.reduce(laterOf);
  const texts = parts.flatMap(({ textPayload }) => (textPayload === undefined ? [] : [textPayload]));
  if (texts.length > 0) joined.textPayload = texts.join('');
  const payloads = parts.flatMap(({ jsonPayload }) => (jsonPayload === undefined ? [] : [jsonPayload]));
  if (payloads.length > 0) joined.jsonPayload = joinObjects(payloads, anyField);
  const audits = parts.flatMap(({ protoPayload }) => (protoPayload === undefined ? [] : [protoPayload]));
  if (audits.length > 0) joined.protoPayload = joinAudits(audits);
  return isWhole || split === undefined ? joined : { ...joined, split };
}

function laterOf(time: string, other: string): string {
  return (parseTime(other) ?? 0n) > (parseTime(time) ?? 0n) ? other : time;
}

function joinAudits(audits: readonly Record<string, unknown>[]): Record<string, unknown> {
  const joined = { ...audits[0] };
  for (const name of CUT_IN_AUDIT) {
    const pieces = audits.filter((audit) => Object.hasOwn(audit, name)).map((audit) => audit[name]);
    if (pieces.length > 0) joined[name] = joinValues(name, pieces, typesOnly);
  }
  return joined;
}

function joinObjects(objects: readonly Record<string, unknown>[], repeats: Repeats): Record<string, unknown> {
  const pieces = new Map<string, unknown[]>();
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) pieces.set(name, [...(pieces.get(name) ?? []), value]);
  }
  // Unlike an assignment, this keeps a field named `__proto__` a plain field.
  return Object.fromEntries([...pieces].map(([name, values]) => [name, joinValues(name, values, repeats)]));
}

function joinValues(name: string, values: readonly unknown[], repeats: Repeats): unknown {
  const [first] = values;
  if (values.length === 1) return first;
  if (values.every(isObject)) return joinObjects(values, repeats);
  if (repeats(name) && isRepeated(values)) return first;
  if (values.every((value) => typeof value === 'string')) return values.join('');
  if (values.every(Array.isArray)) return values.flat();
  return first;
}

function isRepeated(values: readonly unknown[]): boolean {
  const first = JSON.stringify(values[0]);
  return values.every((value) => JSON.stringify(value) === first);
}
