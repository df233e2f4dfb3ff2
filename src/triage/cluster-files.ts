import { closeSync, createReadStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { assess } from '../assess/assess.ts';
import type { Clustering } from '../cluster/finish-clustering.ts';
import { sourceFiles } from '../collect/file/source-files.ts';
import type { Config } from '../config/schema.ts';
import type { Evidence, Priority } from '../model/assessment.ts';
import type { Completeness } from '../model/completeness.ts';
import type { LogEntry } from '../model/entry.ts';
import type { Severity } from '../model/severity.ts';
import { byPriorityThenCount } from './order.ts';
import { createBatchWriter, type OutputFile, openOutputFile } from './output-file.ts';
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
  /** A function is asked once, when something is to be hidden, or threads are begun. */
  redactionKey: Buffer | (() => Buffer);
  assignments: string | null;
  workers?: number;
  workersFrom?: number;
  onProgress?: (read: number) => void;
}): Promise<{ collected: Completeness; clusters: ListedCluster[] }> {
  const { assignments } = request;
  const sources = await sourceFiles(request.sources);
  const target =
    assignments === null
      ? null
      : openOutputFile(assignments, {
          option: '--assignments',
          sources: [...request.sources, ...sources],
          mode: 0o644,
        });
  const handles = target && createHandleFile();
  try {
    const { collected, clustering } = await readLogs({
      ...request,
      sources,
      known: [],
      window: null,
      setAside: null,
      ...(handles && { onClustered: handles.note }),
    });
    if (handles && target) {
      await handles.writeAssignments(target, clustering);
      target.finish();
    }
    return { collected, clusters: listClusters(clustering, collected, request.config) };
  } finally {
    handles?.close();
    target?.discard();
  }
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
 * memory does not grow with the number of entries. It has no name any more once it is open: however this process ends,
 * nothing is left of it.
 */
function createHandleFile() {
  const folder = mkdtempSync(join(tmpdir(), 'log-gardener-'));
  const path = join(folder, 'handles');
  const file = openSync(path, 'wx+', 0o600);
  rmSync(folder, { recursive: true });
  const { write, flush } = createBatchWriter(path, file);
  return {
    note(insertId: string, handle: number, shard: number): void {
      write(`${shard} ${handle} ${inOneLine(JSON.stringify(insertId))}\n`);
    },
    async writeAssignments(target: OutputFile, clustering: Clustering): Promise<void> {
      flush();
      const noted = createReadStream('', { fd: file, start: 0, autoClose: false });
      const lines = createInterface({ input: noted, crlfDelay: Number.POSITIVE_INFINITY });
      for await (const line of lines) target.write(assignmentOf(line, clustering));
    },
    close: () => closeSync(file),
  };
}

/** JSON without the two line ends that it may hold as they are, and that readline breaks lines at. */
function inOneLine(json: string): string {
  return json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function assignmentOf(noted: string, clustering: Clustering): string {
  const [shard = '', handle = ''] = noted.split(' ', 2);
  const id = noted.slice(shard.length + handle.length + 2);
  const entry = { shard: Number(shard), insertId: JSON.parse(id) };
  const { pattern, cluster } = clustering.assignmentOf(Number(handle), entry);
  return `{"insertId":${id},"pattern":"${pattern}","cluster":"${cluster}"}\n`;
}
