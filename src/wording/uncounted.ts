import type { Pattern } from '../model/cluster.ts';

/** What stands behind the number of a pattern whose entries no problem counts (see `Pattern.part`); else empty. */
export function uncountedNote({ part }: Pick<Pattern, 'part'>): string {
  return part === 'shared' ? ' (shared with other problems, not counted)' : '';
}
