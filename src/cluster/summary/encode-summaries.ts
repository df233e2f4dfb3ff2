import { SourceError } from '../../model/errors.ts';
import { decodeSummary, type EncodedSummary, encodeSummary } from './encode-summary.ts';
import type { KeptEntry } from './kept-entry.ts';
import type { Skeleton, SkeletonSummaries } from './summarise.ts';

/** To be raised with every change to what stands in a line, or to how skeletons are made. */
const VERSION = 3;

interface EncodedSkeleton {
  readonly tokens: readonly string[];
  readonly isFinal: boolean;
  readonly entries?: readonly KeptEntry[];
  readonly summary?: EncodedSummary;
}

/**
 * A shard as text, to be sent to another thread or stored: a line that says what follows, then one line of JSON for each
 * skeleton, in the order of their handles. Equal shards give equal lines.
 */
export function encodeSummaries(shard: SkeletonSummaries): string[] {
  const skeletons = shard.map(({ tokens, isFinal, content }) => {
    const encoded: EncodedSkeleton =
      'entries' in content
        ? { tokens, isFinal, entries: content.entries }
        : { tokens, isFinal, summary: encodeSummary(content.summary) };
    return JSON.stringify(encoded);
  });
  return [JSON.stringify({ summaries: VERSION, skeletons: shard.length }), ...skeletons];
}

/**
 * The shard that `encodeSummaries` made these lines of.
 *
 * @throws SourceError where another version made them, or some are missing
 */
export function decodeSummaries(lines: Iterable<string>): SkeletonSummaries {
  const [header = '', ...skeletons] = lines;
  const { expected } = readHeader(header);
  if (skeletons.length !== expected) {
    throw new SourceError(
      `A part of the summaries is missing: ${skeletons.length} of ${expected} skeletons arrived. Run it again.`,
    );
  }
  return skeletons.map(decodeSkeleton);
}

function readHeader(line: string): { expected: number } {
  const header: { summaries?: unknown; skeletons?: unknown } = JSON.parse(line);
  if (header.summaries === VERSION && typeof header.skeletons === 'number') return { expected: header.skeletons };
  throw new SourceError(
    `The summaries are of version ${header.summaries}, and this program reads version ${VERSION}. ` +
      'Run the same version of log-gardener everywhere, and summarise the entries again.',
  );
}

function decodeSkeleton(line: string): Skeleton {
  const { tokens, isFinal, entries, summary }: EncodedSkeleton = JSON.parse(line);
  if (entries !== undefined) return { tokens, isFinal, content: { entries } };
  if (summary !== undefined) return { tokens, isFinal, content: { summary: decodeSummary(summary) } };
  throw new SourceError('A skeleton without entries stands among the summaries. Summarise the entries again.');
}
