import { SourceError } from '../../model/errors.ts';
import { type BareEntries, noBareEntries } from './bare-entries.ts';
import { decodeSummary, type EncodedSummary, encodeSummary } from './encode-summary.ts';
import type { KeptEntry } from './kept-entry.ts';
import { decodeDoubles, encodeDoubles } from './numbers-as-text.ts';
import type { Content, Skeleton, SkeletonSummaries } from './summarise.ts';

/** To be raised with every change to what stands in a line, or to how skeletons are made. */
const VERSION = 4;

interface EncodedSkeleton {
  readonly tokens: readonly string[];
  readonly isFinal: boolean;
  readonly entries?: readonly KeptEntry[];
  readonly summary?: EncodedSummary;
  /** Beside `entries`, where there are more; the numbers as doubles. */
  readonly bare?: Omit<BareEntries, 'numbers' | 'length'> & { readonly numbers: string };
  /** As doubles; not there where there are none. */
  readonly times?: string;
}

/**
 * A shard as text, to be sent to another thread or stored: a line that says what follows, then one line of JSON for each
 * skeleton, in the order of their handles. Equal shards give equal lines.
 */
export function encodeSummaries(shard: SkeletonSummaries): string[] {
  const skeletons = shard.map(({ tokens, isFinal, content, times }) => {
    const encoded: EncodedSkeleton = {
      tokens,
      isFinal,
      ...encodeContent(content),
      ...(times.length > 0 && { times: encodeDoubles(times.numbers.subarray(0, times.length)) }),
    };
    return JSON.stringify(encoded);
  });
  return [JSON.stringify({ summaries: VERSION, skeletons: shard.length }), ...skeletons];
}

function encodeContent(content: Content): Pick<EncodedSkeleton, 'entries' | 'summary' | 'bare'> {
  if ('summary' in content) return { summary: encodeSummary(content.summary) };
  const { entries, bare } = content;
  if (bare.length === 0) return { entries };
  return { entries, bare: { numbers: encodeDoubles(bare.numbers.subarray(0, bare.length)), origins: bare.origins } };
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
  const { tokens, isFinal, entries, summary, bare, times: written }: EncodedSkeleton = JSON.parse(line);
  const numbers = decodeDoubles(written ?? '');
  const own = { tokens, isFinal, times: { numbers, length: numbers.length } };
  if (entries !== undefined) return { ...own, content: { entries, bare: decodeBare(bare) } };
  if (summary !== undefined) return { ...own, content: { summary: decodeSummary(summary) } };
  throw new SourceError('A skeleton without entries stands among the summaries. Summarise the entries again.');
}

function decodeBare(bare: EncodedSkeleton['bare']): BareEntries {
  if (bare === undefined) return noBareEntries;
  const numbers = decodeDoubles(bare.numbers);
  return { numbers, length: numbers.length, origins: bare.origins };
}
