import type { Command } from 'commander';
import { openContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { gather } from './gather.ts';
import type { LoggingOptions } from './logging.ts';
import { say } from './say.ts';

interface CollectOptions extends LoggingOptions {
  out: string;
  window?: string;
  since?: string;
  until?: string;
  minSeverity?: string;
  requestLog?: boolean;
  now?: string;
}

/** `collect`: entries → NDJSON, redacted, each once, with the record of what was read. */
export function registerCollect(program: Command, finish: (exit: number) => void): void {
  program
    .command('collect')
    .description('read logs into a file of NDJSON, redacted, each entry once')
    .requiredOption('--out <file>', 'the file to write')
    .option('--source <file>', 'read a file instead of Cloud Logging; may be given again', gather)
    .option('--project <id>', 'Google Cloud project (default: config)')
    .option('--service <name>', 'service (default: config, else all of the project)')
    .option('--filter <query>', 'only entries that match, in the Logging query language')
    .option('--request-log', 'count all requests too, with a query of its own')
    .option('--window <span>', 'only entries of the last SPAN, for example 24h')
    .option('--since <time>', 'only entries from TIME on (RFC 3339 with zone)')
    .option('--until <time>', 'only entries before TIME (RFC 3339 with zone)')
    .option('--min-severity <severity>', 'leave out entries below it (default: config, else NOTICE)')
    .option('--now <time>', 'take TIME for the present (RFC 3339): for replay and tests')
    .addHelpText(
      'after',
      '\nWithout a window it starts where the last collect of that project, service and\nfilter ended. Stopped or killed, it goes on where it was; with a window only if\n--since and --until fix it.\n',
    )
    .action(async (options: CollectOptions, command: Command) => {
      const context = await openContext(command, options.service);
      const { loggingFrom, openCloudLogging } = await import('./logging.ts');
      const { minSeverityOf } = await import('./options.ts');
      const { timeOf, windowOf } = await import('./window.ts');
      const now = options.now === undefined ? BigInt(Date.now()) * 1_000_000n : timeOf('--now', options.now);
      const window = windowOf(options, now);
      const minSeverity = minSeverityOf(options.minSeverity, context.config.minSeverity);
      const selection = loggingFrom(options, context.config);
      const { openStore } = await import('../store/open.ts');
      const { isReadToItsEnd } = await import('../triage/completion.ts');
      const { collectLogs } = await import('../triage/collect-logs.ts');
      const { loadRedactionKey } = await import('../collect/redaction-key.ts');
      const { createReadingProgress } = await import('./reading-progress.ts');
      const { createInterrupt } = await import('./interrupt.ts');
      const { config, stateDir } = context;
      const store = await openStore(stateDir);
      const progress = createReadingProgress(process.stderr);
      const interrupt = createInterrupt(say);
      try {
        const { requestLog = false } = options;
        const about = {
          purpose: 'collect' as const,
          minSeverity,
          requestLog,
          window,
          now,
          config,
          store,
          stateDir,
          onNote: say,
        };
        const logging = selection && (await openCloudLogging({ ...about, selection }));
        const collected = await collectLogs({
          sources: options.source ?? [],
          stdin: process.stdin,
          logging,
          minSeverity,
          window,
          config,
          redactionKey: loadRedactionKey(stateDir),
          out: options.out,
          signal: interrupt.signal,
          onProgress: progress.show,
        }).finally(() => logging?.close());
        progress.clear();
        const { describeCollected, describeWindow } = await import('./collected.ts');
        if (context.json) process.stdout.write(`${JSON.stringify({ out: options.out, collected })}\n`);
        if (logging) say(describeWindow(logging.window));
        say(describeCollected(collected, null));
        finish(collected.malformed > 0 || !isReadToItsEnd(collected) ? EXIT.partial : EXIT.done);
      } finally {
        progress.clear();
        interrupt.end();
        await store.close();
      }
    });
}
