import { z } from 'zod';

export const IssueComment = z.object({
  id: z.int(),
  author: z.string(),
  body: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type IssueComment = z.infer<typeof IssueComment>;

/** A GitHub issue, as far as the program reads it. */
export const Issue = z.object({
  number: z.int(),
  title: z.string(),
  body: z.string(),
  url: z.string(),
  author: z.string(),
  state: z.enum(['open', 'closed']),
  stateReason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullable(),
  locked: z.boolean(),
  labels: z.array(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
  closedAt: z.string().nullable(),
});
export type Issue = z.infer<typeof Issue>;

export const PullRequest = z.object({
  number: z.int(),
  title: z.string(),
  body: z.string(),
  url: z.string(),
  author: z.string(),
  state: z.enum(['open', 'closed', 'merged']),
  mergedAt: z.string().nullable(),
});
export type PullRequest = z.infer<typeof PullRequest>;

/** A pull request, as far as a link to it needs it. */
const PullLink = PullRequest.pick({ number: true, title: true, url: true });

/** The pull request that was meant to fix an issue, and how that is known. */
export const Fix = z.object({
  pull: z.int(),
  title: z.string(),
  url: z.string(),
  mergedAt: z.string(),
  how: z.enum(['closed the issue', 'a commit of it closed the issue', 'linked as closing the issue']),
});
export type Fix = z.infer<typeof Fix>;

/** How an issue was closed the last time. */
export const Closing = z.object({
  at: z.string(),
  /** Login; null where GitHub names nobody. */
  by: z.string().nullable(),
  /** Whether that is a bot: one that closes what is stale fixed nothing. */
  byBot: z.boolean(),
  /** What it was closed with: a merge, a commit that belongs to no pull request, or by hand. */
  means: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pull'), pull: z.int() }),
    z.object({ kind: z.literal('commit'), sha: z.string() }),
    /** By a pull request of another repository, `owner/name#1`: whether it is deployed here nobody can tell. */
    z.object({ kind: z.literal('elsewhere'), pull: z.string() }),
    z.object({ kind: z.literal('hand') }),
  ]),
});
export type Closing = z.infer<typeof Closing>;

/** What happened to an issue. `complete: false` = a call failed, so a missing fix means unknown, not none. */
export const IssueHistory = z.object({
  issue: Issue,
  fix: Fix.nullable(),
  /** The last one; null = never closed, or not known. */
  closing: Closing.nullable().default(null),
  /** Open pull requests that are linked as closing it: a fix is on its way. */
  fixesOnTheWay: z.array(PullLink).default([]),
  /** Where it went, for an issue that GitHub still shows here. */
  movedTo: z.enum(['discussion', 'another repository']).nullable().default(null),
  duplicateOf: z.int().nullable(),
  /** Labels that it has by us, not by a person. */
  ownLabels: z.array(z.string()).default([]),
  /** Comments with a log-gardener marker by our own login or a trusted author, oldest first. */
  ownComments: z.array(IssueComment),
  /** Whether the issue's body carries a log-gardener marker and was written by us or a trusted author. */
  own: z.boolean(),
  /** Whether we or a trusted author wrote it, also where somebody deleted the marker. */
  byUs: z.boolean().default(false),
  complete: z.boolean(),
});
export type IssueHistory = z.infer<typeof IssueHistory>;

const VERDICTS = [
  'open',
  'regressed',
  'fix_not_deployed',
  'old_revision_still_serving',
  'closed_without_fix',
  'duplicate_of',
  'unknown',
] as const;

/** What code makes of a known issue. */
export const Verdict = z.object({
  kind: z.enum(VERDICTS),
  reasons: z.array(z.string()),
  fix: Fix.nullable(),
  /** The revision on which the error was seen that holds the fix, for `regressed`. */
  revision: z.string().nullable(),
  /** Another issue to follow, for `duplicate_of`. */
  duplicateOf: z.int().nullable(),
});
export type Verdict = z.infer<typeof Verdict>;
