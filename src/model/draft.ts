import { z } from 'zod';
import { Priority } from './assessment.ts';
import { Fingerprint } from './cluster.ts';
import { Verdict } from './issue.ts';

/** What is to become of a cluster, and why. */
export const Decision = z.object({
  action: z.enum(['create', 'update', 'reopen', 'skip', 'unverified']),
  /** The issue that is updated, reopened or left alone; null for a new one or when none is known. */
  issue: z.int().nullable(),
  verdict: Verdict.nullable(),
  reasons: z.array(z.string()),
});
export type Decision = z.infer<typeof Decision>;

/** What is written to an issue that is there, whatever becomes of its state. */
const change = {
  issue: z.int(),
  /** The counts, between their markers; they live in one place and are edited there. */
  evidenceBlock: z.string(),
  /** Where they live: our own issue's body; our rolling comment on another's issue; or the comment posted now. */
  evidenceHome: z.discriminatedUnion('in', [
    z.object({ in: z.literal('body') }),
    z.object({ in: z.literal('comment'), id: z.int() }),
    z.object({ in: z.literal('new-comment') }),
  ]),
  /** The one new comment, whole: news that deserves a notification, or the first contact. Null = notify nobody. */
  comment: z.string().nullable(),
  /** Labels to add. */
  labels: z.array(z.string()),
  /** Labels that we set and that the added ones take the place of. Left out where there is none. */
  outdatedLabels: z.array(z.string()).optional(),
  /** The title of our own issue, where it says another category or priority by now. Left out where it stays. */
  title: z.object({ from: z.string(), to: z.string() }).optional(),
};

/**
 * What a draft would change on GitHub, word for word. Exactly this is hashed, approved and posted.
 * Bodies end with the hidden marker.
 */
export const DraftContent = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('create'),
    title: z.string(),
    body: z.string(),
    labels: z.array(z.string()),
    /** Logins, as configured. Left out where nobody is to be assigned, so that what was approved before keeps its hash. */
    assignees: z.array(z.string()).optional(),
  }),
  z.object({
    action: z.enum(['update', 'reopen']),
    ...change,
    /** An update finds the issue open, unless it says otherwise. */
    stays: z.literal('closed').optional(),
  }),
  z.object({ action: z.literal('close'), as: z.enum(['completed', 'duplicate']), ...change }),
]);
export type DraftContent = z.infer<typeof DraftContent>;

/** What a draft would change about an issue that is there. */
export type IssueChange = Exclude<DraftContent, { action: 'create' }>;

const untilPosted = { live: z.string().optional(), because: z.string().optional() };

export const DraftStatus = z.discriminatedUnion('status', [
  /** `because`: why it waits again, though somebody had approved it. */
  z.object({ status: z.literal('pending'), because: z.string().optional() }),
  /**
   * `hash` is that of the content that was approved; another content needs another approval. `live` is the hash of what
   * the reviewer was shown of the issue on GitHub; left out where that was nothing. `because`: why it is not posted,
   * where that was tried.
   */
  z.object({ status: z.literal('approved'), hash: z.string(), at: z.string(), ...untilPosted }),
  z.object({ status: z.literal('posting'), hash: z.string(), at: z.string(), ...untilPosted }),
  z.object({ status: z.literal('posted'), issue: z.int(), url: z.string(), at: z.string() }),
  /** `by` is left out where a later run put it out of the way; `ruling` names the ruling that was made with it. */
  z.object({
    status: z.literal('rejected'),
    reason: z.string(),
    at: z.string(),
    by: z.literal('reviewer').optional(),
    ruling: z.int().optional(),
  }),
  z.object({ status: z.literal('failed'), error: z.string(), at: z.string() }),
]);
export type DraftStatus = z.infer<typeof DraftStatus>;

/** What a run says of a draft of its own. */
export const RunDraft = z.object({
  id: z.string(),
  title: z.string(),
  action: z.enum(['create', 'update', 'reopen', 'close']),
  issue: z.int().nullable(),
  url: z.string().nullable(),
  state: DraftStatus,
});
export type RunDraft = z.infer<typeof RunDraft>;

/** One proposed GitHub change. */
export const Draft = z.object({
  /** `{run}-{n}`, for example `2025-09-12T23-30-00Z-3`. */
  id: z.string(),
  run: z.string(),
  fingerprint: Fingerprint,
  repository: z.string(),
  priority: Priority,
  /** For lists: the issue's title, or that of the issue it updates. */
  title: z.string(),
  content: DraftContent,
  /** sha-256 of the content's canonical JSON, hex. */
  hash: z.string(),
  state: DraftStatus,
});
export type Draft = z.infer<typeof Draft>;
