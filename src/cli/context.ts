import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config/schema.ts';

/** What every command gets from the global options. */
export interface Context {
  readonly config: Config;
  readonly configPath: string | null;
  /** The state folder; made by the first thing that writes into it. */
  readonly stateDir: string;
  readonly worklogDir: string;
  readonly json: boolean;
}

/**
 * Reads the config and settles where state and worklogs live: beside the config, or where `--state` says.
 *
 * @param service for which the config may say something of its own; what it says for all, unless it is given
 */
export async function openContext(command: Command, service?: string): Promise<Context> {
  const { loadConfig } = await import('../config/load.ts');
  const globals: { config?: string; state?: string; json?: boolean } = command.optsWithGlobals();
  const { config, path, directory } = await loadConfig(globals.config ?? null, process.cwd());
  return {
    config: service === undefined ? config : await ownConfig(config, service),
    configPath: path,
    stateDir: globals.state === undefined ? join(directory, '.log-gardener') : resolve(globals.state),
    worklogDir: join(directory, 'worklogs'),
    json: globals.json ?? false,
  };
}

async function ownConfig(config: Config, service: string): Promise<Config> {
  const { serviceConfig } = await import('../config/services.ts');
  return serviceConfig(config, service).config;
}

/** Width for tables: the terminal's, or 80 cells where there is none. */
export function outputWidth(): number {
  return process.stdout.columns || 80;
}
