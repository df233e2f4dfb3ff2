/**
 * `log-gardener/collect`: log exports → entries, redacted, each once, with a record of what was read and what was not.
 * Nothing is written and nobody is asked.
 */
import { collect } from '../collect/collect.ts';
import { createRedactor } from '../collect/redact.ts';
import type { Completeness } from '../model/completeness.ts';
import type { CollectedEntry } from '../model/entry.ts';
import { asLines, type LibraryOptions, readLibraryOptions, requirePaths } from './settings.ts';

export type { Completeness } from '../model/completeness.ts';
export type { CollectedEntry, LogEntry } from '../model/entry.ts';
export type { Severity } from '../model/severity.ts';
export type { LibraryOptions };

/**
 * Reads entries and hands on each one that counts: once, at or above the least severity, its parts put together, secrets
 * and personal data hidden.
 *
 * @param entries LogEntry objects in Cloud Logging's JSON form; what is none is counted in `malformed`
 * @returns the record of what was read, once all was handed on
 * @throws ConfigError or UsageError where an option is wrong; what `entries` throws is thrown on
 */
export function collectEntries(
  entries: Iterable<unknown> | AsyncIterable<unknown>,
  onEntry: (entry: CollectedEntry) => void,
  options: LibraryOptions = {},
): Promise<Completeness> {
  return collectAll(['-'], entries, onEntry, options);
}

/**
 * The same for files: NDJSON or a JSON array, gzipped or not, larger than memory or not, or folders that hold such files.
 *
 * @throws ConfigError or UsageError where an option is wrong, SourceError where a file cannot be read
 */
export async function collectFiles(
  paths: readonly string[],
  onEntry: (entry: CollectedEntry) => void,
  options: LibraryOptions = {},
): Promise<Completeness> {
  return collectAll(requirePaths(paths), [], onEntry, options);
}

async function collectAll(
  sources: readonly string[],
  entries: Iterable<unknown> | AsyncIterable<unknown>,
  onEntry: (entry: CollectedEntry) => void,
  options: LibraryOptions,
): Promise<Completeness> {
  const { config, minSeverity, redactionKey } = readLibraryOptions(options);
  const redactor = createRedactor({ key: redactionKey, patterns: config.redact });
  return collect({ sources, stdin: asLines(entries), minSeverity, window: null, redactor, setAside: null }, onEntry);
}
