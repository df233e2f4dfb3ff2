import { z } from 'zod';
import type { GitHub } from './client.ts';
import { askGraphql } from './graphql.ts';

/** A commit of the default branch. */
export interface Commit {
  readonly sha: string;
  /** When it was committed, RFC 3339. */
  readonly at: string;
  /** First line of its message. */
  readonly headline: string;
  readonly url: string;
  /** Login, else the name in the commit. */
  readonly author: string;
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

/** What changed at a path of the repository in a period; RFC 3339 in whole seconds. */
export interface Changed {
  readonly path: string;
  readonly since: string;
  readonly until: string;
}

/** From one moment to another, in milliseconds since 1970: GitHub reads no fraction of a second. */
export function periodOf(from: number, to: number): Pick<Changed, 'since' | 'until'> {
  const toSecond = (moment: number) => `${new Date(moment).toISOString().slice(0, 19)}Z`;
  return { since: toSecond(from), until: toSecond(to) };
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
 * The commits of the default branch that changed these files or folders, at most thirty for each, with the pull requests
 * that brought them: one request for all, where REST takes one for each file and each commit. In the order they were
 * asked for. The token has to be allowed to read code. Throws GitHubError.
 * https://docs.github.com/en/graphql/reference/objects#commit
 */
export async function listCommits(github: GitHub, asked: readonly Changed[]): Promise<Commits[]> {
  if (asked.length === 0) return [];
  const declared = asked.map((_, n) => `$p${n}: String!, $s${n}: GitTimestamp!, $u${n}: GitTimestamp!`).join(', ');
  const histories = asked.map(
    (_, n) => `h${n}: history(path: $p${n}, since: $s${n}, until: $u${n}, first: ${PER_PATH}) { ...Found }`,
  );
  const query = `query Commits($owner: String!, $name: String!, ${declared}) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { target { __typename ... on Commit { ${histories.join('\n')} } } }
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
  const variables = asked.flatMap(({ path, since, until }, n) => [
    [`p${n}`, path],
    [`s${n}`, since],
    [`u${n}`, until],
  ]);
  const answer = await askGraphql(github, 'list the commits of files', Answer, query, Object.fromEntries(variables));
  return asked.map((_, n) => {
    const history = answer.repository.defaultBranchRef?.target[`h${n}`];
    if (history === undefined || typeof history === 'string') return { commits: [], more: false };
    const commits = history.nodes.filter((node) => node !== null).map((raw) => toCommit(raw, github));
    return { commits, more: history.pageInfo.hasNextPage };
  });
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
  return { sha, at, headline, url, author, pull: pull ?? null };
}
