import type { Command } from 'commander';
import { UsageError } from '../model/errors.ts';
import { openContext, outputWidth } from './context.ts';
import { EXIT } from './exit-codes.ts';

interface ClusterOptions {
  minSeverity?: string;
  assignments?: string;
}

/** `cluster FILE…`: clusters as a table or JSON; reads nothing but the files and writes nothing but `--assignments`. */
export function registerCluster(program: Command, finish: (exit: number) => void): void {
  program
    .command('cluster')
    .description('group the entries of log exports into clusters, without GitHub')
    .argument('<file...>', 'NDJSON or a JSON array, also gzipped; - for stdin')
    .option('--min-severity <severity>', 'leave out entries below it (default: config, else NOTICE); DEFAULT takes all')
    .option('--assignments <file>', 'write one line per entry: {"insertId","pattern","cluster"}')
    .addHelpText('after', '\nExample:\n  gcloud logging read … --format=json | log-gardener cluster -')
    .action(async (files: string[], options: ClusterOptions, command: Command) => {
      const context = await openContext(command);
      const { clusterFiles } = await import('../triage/cluster-files.ts');
      const { loadRedactionKey } = await import('../collect/redaction-key.ts');
      const { Severity } = await import('../model/severity.ts');
      const minSeverity = Severity.safeParse(options.minSeverity?.toUpperCase() ?? context.config.minSeverity);
      if (!minSeverity.success)
        throw new UsageError(`--min-severity "${options.minSeverity}" is none of ${Severity.options.join(', ')}.`);
      const result = await clusterFiles({
        sources: files,
        stdin: process.stdin,
        minSeverity: minSeverity.data,
        config: context.config,
        redactionKey: loadRedactionKey(context.stateDir),
        assignments: options.assignments ?? null,
      });
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
          { title: 'title', flexible: true },
        ];
        const { formatTable } = await import('./table.ts');
        if (rows.length > 0) process.stdout.write(`${formatTable(columns, rows, outputWidth())}\n`);
      }
      const { describeCollected } = await import('./collected.ts');
      process.stderr.write(`${describeCollected(result.collected, result.clusters.length)}\n`);
      finish(result.collected.malformed > 0 || result.collected.truncated !== null ? EXIT.partial : EXIT.done);
    });
}
