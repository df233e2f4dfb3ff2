import { z } from 'zod';
import type { GitHub } from './client.ts';
import { askGraphql } from './graphql.ts';

/** A commit of the default branch, and the files of those asked for that it changes. */
export interface Commit {
  readonly sha: string;
  /** When it was committed, RFC 3339. */
  readonly at: string;
  /** First line of its message. */
  readonly headline: string;
  readonly url: string;
  /** Login, else the name in the commit. */
  readonly author: string;
  readonly paths: readonly string[];
  /** The merged pull request of this repository that brought it; null = pushed without one. */
  readonly pull: {
    readonly number: number;
    readonly title: string;
    readonly url: string;
    readonly mergedAt: string;
  } | null;
}

export interface Commits {
  /** Newest first. */
  readonly commits: readonly Commit[];
  /** There are older ones in the period that were not read. */
  readonly more: boolean;
}

/** RFC 3339; null = no end on that side. */
export interface Period {
  readonly since: string | null;
  readonly until: string | null;
}

/** Of one path, in one answer. */
const PER_PATH = 30;

const RawPull = z.looseObject({
  number: z.int(),
  title: z.string(),
  url: z.string(),
  mergedAt: z.string().nullable(),
  repository: z.looseObject({ nameWithOwner: z.string() }),
});
const RawCommit = z.looseObject({
  oid: z.string().regex(/^[0-9a-f]{40,64}$/),
  committedDate: z.string(),
  messageHeadline: z.string(),
  url: z.string(),
  author: z
    .looseObject({ name: z.string().nullish(), user: z.looseObject({ login: z.string() }).nullish() })
    .nullish()
    .transform((author) => author?.user?.login ?? author?.name ?? 'ghost'),
  associatedPullRequests: z.looseObject({ nodes: z.array(RawPull.nullable()) }).nullish(),
});
const RawHistory = z.looseObject({
  pageInfo: z.looseObject({ hasNextPage: z.boolean() }),
  nodes: z.array(RawCommit.nullable()),
});
const Answer = z.looseObject({
  repository: z.looseObject({
    // Null for a repository without a commit.
    defaultBranchRef: z.looseObject({ target: z.record(z.string(), z.union([RawHistory, z.string()])) }).nullable(),
  }),
});

/**
 * The commits of the default branch that changed any of these files or folders, at most thirty for each, with the pull
 * requests that brought them: one request, where REST takes one for each file and each commit. The token has to be
 * allowed to read code. Throws GitHubError.
 * https://docs.github.com/en/graphql/reference/objects#commit
 */
export async function listCommits(
  github: GitHub,
  paths: readonly string[],
  { since, until }: Period,
): Promise<Commits> {
  if (paths.length === 0) return { commits: [], more: false };
  const names = paths.map((_, index) => `p${index}`);
  const query = `query Commits($owner: String!, $name: String!, $since: GitTimestamp, $until: GitTimestamp, ${names.map((name) => `$${name}: String!`).join(', ')}) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef {
      target {
        __typename
        ... on Commit { ${names.map((name) => `${name}: history(path: $${name}, since: $since, until: $until, first: ${PER_PATH}) { ...Found }`).join('\n')} }
      }
    }
  }
}
fragment Found on CommitHistoryConnection {
  pageInfo { hasNextPage }
  nodes {
    oid committedDate messageHeadline url
    author { name user { login } }
    associatedPullRequests(first: 5) { nodes { number title url mergedAt repository { nameWithOwner } } }
  }
}`;
  const variables = { since, until, ...Object.fromEntries(names.map((name, index) => [name, paths[index] ?? ''])) };
  const { repository } = await askGraphql(github, 'list the commits of files', Answer, query, variables);
  const found = new Map<string, Commit>();
  let more = false;
  for (const [index, name] of names.entries()) {
    const history = repository.defaultBranchRef?.target[name];
    if (history === undefined || typeof history === 'string') continue;
    more ||= history.pageInfo.hasNextPage;
    for (const raw of history.nodes.filter((node) => node !== null)) {
      const known = found.get(raw.oid) ?? toCommit(raw, github);
      found.set(raw.oid, { ...known, paths: [...known.paths, paths[index] ?? ''] });
    }
  }
  const newestFirst = (a: Commit, b: Commit) => Date.parse(b.at) - Date.parse(a.at) || (a.sha < b.sha ? -1 : 1);
  return { commits: [...found.values()].sort(newestFirst), more };
}

function toCommit(raw: z.infer<typeof RawCommit>, { owner, name }: GitHub): Commit {
  const isOurs = ({ nameWithOwner }: { nameWithOwner: string }) =>
    nameWithOwner.toLowerCase() === `${owner}/${name}`.toLowerCase();
  const [pull] = (raw.associatedPullRequests?.nodes ?? []).flatMap((one) => {
    if (one === null || one.mergedAt === null || !isOurs(one.repository)) return [];
    const { number, title, url, mergedAt } = one;
    return [{ number, title, url, mergedAt }];
  });
  const { oid: sha, committedDate: at, messageHeadline: headline, url, author } = raw;
  return { sha, at, headline, url, author, paths: [], pull: pull ?? null };
}
