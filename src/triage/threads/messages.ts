import type { SeenEnvironment } from '../../assess/environment.ts';
import type { SkeletonSummaries } from '../../cluster/summary/summarise.ts';
import type { Malformed } from '../../collect/read-block.ts';
import type { SplitPart } from '../../collect/split-part.ts';
import type { Counted } from '../../collect/tally.ts';
import type { Config } from '../../config/schema.ts';
import type { Severity } from '../../model/severity.ts';

/** What a thread must know to read entries as the main thread would. */
export interface ThreadSettings {
  readonly minSeverity: Severity;
  readonly window: { readonly since: bigint; readonly until: bigint } | null;
  readonly redactionKey: Uint8Array;
  readonly redact: Config['redact'];
  /** Whether handles are asked for; they cost. */
  readonly handles: boolean;
}

/** To a thread. A block is read in two steps: whether an entry is a duplicate is known to the main thread alone. */
export type ToThread =
  | {
      readonly kind: 'block';
      readonly block: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly length: number;
      readonly firstLine: number;
    }
  | { readonly kind: 'duplicates'; readonly block: number; readonly duplicates: Uint8Array }
  | { readonly kind: 'finish' };

/** From a thread. Its summaries come in the order of their handles, some at a time, before its result. */
export type FromThread =
  | {
      readonly kind: 'read';
      readonly block: number;
      readonly identities: Int32Array<ArrayBuffer>;
      readonly malformed: readonly Malformed[];
      /** Only the main thread sees all of them. */
      readonly parts: readonly SplitPart[];
    }
  | {
      readonly kind: 'counted';
      readonly block: number;
      readonly handles: readonly Handle[];
      /** The block's own, for another one. */
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: 'summaries'; readonly skeletons: SkeletonSummaries }
  | { readonly kind: 'result'; readonly result: ThreadResult };

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
