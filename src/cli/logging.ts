import { systemClock } from '../collect/system-clock.ts';
import type { Config } from '../config/schema.ts';
import { UsageError } from '../model/errors.ts';
import type { Severity } from '../model/severity.ts';
import type { Store } from '../store/open.ts';
import type { LoggingDeps, LoggingRequest, OpenLogging } from '../triage/open-logging.ts';

export interface LoggingOptions {
  source?: string[];
  project?: string;
  service?: string;
  filter?: string;
  requestLog?: boolean;
}

/** What to read of Cloud Logging; null where files are read instead. @throws UsageError */
export function loggingFrom(options: LoggingOptions, config: Config) {
  if (options.source !== undefined && options.source.length > 0) {
    const [of] = [
      ...(options.filter === undefined ? [] : ['--filter']),
      ...(options.requestLog === undefined ? [] : ['--request-log']),
    ];
    if (of === undefined) return null;
    throw new UsageError(`${of} is for Cloud Logging; with --source it has nothing to do. Give one of them.`);
  }
  return selectionFrom(config, options);
}

/** @throws UsageError where no project is named */
export function selectionFrom(config: Config, options: LoggingOptions = {}) {
  const project = options.project ?? config.project;
  if (!/^[a-z0-9.:-]+$/.test(project)) {
    throw new UsageError(
      project === ''
        ? 'What is to be read? Give --project ID for Cloud Logging (or set project in the config), or --source FILE.'
        : `--project "${project}" is no project id.`,
    );
  }
  return { project, service: options.service ?? config.service, filter: options.filter ?? '' };
}

/** Opens Cloud Logging for one command. */
export async function openCloudLogging(
  request: Omit<LoggingRequest, 'selection' | 'lookBack'> & {
    readonly selection: NonNullable<ReturnType<typeof loggingFrom>>;
    readonly minSeverity: Severity;
  } & LoggingContext,
): Promise<OpenLogging> {
  const { purpose, selection, minSeverity, requestLog, window, now, config } = request;
  const { openLogging, spanOf } = await import('../triage/open-logging.ts');
  return openLogging(
    { purpose, selection: { ...selection, minSeverity }, requestLog, window, lookBack: spanOf(config.window), now },
    loggingDeps(request),
  );
}

/** What is known of the outside. */
interface LoggingContext {
  readonly config: Config;
  readonly store: Store;
  readonly stateDir: string;
  readonly onNote: (text: string) => void;
}

/** What reading Cloud Logging needs; the client is imported when it connects, since that takes half a second. */
export function loggingDeps({ config, store, stateDir, onNote }: LoggingContext): LoggingDeps {
  return {
    config,
    store,
    stateDir,
    clock: systemClock,
    onNote,
    connect: async (project) => {
      const { connectCloudLogging } = await import('../collect/cloud-logging/connect.ts');
      return connectCloudLogging(project, process.env);
    },
  };
}
