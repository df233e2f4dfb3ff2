import type { Cluster } from '../model/cluster.ts';

/** Whether the root message calls itself non-blocking or non-critical. */
export function callsItselfHarmless({ patterns }: Cluster): boolean {
  return /\bnon[- ]?(?:blocking|critical)\b/i.test(patterns[0]?.template ?? '');
}
