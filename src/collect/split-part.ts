import { field } from './json-fields.ts';

/** One of the entries that an entry too long for Cloud Logging was cut into; `json` is the whole of it, not redacted. */
export interface SplitPart {
  /** The same for all parts of one entry. */
  readonly uid: string;
  /** From 0 on. */
  readonly index: number;
  readonly total: number;
  readonly json: string;
}

/** The parts of an entry that wait for the others. */
export interface WaitingEntry extends Pick<SplitPart, 'uid' | 'total'> {
  readonly indexes: readonly number[];
}

/**
 * Reads `split` of a parsed entry; null where it is whole. See LogSplit:
 * https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#LogSplit
 */
export function splitPartOf(parsed: unknown, json: string): SplitPart | null {
  const split = field(parsed, 'split');
  const uid = field(split, 'uid');
  // protobuf's JSON leaves out what is zero.
  const index = field(split, 'index') ?? 0;
  const total = field(split, 'totalSplits');
  if (typeof uid !== 'string' || uid === '' || typeof index !== 'number' || typeof total !== 'number') return null;
  if (!Number.isInteger(index) || !Number.isInteger(total) || index < 0 || total < 2 || index >= total) return null;
  return { uid, index, total, json };
}
