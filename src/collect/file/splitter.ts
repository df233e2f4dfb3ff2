/** What takes the pieces of a source. */
export interface RecordSink {
  /**
   * One piece that looks whole, from `start` to `end`, and the line it starts on. False where it is not JSON; everything
   * else is dealt with.
   */
  record(bytes: Buffer, start: number, end: number, line: number): boolean;
  /** A piece that is no entry. `text` is its beginning, up to KEPT_OF_MALFORMED bytes of it. */
  malformed(reason: string, text: string, line: number): void;
}

/** Cuts a stream of bytes into records, whatever the borders of the chunks. */
export interface Splitter {
  /** The chunk's bytes may be overwritten afterwards. */
  push(chunk: Buffer): void;
  /** The input is over. Returns why it is not whole, or null. */
  end(): string | null;
}

/** Cloud Logging's own limit is 256 KiB (https://cloud.google.com/logging/quotas); what is larger is no entry of its. */
export const LARGEST_ENTRY = 1024 * 1024;
export const TOO_LARGE = 'larger than 1 MiB';
export const NOT_JSON = 'not valid JSON';
export const CUT_OFF = 'ends in the middle of an entry';

/** How much of a malformed piece is set aside. */
export const KEPT_OF_MALFORMED = 64 * 1024;

export function beginningOf(bytes: Buffer): string {
  return bytes.toString('utf8', 0, Math.min(bytes.length, KEPT_OF_MALFORMED));
}
