/**
 * `log-gardener/cluster`: entries of Cloud Logging → problems, with their priority and the reasons. Nothing is read but
 * what is given, nothing is written and nobody is asked.
 */
import type { Completeness } from '../model/completeness.ts';
import { clusterFiles as clusterSources, type ListedCluster } from '../triage/cluster-files.ts';
import { asLines, type LibraryOptions, readLibraryOptions, requirePaths } from './settings.ts';

export type { Evidence, Priority } from '../model/assessment.ts';
export type { Completeness } from '../model/completeness.ts';
export type { LogEntry } from '../model/entry.ts';
export type { Severity } from '../model/severity.ts';
export type { LibraryOptions, ListedCluster };

export interface Clustered {
  /** What was read, and what was not. */
  readonly collected: Completeness;
  /** By priority, then count descending, then fingerprint. */
  readonly clusters: ListedCluster[];
}

/**
 * Groups entries into problems. The same entries give the same clusters, in whatever order they come.
 *
 * @param entries LogEntry objects in Cloud Logging's JSON form, as `gcloud logging read --format=json` prints them; what
 *   is none is counted in `collected.malformed`, and the rest goes on
 * @throws ConfigError or UsageError where an option is wrong; what `entries` throws is thrown on
 */
export function clusterEntries(
  entries: Iterable<unknown> | AsyncIterable<unknown>,
  options: LibraryOptions = {},
): Promise<Clustered> {
  return clusterAll(['-'], entries, options);
}

/**
 * Groups the entries of files into problems: NDJSON or a JSON array, gzipped or not, or folders that hold such files.
 * They may be larger than memory; large ones are read on several cores.
 *
 * @throws ConfigError or UsageError where an option is wrong, SourceError where a file cannot be read
 */
export async function clusterFiles(paths: readonly string[], options: LibraryOptions = {}): Promise<Clustered> {
  return clusterAll(requirePaths(paths), [], options);
}

async function clusterAll(
  sources: readonly string[],
  entries: Iterable<unknown> | AsyncIterable<unknown>,
  options: LibraryOptions,
): Promise<Clustered> {
  return clusterSources({ ...readLibraryOptions(options), sources, stdin: asLines(entries), assignments: null });
}
