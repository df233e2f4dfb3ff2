import type { Command } from 'commander';
import type { Config } from '../config/schema.ts';
import { ConfigError, UsageError } from '../model/errors.ts';
import type { Surroundings } from '../triage/doctor/checks.ts';
import type { Diagnosis } from '../triage/doctor/finding.ts';
import { openContext, outputWidth } from './context.ts';
import { EXIT } from './exit-codes.ts';

interface DoctorOptions {
  project?: string;
  service?: string;
  repo?: string;
}

/** How long one answer from the network may take, and one check in all, which may need two of them. */
const [ANSWER_MS, CHECK_MS] = [6_000, 15_000];

/** `doctor`: is everything set up, and if not, how to mend it. Changes nothing, but counts its reads. */
export function registerDoctor(program: Command, finish: (exit: number) => void): void {
  program
    .command('doctor')
    .description('check config, state, GitHub, Google Cloud and Claude, and say how to mend each')
    .option('--project <id>', 'Google Cloud project (default: config)')
    .option('--service <name>', 'service (default: config)')
    .option('--repo <owner/name>', 'GitHub repository (default: config)')
    .addHelpText('after', '\nExit code: 0 nothing is wrong, 1 something is, 2 the config or the command is.')
    .action(async (options: DoctorOptions, command: Command) => {
      const globals: { state?: string; json?: boolean } = command.optsWithGlobals();
      const surroundings = await lookAround(options, command, globals.state);
      const { listChecks } = await import('../triage/doctor/checks.ts');
      const { examine } = await import('../triage/doctor/examine.ts');
      const { fleetChecks } = await import('../fleet/doctor-check.ts');
      const { notifyCheck } = await import('../notify/doctor-check.ts');
      const checks = [
        ...listChecks(surroundings),
        notifyCheck(surroundings.notify, process.env),
        ...fleetChecks(process.env.DATABASE_URL ?? ''),
      ];
      // A hanging network takes its seconds; nobody should wonder meanwhile.
      if (process.stderr.isTTY) process.stderr.write('Checking …\r');
      const diagnosis = await examine(checks, { limitMs: CHECK_MS, timer: realTimer });
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
      if (globals.json) process.stdout.write(`${JSON.stringify(diagnosis)}\n`);
      else {
        const { formatDiagnosis } = await import('./doctor-text.ts');
        process.stdout.write(formatDiagnosis(diagnosis, outputWidth(), process.stdout));
      }
      finish(await exitCodeFor(diagnosis));
    });
}

async function lookAround(
  options: DoctorOptions,
  command: Command,
  stateOption: string | undefined,
): Promise<Surroundings & { readonly notify: Config['notify'] | null }> {
  if (options.repo !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(options.repo)) {
    throw new UsageError(`--repo "${options.repo}" is not owner/name.`);
  }
  const { availableParallelism } = await import('node:os');
  const { resolve } = await import('node:path');
  const { packageVersion } = await import('./version.ts');
  const always = {
    cwd: process.cwd(),
    env: process.env,
    runtime: { version: packageVersion(), node: process.versions.node, cores: availableParallelism() },
    now: Date.now,
    answerMs: ANSWER_MS,
  };
  try {
    const { config, configPath, stateDir, worklogDir } = await openContext(command, options.service);
    const { isSameRepository, repositoriesIn } = await import('../config/routing.ts');
    const isMain = (name: string): boolean => isSameRepository(name, config.repository);
    return {
      ...always,
      config: { path: configPath },
      target: {
        project: options.project ?? config.project,
        service: options.service ?? config.service,
        services: config.services.flatMap(({ names }) => names),
        repository: options.repo ?? config.repository,
      },
      otherRepositories: options.repo === undefined ? repositoriesIn(config).filter((one) => !isMain(one)) : [],
      allowPublic: config.github.allowPublic,
      claude: config.claude,
      readsPerMinute: config.logging.readsPerMinute,
      stateDir,
      worklogDir,
      worklog: config.worklog,
      notify: config.notify,
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // A broken config is a finding: what does not need it is checked all the same.
    const stateDir = stateOption === undefined ? null : resolve(stateOption);
    const places = { worklogDir: null, worklog: null, notify: null };
    const unknown = { ...places, target: null, otherRepositories: [], readsPerMinute: null };
    const { Config } = await import('../config/schema.ts');
    return { ...always, ...unknown, config: error, allowPublic: false, claude: Config.parse({}).claude, stateDir };
  }
}

async function exitCodeFor({ status, checks }: Diagnosis): Promise<number> {
  const { CONFIG_CHECK } = await import('../triage/doctor/config-file.ts');
  if (checks.some((check) => check.name === CONFIG_CHECK && check.status === 'wrong')) return EXIT.usage;
  return status === 'wrong' ? EXIT.failed : EXIT.done;
}

function realTimer(milliseconds: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timeout = setTimeout(resolve, milliseconds);
  return { expired: promise, stop: () => clearTimeout(timeout) };
}
