import type { Run, TriagedCluster } from '../model/run.ts';
import { matchComponents } from './components.ts';
import type { Config } from './schema.ts';

/** A place in the code that a problem comes from; what is not known is empty. */
export interface Origin {
  readonly module: string;
  readonly file: string;
}

/** Where a component sends a problem. */
interface Route {
  /** owner/name */
  readonly repository: string;
  /** For example `component Payments (path app/payments/capture.py)`. */
  readonly by: string;
}

/**
 * Where a problem goes instead of to the repository of its service: of the components that name a repository, to that of
 * the first one in the config which the nearest place touches, else the next place. A message chooses nothing. Null =
 * none of them is touched.
 *
 * @param origins the nearest to the cause first
 */
export function routeOf({ components }: Pick<Config, 'components'>, origins: readonly Origin[]): Route | null {
  const routing = components.filter(({ repository }) => repository !== null);
  if (routing.length === 0) return null;
  for (const { module, file } of origins) {
    const touched = { modules: named(module), paths: named(file), messages: [] };
    const [match] = matchComponents({ components: routing }, touched);
    if (match === undefined || match.component.repository === null) continue;
    const { name, repository } = match.component;
    return { repository, by: `component ${name} (${match.because})` };
  }
  return null;
}

function named(name: string): string[] {
  return name === '' ? [] : [name];
}

/** Whether two names are those of one repository. */
export function isSameRepository(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The repository that a cluster or recovery of a run belongs to; null = none is configured. */
export function repositoryOf(
  run: Pick<Run, 'repository'>,
  { repository }: Pick<TriagedCluster, 'repository'>,
): string | null {
  return repository ?? run.repository;
}

/** The repositories that problems of a service may go to, its own first, each once. */
export function repositoriesFor({ components }: Pick<Config, 'components'>, own: string | null): string[] {
  return distinct([own ?? '', ...components.map(({ repository }) => repository ?? '')]);
}

/** Every repository that a config names, for whatever service, each once. */
export function repositoriesIn({ repository, services, components }: Config): string[] {
  return distinct([repository, ...[...services, ...components].map((one) => one.repository ?? '')]);
}

/** The config with all problems in the one repository of a run, as the command line asks for. */
export function withoutRoutes(config: Config): Config {
  return { ...config, components: config.components.map((component) => ({ ...component, repository: null })) };
}

function distinct(repositories: readonly string[]): string[] {
  return repositories.filter(
    (one, index) => one !== '' && repositories.findIndex((other) => isSameRepository(one, other)) === index,
  );
}
