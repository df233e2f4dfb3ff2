import { revisionStarts } from '../../../draft/revision-starts.ts';
import type { Run } from '../../../model/run.ts';
import type { WindowTimeline } from '../../views.ts';

/** The revisions that began in a run's window, by time; of these services, or of all that it knows. */
export function deploysOf(
  { collected, window }: Pick<Run, 'collected' | 'window'>,
  services: readonly string[] = allServices(collected),
): WindowTimeline['deploys'] {
  return services
    .flatMap((service) => revisionStarts(collected, [service], window).map((start) => ({ service, ...start })))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.revision < b.revision ? -1 : 1));
}

function allServices({ revisions, deploys = [] }: Run['collected']): string[] {
  return [...new Set([...revisions, ...deploys].map(({ service }) => service))].sort();
}
