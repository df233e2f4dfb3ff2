import { z } from 'zod';
import { GitHubError } from '../model/errors.ts';
import type { IssueComment } from '../model/issue.ts';
import { Actor } from './actor.ts';
import type { GitHub } from './client.ts';
import { COMMENTS, RawComments } from './comments.ts';
import { askGraphql } from './graphql.ts';

/**
 * REST names the commit that closed an issue, never the pull request; GraphQL names both:
 * https://docs.github.com/en/graphql/reference/objects#closedevent
 */
const QUERY = `query IssueHistory($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    issue(number: $number) {
      repository { nameWithOwner }
      ${COMMENTS}
      closedByPullRequestsReferences(first: 100, includeClosedPrs: true) {
        pageInfo { hasNextPage }
        nodes { number title url state mergedAt repository { nameWithOwner } }
      }
      labelings: timelineItems(last: 100, itemTypes: [LABELED_EVENT]) {
        nodes { __typename ... on LabeledEvent { actor { __typename login } label { name } } }
      }
      timelineItems(last: 100, itemTypes: [
        CLOSED_EVENT, REOPENED_EVENT, CONVERTED_TO_DISCUSSION_EVENT, MARKED_AS_DUPLICATE_EVENT, UNMARKED_AS_DUPLICATE_EVENT
      ]) {
        nodes {
          __typename
          ... on ClosedEvent {
            createdAt
            actor { __typename login }
            closer {
              __typename
              ... on PullRequest { number title url state mergedAt repository { nameWithOwner } }
              ... on Commit {
                oid
                associatedPullRequests(first: 10) {
                  nodes { number title url state mergedAt repository { nameWithOwner } }
                }
              }
            }
          }
          ... on ReopenedEvent { createdAt }
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
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  mergedAt: z.string().nullable(),
  repository: RawRepository,
});
/** A pull request as GraphQL shows it, of this repository or of another. */
export type LinkedPull = z.infer<typeof RawPull>;

/** GraphQL leaves a hole where the token may not look. */
const RawPulls = z
  .looseObject({
    nodes: z.array(RawPull.nullable()),
    pageInfo: z.looseObject({ hasNextPage: z.boolean() }).optional(),
  })
  .nullish()
  .transform((list) => ({
    pulls: (list?.nodes ?? []).filter((pull) => pull !== null),
    more: list?.pageInfo?.hasNextPage ?? false,
  }));

/** Null for what GitHub may add later, and for a pull request or project that the token may not see. */
const Closer = z.union([
  RawPull.extend({ __typename: z.literal('PullRequest') }).transform((pull) => ({ kind: 'pull' as const, pull })),
  z
    .looseObject({ __typename: z.literal('Commit'), oid: z.string(), associatedPullRequests: RawPulls })
    .transform(({ oid, associatedPullRequests: { pulls } }) => ({ kind: 'commit' as const, oid, pulls })),
  z.looseObject({}).transform(() => null),
]);

const Canonical = z.looseObject({ number: z.int().optional(), repository: RawRepository.optional() }).nullish();

const TimelineItem = z.discriminatedUnion('__typename', [
  z.looseObject({
    __typename: z.literal('ClosedEvent'),
    createdAt: z.string(),
    actor: Actor,
    closer: Closer.nullish().transform((closer) => closer ?? null),
  }),
  z.looseObject({ __typename: z.literal('ReopenedEvent'), createdAt: z.string() }),
  z.looseObject({ __typename: z.literal('ConvertedToDiscussionEvent') }),
  z.looseObject({ __typename: z.literal('MarkedAsDuplicateEvent'), canonical: Canonical }),
  z.looseObject({ __typename: z.literal('UnmarkedAsDuplicateEvent'), canonical: Canonical }),
]);
export type TimelineItem = z.infer<typeof TimelineItem>;

const Labeling = z.looseObject({ actor: Actor, label: z.looseObject({ name: z.string() }) });

const Answer = z.looseObject({
  repository: z.looseObject({
    issue: z.looseObject({
      repository: RawRepository,
      comments: RawComments,
      closedByPullRequestsReferences: RawPulls,
      labelings: z.looseObject({ nodes: z.array(Labeling.nullable()) }),
      timelineItems: z.looseObject({ nodes: z.array(TimelineItem.nullable()) }),
    }),
  }),
});

/** What happened to an issue, as GitHub tells it. */
export interface Timeline {
  /** owner/name; another than ours where the issue was transferred. */
  readonly repository: string;
  /** Pull requests that are linked as closing it, of any repository. */
  readonly linked: readonly LinkedPull[];
  /** False = more are linked than were read. */
  readonly linkedWhole: boolean;
  /** Oldest first; null = there are more than one answer holds. */
  readonly comments: readonly IssueComment[] | null;
  /** The last hundred, oldest first. */
  readonly items: readonly TimelineItem[];
  /** Who set which label, the last hundred times, oldest first; null = an account that is gone. */
  readonly labelings: readonly { readonly label: string; readonly by: string | null }[];
}

/** The timeline of an issue; null where GitHub did not tell it. */
export async function readTimeline(github: GitHub, number: number): Promise<Timeline | null> {
  const answer = await askTimeline(github, number);
  if (answer === null) return null;
  const { issue } = answer.repository;
  const { repository, comments, closedByPullRequestsReferences: linked, timelineItems, labelings } = issue;
  return {
    repository: repository.nameWithOwner,
    comments,
    linked: linked.pulls,
    linkedWhole: !linked.more,
    items: timelineItems.nodes.filter((item) => item !== null),
    labelings: labelings.nodes.flatMap((one) =>
      one === null ? [] : { label: one.label.name, by: one.actor?.login ?? null },
    ),
  };
}

async function askTimeline(github: GitHub, number: number): Promise<z.infer<typeof Answer> | null> {
  try {
    return await askGraphql(github, `read the history of #${number}`, Answer, QUERY, { number });
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return null;
  }
}
