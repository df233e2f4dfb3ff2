import picomatch from 'picomatch';
import type { Config } from './schema.ts';

/** One service of the config, with what holds for it. */
export interface ServiceConfig {
  readonly name: string;
  /** As if the config had been written for this service alone. */
  readonly config: Config;
  /** Cron; null = not on a schedule. */
  readonly schedule: string | null;
}

type Entry = Config['services'][number];

/**
 * The services that a config names, in order of name. What an entry says holds for the services that it names or that
 * its globs take in; of two entries that say something the later one wins.
 */
export function listServices(config: Config): ServiceConfig[] {
  const plain = config.services.flatMap(({ names }) => names.filter((name) => !isGlob(name)));
  const names = new Set(config.services.length === 0 ? [config.service].filter((name) => name !== '') : plain);
  return [...names].sort(byCodeUnit).map((name) => serviceConfig(config, name));
}

/** Whether entries of `services` name a service, or take it in by a glob; without entries every name is meant. */
export function isServiceMeant({ services }: Pick<Config, 'services'>, name: string): boolean {
  return services.length === 0 || services.some(({ names }) => names.some((one) => matches(one, name)));
}

/** What holds for a service, also for one that the config does not name. */
export function serviceConfig(config: Config, name: string): ServiceConfig {
  const meant = config.services.filter((entry) => entry.names.some((one) => matches(one, name)));
  const { names: _, ...said }: Partial<Entry> = Object.assign({}, ...meant);
  const { schedule = config.fleet.schedule, maxNewIssues, maxUsd, ...plain } = said;
  const limits = {
    ...config.limits,
    ...(maxNewIssues !== undefined && { maxNewIssues }),
    ...(maxUsd !== undefined && { maxUsd }),
  };
  return { name, schedule, config: { ...config, ...withoutUndefined(plain), service: name, limits } };
}

function withoutUndefined({ project, repository, minSeverity, window }: Partial<Entry>) {
  return {
    ...(project !== undefined && { project }),
    ...(repository !== undefined && { repository }),
    ...(minSeverity !== undefined && { minSeverity }),
    ...(window !== undefined && { window }),
  };
}

function isGlob(name: string): boolean {
  return picomatch.scan(name).isGlob;
}

function matches(pattern: string, name: string): boolean {
  return isGlob(pattern) ? picomatch.isMatch(name, pattern) : pattern === name;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
