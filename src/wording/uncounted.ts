import type { Pattern } from '../model/cluster.ts';

type Part = Pick<Pattern, 'fingerprint' | 'part'>;

/**
 * Whether the entries of a pattern are in none of its cluster's numbers: they are lines of the stack traces of several
 * problems. What is the root counts for its own problem all the same.
 */
export function isUncounted(pattern: Part, root: Pick<Part, 'fingerprint'> | undefined): boolean {
  return pattern.part === 'shared' && pattern.fingerprint !== root?.fingerprint;
}

/** ` (shared with other problems, not counted)` behind the number of such a pattern; else empty. */
export function uncountedNote(pattern: Part, root: Pick<Part, 'fingerprint'> | undefined): string {
  return isUncounted(pattern, root) ? ' (shared with other problems, not counted)' : '';
}
