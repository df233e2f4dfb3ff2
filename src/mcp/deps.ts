import type { Config } from '../config/schema.ts';
import type { GitHub } from '../github/client.ts';
import type { ClaudeAccess } from '../investigate/claude/connect.ts';
import type { Model } from '../investigate/claude/model.ts';
import type { Severity } from '../model/severity.ts';
import type { TapedAnswer } from '../model/tape.ts';
import type { Store } from '../store/open.ts';
import type { Investigator } from '../triage/choose-investigator.ts';
import type { LoggingRequest, OpenLogging } from '../triage/open-logging.ts';
import type { Repeat } from '../web/server/watch.ts';

interface TrackerOptions {
  /** Told of every answer of the repository. */
  readonly onAnswer?: (answer: TapedAnswer) => void;
  /** Ends reading at once. */
  readonly signal?: AbortSignal;
}

/** What is to be read of Cloud Logging. */
interface CloudReading extends Pick<LoggingRequest, 'purpose' | 'window' | 'now'> {
  readonly selection: { readonly project: string; readonly service: string; readonly filter: string };
  readonly minSeverity: Severity;
  /** As it is for that service. */
  readonly config: Config;
  readonly onNote: (text: string) => void;
}

/** What the MCP server needs of the outside. */
export interface McpDeps {
  readonly config: Config;
  /** The folder of the config: log files are read from it and below. */
  readonly folder: string;
  readonly stateDir: string;
  /** Where the store is; empty = in the state folder. */
  readonly databaseUrl: string;
  readonly worklogDir: string;
  readonly version: string;
  /** RFC 3339 in UTC. */
  readonly now: () => string;
  /** Calls something again and again until it is stopped. */
  readonly repeat: Repeat;
  /** Asked when something is to be hidden. */
  readonly redactionKey: () => Buffer;
  readonly openGitHub: (repository: string, store: Store, options?: TrackerOptions) => Promise<GitHub>;
  readonly openLogging: (reading: CloudReading, store: Store) => Promise<OpenLogging>;
  /** Who investigates the runs of this server, unless somebody asks for one of them. @throws UsageError */
  readonly chooseInvestigator: (asked?: 'claude' | 'rules') => Investigator;
  readonly openModel: (access: ClaudeAccess) => Promise<Model>;
  /** For people, beside the protocol. */
  readonly onNote: (text: string) => void;
  /** Only tools that read are offered. */
  readonly readOnly: boolean;
}
