import { z } from 'zod';
import type { SeenEnvironment } from '../assess/environment.ts';
import { mergeEnvironments } from '../assess/environment.ts';
import { decodeSummaries, encodeSummaries } from '../cluster/summary/encode-summaries.ts';
import { joinShards } from '../cluster/summary/merge-shards.ts';
import type { SkeletonSummaries } from '../cluster/summary/summarise.ts';
import { Gathered } from '../collect/gathered.ts';
import { putTogether } from '../collect/put-together.ts';
import type { Redactor } from '../collect/redact.ts';
import { SourceError } from '../model/errors.ts';
import type { SummarisedLogs } from './read-logs.ts';

/** What was found in one slice of the time. */
export interface Shard {
  readonly gathered: Gathered;
  readonly environment: SeenEnvironment;
  readonly summaries: SkeletonSummaries;
}

/** All but the summaries. */
const Head = z.object({
  gathered: Gathered,
  environment: z.array(z.object({ name: z.string(), values: z.array(z.string()).nullable() })),
});

/** A shard as lines of text, to be stored. */
export function encodeShard({ gathered, environment, joined }: SummarisedLogs): string[] {
  return [JSON.stringify({ gathered, environment }), ...encodeSummaries(joined.merged)];
}

/** @throws SourceError where another version made it, or a part is missing */
export function decodeShard([head = '', ...summaries]: readonly string[]): Shard {
  const parsed = Head.safeParse(JSON.parse(head));
  if (!parsed.success) {
    throw new SourceError('A slice was read by another version of log-gardener. Run the same version everywhere.');
  }
  return { ...parsed.data, summaries: decodeSummaries(summaries) };
}

/** Shards in the order of their slices → what reading all of their time at once gives. */
export function putShardsTogether(shards: readonly [Shard, ...Shard[]], redactor: Redactor): SummarisedLogs {
  const [first, ...others] = shards;
  return {
    gathered: putTogether([first.gathered, ...others.map(({ gathered }) => gathered)]),
    joined: joinShards(shards.map(({ summaries }) => summaries)),
    environment: mergeEnvironments(shards.map(({ environment }) => environment)),
    redactor,
  };
}
