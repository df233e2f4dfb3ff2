import type { Completeness } from '../model/completeness.ts';
import type { Deploy } from './deploy-entry.ts';
import { isBefore, timestampOf } from './instant.ts';

/** Follows which revisions were seen to begin, each at the earliest time that an entry says. */
export function createDeploys() {
  const services = new Map<string, Map<string, Deploy>>();

  const add = (deploy: Deploy): void => {
    const { service, revision, at } = deploy;
    const revisions = services.get(service) ?? new Map<string, Deploy>();
    const known = revisions.get(revision);
    if (known !== undefined && !isBefore(at.seconds, at.nanos, known.at)) return;
    services.set(service, revisions.set(revision, deploy));
  };

  /** In the order of their time. */
  const seen = (): Deploy[] =>
    [...services.values()].flatMap((revisions) => [...revisions.values()]).sort((a, b) => order(a, b));

  return {
    add,
    absorb: (others: readonly Deploy[]) => others.forEach(add),
    seen,
    of: (service: string, revision: string): Deploy | null => services.get(service)?.get(revision) ?? null,
    list: (): NonNullable<Completeness['deploys']> =>
      seen().map(({ service, revision, at }) => ({ service, revision, at: timestampOf(at) })),
  };
}

function order(a: Deploy, b: Deploy): number {
  const time = a.at.seconds - b.at.seconds || a.at.nanos - b.at.nanos;
  if (time !== 0) return time;
  if (a.service !== b.service) return a.service < b.service ? -1 : 1;
  return a.revision < b.revision ? -1 : 1;
}
