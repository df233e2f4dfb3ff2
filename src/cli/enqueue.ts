import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config/schema.ts';
import { UsageError } from '../model/errors.ts';
import { count, joinWords } from '../wording/words.ts';
import { openContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { gather } from './gather.ts';
import { say } from './say.ts';
import { databaseUrl } from './worker.ts';

interface EnqueueOptions {
  service?: string[];
  source?: string[];
  mode?: string;
  retry?: boolean;
}

/** `enqueue`: asks the workers of a fleet for runs now, or to try again what failed for good. */
export function registerEnqueue(program: Command, finish: (exit: number) => void): void {
  program
    .command('enqueue')
    .description('ask the workers of a fleet to triage services now')
    .option('--service <name>', 'a service (default: all of the config); may be given again', gather)
    .option('--source <file>', 'a file of one service that every worker can read, instead of Cloud Logging', gather)
    .option('--mode <mode>', 'draft: nothing is posted; auto: verified drafts are posted (default: fleet.mode)')
    .option('--retry', 'try again what failed for good (see doctor), and enqueue nothing else')
    .action(async (options: EnqueueOptions, command: Command) => {
      const { config, json } = await openContext(command);
      const mode = options.mode ?? config.fleet.mode;
      if (mode !== 'draft' && mode !== 'auto') throw new UsageError(`--mode "${mode}" is neither draft nor auto.`);
      const { isServiceMeant, listServices } = await import('../config/services.ts');
      const { openQueue } = await import('../fleet/queue.ts');
      const { reviveDeadLetters } = await import('../fleet/dead-letters.ts');
      const services = options.service ?? listServices(config).map(({ name }) => name);
      if (!options.retry) {
        const unknown = services.filter((name) => !isServiceMeant(config, name));
        requireMeant({ services, unknown, sources: options.source ?? [] }, config);
      }
      const troubles: Error[] = [];
      const queue = await openQueue(databaseUrl(), { isWorker: false, onError: (error) => troubles.push(error) });
      try {
        if (options.retry) {
          const revived = await reviveDeadLetters(queue);
          process.stdout.write(
            json ? `${JSON.stringify({ revived })}\n` : `${count(revived, 'job')} to be tried again.\n`,
          );
          return;
        }
        const sources = (options.source ?? []).map((file) => resolve(file));
        const jobs: { service: string; job: string | null }[] = [];
        for (const service of services) {
          jobs.push({ service, job: await queue.sendCollect({ service, mode, sources }) });
        }
        if (json) process.stdout.write(`${JSON.stringify({ jobs })}\n`);
        else process.stdout.write(describe(jobs));
      } finally {
        await queue.stop();
        for (const { message } of troubles) say(message);
        finish(troubles.length > 0 ? EXIT.failed : EXIT.done);
      }
    });
}

/** @throws UsageError for a service that the config does not mean, or a file that would be several services' */
function requireMeant(
  { services, unknown, sources }: Readonly<Record<'services' | 'unknown' | 'sources', readonly string[]>>,
  config: Config,
): void {
  if (services.length === 0) {
    throw new UsageError('Which service? Give --service NAME, or set services (or service) in the config.');
  }
  if (unknown.length > 0) {
    const known = config.services.flatMap(({ names }) => names);
    throw new UsageError(
      `services in the config name no "${unknown.join('", "')}", only ${joinWords([...new Set(known)])}. Check --service, or add it there.`,
    );
  }
  if (sources.length > 0 && new Set(services).size > 1) {
    throw new UsageError(
      `--source is what one service logged, and this would be for ${services.length}: each would have all its problems. ` +
        'Give --service NAME, and enqueue each service with its own files.',
    );
  }
}

function describe(jobs: readonly { service: string; job: string | null }[]): string {
  const waiting = jobs.filter(({ job }) => job === null);
  const lines = [`${count(jobs.length - waiting.length, 'service')} enqueued.`];
  if (waiting.length > 0) {
    lines.push(`Under way or waiting already: ${waiting.map(({ service }) => service).join(', ')}.`);
  }
  return `${lines.join('\n')}\n`;
}
