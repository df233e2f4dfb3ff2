import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config/schema.ts';
import type { ClaudeAccess } from '../investigate/claude/connect.ts';
import { ConfigError, UsageError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { Channels } from '../notify/notify.ts';
import type { TriageRequest } from '../triage/request.ts';
import { joinWords } from '../wording/words.ts';
import { type Context, openContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { exitCodeOf } from './failure.ts';
import { gather } from './gather.ts';
import type { LoggingOptions, loggingFrom } from './logging.ts';
import { say } from './say.ts';

interface TriageOptions extends LoggingOptions {
  window?: string;
  since?: string;
  until?: string;
  repo?: string;
  mode: string;
  investigator?: string;
  maxCost?: string;
  concurrency?: string;
  minSeverity?: string;
  requestLog?: boolean;
  workers?: string;
  failOnDrafts?: boolean;
  jobSummary?: boolean;
  replay?: string;
  now?: string;
}

/** `triage`: the whole run, logs → clusters → investigation → drafts → (issues) → worklog. */
export function registerTriage(program: Command, finish: (exit: number) => void): void {
  program
    .command('triage')
    .description('the whole run: logs → clusters → investigation → drafts → (issues) → worklog')
    .option('--source <file>', 'read a file, - for stdin, instead of Cloud Logging; may be given again', gather)
    .option('--project <id>', 'Google Cloud project (default: config)')
    .option('--service <name>', 'service (default: config, else what the entries name)')
    .option('--filter <query>', 'Cloud Logging: only entries that match, in its query language')
    .option('--request-log', 'Cloud Logging: count all requests too, for the share that fails (default: config)')
    .option('--window <span>', 'only entries of the last SPAN, for example 24h')
    .option('--since <time>', 'only entries from TIME on (RFC 3339 with zone)')
    .option('--until <time>', 'only entries before TIME (RFC 3339 with zone)')
    .option('--repo <owner/name>', 'GitHub repository, for all problems (default: config)')
    .option('--mode <mode>', 'draft: nothing is posted; auto: verified drafts are posted', 'draft')
    .option('--investigator <name>', 'claude or rules (default: claude where a key or Vertex is set up)')
    .option('--max-cost <usd>', 'US dollars for Claude in this run; the rest is left to rules (default: config)')
    .option('--concurrency <n>', 'clusters investigated at once (default: config)')
    .option('--min-severity <severity>', 'leave out entries below it (default: config, else NOTICE)')
    .option('--workers <n>', 'threads that read large files (default: one a core)')
    .option('--replay <run>', 'run a run again from its records: nobody is asked, nothing is posted')
    .option('--fail-on-drafts', 'exit 4 when drafts wait for review')
    .option('--job-summary', "GitHub Actions: show the run as the job's summary (default: config)")
    .option('--now <time>', 'take TIME for the present (RFC 3339): for replay and tests')
    .action(async (options: TriageOptions, command: Command) => {
      const context = await openContext(command, options.service);
      if (options.replay !== undefined) {
        refuseBesideReplay(command);
        const { replay } = await import('./replay.ts');
        finish(await replay(options.replay, context));
        return;
      }
      const { readChannels } = await import('../notify/notify.ts');
      const { notify } = context.config;
      const jobSummary = options.jobSummary ?? notify.jobSummary;
      const channels = readChannels({ notify: { ...notify, jobSummary } }, process.env);
      const run = await runTriage(options, context).catch(async (error: unknown) => {
        await tellOfFailure(error, options, channels, context);
        throw error;
      });
      const { exitCodeFor, reportRun } = await import('./run-report.ts');
      reportRun(run, context);
      const { commitWorklogOf } = await import('./commit-worklog.ts');
      const { notifyOf } = await import('./notify.ts');
      const untold = [...(await commitWorklogOf(run, context)), ...(await notifyOf(run, channels, context))];
      for (const problem of untold) say(problem);
      finish(exitCodeFor(run, { failOnDrafts: options.failOnDrafts ?? false, isTold: untold.length === 0 }));
    });
}

/** What is wrong with the command or the config is for whoever wrote it, who is told where it was called. */
async function tellOfFailure(error: unknown, options: TriageOptions, channels: Channels, context: Context) {
  if (exitCodeOf(error) !== EXIT.failed) return;
  const { notifyFailureOf } = await import('./notify.ts');
  const service = options.service ?? context.config.service;
  for (const problem of await notifyFailureOf(service, error, channels, context)) {
    say(problem);
  }
}

/** Settles nothing of the run itself. */
const KEPT_BESIDE_REPLAY = ['replay', 'now'];

/** A replay takes all of it from the records. @throws UsageError that names what was given all the same */
function refuseBesideReplay(command: Command): void {
  const given = command.options.filter((option) => {
    const name = option.attributeName();
    return !KEPT_BESIDE_REPLAY.includes(name) && command.getOptionValueSource(name) === 'cli';
  });
  if (given.length === 0) return;
  const names = joinWords(given.map(({ long, flags }) => long ?? flags));
  throw new UsageError(
    `--replay runs a run again as its records have it, so ${names} ${given.length === 1 ? 'has' : 'have'} no place beside it: leave ${given.length === 1 ? 'it' : 'them'} out.`,
  );
}

/** As the config allows. */
const MOST_CONCURRENCY = 32;

async function runTriage(options: TriageOptions, context: Context): Promise<Run> {
  const settings = await readSettings(options, context);
  const { openStore } = await import('../store/open.ts');
  const { keptSince, removeOld } = await import('../store/retention.ts');
  const { triage } = await import('../triage/triage.ts');
  const { clearMalformed } = await import('../triage/clear-malformed.ts');
  const { openTracker } = await import('../triage/open-tracker.ts');
  const { warnOfFleetingState } = await import('../triage/fleeting-state.ts');
  const { loadRedactionKey } = await import('../collect/redaction-key.ts');
  const { createProgress } = await import('./progress.ts');
  const { packageVersion } = await import('./version.ts');

  const { createInterrupt } = await import('./interrupt.ts');
  const { openCloudLogging } = await import('./logging.ts');
  const { logging, request, access } = settings;
  const { minSeverity, window } = request;
  const requestLog = options.requestLog ?? context.config.logging.requestLog;
  const about = { ...context, purpose: 'triage' as const, minSeverity, requestLog, window };
  say(announce(request.investigator, settings.config));
  // What cannot be opened fails before there is a progress: it would keep the process alive.
  const store = await openStore(context.stateDir);
  const progress = createProgress(process.stderr);
  const onNote = (text: string): void => progress.onEvent({ kind: 'note', text });
  const interrupt = createInterrupt(onNote);
  const malformed = join(context.stateDir, 'malformed');
  let done = false;
  try {
    clearMalformed(malformed);
    const fleeting = await warnOfFleetingState(process.env, store, request.repository);
    await removeOld(store, keptSince(settings.config.retention, Date.parse(settings.now())));
    const run = await triage(request, {
      config: settings.config,
      store,
      warnings: fleeting === null ? [] : [fleeting],
      redactionKey: loadRedactionKey(context.stateDir),
      worklogDir: context.worklogDir,
      setAside: (run) => join(malformed, `${run}.ndjson`),
      ...(logging && {
        openLogging: () => openCloudLogging({ ...about, selection: logging, now: settings.present, store, onNote }),
      }),
      ...(access && {
        openModel: async () => (await import('../investigate/claude/connect.ts')).connectClaude(access),
      }),
      openGitHub: (repository, onAnswer) => {
        const onWait = (text: string): void => progress.onEvent({ kind: 'waiting', text });
        return openTracker(settings.config, repository, store, onWait, { onAnswer, signal: interrupt.signal });
      },
      now: settings.now,
      version: packageVersion(),
      onEvent: progress.onEvent,
      signal: interrupt.signal,
    });
    done = true;
    return run;
  } finally {
    await progress.stop(done);
    await store.close();
    interrupt.end();
  }
}

/** Who investigates, before anything is paid. */
function announce({ name, because }: Run['investigator'], { claude }: Config): string {
  if (name === 'claude') return `Sub-agents ask ${claude.model}: ${because}.`;
  return `No model is asked (${because}): drafts are written by built-in rules.`;
}

/** Everything that can be wrong with the command line, found before anything is read. */
async function readSettings(
  options: TriageOptions,
  { config }: Context,
): Promise<{
  config: Config;
  now: () => string;
  /** Nanoseconds since 1970. */
  present: bigint;
  logging: ReturnType<typeof loggingFrom>;
  /** The way to Claude; null = rules investigate. */
  access: ClaudeAccess | null;
  request: TriageRequest;
}> {
  const { dollarsOf, minSeverityOf, wholeNumber, workersOf } = await import('./options.ts');
  const { chooseInvestigator, requirePrices } = await import('../triage/choose-investigator.ts');
  const { parseTime } = await import('../collect/time.ts');
  const { timeOf, windowOf } = await import('./window.ts');
  const { loggingFrom } = await import('./logging.ts');
  const { withoutRoutes } = await import('../config/routing.ts');
  const logging = loggingFrom(options, config);
  if (options.mode !== 'draft' && options.mode !== 'auto')
    throw new UsageError(`--mode "${options.mode}" is neither draft nor auto.`);
  const { investigator, access } = chooseInvestigator(options.investigator, config, process.env);
  const maxUsd = options.maxCost === undefined ? config.limits.maxUsd : dollarsOf(options.maxCost);
  if (access !== null && maxUsd !== null) requirePrices(config);
  const minSeverity = minSeverityOf(options.minSeverity, config.minSeverity);
  const concurrency =
    options.concurrency === undefined
      ? config.limits.concurrency
      : wholeNumber('--concurrency', options.concurrency, MOST_CONCURRENCY);
  const repository = options.repo ?? config.repository;
  if (repository !== '' && !/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new UsageError(`--repo "${repository}" is not owner/name.`);
  if (repository === '' && options.mode === 'auto') {
    throw new ConfigError('--mode auto needs a repository: give --repo owner/name or set repository in the config.');
  }
  if (options.now !== undefined) timeOf('--now', options.now);
  const fixed = options.now;
  const now = (): string => (fixed === undefined ? new Date() : new Date(fixed)).toISOString();
  const present = parseTime(now()) ?? 0n;
  return {
    now,
    present,
    logging,
    access,
    // What the command line names is meant for all of it.
    config: {
      ...(options.repo === undefined ? config : withoutRoutes(config)),
      limits: { ...config.limits, concurrency },
    },
    request: {
      sources: options.source ?? [],
      stdin: process.stdin,
      project: options.project ?? config.project,
      service: options.service ?? config.service,
      repository,
      window: windowOf(options, present),
      minSeverity,
      filter: options.filter ?? '',
      ...workersOf(options.workers),
      mode: options.mode,
      investigator,
      maxUsd,
    },
  };
}
