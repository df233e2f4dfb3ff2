import type { Readable } from 'node:stream';
import { collect } from '../collect/collect.ts';
import { sourceFiles } from '../collect/file/source-files.ts';
import { createRedactor } from '../collect/redact.ts';
import type { Config } from '../config/schema.ts';
import type { Completeness } from '../model/completeness.ts';
import type { Severity } from '../model/severity.ts';
import { isReadToItsEnd } from './completion.ts';
import type { OpenLogging } from './open-logging.ts';
import { openOutputFile } from './output-file.ts';

export interface CollectLogsRequest {
  readonly sources: readonly string[];
  readonly stdin: Readable;
  /** Null = the files alone. */
  readonly logging: OpenLogging | null;
  readonly minSeverity: Severity;
  /** Of the files; null = whole. */
  readonly window: { readonly since: bigint; readonly until: bigint } | null;
  readonly config: Config;
  readonly redactionKey: Buffer;
  readonly out: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (read: number) => void;
}

/**
 * Entries → a file of NDJSON, redacted, each once, readable by its owner only. It is in its place when it is whole, or
 * was stopped; until then it is beside it.
 *
 * @throws UsageError where it cannot be written, SourceError where the entries cannot be read, OutputError where the
 *   disk is full
 */
export async function collectLogs(request: CollectLogsRequest): Promise<Completeness> {
  const { out, sources, logging, window, minSeverity, signal, onProgress } = request;
  // Listed before the file is there: it must not become a source of itself.
  const files = await sourceFiles(sources);
  const file = openOutputFile(out, { option: '--out', sources: [...sources, ...files], mode: 0o600 });
  try {
    const completeness = await collect(
      {
        sources: files,
        stdin: request.stdin,
        minSeverity,
        window,
        redactor: createRedactor({ key: request.redactionKey, patterns: request.config.redact }),
        setAside: null,
        ...(logging && { cloud: logging.source }),
        ...(logging?.requestLog && { requestLog: logging.requestLog }),
        ...(signal && { signal }),
        ...(onProgress && { onProgress }),
      },
      ({ entry }) => file.write(`${JSON.stringify(entry)}\n`),
    );
    file.finish();
    if (isReadToItsEnd(completeness)) await logging?.finish(completeness);
    return completeness;
  } finally {
    file.discard();
  }
}
