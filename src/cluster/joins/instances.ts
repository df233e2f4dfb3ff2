import type { Member } from '../member.ts';

/** Hashes of the instances that a pattern was seen on; none where there were too many to keep. */
export function instancesOf({ summary }: Member): number[] {
  return [...summary.instances.slots].filter((hash) => hash !== 0);
}
