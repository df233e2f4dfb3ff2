import { z } from 'zod';
import { AffectedComponent, Evidence, Priority } from '../model/assessment.ts';
import { Facts, Fingerprint, Pattern } from '../model/cluster.ts';
import { Decision } from '../model/draft.ts';
import { LogEntry, Place } from '../model/entry.ts';
import { Run, TriagedCluster } from '../model/run.ts';
import { Severity, SeveritySource } from '../model/severity.ts';

const Thrown = z.object({
  type: z.string(),
  message: z.string(),
  /** The innermost frame of the application's own code, else the innermost; null where no frame is known. */
  at: z.object({ file: z.string(), function: z.string(), line: z.int().nullable() }).nullable(),
});

const ExplainedPattern = z.object({
  fingerprint: Fingerprint,
  /** Tokens joined by one space, `<*>` for a slot. */
  template: z.string(),
  /** The template with the white space of the log, as far as it can be told. */
  text: z.string(),
  kind: Pattern.shape.kind,
  count: z.int(),
  /** `shared`: its entries are not in the `count` of the cluster. */
  part: Pattern.shape.part,
  severity: Severity,
  severities: Facts.shape.severities,
  firstSeen: z.string(),
  lastSeen: z.string(),
  /** Where it was logged, most frequent first; at most 20. */
  places: z.array(Place.extend({ count: z.int() })),
  /** The exceptions of its stack trace, root cause last. */
  thrown: z.array(Thrown),
  /** For each slot of `text`, from the left: the different values that the entries below have there. */
  slots: z.array(z.array(z.string())),
  /** The rules that put this pattern into the cluster; empty where the run did not record them by pattern. */
  rules: z.array(z.string()),
  /** How many of the pattern's entries are shown. */
  shown: z.int(),
  /** `timestamp` in UTC, or as the entry has it where that is no time. */
  entries: z.array(
    z.object({
      timestamp: z.string(),
      severity: Severity,
      severitySource: SeveritySource,
      message: z.string(),
      entry: LogEntry,
    }),
  ),
});

/** Why a cluster is one, and why it is as urgent as it is: what `explain --json` prints. Times are RFC 3339. */
export const Explanation = z.object({
  /** The pattern that was asked for by its own fingerprint; null where the whole cluster was. */
  asked: Fingerprint.nullable(),
  from: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('run'),
      ...Run.pick({ id: true, status: true, startedAt: true, service: true, window: true, minSeverity: true }).shape,
    }),
    z.object({ kind: z.literal('files'), sources: z.array(z.string()), minSeverity: Severity }),
  ]),
  /** What was read for it; `truncated` = why reading ended early. */
  collected: z.object({ read: z.int(), kept: z.int(), malformed: z.int(), truncated: z.string().nullable() }),
  fingerprint: Fingerprint,
  title: z.string(),
  severity: Severity,
  severities: Facts.shape.severities,
  count: z.int(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  /** The final one; from files, where GitHub is not asked, the base priority. */
  priority: Priority,
  basePriority: Priority,
  priorityRules: z.array(z.string()),
  components: z.array(AffectedComponent),
  root: z.object({
    fingerprint: Fingerprint,
    because: z.string(),
    cause: z.object({ type: z.string(), message: z.string() }).nullable(),
  }),
  /** Every decision that made this cluster, pins in the config included. */
  rules: z.array(z.object({ rule: z.string(), patterns: z.array(Fingerprint) })),
  /** Root pattern first, then by count descending, then fingerprint. */
  patterns: z.array(ExplainedPattern),
  evidence: z.array(Evidence),
  /** Entries shown over all patterns; those there are stand in `count`. */
  shown: z.int(),
  /** What became of it on GitHub in a few words, such as `created` or `draft: update`; null from files. */
  outcome: z.string().nullable(),
  /** What the run made of it (a mute is among the reasons); null from files, and where the run did not get that far. */
  decision: Decision.nullable(),
  draft: TriagedCluster.shape.draft,
  /** The GitHub issue that is tracked for it. */
  issue: z.object({ number: z.int(), url: z.string().nullable(), repository: z.string().optional() }).nullable(),
  /** Where its issue is kept, where a component sends it elsewhere than its service, and what sends it there. */
  repository: TriagedCluster.shape.repository,
  routedBy: TriagedCluster.shape.routedBy,
  /** What went wrong with its investigation. */
  error: z.string().nullable(),
});
export type Explanation = z.infer<typeof Explanation>;
export type ExplainedPattern = z.infer<typeof ExplainedPattern>;
