import { z } from 'zod';
import { GitHubError } from '../model/errors.ts';
import type { PullRequest } from '../model/issue.ts';
import type { GitHub } from './client.ts';
import { askGraphql } from './graphql.ts';

/** A pull request and the files it changes, at most a hundred, as paths from the root of the repository. */
export interface ChangedFiles {
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

/** A pull request with what it changes and closes. */
export interface PullDetails extends PullRequest {
  readonly createdAt: string;
  /** The branch it goes into. */
  readonly base: string;
  /** SHA of what it became when it was merged. */
  readonly mergeCommit: string | null;
  /** At most a hundred of `changedFiles`. */
  readonly files: readonly { readonly path: string; readonly additions: number; readonly deletions: number }[];
  readonly changedFiles: number;
  /** Issues of this repository that it is linked to as closing them. */
  readonly closes: readonly { readonly number: number; readonly title: string; readonly state: 'open' | 'closed' }[];
}

const DETAILS = `query PullRequestDetails($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      number title body url state mergedAt createdAt baseRefName changedFiles
      author { __typename login }
      mergeCommit { oid }
      files(first: 100) { nodes { path additions deletions } }
      closingIssuesReferences(first: 20) { nodes { number title state repository { nameWithOwner } } }
    }
  }
}`;

const RawDetails = RawPull.extend({
  createdAt: z.string(),
  baseRefName: z.string(),
  changedFiles: z.int(),
  mergeCommit: z.looseObject({ oid: z.string() }).nullish(),
  files: z
    .looseObject({
      nodes: z.array(z.looseObject({ path: z.string(), additions: z.int(), deletions: z.int() }).nullable()).nullish(),
    })
    .nullish(),
  closingIssuesReferences: z
    .looseObject({
      nodes: z.array(
        z
          .looseObject({
            number: z.int(),
            title: z.string(),
            state: z.enum(['OPEN', 'CLOSED']),
            repository: z.looseObject({ nameWithOwner: z.string() }),
          })
          .nullable(),
      ),
    })
    .nullish(),
});

/** One pull request, or null where there is none of this number. One request. Throws GitHubError. */
export async function getPullRequest(github: GitHub, number: number): Promise<PullDetails | null> {
  const shape = z.looseObject({ repository: z.looseObject({ pullRequest: RawDetails }) });
  let raw: z.infer<typeof RawDetails>;
  try {
    const answer = await askGraphql(github, `read pull request #${number}`, shape, DETAILS, { number });
    raw = answer.repository.pullRequest;
  } catch (error) {
    if (error instanceof GitHubError && error.message.includes('Could not resolve to a PullRequest')) return null;
    throw error;
  }
  const ours = `${github.owner}/${github.name}`.toLowerCase();
  const issues = (raw.closingIssuesReferences?.nodes ?? []).filter((issue) => issue !== null);
  return {
    ...toPull(raw),
    createdAt: raw.createdAt,
    base: raw.baseRefName,
    mergeCommit: raw.mergeCommit?.oid ?? null,
    files: (raw.files?.nodes ?? []).flatMap((file) =>
      file === null ? [] : [{ path: file.path, additions: file.additions, deletions: file.deletions }],
    ),
    changedFiles: raw.changedFiles,
    closes: issues
      .filter(({ repository }) => repository.nameWithOwner.toLowerCase() === ours)
      .map((issue) => ({
        number: issue.number,
        title: issue.title,
        state: issue.state === 'OPEN' ? 'open' : 'closed',
      })),
  };
}

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
    .map((raw) => ({ pull: toPull(raw), paths: (raw.files?.nodes ?? []).flatMap((file) => file?.path ?? []) }));
  return { pulls, complete: true, error: null };
}

function toPull({ number, title, body, url, state, mergedAt, author }: z.infer<typeof RawPull>): PullRequest {
  return { number, title, body, url, author: author?.login ?? 'ghost', state: STATES[state], mergedAt };
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
