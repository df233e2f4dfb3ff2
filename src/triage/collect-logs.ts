import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { collect } from '../collect/collect.ts';
import { createRedactor } from '../collect/redact.ts';
import type { Config } from '../config/schema.ts';
import type { Completeness } from '../model/completeness.ts';
import { UsageError } from '../model/errors.ts';
import type { Severity } from '../model/severity.ts';
import type { OpenLogging } from './open-logging.ts';

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

/** Bytes that are written in one go. */
const BATCH = 1024 * 1024;

/**
 * Entries → a file of NDJSON, redacted, each once, readable by its owner only. It is in its place when it is whole, or
 * was stopped; until then it is beside it.
 *
 * @throws UsageError where it cannot be written, SourceError where the entries cannot be read
 */
export async function collectLogs(request: CollectLogsRequest): Promise<Completeness> {
  const { out, logging, window, minSeverity, signal, onProgress } = request;
  const beside = `${out}.part`;
  const file = openOut(beside, out);
  let batch: string[] = [];
  let size = 0;
  const flush = (): void => {
    const bytes = Buffer.from(batch.join(''));
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    batch = [];
    size = 0;
  };
  try {
    const completeness = await collect(
      {
        sources: request.sources,
        stdin: request.stdin,
        minSeverity,
        window,
        redactor: createRedactor({ key: request.redactionKey, patterns: request.config.redact }),
        setAside: null,
        ...(logging && { cloud: logging.source }),
        ...(signal && { signal }),
        ...(onProgress && { onProgress }),
      },
      ({ entry }) => {
        const line = `${JSON.stringify(entry)}\n`;
        batch.push(line);
        size += line.length;
        if (size > BATCH) flush();
      },
    );
    flush();
    closeSync(file);
    renameSync(beside, out);
    if (completeness.truncated === null) await logging?.finish();
    return completeness;
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function openOut(beside: string, out: string): number {
  try {
    return openSync(beside, 'w', 0o600);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Cannot write ${out}: ${reason}. Check the path.`, { cause: error });
  }
}
