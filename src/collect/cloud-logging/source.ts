import type { Clock } from '../../model/clock.ts';
import type { CollectedEntry } from '../../model/entry.ts';
import type { Redactor } from '../redact.ts';
import type { SeenIdentities } from '../seen-identities.ts';
import type { RequestLogSelection, Selection, Span } from './filter.ts';
import type { Plan } from './plan.ts';
import type { Quota } from './quota.ts';
import type { ReadPage } from './read-pages.ts';
import type { Spool } from './spool.ts';

/** Cloud Logging as a source of entries. */
export interface CloudSource {
  readonly selection: Selection | RequestLogSelection;
  readonly plan: Plan;
  /** The time of which that of the plan is a slice: parts of its entries may lie in others. Not there = it is all. */
  readonly whole?: Span;
  readonly readPage: ReadPage;
  readonly quota: Quota;
  readonly clock: Clock;
  readonly spool: Spool;
  /** Told of every read that is tried again. */
  readonly onRetry?: (why: string, waitMs: number) => void;
}

export interface CloudDeps {
  readonly redactor: Redactor;
  readonly seen: SeenIdentities;
  readonly signal: AbortSignal;
  readonly onEntry: (entry: CollectedEntry) => void;
  readonly onMalformed: (reason: string, text: string, line: number) => void;
  readonly onProgress: (read: number) => void;
}
