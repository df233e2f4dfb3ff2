import type { LogEntry } from '../model/entry.ts';

/** All strings and numbers of a value, unescaped, so that a quotation is found as it stands. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** What stands in the payload of an entry, field by field: a message may be put together out of several. */
export function textsHeld({ textPayload, jsonPayload, protoPayload }: LogEntry): string[] {
  return textsIn([textPayload, jsonPayload, protoPayload]);
}
