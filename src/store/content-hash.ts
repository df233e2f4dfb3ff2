import { createHash } from 'node:crypto';
import type { DraftContent } from '../model/draft.ts';

/** sha-256, hex, over the content's JSON with sorted keys and no spaces: the same content always gives the same hash. */
export function hashContent(content: DraftContent): string {
  return createHash('sha256').update(canonicalJson(content), 'utf8').digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isRecord(part) ? sortKeys(part) : part));
}

function sortKeys(record: object): object {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
