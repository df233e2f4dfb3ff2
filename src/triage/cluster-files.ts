import { createReadStream, createWriteStream, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { assess } from '../assess/assess.ts';
import type { Clustering } from '../cluster/finish-clustering.ts';
import { sourceFiles } from '../collect/file/source-files.ts';
import type { Config } from '../config/schema.ts';
import type { Evidence, Priority } from '../model/assessment.ts';
import type { Completeness } from '../model/completeness.ts';
import type { LogEntry } from '../model/entry.ts';
import { UsageError } from '../model/errors.ts';
import type { Severity } from '../model/severity.ts';
import { byPriorityThenCount } from './order.ts';
import { readLogs } from './read-logs.ts';

/** One cluster as `cluster --json` prints it (DESIGN.md section 5, contract). */
export interface ListedCluster {
  readonly fingerprint: string;
  readonly title: string;
  readonly priority: Priority;
  readonly severity: Severity;
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly patterns: { fingerprint: string; template: string; count: number; severity: Severity; example: LogEntry }[];
  readonly evidence: Evidence[];
  readonly rules: string[];
}

/** Clusters of log exports, by priority, then count descending, then fingerprint: the same for any order of the input. */
export async function clusterFiles(request: {
  sources: readonly string[];
  stdin: Readable;
  minSeverity: Severity;
  config: Config;
  redactionKey: Buffer;
  assignments: string | null;
  workers?: number;
  workersFrom?: number;
  onProgress?: (read: number) => void;
}): Promise<{ collected: Completeness; clusters: ListedCluster[] }> {
  if (request.assignments !== null) requireTarget(request.assignments, await sourceFiles(request.sources));
  const handles = request.assignments === null ? null : createHandleFile();
  try {
    const { collected, clustering } = await readLogs({
      ...request,
      known: [],
      window: null,
      setAside: null,
      ...(handles && { onClustered: handles.note }),
    });
    if (handles && request.assignments !== null) await handles.writeAssignments(request.assignments, clustering);
    return { collected, clusters: listClusters(clustering, collected, request.config) };
  } finally {
    handles?.remove();
  }
}

/** Found out before anything is read. What is there already stays until the new one is whole. */
function requireTarget(path: string, sources: readonly string[]): void {
  if (sources.some((source) => source !== '-' && isSameFile(source, path))) {
    throw new UsageError(`--assignments ${path} is one of the logs that are read. Give it a file of its own.`);
  }
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
    if (isSpecial(path)) return;
    writeFileSync(besides(path), '');
    rmSync(besides(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Cannot write ${path}: ${reason}. Check the path.`, { cause: error });
  }
}

function isSameFile(a: string, b: string): boolean {
  const [first, second] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false }));
  return first !== undefined && second !== undefined && first.dev === second.dev && first.ino === second.ino;
}

/** `/dev/stdout`, a pipe: nothing to put another file in the place of. */
function isSpecial(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === false;
}

/** Where a file grows until it is whole. */
function besides(path: string): string {
  return `${path}.part`;
}

function listClusters(clustering: Clustering, read: Completeness, config: Config): ListedCluster[] {
  const window = { since: '', until: '' };
  const listed = clustering.clusters.map((cluster) => {
    const { basePriority, evidence, rules } = assess(cluster, { config, window, previous: null, read });
    return {
      fingerprint: cluster.fingerprint,
      title: cluster.title,
      priority: basePriority,
      severity: cluster.facts.severity,
      count: cluster.facts.count,
      firstSeen: cluster.facts.firstSeen,
      lastSeen: cluster.facts.lastSeen,
      patterns: cluster.patterns.map(({ fingerprint, template, count, severity, example }) => ({
        fingerprint,
        template,
        count,
        severity,
        example,
      })),
      evidence,
      rules: [...cluster.rules, ...rules],
    };
  });
  return listed.sort(byPriorityThenCount);
}

/**
 * Which pattern an entry belongs to is known only at the end: until then `insertId` and handle wait in a file, so that
 * memory does not grow with the number of entries.
 */
function createHandleFile() {
  const folder = mkdtempSync(join(tmpdir(), 'log-gardener-'));
  const path = join(folder, 'handles');
  const stream = createWriteStream(path);
  return {
    note(insertId: string, handle: number, shard: number): void {
      stream.write(`${shard} ${handle} ${inOneLine(JSON.stringify(insertId))}\n`);
    },
    async writeAssignments(target: string, clustering: Clustering): Promise<void> {
      await finished(stream.end());
      const noted = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
      if (isSpecial(target)) {
        await pipeline(noted, (lines) => assignmentLines(lines, clustering), createWriteStream(target));
        return;
      }
      const part = besides(target);
      try {
        await pipeline(noted, (lines) => assignmentLines(lines, clustering), createWriteStream(part));
        renameSync(part, target);
      } finally {
        rmSync(part, { force: true });
      }
    },
    remove(): void {
      stream.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** JSON without the two line ends that it may hold as they are, and that readline breaks lines at. */
function inOneLine(json: string): string {
  return json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

async function* assignmentLines(noted: AsyncIterable<string>, clustering: Clustering): AsyncGenerator<string> {
  for await (const line of noted) {
    const [shard = '', handle = ''] = line.split(' ', 2);
    const { pattern, cluster } = clustering.assignmentOf(Number(handle), Number(shard));
    yield `{"insertId":${line.slice(shard.length + handle.length + 2)},"pattern":"${pattern}","cluster":"${cluster}"}\n`;
  }
}
