import { joinWords } from '../../wording/words.ts';
import { type Check, type Finding, ok, skipped, warning } from './finding.ts';

/** Empty where neither the config nor the command line says. */
export interface Target {
  readonly project: string;
  readonly service: string;
  /** Those that the config lists with what holds for each, where none is asked about alone. */
  readonly services: readonly string[];
  readonly repository: string;
}

/** So many services are named. */
const MOST_NAMED = 5;

/** Is it known what is read, and where issues go? Null: the config cannot be read. */
export function targetCheck(target: Target | null): Check {
  return { name: 'target', title: 'target', examine: async () => judge(target) };
}

function judge(target: Target | null): Finding {
  if (target === null) return skipped('the config says it, and cannot be used');
  const { project, repository, services } = target;
  const several = `${services.slice(0, MOST_NAMED).join(', ')}${services.length > MOST_NAMED ? ', …' : ''}`;
  const service = target.service === '' ? several : target.service;
  const missing = Object.entries({ project, service, repository }).flatMap(([key, value]) =>
    value === '' ? [key] : [],
  );
  if (missing.length === 0)
    return ok(
      `${target.service === '' ? 'services' : 'service'} ${service} in project ${project}, issues in ${repository}`,
    );
  const options = missing.map((key) => (key === 'repository' ? '--repo' : `--${key}`));
  const consequences = [
    ...(project === '' || service === '' ? ['Cloud Logging cannot be read without; log files can.'] : []),
    ...(repository === '' ? ['Without a repository nothing is searched, and a run is done in part.'] : []),
  ];
  return warning(
    `${joinWords(missing)} ${missing.length === 1 ? 'is' : 'are'} not set`,
    [
      `Set ${missing.length === 1 ? 'it' : 'them'} in log-gardener.yaml, or give ${options.join(', ')}.`,
      ...consequences,
    ].join('\n'),
  );
}
