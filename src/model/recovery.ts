import { z } from 'zod';
import { Fingerprint } from './cluster.ts';
import { RunDraft } from './draft.ts';
import { Fix } from './issue.ts';

/** A tracked problem that a run did not see, on a service that kept logging: silence of a service is no recovery. */
export const Recovery = z.object({
  fingerprint: Fingerprint,
  /** owner/name, where that is not the repository of the run. */
  repository: z.string().optional(),
  title: z.string(),
  issue: z.int(),
  url: z.string(),
  /** RFC 3339. */
  lastSeen: z.string(),
  /** On which it was last seen; null = the entries named none. */
  revision: z.string().nullable(),
  /** Entries of its service that were read since it was last seen; there may be more. */
  entriesSince: z.int(),
  /** `holds` = a fix was deployed in between; `quiet` = it has only not been seen. */
  kind: z.enum(['holds', 'quiet']),
  fix: Fix.nullable(),
  reasons: z.array(z.string()),
  draft: RunDraft.nullable(),
  /** What went wrong with this one alone. */
  error: z.string().nullable(),
});
export type Recovery = z.infer<typeof Recovery>;
