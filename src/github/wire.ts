import { z } from 'zod';
import type { Issue, IssueComment } from '../model/issue.ts';

/** Issues and comments as GitHub's REST API sends them, as far as the program reads them. */
const Author = z
  .looseObject({ login: z.string() })
  .nullish()
  // GitHub shows the works of deleted accounts under this name.
  .transform((user) => user?.login ?? 'ghost');

const Label = z.union([z.string(), z.looseObject({ name: z.string().nullish() }).transform(({ name }) => name ?? '')]);

export const RawIssue = z.looseObject({
  number: z.int().positive(),
  title: z.string(),
  body: z.string().nullish(),
  html_url: z.url({ protocol: /^https?$/ }),
  repository_url: z.string().optional(),
  user: Author,
  state: z.enum(['open', 'closed']),
  // Reasons that GitHub adds later are no reason to fail.
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullish().catch(null),
  locked: z.boolean().optional(),
  labels: z.array(Label),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullish(),
  /** Only on pull requests, which GitHub lists among the issues. */
  pull_request: z.looseObject({ merged_at: z.string().nullish() }).optional(),
});
export type RawIssue = z.infer<typeof RawIssue>;

export const RawComment = z.looseObject({
  id: z.int(),
  html_url: z.url({ protocol: /^https?$/ }),
  body: z.string().nullish(),
  user: Author,
  created_at: z.string(),
  updated_at: z.string(),
});

export const RawLabel = z.looseObject({ name: z.string() });

export function toIssue(raw: RawIssue): Issue {
  return {
    number: raw.number,
    title: raw.title,
    body: raw.body ?? '',
    url: raw.html_url,
    author: raw.user,
    state: raw.state,
    stateReason: raw.state_reason ?? null,
    locked: raw.locked ?? false,
    labels: raw.labels.filter((label) => label !== ''),
    createdAt: raw.created_at,
    updatedAt: raw.updated_at,
    closedAt: raw.closed_at ?? null,
  };
}

export function toComment(raw: z.infer<typeof RawComment>): IssueComment {
  return {
    id: raw.id,
    author: raw.user,
    body: raw.body ?? '',
    createdAt: raw.created_at,
    updatedAt: raw.updated_at,
  };
}

/** Whether an answer is about our repository: a moved issue is answered for from its new one, which is none of ours. */
export function isHere(github: { owner: string; name: string }, repositoryUrl: string | undefined): boolean {
  if (repositoryUrl === undefined) return true;
  return repositoryUrl.toLowerCase().endsWith(`/repos/${github.owner}/${github.name}`.toLowerCase());
}
