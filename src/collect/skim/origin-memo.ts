import type { Origin } from './facts.ts';
import type { Spelling } from './spellings.ts';

/** What two spellings mean together, kept by them for as long as they are remembered. */
export function createOriginMemo(make: () => Origin) {
  const origins = new WeakMap<Spelling, WeakMap<Spelling, Origin>>();
  let lastResource: Spelling | null = null;
  let lastLabels: Spelling | null = null;
  let last: Origin | null = null;

  return (resource: Spelling, labels: Spelling): Origin => {
    if (last !== null && resource === lastResource && labels === lastLabels) return last;
    const byLabels = origins.get(resource) ?? new WeakMap<Spelling, Origin>();
    const origin = byLabels.get(labels) ?? make();
    origins.set(resource, byLabels.set(labels, origin));
    lastResource = resource;
    lastLabels = labels;
    last = origin;
    return origin;
  };
}
