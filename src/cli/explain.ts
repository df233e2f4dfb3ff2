import type { Command } from 'commander';
import { UsageError } from '../model/errors.ts';
import type { Explanation } from '../triage/explanation.ts';
import { type Context, openContext, outputWidth } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { gather } from './gather.ts';
import { say } from './say.ts';

interface ExplainOptions {
  run?: string;
  source?: string[];
  minSeverity?: string;
}

/** `explain FINGERPRINT`: why these patterns, why this priority, which entries. */
export function registerExplain(program: Command, finish: (exit: number) => void): void {
  program
    .command('explain')
    .description('why these patterns are one problem, why this priority, which entries')
    .argument('<fingerprint>', 'of a cluster or of one of its patterns, or the beginning of one')
    .option('--run <run>', 'look in this run (default: the newest that knows it)')
    .option('--source <file>', 'look in log files as cluster reads them, - for stdin; may be given again', gather)
    .option('--min-severity <severity>', 'with --source: leave out entries below it (default: config, else NOTICE)')
    .action(async (fingerprint: string, options: ExplainOptions, command: Command) => {
      const asked = fingerprint.trim().toLowerCase();
      if (!/^lg[0-9a-f]{1,20}$/.test(asked)) {
        throw new UsageError(
          `"${fingerprint}" is no fingerprint, nor the beginning of one.\n` +
            'One is lg1 and 16 hex digits: log-gardener cluster and worklog show list them.',
        );
      }
      const context = await openContext(command);
      if (options.source === undefined) await print(await fromStore(asked, options, context), context);
      else finish(await fromSources(asked, options.source, options, context));
    });
}

/** Wider lines are hard to read, whatever the terminal can show. */
const WIDEST = 80;

async function print(explanation: Explanation, { json }: Context): Promise<void> {
  if (json) {
    process.stdout.write(`${JSON.stringify(explanation)}\n`);
    return;
  }
  const { explanationText } = await import('./explain-text.ts');
  process.stdout.write(explanationText(explanation, Math.min(outputWidth(), WIDEST)));
}

async function fromStore(
  asked: string,
  { run, minSeverity }: ExplainOptions,
  { config, stateDir }: Context,
): Promise<Explanation> {
  if (minSeverity !== undefined) {
    throw new UsageError('--min-severity goes with --source: a run has read its entries already.');
  }
  const { openStoreIfThere } = await import('../store/open.ts');
  const { explainFromStore } = await import('../triage/explain-sources.ts');
  const { loadRedactionKey } = await import('../collect/redaction-key.ts');
  const store = await openStoreIfThere(stateDir);
  try {
    return await explainFromStore(asked, run ?? null, {
      store,
      config,
      redactionKey: () => loadRedactionKey(stateDir),
    });
  } finally {
    await store.close();
  }
}

async function fromSources(
  asked: string,
  sources: readonly string[],
  options: ExplainOptions,
  context: Context,
): Promise<number> {
  if (options.run !== undefined) {
    throw new UsageError('--run and --source are two places to look in. Give one of them.');
  }
  const { config, stateDir } = context;
  const { minSeverityOf } = await import('./options.ts');
  const { explainFromSources } = await import('../triage/explain-sources.ts');
  const { loadRedactionKey } = await import('../collect/redaction-key.ts');
  const { explanation, collected, clusters } = await explainFromSources(asked, {
    sources,
    stdin: process.stdin,
    minSeverity: minSeverityOf(options.minSeverity, config.minSeverity),
    config,
    redactionKey: () => loadRedactionKey(stateDir),
  });
  await print(explanation, context);
  const { describeCollected } = await import('./collected.ts');
  say(describeCollected(collected, clusters));
  return collected.malformed > 0 || collected.truncated !== null ? EXIT.partial : EXIT.done;
}
