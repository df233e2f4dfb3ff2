import type { ThrownError } from '../../../model/cluster.ts';

export interface StackTrace {
  /** The text before the trace; may be empty. */
  head: string;
  /** Outermost first, root cause last. */
  thrown: ThrownError[];
}
