import { z } from 'zod';
import { Claim } from './claim.ts';
import { IssueHistory, PullRequest } from './issue.ts';

/** One look into the tracker: what was asked, who answered, and whether the answer is whole. */
export const SearchStep = z.object({
  /** What was asked. */
  engine: z.enum(['marker', 'lexical', 'semantic', 'pull-requests']),
  /** Which search answered, where GitHub tells: asked for a semantic one, it may fall back to words. */
  answeredBy: z.enum(['lexical', 'semantic', 'hybrid']).nullable().default(null),
  query: z.string(),
  /** Issue or pull request numbers. Empty and `complete` = there is none. */
  hits: z.array(z.int()),
  complete: z.boolean(),
  /** Why it is not complete. */
  error: z.string().nullable(),
  /** Not there = code, as it does for every cluster; `agent` = a sub-agent asked beyond that. */
  by: z.literal('agent').optional(),
});
export type SearchStep = z.infer<typeof SearchStep>;

/** An issue that the search returned, and how near it is. */
export const Candidate = z.object({
  number: z.int(),
  title: z.string(),
  url: z.string(),
  state: z.enum(['open', 'closed']),
  /** 0 to 100, by the investigator's own measure. */
  score: z.int(),
  reasons: z.array(z.string()),
});
export type Candidate = z.infer<typeof Candidate>;

/** A pull request that the search returned, and how near it is. */
export const PullCandidate = PullRequest.extend({
  /** 0 to 100, by the investigator's own measure. */
  score: z.int().default(0),
  reasons: z.array(z.string()).default([]),
});
export type PullCandidate = z.infer<typeof PullCandidate>;

/** Everything that was looked up for one cluster. */
export const SearchRecord = z.object({
  steps: z.array(SearchStep),
  candidates: z.array(Candidate),
  /** Pull requests that the search found, nearest first. */
  pulls: z.array(PullCandidate),
  /** The issue that carries our marker, written by our login or a trusted one: the target, whatever anyone says. */
  marked: z.int().nullable(),
  /** Open issues that carry our marker too, though one is enough: they are left as they are, and told of. */
  twins: z.array(z.int()).default([]),
  /** The issue by which the store remembers the problem where no marker names one, and what is left of it on GitHub. */
  remembered: z
    .object({ issue: z.int(), now: z.enum(['there', 'deleted', 'moved', 'unread']) })
    .nullable()
    .default(null),
});
export type SearchRecord = z.infer<typeof SearchRecord>;

/** An investigator's structured answer. Prose is plain text or inline Markdown; code sanitises and checks it. */
export const Report = z.object({
  decision: z.discriminatedUnion('action', [
    z.object({ action: z.literal('create'), because: z.string() }),
    z.object({ action: z.literal('update'), issue: z.int(), because: z.string() }),
    z.object({ action: z.literal('skip'), because: z.string() }),
    /** An issue may be about it, and only who understands both can tell. */
    z.object({ action: z.literal('unverified'), because: z.string() }),
  ]),
  prose: z.object({
    impact: z.string(),
    currentBehaviour: z.string(),
    expectedBehaviour: z.string(),
    analysis: z.string(),
    nextAction: z.string(),
  }),
  /** Issues and pull requests worth a link, not the target. */
  related: z.array(z.object({ number: z.int(), because: z.string() })),
});
export type Report = z.infer<typeof Report>;

/** How a model was asked, and what it took. */
export const Agent = z.object({
  model: z.string(),
  /** For example `investigator/v1`. */
  prompt: z.string(),
  turns: z.int(),
  /** Input of all kinds. */
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** US dollars that this run paid; null = the price of the model is not known. */
  usd: z.number().nullable(),
});
export type Agent = z.infer<typeof Agent>;
/** A change that may have brought a problem: suspect, not proven. */
export const Suspect = z.object({
  /** The merged pull request that brought it; null = a commit without one. */
  pull: z.int().nullable(),
  /** A commit of it, where one is known. */
  sha: z.string().nullable(),
  /** Of the pull request, else the first line of the commit's message: its author's words. */
  title: z.string(),
  url: z.string(),
  /** When it was merged, else committed, RFC 3339. */
  at: z.string(),
  /** Files of the problem's frames that it changes. */
  paths: z.array(z.string()),
  /** 0 to 100. */
  score: z.int(),
  /** How near it is to the beginning, and what it changes. */
  reason: z.string(),
});
export type Suspect = z.infer<typeof Suspect>;

/** What code held against the report of a model, whatever its words. */
export const Restraint = z.object({
  /** Why a person has to look: the issue that it names cannot be the target, or it wants a new one beside a known one. */
  refused: z.string().nullable(),
  /** Whether it alone takes that issue for the target, so that nothing urgent is left out for it. */
  onItsWord: z.boolean(),
  /** What it tried, and what was left out of what it wrote. */
  noticed: z.array(z.string()),
});
export type Restraint = z.infer<typeof Restraint>;

/** How an investigation went: the report, what it rests on, and who wrote it. */
export const Investigation = z.object({
  /** `client` = the model of an MCP client, which log-gardener does not know. */
  investigator: z.enum(['claude', 'rules', 'client']),
  /** Name and version of that client, as it calls itself. */
  client: z.string().optional(),
  /** Why rules wrote it though a model was asked; null = nobody else was. */
  instead: z.string().nullable().default(null),
  agent: Agent.nullable().default(null),
  /** Only where a model was asked. */
  restraint: Restraint.optional(),
  report: Report,
  search: SearchRecord,
  /** History of the target, where there is one. */
  target: IssueHistory.nullable(),
  /** Changes that may have brought the problem, the nearest first; found by code, whoever investigated. */
  suspects: z.array(Suspect).default([]),
  /** What limits that list: what is not known or could not be read. */
  suspectsNote: z.string().default(''),
  /** Every claim of the prose and what it rests on; empty in runs of older versions. */
  claims: z.array(Claim).default([]),
});
export type Investigation = z.infer<typeof Investigation>;
