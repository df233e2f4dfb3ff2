/** Something that an issue and a cluster have in common, apart from names and words. */
export interface Agreement {
  readonly points: number;
  readonly what: 'line' | 'clause' | 'exception' | 'type' | 'place' | 'advice' | 'statement' | 'retold' | 'kind';
  /** Follows `they`. */
  readonly reason: string;
  /** `firm` = enough to take even a closed issue for the cluster's own, `strong` = an open one. */
  readonly strength: 'firm' | 'strong' | 'weak';
  /** The part of the title or line that both say, where they share no whole line. */
  readonly quoted?: string;
}

/** Enough by itself: each way of telling has conditions of its own. */
const RETOLD = 60;

/** Somebody tells the same in words of his own: enough for an issue that is open. */
export function retold(reason: string): Agreement {
  return { what: 'retold', points: RETOLD, reason, strength: 'strong' };
}
