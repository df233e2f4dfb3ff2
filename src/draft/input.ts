import type { Past } from '../assess/tracking.ts';
import type { Config } from '../config/schema.ts';
import type { Assessment, Priority } from '../model/assessment.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Decision } from '../model/draft.ts';
import type { Investigation } from '../model/report.ts';
import type { Run } from '../model/run.ts';

/** Everything a draft is made from. No clock: an identical run must give identical bytes. */
export interface DraftInput {
  readonly run: Pick<Run, 'id' | 'service' | 'project' | 'repository' | 'window' | 'collected' | 'context'>;
  readonly draftId: string;
  readonly cluster: Cluster;
  readonly assessment: Assessment;
  readonly investigation: Investigation;
  readonly decision: Decision;
  /** Final, with the verdict known. */
  readonly priority: Priority;
  /** The final priority of the last run that saw this cluster, or null. */
  readonly previousPriority: Priority | null;
  /** What earlier runs saw of it; null = none did. */
  readonly past: Past | null;
  /** Whether a comment of ours is so young that only what cannot wait is told. */
  readonly isCoolingDown: boolean;
  readonly config: Config;
}
