import type { SeenEnvironment } from '../../assess/environment.ts';
import type { SkeletonSummaries } from '../../cluster/summary/summarise.ts';
import type { Counted } from '../../collect/counted.ts';
import type { Malformed } from '../../collect/read-block.ts';
import type { IdentityTable } from '../../collect/seen-identities.ts';
import type { SplitPart } from '../../collect/split-part.ts';
import type { Config } from '../../config/schema.ts';
import type { Severity } from '../../model/severity.ts';
import type { RingMemory } from './ring.ts';

/** What a thread must know to read entries as the main thread would. */
export interface ThreadSettings {
  readonly minSeverity: Severity;
  readonly window: { readonly since: bigint; readonly until: bigint } | null;
  readonly redactionKey: Uint8Array;
  readonly redact: Config['redact'];
  /** Whether handles are asked for; they cost. */
  readonly handles: boolean;
}

/** What a thread starts with. */
export interface ThreadStart {
  readonly settings: ThreadSettings;
  readonly ring: RingMemory;
  readonly identities: IdentityTable;
}

/** To a thread: a larger table. All else it learns from the ring. */
export interface ToThread {
  readonly identities: IdentityTable;
}

/** From a thread. Its summaries come in the order of their handles, some at a time, before its result. */
export type FromThread =
  | ({ readonly kind: 'counted'; readonly block: number } & CountedBlock)
  | { readonly kind: 'summaries'; readonly skeletons: SkeletonSummaries }
  | { readonly kind: 'result'; readonly result: ThreadResult };

/** What the main thread must know of a block. */
export interface CountedBlock {
  /** Also those that were not kept. */
  readonly entries: number;
  readonly malformed: readonly Malformed[];
  /** Only the main thread sees all of them. */
  readonly parts: readonly SplitPart[];
  readonly handles: readonly Handle[];
}

/** Where `assignmentOf` finds an entry's pattern, within its shard. */
export interface Handle {
  readonly insertId: string;
  readonly handle: number;
}

/** What a thread found out beside its summaries. */
export interface ThreadResult {
  readonly environment: SeenEnvironment;
  readonly counted: Counted;
}
