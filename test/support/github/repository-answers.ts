/** The repository and its pull requests as GitHub shows them. */
import {
  htmlUrl,
  idOf,
  issueAnswer,
  nodeId,
  repositoryName,
  repositoryUrl,
  type Scene,
  shaOf,
  userAnswer,
} from './answers.ts';
import { type Pull, threadsHere } from './tracker.ts';

const BORN = '2025-01-01T00:00:00Z';

const PLACES = {
  archive_url: '{archive_format}{/ref}',
  assignees_url: 'assignees{/user}',
  blobs_url: 'git/blobs{/sha}',
  branches_url: 'branches{/branch}',
  collaborators_url: 'collaborators{/collaborator}',
  comments_url: 'comments{/number}',
  commits_url: 'commits{/sha}',
  compare_url: 'compare/{base}...{head}',
  contents_url: 'contents/{+path}',
  contributors_url: 'contributors',
  deployments_url: 'deployments',
  downloads_url: 'downloads',
  events_url: 'events',
  forks_url: 'forks',
  git_commits_url: 'git/commits{/sha}',
  git_refs_url: 'git/refs{/sha}',
  git_tags_url: 'git/tags{/sha}',
  hooks_url: 'hooks',
  issue_comment_url: 'issues/comments{/number}',
  issue_events_url: 'issues/events{/number}',
  issues_url: 'issues{/number}',
  keys_url: 'keys{/key_id}',
  labels_url: 'labels{/name}',
  languages_url: 'languages',
  merges_url: 'merges',
  milestones_url: 'milestones{/number}',
  notifications_url: 'notifications{?since,all,participating}',
  pulls_url: 'pulls{/number}',
  releases_url: 'releases{/id}',
  stargazers_url: 'stargazers',
  statuses_url: 'statuses/{sha}',
  subscribers_url: 'subscribers',
  subscription_url: 'subscription',
  tags_url: 'tags',
  teams_url: 'teams',
  trees_url: 'git/trees{/sha}',
};

/** A repository as others refer to it; `GET /repos/{owner}/{repo}` adds a little. */
export function repositoryAnswer(scene: Scene) {
  const { tracker } = scene;
  const full_name = repositoryName(tracker);
  const url = repositoryUrl(scene);
  const html_url = `https://github.com/${full_name}`;
  const open = threadsHere(tracker).filter((thread) => thread.state === 'open').length;
  return {
    id: idOf(full_name),
    node_id: nodeId('Repository', full_name),
    name: tracker.repository.name,
    full_name,
    owner: userAnswer(scene, tracker.repository.owner),
    private: tracker.repository.private,
    visibility: tracker.repository.private ? 'private' : 'public',
    html_url,
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(Object.entries(PLACES).map(([name, place]) => [name, `${url}/${place}`])),
    git_url: `git://github.com/${full_name}.git`,
    ssh_url: `git@github.com:${full_name}.git`,
    clone_url: `${html_url}.git`,
    svn_url: html_url,
    mirror_url: null,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    language: 'Python',
    has_issues: tracker.repository.has_issues,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    forks_count: 0,
    forks: 0,
    archived: tracker.repository.archived,
    disabled: false,
    open_issues_count: open,
    open_issues: open,
    license: null,
    allow_forking: false,
    is_template: false,
    topics: [],
    default_branch: 'main',
    permissions: { admin: false, maintain: false, push: true, triage: true, pull: true },
    created_at: BORN,
    updated_at: BORN,
    pushed_at: BORN,
  };
}

export function fullRepositoryAnswer(scene: Scene) {
  return { ...repositoryAnswer(scene), network_count: 0, subscribers_count: 1 };
}

/** The commit that a pull request became when it was merged. */
export function mergeCommit(number: number): string {
  return shaOf(`merge of #${number}`);
}

/** A pull request as lists show it. */
export function pullAnswer(scene: Scene, pull: Pull) {
  const { body, labels, user, created_at, updated_at, closed_at, locked, author_association } = issueAnswer(
    scene,
    pull,
  );
  const url = `${repositoryUrl(scene)}/pulls/${pull.number}`;
  const html_url = htmlUrl(scene.tracker, pull);
  const issue_url = `${repositoryUrl(scene)}/issues/${pull.number}`;
  const head = shaOf(`head of #${pull.number}`);
  const owner = scene.tracker.repository.owner;
  const repo = repositoryAnswer(scene);
  const end = (ref: string, sha: string) => ({ label: `${owner}:${ref}`, ref, sha, user: repo.owner, repo });
  const places = {
    comments: `${issue_url}/comments`,
    commits: `${url}/commits`,
    statuses: `${repositoryUrl(scene)}/statuses/${head}`,
    review_comments: `${url}/comments`,
    review_comment: `${repositoryUrl(scene)}/pulls/comments{/number}`,
  };
  return {
    url,
    id: 2_000_000_000 + pull.number,
    node_id: nodeId('PullRequest', pull.number),
    html_url,
    diff_url: `${html_url}.diff`,
    patch_url: `${html_url}.patch`,
    issue_url,
    number: pull.number,
    state: pull.state,
    locked,
    title: pull.title,
    user,
    body,
    created_at,
    updated_at,
    closed_at,
    merged_at: pull.merged_at,
    merge_commit_sha: pull.merged_at === null ? null : mergeCommit(pull.number),
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels,
    milestone: null,
    draft: false,
    commits_url: places.commits,
    review_comments_url: places.review_comments,
    review_comment_url: places.review_comment,
    comments_url: places.comments,
    statuses_url: places.statuses,
    head: end(`branch-of-${pull.number}`, head),
    base: end('main', shaOf(`base of #${pull.number}`)),
    _links: Object.fromEntries(
      Object.entries({ self: url, html: html_url, issue: issue_url, ...places }).map(([name, href]) => [
        name,
        { href },
      ]),
    ),
    author_association,
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** A pull request as `GET …/pulls/{number}` shows it. */
export function fullPullAnswer(scene: Scene, pull: Pull) {
  const merged = pull.merged_at !== null;
  return {
    ...pullAnswer(scene, pull),
    merged,
    mergeable: merged ? null : true,
    rebaseable: merged ? null : true,
    mergeable_state: merged ? 'unknown' : 'clean',
    merged_by: merged ? userAnswer(scene, pull.author) : null,
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: pull.files.reduce((sum, file) => sum + file.additions, 0),
    deletions: pull.files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: pull.files.length,
  };
}

export function fileAnswer(scene: Scene, pull: Pull, file: Pull['files'][number]) {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  const html = `https://github.com/${repositoryName(scene.tracker)}`;
  const head = shaOf(`head of #${pull.number}`);
  return {
    sha: shaOf(`${head}:${file.path}`),
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${head}/${path}`,
    raw_url: `${html}/raw/${head}/${path}`,
    contents_url: `${repositoryUrl(scene)}/contents/${path}?ref=${head}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
  };
}
