import { createClusterer } from '../../src/cluster/clusterer.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { noPins, type Pins } from '../../src/model/pins.ts';

/** The clusters of these entries, and of what a person has pinned. */
export function clusterAll(entries: readonly CollectedEntry[], pins: Pins = noPins): Cluster[] {
  const clusterer = createClusterer({ pins });
  for (const entry of entries) clusterer.add(entry);
  return clusterer.finish().clusters;
}

export function titlesOf(entries: readonly CollectedEntry[]): string[] {
  return clusterAll(entries).map(({ title }) => title);
}

/** How many entries each cluster has. */
export function sizesOf(entries: readonly CollectedEntry[]): number[] {
  return clusterAll(entries).map(({ facts }) => facts.count);
}

/** What `make` gives for 0, 1, 2 …, one after the other. */
export function repeat(times: number, make: (i: number) => CollectedEntry | CollectedEntry[]): CollectedEntry[] {
  return Array.from({ length: times }, (_, i) => make(i)).flat();
}

/** A Python stack trace with one frame of the application's own. */
export function traceback(file: string, name: string, error: string): string {
  return `Traceback (most recent call last):\n  File "/app/${file}", line 23, in ${name}\n    work()\n${error}`;
}
