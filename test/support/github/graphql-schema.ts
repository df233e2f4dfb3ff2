/** The part of GitHub's GraphQL schema that tells an issue's history: https://docs.github.com/graphql/reference/objects#issue */
import { htmlUrl, nodeId, repositoryName, type Scene, shaOf } from './answers.ts';
import { commitsOf, headlineOf, pullsOf } from './commits.ts';
import { type Args, FieldFailure, type Node } from './graphql-execute.ts';
import type { TimelineEvent } from './history.ts';
import { mergeCommit } from './repository-answers.ts';
import type { Issue, Pull } from './tracker.ts';

export function queryRoot(scene: Scene): Node {
  return {
    __typename: 'Query',
    viewer: () => actorNode(scene.tracker.viewer),
    repository: ({ owner, name }) => {
      const wanted = `${owner}/${name}`;
      if (wanted.toLowerCase() === repositoryName(scene.tracker).toLowerCase()) return repositoryNode(scene);
      throw new FieldFailure('NOT_FOUND', `Could not resolve to a Repository with the name '${wanted}'.`);
    },
  };
}

function repositoryNode(scene: Scene): Node {
  const { tracker } = scene;
  return {
    __typename: 'Repository',
    id: nodeId('Repository', repositoryName(tracker)),
    name: tracker.repository.name,
    nameWithOwner: repositoryName(tracker),
    isPrivate: tracker.repository.private,
    url: `https://github.com/${repositoryName(tracker)}`,
    owner: actorNode(tracker.repository.owner),
    issue: ({ number }) => {
      const issue = tracker.issues.find((one) => one.number === number && one.gone === null);
      if (issue === undefined) {
        throw new FieldFailure('NOT_FOUND', `Could not resolve to an Issue with the number of ${number}.`);
      }
      return issueNode(scene, issue);
    },
    defaultBranchRef: () => ({
      __typename: 'Ref',
      name: 'main',
      target: () => commitNode(scene, shaOf('head of main')),
    }),
    pullRequests: (args) => {
      const wanted = Array.isArray(args.states) ? args.states : null;
      const pulls = tracker.pulls
        .toSorted((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at) || a.number - b.number)
        .map((pull) => pullNode(scene, pull));
      const shown = pulls.filter(
        ({ state }) => wanted === null || (typeof state === 'string' && wanted.includes(state)),
      );
      return connection('PullRequestConnection', shown, args);
    },
    pullRequest: ({ number }) => {
      const pull = tracker.pulls.find((one) => one.number === number && one.repository === null);
      if (pull === undefined) {
        throw new FieldFailure('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`);
      }
      return pullNode(scene, pull);
    },
  };
}

function foreignRepositoryNode(nameWithOwner: string): Node {
  return { __typename: 'Repository', nameWithOwner, url: `https://github.com/${nameWithOwner}` };
}

function issueNode(scene: Scene, issue: Issue): Node {
  return {
    __typename: 'Issue',
    id: nodeId('Issue', issue.number),
    number: issue.number,
    title: issue.title,
    body: issue.body,
    url: htmlUrl(scene.tracker, issue),
    author: actorNode(issue.author),
    state: issue.state.toUpperCase(),
    stateReason: ({ enableDuplicate }) => reasonOf(issue.state_reason, enableDuplicate === true),
    closed: issue.state === 'closed',
    closedAt: issue.closed_at,
    createdAt: issue.created_at,
    updatedAt: issue.updated_at,
    locked: issue.locked,
    repository: () => repositoryNode(scene),
    comments: (args) => {
      const comments = issue.comments.map(({ id, author, body, created_at, updated_at }) => ({
        __typename: 'IssueComment',
        fullDatabaseId: String(id),
        author: actorNode(author),
        body,
        createdAt: created_at,
        updatedAt: updated_at,
      }));
      return connection('IssueCommentConnection', comments, args);
    },
    closedByPullRequestsReferences: (args) => {
      const linked = scene.tracker.pulls.filter((pull) => pull.closes.includes(issue.number) || closes(issue, pull));
      const shown = args.includeClosedPrs === true ? linked : linked.filter((pull) => pull.state === 'open');
      return connection(
        'PullRequestConnection',
        shown.map((pull) => pullNode(scene, pull)),
        args,
      );
    },
    timelineItems: (args) => {
      const wanted = Array.isArray(args.itemTypes) ? args.itemTypes : null;
      const events = issue.events.filter((event) => wanted?.includes(ITEM_TYPES[event.event]) ?? true);
      return connection(
        'IssueTimelineItemsConnection',
        events.map((event) => eventNode(scene, issue, event)),
        args,
      );
    },
  };
}

function closes(issue: Issue, pull: Pull): boolean {
  return issue.events.some((event) => event.event === 'closed' && event.pull === pull.number);
}

/** Without `enableDuplicate` the schema has no word for a duplicate. */
function reasonOf(reason: Issue['state_reason'], enableDuplicate: boolean): string | null {
  if (reason === 'duplicate' && !enableDuplicate) return 'NOT_PLANNED';
  return reason === null ? null : reason.toUpperCase();
}

function pullNode(scene: Scene, pull: Pull): Node {
  const merged = pull.merged_at !== null;
  return {
    __typename: 'PullRequest',
    id: nodeId('PullRequest', pull.number),
    number: pull.number,
    title: pull.title,
    body: pull.body,
    url: htmlUrl(scene.tracker, pull),
    author: actorNode(pull.author),
    state: merged ? 'MERGED' : pull.state.toUpperCase(),
    merged,
    mergedAt: pull.merged_at,
    closed: pull.state === 'closed',
    closedAt: pull.closed_at,
    createdAt: pull.created_at,
    updatedAt: pull.updated_at,
    files: (args) => {
      const files = pull.files.map(({ path, additions, deletions }) => ({
        __typename: 'PullRequestChangedFile',
        path,
        additions,
        deletions,
      }));
      return connection('PullRequestChangedFileConnection', files, args);
    },
    changedFiles: pull.files.length,
    baseRefName: 'main',
    closingIssuesReferences: (args) => {
      const issues = scene.tracker.issues.filter((issue) => pull.closes.includes(issue.number) && issue.gone === null);
      return connection(
        'IssueConnection',
        issues.map((issue) => issueNode(scene, issue)),
        args,
      );
    },
    mergeCommit: merged ? () => commitNode(scene, mergeCommit(pull.number)) : null,
    repository: () => (pull.repository === null ? repositoryNode(scene) : foreignRepositoryNode(pull.repository)),
  };
}

function commitNode(scene: Scene, oid: string): Node {
  const pulls = pullsOf(scene.tracker, oid);
  const planted = scene.tracker.commits.find((commit) => commit.sha === oid);
  return {
    __typename: 'Commit',
    oid,
    committedDate: planted?.at ?? null,
    messageHeadline: planted === undefined ? '' : headlineOf(planted),
    author: { __typename: 'GitActor', name: 'A developer', user: null },
    history: (args) => {
      const commits = commitsOf(scene.tracker, {
        path: typeof args.path === 'string' ? args.path : null,
        since: typeof args.since === 'string' ? Date.parse(args.since) : -Infinity,
        until: typeof args.until === 'string' ? Date.parse(args.until) : Infinity,
      });
      return connection(
        'CommitHistoryConnection',
        commits.map(({ sha }) => commitNode(scene, sha)),
        args,
      );
    },
    abbreviatedOid: oid.slice(0, 7),
    url: `https://github.com/${repositoryName(scene.tracker)}/commit/${oid}`,
    repository: () => repositoryNode(scene),
    associatedPullRequests: (args) =>
      connection(
        'PullRequestConnection',
        pulls.map((pull) => pullNode(scene, pull)),
        args,
      ),
  };
}

function actorNode(login: string): Node {
  return {
    __typename: login.endsWith('[bot]') ? 'Bot' : 'User',
    login,
    url: `https://github.com/${encodeURIComponent(login)}`,
  };
}

const ITEM_TYPES: Record<TimelineEvent['event'], string> = {
  closed: 'CLOSED_EVENT',
  reopened: 'REOPENED_EVENT',
  labeled: 'LABELED_EVENT',
  unlabeled: 'UNLABELED_EVENT',
  renamed: 'RENAMED_TITLE_EVENT',
  marked_as_duplicate: 'MARKED_AS_DUPLICATE_EVENT',
  unmarked_as_duplicate: 'UNMARKED_AS_DUPLICATE_EVENT',
};

function eventNode(scene: Scene, issue: Issue, event: TimelineEvent): Node {
  const common = {
    id: nodeId(ITEM_TYPES[event.event], `${issue.number} ${event.created_at}`),
    actor: actorNode(event.actor),
    createdAt: event.created_at,
  };
  switch (event.event) {
    case 'closed':
      return {
        __typename: 'ClosedEvent',
        ...common,
        closer: closerNode(scene, event),
        stateReason: reasonOf(event.reason, true),
      };
    case 'reopened':
      return { __typename: 'ReopenedEvent', ...common, stateReason: 'REOPENED' };
    case 'labeled':
    case 'unlabeled':
      return {
        __typename: event.event === 'labeled' ? 'LabeledEvent' : 'UnlabeledEvent',
        ...common,
        label: { __typename: 'Label', name: event.label },
      };
    case 'renamed':
      return { __typename: 'RenamedTitleEvent', ...common, previousTitle: event.from, currentTitle: event.to };
    case 'marked_as_duplicate':
    case 'unmarked_as_duplicate': {
      const canonical = scene.tracker.issues.find((one) => one.number === event.canonical);
      return {
        __typename: event.event === 'marked_as_duplicate' ? 'MarkedAsDuplicateEvent' : 'UnmarkedAsDuplicateEvent',
        ...common,
        isCrossRepository: false,
        canonical: canonical === undefined ? null : () => issueNode(scene, canonical),
        duplicate: () => issueNode(scene, issue),
      };
    }
  }
}

function closerNode(scene: Scene, event: TimelineEvent & { event: 'closed' }): Node | null {
  const pull = scene.tracker.pulls.find((one) => one.number === event.pull);
  if (pull !== undefined) return pullNode(scene, pull);
  return event.commit === undefined ? null : commitNode(scene, event.commit);
}

function connection(__typename: string, nodes: readonly Node[], { first, last }: Args): Node {
  const head = typeof first === 'number' ? nodes.slice(0, first) : nodes;
  const shown = typeof last === 'number' ? head.slice(Math.max(0, head.length - last)) : head;
  if (typeof first !== 'number' && typeof last !== 'number') {
    throw new FieldFailure(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${__typename}\`.`,
    );
  }
  return {
    __typename,
    totalCount: nodes.length,
    nodes: shown,
    pageInfo: {
      __typename: 'PageInfo',
      hasNextPage: head.length < nodes.length,
      hasPreviousPage: shown.length < head.length,
      startCursor: null,
      endCursor: null,
    },
  };
}
