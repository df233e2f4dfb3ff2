import type { LogEntry } from '../../model/entry.ts';
import { toLogEntry } from '../decode.ts';
import { ENTRY_NAMES, PAYLOAD_BASE, PAYLOAD_NAMES, REQUEST_BASE, REQUEST_NAMES } from './fields.ts';
import type { Plan } from './plan.ts';
import { type Marks, VALUE } from './shapes.ts';

/** The entry of a line with nothing but these fields; `plan` says whether it has a payload and a request at all. */
export function partOfEntry(bytes: Buffer, plan: Plan, marks: Marks, fields: readonly number[]): LogEntry {
  const entry: Record<string, unknown> = {};
  const payload: Record<string, unknown> = {};
  const httpRequest: Record<string, unknown> = {};
  for (const field of fields) {
    const value = parseField(bytes, plan.kinds, marks, field);
    if (field < PAYLOAD_BASE) entry[ENTRY_NAMES[field] ?? ''] = value;
    else if (field < REQUEST_BASE) payload[PAYLOAD_NAMES[field - PAYLOAD_BASE] ?? ''] = value;
    else httpRequest[REQUEST_NAMES[field - REQUEST_BASE] ?? ''] = value;
  }
  if (plan.hasPayload) entry.jsonPayload = payload;
  if (plan.hasRequest) entry.httpRequest = httpRequest;
  return toLogEntry(entry) ?? {};
}

/** The value of a field of a line. */
export function parseField(bytes: Buffer, kinds: Uint8Array, marks: Marks, field: number): unknown {
  const inText = kinds[field] === VALUE.text ? 1 : 0;
  return JSON.parse(bytes.toString('utf8', (marks.starts[field] ?? 0) - inText, (marks.ends[field] ?? 0) + inText));
}
