import { z } from 'zod';
import type { Span } from './filter.ts';

/** As text in JSON, which has no such numbers. */
export const Nanoseconds = z.codec(z.string(), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (ns) => ns.toString(),
});

/** How far one slice of the time is read. */
export const Slice = z.object({
  /** What is still to be read: moves on when reading has to start again. */
  since: Nanoseconds,
  until: Nanoseconds,
  /** Of the next page; empty = from `since` on. */
  pageToken: z.string(),
  /** Of the last entry that was read, or `since`. */
  reached: Nanoseconds,
  done: z.boolean(),
});
export type Slice = z.infer<typeof Slice>;

const HOUR = 3_600_000_000_000n;
/** Each costs a read also when it is empty. */
const LENGTH = 3n * HOUR;
const MOST = 8n;

/**
 * Cuts a span of time into slices that can be read at the same time.
 *
 * @param dense where most entries are, inside the span; what lies before and after it are slices of their own
 */
export function cutSlices(span: Span, dense: Span): Slice[] {
  const length = dense.until - dense.since;
  const wanted = (length + LENGTH - 1n) / LENGTH;
  const parts = wanted < 1n ? 1n : wanted > MOST ? MOST : wanted;
  const cuts = Array.from({ length: Number(parts) + 1 }, (_, index) => dense.since + (length * BigInt(index)) / parts);
  const edges = [...new Set([span.since, ...cuts, span.until])];
  return edges.slice(1).map((until, index) => {
    const since = edges[index] ?? span.since;
    return { since, until, pageToken: '', reached: since, done: false };
  });
}
