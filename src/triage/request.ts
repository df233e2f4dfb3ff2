import type { Readable } from 'node:stream';
import type { Config } from '../config/schema.ts';
import type { GitHub } from '../github/client.ts';
import type { Model } from '../investigate/claude/model.ts';
import type { Clock } from '../model/clock.ts';
import type { Run } from '../model/run.ts';
import type { Severity } from '../model/severity.ts';
import type { TapedAnswer } from '../model/tape.ts';
import type { Timing } from '../publish/deps.ts';
import type { Store } from '../store/open.ts';
import type { TriageEvent } from './events.ts';
import type { OpenLogging } from './open-logging.ts';

/** What is to be triaged. */
export interface TriageRequest {
  readonly sources: readonly string[];
  readonly stdin?: Readable;
  readonly project: string;
  readonly service: string;
  /** owner/name, or empty: then GitHub is not asked and every decision is `unverified`. */
  readonly repository: string;
  /** Nanoseconds since 1970; null = from the first entry to the last. */
  readonly window: { readonly since: bigint; readonly until: bigint } | null;
  readonly minSeverity: Severity;
  /** What else Cloud Logging was asked for, in its query language; empty or not there = nothing. */
  readonly filter?: string;
  /** Threads that read large sources, by default one a core. */
  readonly workers?: number;
  readonly mode: Run['mode'];
  readonly investigator: Run['investigator'];
  /** US dollars for the model; null or not there = no end. */
  readonly maxUsd?: number | null;
}

/** What a run needs of the outside. */
export interface TriageDeps {
  readonly config: Config;
  readonly store: Store;
  readonly redactionKey: Buffer;
  readonly worklogDir: string;
  /** Where malformed lines of this run are kept, redacted. */
  readonly setAside: (run: string) => string;
  /** Cloud Logging, read beside the sources; not there = the sources alone. */
  readonly openLogging?: () => Promise<OpenLogging>;
  /** `onAnswer` is told of every answer once the repository is open. */
  readonly openGitHub: (repository: string, onAnswer: (answer: TapedAnswer) => void) => Promise<GitHub>;
  /** The model that sub-agents ask; not there = rules investigate. */
  readonly openModel?: () => Promise<Model>;
  /** By which the model's limits are kept; the system's where it is not there. */
  readonly modelClock?: Clock;
  /** What is to be said of the run before it has begun. */
  readonly warnings?: readonly string[];
  /** RFC 3339 in UTC. */
  readonly now: () => string;
  /** By which posting goes, other than its own; the clock of the store where several machines post. */
  readonly timing?: Partial<Timing>;
  readonly version: string;
  readonly onEvent: (event: TriageEvent) => void;
  readonly signal?: AbortSignal;
}
