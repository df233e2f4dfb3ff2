import { realpathSync } from 'node:fs';
import { parse, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { whyUnreadable } from '../collect/file/read-source.ts';
import { sourceFiles } from '../collect/file/source-files.ts';
import { formatTime, parseTime } from '../collect/time.ts';
import { serviceConfig } from '../config/services.ts';
import { UsageError } from '../model/errors.ts';
import { Severity } from '../model/severity.ts';
import { spanOf } from '../triage/open-logging.ts';
import type { McpDeps } from './deps.ts';

const instant = z.iso.datetime({ offset: true });

/** Arguments of the tools that read logs. */
export const whatToRead = {
  sources: z
    .array(z.string().min(1).max(4096))
    .max(100)
    .default([])
    .describe('Log files or folders below the config’s folder (default: Cloud Logging).'),
  project: z
    .string()
    .regex(/^[a-z0-9.:-]*$/)
    .max(100)
    .optional()
    .describe('Google Cloud project (default: config).'),
  service: z.string().max(200).optional().describe('What the config says of it holds (default: config).'),
  filter: z.string().max(10_000).optional().describe('Cloud Logging query, narrows further.'),
  window: z
    .string()
    .regex(/^[1-9]\d{0,4}[mhd]$/)
    .optional()
    .describe('The last 30m, 24h, 7d …'),
  since: instant.optional(),
  until: instant.optional(),
  minSeverity: Severity.optional(),
};

type Asked = z.output<z.ZodObject<typeof whatToRead>>;

interface Reading {
  /** Absolute paths. */
  readonly sources: readonly string[];
  /** Null = files are read. */
  readonly selection: { readonly project: string; readonly service: string; readonly filter: string } | null;
  readonly window: { readonly since: bigint; readonly until: bigint } | null;
  readonly minSeverity: Severity;
  /** Nanoseconds since 1970. */
  readonly now: bigint;
}

/** As if the config had been written for the service that a call names alone; what it says for all, unless one is named. */
export function depsFor(service: string | undefined, deps: McpDeps): McpDeps {
  return service === undefined ? deps : { ...deps, config: serviceConfig(deps.config, service).config };
}

/** What a call asks to read. @throws UsageError that says what to give instead */
export async function readingOf(asked: Asked, deps: Pick<McpDeps, 'config' | 'folder' | 'now'>): Promise<Reading> {
  const { config } = deps;
  const now = parseTime(deps.now()) ?? 0n;
  const minSeverity = asked.minSeverity ?? config.minSeverity;
  const window = windowOf(asked, now);
  if (asked.sources.length > 0) {
    if (asked.filter !== undefined)
      throw new UsageError('filter is for Cloud Logging; leave it out where sources are given.');
    return { sources: await filesBelow(deps.folder, asked.sources), selection: null, window, minSeverity, now };
  }
  const project = asked.project ?? config.project;
  if (project === '') {
    throw new UsageError(
      'What is to be read? Give project for Cloud Logging (or set it in log-gardener.yaml), or sources.',
    );
  }
  const selection = { project, service: asked.service ?? config.service, filter: asked.filter ?? '' };
  return { sources: [], selection, window, minSeverity, now };
}

/** The window that looks back as the first run of a config does. */
export function lookBack(now: bigint, { config }: Pick<McpDeps, 'config'>): { since: bigint; until: bigint } {
  return { since: now - spanOf(config.window), until: now };
}

function windowOf({ window, since, until }: Asked, now: bigint): Reading['window'] {
  if (window !== undefined && since !== undefined)
    throw new UsageError('window and since both say where to begin. Give one.');
  const end = timeOf(until) ?? now;
  const begin = window === undefined ? timeOf(since) : end - spanOf(window);
  if (begin === null) {
    if (until === undefined) return null;
    throw new UsageError('until needs since or window: where does it begin?');
  }
  if (begin < FIRST) throw new UsageError('The window begins before the year 1. Give a shorter one.');
  if (begin >= end) throw new UsageError(`The window is empty: ${formatTime(begin)} is not before ${formatTime(end)}.`);
  return { since: begin, until: end };
}

const FIRST = parseTime('0001-01-01T00:00:00Z') ?? 0n;

function timeOf(text: string | undefined): bigint | null {
  if (text === undefined) return null;
  const time = parseTime(text);
  if (time === null)
    throw new UsageError(`"${text}" is no time. Write it with its zone, for example 2025-09-14T21:00:00Z.`);
  return time;
}

/** A model must not be talked into reading anything of this machine: links out of the folder are followed nowhere. */
async function filesBelow(folder: string, sources: readonly string[]): Promise<string[]> {
  const root = realpathSync(folder);
  if (root === parse(root).root) {
    throw new UsageError(
      `No files are read below ${root}, which is everything: start log-gardener mcp with --config, beside which the logs lie.`,
    );
  }
  const inside = (path: string): boolean => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
  const asked = sources.map((source) => ({ source, path: resolve(folder, source) }));
  for (const { source, path } of asked) {
    const real = realOf(path, source);
    if (!inside(real)) {
      throw new UsageError(
        `${source} is not below ${folder}, the folder of the config: only log files there can be read.`,
      );
    }
    if (isHidden(relative(root, real)))
      throw new UsageError(`${source} is hidden (a name begins with a dot): settings and keys are kept so, no logs.`);
  }
  const files = await sourceFiles(asked.map(({ path }) => path));
  const outside = files.find((file) => !inside(realOf(file, file)) || isHidden(relative(root, realOf(file, file))));
  if (outside !== undefined)
    throw new UsageError(`${outside} leads out of ${folder}, or to what is hidden: only log files there can be read.`);
  return files;
}

function isHidden(path: string): boolean {
  return path.split(sep).some((name) => name.startsWith('.'));
}

function realOf(path: string, source: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw new UsageError(`${source} cannot be read: ${whyUnreadable(error)}`, { cause: error });
  }
}
