import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import { createEnvironment, environmentFacts, mergeEnvironments, type SeenEnvironment } from '../assess/environment.ts';
import { type Clustering, finishJoined } from '../cluster/finish-clustering.ts';
import type { KnownTemplate } from '../cluster/names/known-templates.ts';
import type { JoinedShards } from '../cluster/summary/merge-shards.ts';
import { createSummariser } from '../cluster/summary/summarise.ts';
import type { CloudSource } from '../collect/cloud-logging/source.ts';
import { gather } from '../collect/collect.ts';
import type { Gathered } from '../collect/gathered.ts';
import { completenessOf } from '../collect/put-together.ts';
import { createRedactor, type Redactor } from '../collect/redact.ts';
import type { Config } from '../config/schema.ts';
import type { Completeness } from '../model/completeness.ts';
import type { Severity } from '../model/severity.ts';
import { createThreadPool, type FromThreads, type ThreadPool } from './threads/pool.ts';

/** Which logs are to be read, and how. */
export interface SummariseRequest {
  readonly sources: readonly string[];
  readonly cloud?: CloudSource;
  readonly requestLog?: CloudSource;
  readonly stdin?: Readable;
  readonly minSeverity: Severity;
  /** Nanoseconds since 1970; null = the sources whole. */
  readonly window: { readonly since: bigint; readonly until: bigint } | null;
  readonly config: Config;
  /** A function is asked once, when something is to be hidden, or threads are begun. */
  readonly redactionKey: Buffer | (() => Buffer);
  /** See CollectOptions. */
  readonly slice?: { readonly isFirst: boolean };
  /** Where malformed lines are kept, redacted; null = only counted and named. */
  readonly setAside: string | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (read: number) => void;
  /** Told for every kept entry where `clustering.assignmentOf` finds it. */
  readonly onClustered?: (insertId: string, handle: number, shard: number) => void;
  /** Threads that read large sources, this one among them; by default one a core. */
  readonly workers?: number;
  /** Bytes of input that this thread reads before others help. */
  readonly workersFrom?: number;
}

/** What logs are clustered by beside what was found in them. */
interface ClusterRequest {
  readonly config: Pick<Config, 'pins'>;
  /** Templates of earlier runs, in the order in which they became known. */
  readonly known: readonly KnownTemplate[];
}

export type ReadLogsRequest = SummariseRequest & ClusterRequest;

/** All that is known of logs that were read: it adds up, whatever slices and threads they were read in. */
export interface SummarisedLogs {
  readonly gathered: Gathered;
  readonly joined: JoinedShards;
  readonly environment: SeenEnvironment;
  readonly redactor: Redactor;
}

export interface ReadLogs {
  readonly collected: Completeness;
  readonly clustering: Clustering;
  readonly context: { name: string; value: string }[];
  readonly redactor: Redactor;
}

/**
 * The first half of a run: sources → entries, redacted, each once → clusters, with the record of what was read. What
 * comes out is the same with any number of workers.
 */
export async function readLogs(request: ReadLogsRequest): Promise<ReadLogs> {
  return clusterLogs(await summariseLogs(request), request);
}

/** The first half of that: sources → entries, redacted, each once → summaries. */
export async function summariseLogs(request: SummariseRequest): Promise<SummarisedLogs> {
  const redactor = createRedactor({ key: request.redactionKey, patterns: request.config.redact });
  const summariser = createSummariser();
  const environment = createEnvironment();
  /** By shard: the handles that the summariser here has for a thread's. */
  const places: number[][] = [];
  const pool = createPool(request, (skeletons, shard) => {
    const own = places[shard] ?? [];
    places[shard] = own;
    for (const handle of summariser.absorb(skeletons)) own.push(handle);
  });
  try {
    const gathered = await gather(
      {
        sources: request.sources,
        minSeverity: request.minSeverity,
        window: request.window,
        redactor,
        setAside: request.setAside,
        ...(request.cloud && { cloud: request.cloud }),
        ...(request.requestLog && { requestLog: request.requestLog }),
        ...(request.stdin && { stdin: request.stdin }),
        ...(request.signal && { signal: request.signal }),
        ...(request.onProgress && { onProgress: request.onProgress }),
        ...(request.slice && { slice: request.slice }),
        ...(pool && { offload: pool }),
      },
      (entry) => {
        const handle = summariser.add(entry);
        environment.add(entry);
        if (request.onClustered === undefined) return;
        if (pool === null) request.onClustered(entry.insertId, handle, 0);
        else pool.note({ insertId: entry.insertId, handle });
      },
    );
    // Before the rest, so that the threads' memory is free for it.
    await pool?.close();
    const joined = {
      merged: summariser.result(),
      placeOf: (handle: number, shard: number) => (shard === 0 ? handle : places[shard]?.[handle]),
    };
    const environments = [environment.seen(), ...(pool?.results() ?? []).map((result) => result.environment)];
    return { gathered, joined, environment: mergeEnvironments(environments), redactor };
  } finally {
    await pool?.close();
  }
}

/** The second half: summaries → clusters. */
export function clusterLogs(
  { gathered, joined, environment, redactor }: SummarisedLogs,
  { known, config }: ClusterRequest,
): ReadLogs {
  return {
    collected: completenessOf(gathered),
    clustering: finishJoined(joined, { known, pins: config.pins }),
    context: environmentFacts(environment),
    redactor,
  };
}

function createPool(
  { workers = defaultWorkers(), ...request }: SummariseRequest,
  onSummaries: FromThreads['onSummaries'],
): ThreadPool | null {
  // Blocks do not say what lies in which slice.
  if (workers < 2 || request.slice !== undefined) return null;
  const { onClustered } = request;
  const settings = {
    minSeverity: request.minSeverity,
    window: request.window,
    get redactionKey(): Buffer {
      const { redactionKey } = request;
      return typeof redactionKey === 'function' ? redactionKey() : redactionKey;
    },
    redact: request.config.redact,
    handles: onClustered !== undefined,
  };
  const onHandles: FromThreads['onHandles'] = (handles, shard) => {
    for (const { insertId, handle } of handles) onClustered?.(insertId, handle, shard);
  };
  return createThreadPool(workers, settings, { onHandles, onSummaries }, request.workersFrom);
}

/** More threads than this wait for the disk and for each other. */
const MOST_WORKERS = 8;

function defaultWorkers(): number {
  return Math.min(availableParallelism(), MOST_WORKERS);
}
