import { z } from 'zod';
import { GitHubError } from '../model/errors.ts';
import type { Fix, Issue, IssueComment, IssueHistory } from '../model/issue.ts';
import type { GitHub } from './client.ts';
import { explainFailure } from './failure.ts';
import { listComments } from './issues.ts';
import { isTrusted } from './marked-issues.ts';
import { parseMarkers } from './marker.ts';

/**
 * REST names the commit that closed an issue, never the pull request; GraphQL names both:
 * https://docs.github.com/en/graphql/reference/objects#closedevent
 */
const QUERY = `query IssueHistory($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    issue(number: $number) {
      closedByPullRequestsReferences(first: 20, includeClosedPrs: true) {
        nodes { number title url mergedAt repository { nameWithOwner } }
      }
      timelineItems(last: 50, itemTypes: [CLOSED_EVENT, MARKED_AS_DUPLICATE_EVENT, UNMARKED_AS_DUPLICATE_EVENT]) {
        nodes {
          __typename
          ... on ClosedEvent {
            closer {
              __typename
              ... on PullRequest { number title url mergedAt repository { nameWithOwner } }
              ... on Commit {
                associatedPullRequests(first: 5) {
                  nodes { number title url mergedAt repository { nameWithOwner } }
                }
              }
            }
          }
          ... on MarkedAsDuplicateEvent {
            canonical { __typename ... on Issue { number repository { nameWithOwner } } }
          }
          ... on UnmarkedAsDuplicateEvent {
            canonical { __typename ... on Issue { number repository { nameWithOwner } } }
          }
        }
      }
    }
  }
}`;

const RawRepository = z.looseObject({ nameWithOwner: z.string() });
const RawPull = z.looseObject({
  number: z.int(),
  title: z.string(),
  url: z.string(),
  mergedAt: z.string().nullable(),
  repository: RawRepository,
});
type RawPull = z.infer<typeof RawPull>;
/** GraphQL leaves a hole where the token may not look. */
const RawPulls = z
  .looseObject({ nodes: z.array(RawPull.nullable()) })
  .nullish()
  .transform((list) => (list?.nodes ?? []).filter((pull) => pull !== null));

const Closer = z.union([
  RawPull.extend({ __typename: z.literal('PullRequest') }).transform((pull) => [pull]),
  z
    .looseObject({ __typename: z.literal('Commit'), associatedPullRequests: RawPulls })
    .transform(({ associatedPullRequests }) => associatedPullRequests),
  z.looseObject({}).transform((): RawPull[] => []),
]);
const Canonical = z.looseObject({ number: z.int().optional(), repository: RawRepository.optional() }).nullish();

const TimelineItem = z.union([
  z.looseObject({ __typename: z.literal('ClosedEvent'), closer: Closer.nullish() }),
  z.looseObject({
    __typename: z.enum(['MarkedAsDuplicateEvent', 'UnmarkedAsDuplicateEvent']),
    canonical: Canonical,
  }),
]);
type TimelineItem = z.infer<typeof TimelineItem>;

const Answer = z.looseObject({
  repository: z.looseObject({
    issue: z.looseObject({
      closedByPullRequestsReferences: RawPulls,
      timelineItems: z.looseObject({ nodes: z.array(TimelineItem.nullable()) }),
    }),
  }),
});

/**
 * What happened to an issue: its fix, what it is a duplicate of, and what we wrote on it. Only pull requests of the same
 * repository that were merged count as a fix, the last one first. Never throws for what GitHub fails at: then
 * `complete` is false, and what is missing is unknown.
 */
export async function getHistory(github: GitHub, issue: Issue): Promise<IssueHistory> {
  const [links, comments] = await Promise.all([readLinks(github, issue.number), readComments(github, issue.number)]);
  const marked = (text: string) => parseMarkers(text).length > 0;
  return {
    issue,
    fix: links?.fix ?? null,
    closing: null,
    fixesOnTheWay: [],
    movedTo: null,
    duplicateOf: links?.duplicateOf ?? null,
    ownComments: (comments ?? []).filter(({ author, body }) => isTrusted(github, author) && marked(body)),
    own: isTrusted(github, issue.author) && marked(issue.body),
    complete: links !== null && comments !== null,
  };
}

async function readComments(github: GitHub, number: number): Promise<IssueComment[] | null> {
  try {
    return await listComments(github, number);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return null;
  }
}

async function readLinks(
  github: GitHub,
  number: number,
): Promise<{ fix: Fix | null; duplicateOf: number | null } | null> {
  let data: unknown;
  try {
    data = await github.octokit.graphql(QUERY, { owner: github.owner, name: github.name, number });
  } catch (error) {
    if (isGraphqlRefusal(error) || explainFailure(error, '') instanceof GitHubError) return null;
    throw error;
  }
  const answer = Answer.safeParse(data);
  if (!answer.success) return null;
  const { closedByPullRequestsReferences: linked, timelineItems } = answer.data.repository.issue;
  const items = timelineItems.nodes.filter((item) => item !== null);
  const closers = items.flatMap((item) => (item.__typename === 'ClosedEvent' ? (item.closer ?? []) : []));
  const isOurs = ({ nameWithOwner }: { nameWithOwner: string }) =>
    nameWithOwner.toLowerCase() === `${github.owner}/${github.name}`.toLowerCase();
  const fixes = [
    ...closers.map((pull) => ({ pull, how: 'closed the issue' as const })),
    ...linked.map((pull) => ({ pull, how: 'linked as closing the issue' as const })),
  ].flatMap(({ pull, how }) => (isOurs(pull.repository) ? toFix(pull, how) : []));
  return { fix: latest(fixes), duplicateOf: canonicalOf(items, isOurs) };
}

/** @octokit/graphql's own error, for an answer with status 200 that carries `errors`. */
function isGraphqlRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'GraphqlResponseError';
}

function toFix({ number, title, url, mergedAt }: RawPull, how: Fix['how']): Fix[] {
  return mergedAt === null ? [] : [{ pull: number, title, url, mergedAt, how }];
}

/** The fix merged last; of one pull request found both ways, that it closed the issue says more. */
function latest(fixes: readonly Fix[]): Fix | null {
  return fixes.reduce<Fix | null>(
    (best, fix) => (best === null || Date.parse(fix.mergedAt) > Date.parse(best.mergedAt) ? fix : best),
    null,
  );
}

function canonicalOf(
  items: readonly TimelineItem[],
  isOurs: (repository: { nameWithOwner: string }) => boolean,
): number | null {
  let canonical: number | null = null;
  for (const item of items) {
    if (item.__typename === 'ClosedEvent') continue;
    const { number, repository } = item.canonical ?? {};
    const known = number !== undefined && repository !== undefined && isOurs(repository);
    canonical = item.__typename === 'MarkedAsDuplicateEvent' && known ? number : null;
  }
  return canonical;
}
