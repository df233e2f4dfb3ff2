/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The config file is wrong: exit code 2. The message names file, line and column. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** The entries could not be read. */
export class SourceError extends Error {
  override name = 'SourceError';
}

/** GitHub refused, failed or answered nonsense. `status` is 0 when there was no answer at all. */
export class GitHubError extends Error {
  override name = 'GitHubError';
  readonly status: number;
  /** For how long GitHub asks not to be asked again, where whoever asks again has to look first; else null. */
  readonly waitMs: number | null;
  /** Whether the message says what helps. */
  readonly isAdvised: boolean;
  constructor(message: string, status: number, options: GitHubErrorOptions = {}) {
    super(message, options);
    this.status = status;
    this.waitMs = options.waitMs ?? null;
    this.isAdvised = options.isAdvised ?? false;
  }
}

interface GitHubErrorOptions extends ErrorOptions {
  readonly waitMs?: number | undefined;
  readonly isAdvised?: boolean;
}

/** GitHub lets us into a repository no more until a person has mended its name, the token or its rights. */
export class RefusedError extends GitHubError {
  override name = 'RefusedError';
}

/** The state folder could not be read or written, or was written by a newer program. */
export class StoreError extends Error {
  override name = 'StoreError';
}

/** A worklog has no run record, or one that cannot be read back. */
export class WorklogError extends Error {
  override name = 'WorklogError';
}

/** What was asked for by name is not there. The message says where it was looked for. */
export class NotFoundError extends Error {
  override name = 'NotFoundError';
}

/** A file that was asked for could not be written to its end. */
export class OutputError extends Error {
  override name = 'OutputError';
}
