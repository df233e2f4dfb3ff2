import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { UsageError } from '../model/errors.ts';

interface EvalOptions {
  investigator?: string;
  repeat?: string;
  concurrency?: string;
  only?: string;
  tuned?: boolean;
  config?: string;
  state?: string;
  json?: boolean;
  debug?: boolean;
}

/** The package does not hold it: the scenarios and the GitHub they are played against belong to the tests. */
const SCRIPT = fileURLToPath(new URL('../../test/support/eval/eval.ts', import.meta.url));

/** `eval`: how well an investigator decides, on the scenarios of the checkout; the same as `npm run eval`. */
export function registerEval(program: Command, finish: (exit: number) => void): void {
  program
    .command('eval')
    .description('how well the decisions are, on planted histories (in the checkout)')
    .option('--investigator <name>', 'rules, or claude, which needs a key and spends money (default: rules)')
    .option('--repeat <n>', 'play each scenario so often (default: 1)')
    .option('--only <text>', 'only scenarios whose name or kind holds TEXT; the score is not kept')
    .option('--tuned', 'only scenarios that may be tuned on; the score is not kept')
    .option('--concurrency <n>', 'scenarios at once (default: 4)')
    .addHelpText('after', '\nExample:\n  log-gardener eval --only "duplicate chain"')
    .action(async (_: EvalOptions, command: Command) => {
      if (!existsSync(SCRIPT)) {
        throw new UsageError(
          `eval plays scenarios that only the checkout of log-gardener holds: ${SCRIPT} is not there. Clone the repository, then npm ci && npm run eval.`,
        );
      }
      const options: EvalOptions = command.optsWithGlobals();
      if (options.config !== undefined)
        throw new UsageError('eval reads no --config: each scenario has a config of its own.');
      const { runAsProcess } = await import('./own-process.ts');
      finish(await runAsProcess(SCRIPT, argumentsFor(options)));
    });
}

/** As the script takes them. It stands elsewhere, so that a folder is given whole. */
function argumentsFor({ investigator, repeat, concurrency, only, tuned, state, json, debug }: EvalOptions): string[] {
  const values = { investigator, repeat, concurrency, only, state: state === undefined ? undefined : resolve(state) };
  const flags = { tuned, json, debug };
  return [
    ...Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
    ...Object.entries(flags).flatMap(([name, isSet]) => (isSet === true ? [`--${name}`] : [])),
  ];
}
