import type { Command } from 'commander';
import { openContext, outputWidth } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { say } from './say.ts';

interface ClusterOptions {
  minSeverity?: string;
  assignments?: string;
  workers?: string;
}

/**
 * `cluster FILE…`: clusters as a table or JSON; reads nothing but the files and writes nothing but `--assignments`. Only
 * where something has to be hidden the state folder gets a key, so that the next time the same placeholders come out.
 */
export function registerCluster(program: Command, finish: (exit: number) => void): void {
  program
    .command('cluster')
    .description('group the entries of log exports into clusters, without GitHub')
    .argument('<file...>', 'NDJSON or a JSON array, also gzipped, or a folder; - for stdin')
    .option('--min-severity <severity>', 'leave out entries below it (default: config, else NOTICE); DEFAULT takes all')
    .option('--assignments <file>', 'write one line per entry: {"insertId", "pattern", "cluster"}')
    .option('--workers <n>', 'threads that read large files (default: one a core)')
    .action(async (files: string[], options: ClusterOptions, command: Command) => {
      const context = await openContext(command);
      const { clusterFiles } = await import('../triage/cluster-files.ts');
      const { loadRedactionKey } = await import('../collect/redaction-key.ts');
      const { minSeverityOf, workersOf } = await import('./options.ts');
      const { createReadingProgress } = await import('./reading-progress.ts');
      const progress = createReadingProgress(process.stderr);
      const result = await clusterFiles({
        sources: files,
        stdin: process.stdin,
        minSeverity: minSeverityOf(options.minSeverity, context.config.minSeverity),
        ...workersOf(options.workers),
        onProgress: progress.show,
        config: context.config,
        redactionKey: () => loadRedactionKey(context.stateDir),
        assignments: options.assignments ?? null,
      }).finally(progress.clear);
      if (context.json) {
        const { read, kept, malformed } = result.collected;
        process.stdout.write(`${JSON.stringify({ entries: { read, kept, malformed }, clusters: result.clusters })}\n`);
      } else {
        const rows = result.clusters.map((cluster) => [
          cluster.priority,
          String(cluster.count),
          cluster.fingerprint,
          cluster.title,
        ]);
        const columns = [
          { title: 'pri' },
          { title: 'entries', align: 'right' as const },
          { title: 'fingerprint' },
          { title: 'title', flexible: true, lines: 3 },
        ];
        const { formatTable } = await import('./table.ts');
        if (rows.length > 0) process.stdout.write(`${formatTable(columns, rows, outputWidth())}\n`);
      }
      const { describeCollected } = await import('./collected.ts');
      say(describeCollected(result.collected, result.clusters.length));
      if (!context.json && result.clusters.length > 0) {
        say('Why one is what it is: log-gardener explain FINGERPRINT --source FILE');
      }
      finish(result.collected.malformed > 0 || result.collected.truncated !== null ? EXIT.partial : EXIT.done);
    });
}
