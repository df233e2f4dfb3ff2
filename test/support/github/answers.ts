/** Tracker → the JSON that GitHub sends: https://docs.github.com/rest (checked against its OpenAPI description). */
import { createHash } from 'node:crypto';
import { type Comment, type Issue, isPull, type Label, type Pull, type Tracker } from './tracker.ts';

/** What an answer needs beside the thing itself: the tracker, and the address it was asked at. */
export interface Scene {
  tracker: Tracker;
  /** Origin of the request, without a slash at the end. */
  base: string;
}

export function repositoryName(tracker: Tracker): string {
  return `${tracker.repository.owner}/${tracker.repository.name}`;
}

/** Where people read it. */
export function htmlUrl(tracker: Tracker, thread: Issue | Pull): string {
  return `https://github.com/${repositoryName(tracker)}/${isPull(thread) ? 'pull' : 'issues'}/${thread.number}`;
}

export function repositoryUrl({ base, tracker }: Scene): string {
  return `${base}/repos/${repositoryName(tracker)}`;
}

/** A number that is the same for the same text in every run, as ids of things that are not counted up. */
export function idOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) >>> 4;
}

export function shaOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}

export function userAnswer({ base, tracker }: Scene, login: string) {
  const known = tracker.users.find((user) => user.login === login);
  const type =
    login === tracker.repository.owner ? 'Organization' : (known?.type ?? (login.endsWith('[bot]') ? 'Bot' : 'User'));
  const url = `${base}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: idOf(login),
    node_id: nodeId('User', login),
    avatar_url: `https://avatars.githubusercontent.com/u/${idOf(login)}?v=4`,
    gravatar_id: '',
    url,
    html_url: `https://github.com/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  };
}

export function viewerAnswer(scene: Scene) {
  const login = scene.tracker.viewer;
  const known = scene.tracker.users.find((user) => user.login === login);
  return {
    ...userAnswer(scene, login),
    name: known?.name ?? null,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    notification_email: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2025-01-01T00:00:00Z',
    updated_at: '2025-01-01T00:00:00Z',
    private_gists: 0,
    total_private_repos: 1,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  };
}

export function labelAnswer(scene: Scene, label: Label) {
  return {
    id: idOf(label.name),
    node_id: nodeId('Label', label.name),
    url: `${repositoryUrl(scene)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

function labelAnswers(scene: Scene, names: readonly string[]) {
  return names.flatMap((name) => {
    const label = scene.tracker.labels.find((one) => one.name === name);
    return label === undefined ? [] : [labelAnswer(scene, label)];
  });
}

function authorAssociation({ tracker }: Scene, login: string): string {
  return login === tracker.viewer || tracker.users.some((user) => user.login === login) ? 'COLLABORATOR' : 'NONE';
}

function reactions(url: string) {
  const none = { '+1': 0, '-1': 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return { url: `${url}/reactions`, total_count: 0, ...none };
}

/** An issue, or a pull request as the issue endpoints show it: with `pull_request`. */
export function issueAnswer(scene: Scene, thread: Issue | Pull) {
  const repository_url = repositoryUrl(scene);
  const url = `${repository_url}/issues/${thread.number}`;
  const closer = isPull(thread) ? undefined : thread.events.findLast((event) => event.event === 'closed');
  return {
    url,
    repository_url,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: htmlUrl(scene.tracker, thread),
    id: 3_000_000_000 + thread.number,
    node_id: nodeId(isPull(thread) ? 'PullRequest' : 'Issue', thread.number),
    number: thread.number,
    title: thread.title,
    user: userAnswer(scene, thread.author),
    labels: labelAnswers(scene, thread.labels),
    state: thread.state,
    state_reason: isPull(thread) ? null : thread.state_reason,
    locked: thread.locked,
    active_lock_reason: null,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: thread.comments.length,
    created_at: thread.created_at,
    updated_at: thread.updated_at,
    closed_at: thread.closed_at,
    closed_by: thread.state === 'closed' && closer !== undefined ? userAnswer(scene, closer.actor) : null,
    author_association: authorAssociation(scene, thread.author),
    body: thread.body === '' ? null : thread.body,
    reactions: reactions(url),
    performed_via_github_app: null,
    ...(isPull(thread) ? { draft: false, pull_request: pullLinks(scene, thread) } : {}),
  };
}

function pullLinks(scene: Scene, pull: Pull) {
  const html_url = htmlUrl(scene.tracker, pull);
  return {
    url: `${repositoryUrl(scene)}/pulls/${pull.number}`,
    html_url,
    diff_url: `${html_url}.diff`,
    patch_url: `${html_url}.patch`,
    merged_at: pull.merged_at,
  };
}

export function commentAnswer(scene: Scene, thread: Issue | Pull, comment: Comment) {
  const url = `${repositoryUrl(scene)}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${htmlUrl(scene.tracker, thread)}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl(scene)}/issues/${thread.number}`,
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    user: userAnswer(scene, comment.author),
    created_at: comment.created_at,
    updated_at: comment.updated_at,
    author_association: authorAssociation(scene, comment.author),
    body: comment.body,
    reactions: reactions(url),
    performed_via_github_app: null,
  };
}
