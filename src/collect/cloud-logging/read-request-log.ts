import type { RequestLogReading } from '../../model/completeness.ts';
import type { RequestCount } from '../request-counts.ts';
import { createSeenIdentities } from '../seen-identities.ts';
import { readCloud } from './read-cloud.ts';
import type { CloudDeps, CloudSource } from './source.ts';

/** It may be empty, and grows as needed. */
const FEW = 2 ** 10;

/**
 * Reads the request log at all severities, and keeps nothing of it but counts: of what it holds an entry that failed is
 * among the others too, and counts as an entry there alone.
 *
 * @throws SourceError with what to do
 */
export async function readRequestLog(
  source: CloudSource,
  deps: Pick<CloudDeps, 'redactor' | 'signal' | 'onMalformed' | 'onProgress'>,
): Promise<{ reading: RequestLogReading; requests: readonly RequestCount[] }> {
  const seen = createSeenIdentities(FEW);
  const { read, pages, counted, cloud, cut } = await readCloud(source, { ...deps, seen, onEntry: () => undefined });
  const { duplicates } = counted.outcomes;
  return {
    reading: { ...cloud, entries: read - duplicates, duplicates, pages, truncated: cut },
    requests: counted.requests,
  };
}
