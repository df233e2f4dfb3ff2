import type { Origin } from '../config/routing.ts';
import type { Cluster } from '../model/cluster.ts';

/**
 * The places in the application's code that a cluster comes from: up the stack from where its root cause was thrown,
 * then where its root pattern was logged. Symptoms count for nothing, since they come and go from run to run.
 */
export function originsOf({ rootCause, patterns: [root] }: Cluster): Origin[] {
  const chain = [rootCause, ...(root?.thrown ?? []).toReversed()].filter((error) => error !== null);
  const frames = chain.flatMap((error) => error.frames.toReversed()).filter((frame) => frame.own);
  const logged = root?.facts.places ?? [];
  return [...frames.map(({ file }) => ({ module: '', file })), ...logged.map(({ module, file }) => ({ module, file }))];
}
