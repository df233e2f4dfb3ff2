import type { Readable } from 'node:stream';
import { createEnvironment } from '../assess/environment.ts';
import { type Clustering, createClusterer } from '../cluster/clusterer.ts';
import type { KnownTemplate } from '../cluster/known-templates.ts';
import { collect } from '../collect/collect.ts';
import { createRedactor, type Redactor } from '../collect/redact.ts';
import type { Config } from '../config/schema.ts';
import type { Completeness } from '../model/completeness.ts';
import type { CollectedEntry } from '../model/entry.ts';
import type { Severity } from '../model/severity.ts';

export interface ReadLogsRequest {
  readonly sources: readonly string[];
  readonly stdin?: Readable;
  readonly minSeverity: Severity;
  /** Nanoseconds since 1970; null = the sources whole. */
  readonly window: { readonly since: bigint; readonly until: bigint } | null;
  readonly config: Config;
  readonly redactionKey: Buffer;
  /** Templates of earlier runs, in the order in which they became known. */
  readonly known: readonly KnownTemplate[];
  /** Where malformed lines are kept, redacted; null = only counted and named. */
  readonly setAside: string | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (read: number) => void;
  /** Called for every kept entry with the handle that `clustering.assignmentOf` takes. */
  readonly onClustered?: (entry: CollectedEntry, handle: number) => void;
}

export interface ReadLogs {
  readonly collected: Completeness;
  readonly clustering: Clustering;
  readonly context: { name: string; value: string }[];
  readonly redactor: Redactor;
}

/** The first half of a run: sources → entries, redacted, each once → clusters, with the record of what was read. */
export async function readLogs(request: ReadLogsRequest): Promise<ReadLogs> {
  const redactor = createRedactor({ key: request.redactionKey, patterns: request.config.redact });
  const clusterer = createClusterer(request.known);
  const environment = createEnvironment();
  const collected = await collect(
    {
      sources: request.sources,
      minSeverity: request.minSeverity,
      window: request.window,
      redactor,
      setAside: request.setAside,
      ...(request.stdin && { stdin: request.stdin }),
      ...(request.signal && { signal: request.signal }),
      ...(request.onProgress && { onProgress: request.onProgress }),
    },
    (entry) => {
      const handle = clusterer.add(entry);
      environment.add(entry);
      request.onClustered?.(entry, handle);
    },
  );
  return { collected, clustering: clusterer.finish(), context: environment.facts(), redactor };
}
