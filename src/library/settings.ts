import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import { configJsonSchema } from '../config/json-schema.ts';
import { problemsOf } from '../config/problems.ts';
import { Config } from '../config/schema.ts';
import { ConfigError, UsageError } from '../model/errors.ts';
import { Severity } from '../model/severity.ts';

/** What may be said beside the entries; everything has a default. */
export interface LibraryOptions {
  /** The settings of log-gardener.yaml as an object, for example `{ components: [...] }`. */
  readonly config?: z.input<typeof Config>;
  /** The least severity that is looked at (default: the config's, else NOTICE); `DEFAULT` takes all. */
  readonly minSeverity?: Severity;
  /**
   * 32 bytes that placeholders of hidden values are made with. With the same key the same value gets the same
   * placeholder; without one they hold for this call alone.
   */
  readonly redactionKey?: Buffer;
}

interface LibrarySettings {
  readonly config: Config;
  readonly minSeverity: Severity;
  readonly redactionKey: Buffer;
}

const KEY_BYTES = 32;

/** @throws ConfigError that names what is wrong with the settings, UsageError where another option is wrong */
export function readLibraryOptions(options: LibraryOptions): LibrarySettings {
  const given = options.config ?? {};
  const parsed = Config.safeParse(given);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error.issues, given, configJsonSchema());
    throw new ConfigError(problems.map(({ path, sentence }) => `config ${path.join('.')}: ${sentence}`).join('\n'));
  }
  const severity = Severity.safeParse(options.minSeverity ?? parsed.data.minSeverity);
  if (!severity.success) {
    throw new UsageError(`minSeverity "${options.minSeverity}" is none of ${Severity.options.join(', ')}.`);
  }
  const redactionKey = options.redactionKey ?? randomBytes(KEY_BYTES);
  if (redactionKey.length !== KEY_BYTES) {
    throw new UsageError(`redactionKey has ${redactionKey.length} bytes; give ${KEY_BYTES} random ones.`);
  }
  return { config: parsed.data, minSeverity: severity.data, redactionKey };
}

/** Paths of files or folders. @throws UsageError for `-`, which has no meaning inside another program */
export function requirePaths(paths: readonly string[]): readonly string[] {
  if (paths.includes('-')) throw new UsageError('"-" is no file. Hand the entries of standard input over as objects.');
  return paths;
}

/** Entries as NDJSON; `undefined` becomes a line that is counted as malformed. */
export function asLines(entries: Iterable<unknown> | AsyncIterable<unknown>): Readable {
  return Readable.from(
    (async function* () {
      for await (const entry of entries) yield `${JSON.stringify(entry) ?? 'null'}\n`;
    })(),
  );
}
