import { z } from 'zod';
import { GitHubError } from '../model/errors.ts';
import type { PullRequest } from '../model/issue.ts';
import type { GitHub } from './client.ts';
import { askGraphql } from './graphql.ts';

/** A pull request and the files it changes, at most a hundred, as paths from the root of the repository. */
interface ChangedFiles {
  readonly pull: PullRequest;
  readonly paths: readonly string[];
}

/** The pull requests made last, and whether they could be read. */
export interface RecentPulls {
  readonly pulls: readonly ChangedFiles[];
  readonly complete: boolean;
  readonly error: string | null;
}

/** How many are looked at: what has just broken was seldom touched before the last fifty. */
export const RECENT_PULLS = 50;

/**
 * REST tells the files of one pull request at a time, GraphQL those of all; neither needs the right to read code, which
 * the commits of a file would: https://docs.github.com/en/graphql/reference/objects#pullrequest
 */
const QUERY = `query PullRequestFiles($owner: String!, $name: String!, $last: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequests(states: [OPEN, MERGED], last: $last) {
      nodes {
        number title body url state mergedAt
        author { __typename login }
        files(first: 100) { nodes { path } }
      }
    }
  }
}`;

const RawPull = z.looseObject({
  number: z.int(),
  title: z.string(),
  body: z.string(),
  url: z.string(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  mergedAt: z.string().nullable(),
  author: z.looseObject({ login: z.string() }).nullish(),
  files: z.looseObject({ nodes: z.array(z.looseObject({ path: z.string() }).nullable()).nullish() }).nullish(),
});

const Answer = z.looseObject({
  repository: z.looseObject({ pullRequests: z.looseObject({ nodes: z.array(RawPull.nullable()) }) }),
});

const STATES = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;

/** {@link listRecentPulls} for all who ask, read when first asked for; again only after it failed. */
export function shareRecentPulls(github: GitHub): () => Promise<RecentPulls> {
  let shared: Promise<RecentPulls> | null = null;
  return async () => {
    shared ??= listRecentPulls(github);
    const answer = await shared;
    if (!answer.complete) shared = null;
    return answer;
  };
}

/** The open and merged pull requests made last, with their files. Never throws for what GitHub fails at. */
async function listRecentPulls(github: GitHub): Promise<RecentPulls> {
  let answer: z.infer<typeof Answer>;
  try {
    answer = await askGraphql(github, 'list the files of pull requests', Answer, QUERY, { last: RECENT_PULLS });
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return { pulls: [], complete: false, error: error.message };
  }
  const pulls = answer.repository.pullRequests.nodes
    .filter((pull) => pull !== null)
    .map(({ number, title, body, url, state, mergedAt, author, files }) => ({
      pull: { number, title, body, url, author: author?.login ?? 'ghost', state: STATES[state], mergedAt },
      paths: (files?.nodes ?? []).flatMap((file) => file?.path ?? []),
    }));
  return { pulls, complete: true, error: null };
}

/**
 * Whether a frame's file, as the running program names it, is the file at this path of the repository: an image has the
 * repository somewhere below its root, so `/app/shop/cart.py` is `shop/cart.py`. A name alone, such as `main.py`, says
 * that only next to the root.
 */
export function isSameFile(frameFile: string, path: string): boolean {
  const file = frameFile.replaceAll('\\', '/');
  if (path === '') return false;
  if (file === path) return true;
  if (!file.endsWith(`/${path}`)) return false;
  const above = file
    .slice(0, -path.length)
    .split('/')
    .filter((part) => part !== '' && part !== '.').length;
  return path.includes('/') || above <= 1;
}
