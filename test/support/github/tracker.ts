import type { History, TimelineEvent } from './history.ts';

type Planted<Kind extends 'issues' | 'pulls'> = History[Kind][number];

export interface Comment {
  id: number;
  author: string;
  body: string;
  created_at: string;
  updated_at: string;
}

type Settled<Thread> = Omit<Thread, 'comments' | 'updated_at' | 'closed_by_pull' | 'duplicate_of'> & {
  comments: Comment[];
  updated_at: string;
};
export type Issue = Settled<Planted<'issues'>>;
export type Pull = Settled<Planted<'pulls'>>;
export type Label = History['labels'][number];

/** What the server knows: a history that goes on. */
export interface Tracker extends Omit<History, 'issues' | 'pulls'> {
  issues: Issue[];
  pulls: Pull[];
  nextCommentId: number;
}

const FIRST_COMMENT_ID = 3_284_000_001;

/** A tracker that begins with this history; the history itself is left alone. */
export function plant(history: History): Tracker {
  const { issues, pulls, ...rest } = structuredClone(history);
  const ids = [...issues, ...pulls].flatMap((thread) => thread.comments.map((comment) => comment.id ?? 0));
  const tracker: Tracker = { ...rest, issues: [], pulls: [], nextCommentId: Math.max(FIRST_COMMENT_ID, ...ids) + 1 };
  const settle = (comment: Planted<'issues'>['comments'][number]): Comment => ({
    ...comment,
    id: comment.id ?? tracker.nextCommentId++,
    updated_at: comment.updated_at ?? comment.created_at,
  });
  for (const { closed_by_pull, duplicate_of, ...issue } of issues) {
    const comments = issue.comments.map(settle);
    const updated_at = issue.updated_at ?? newest(issue, comments);
    const events = [...issue.events, ...impliedEvents({ ...issue, closed_by_pull, duplicate_of })];
    tracker.issues.push({ ...issue, comments, updated_at, events });
    ensureLabels(tracker, issue.labels);
  }
  for (const pull of pulls) {
    const comments = pull.comments.map(settle);
    const closed_at = pull.closed_at ?? pull.merged_at;
    tracker.pulls.push({ ...pull, closed_at, comments, updated_at: pull.updated_at ?? newest(pull, comments) });
    ensureLabels(tracker, pull.labels);
  }
  return tracker;
}

/** The history up to this moment: `plant(snapshot(tracker))` is the same tracker again. */
export function snapshot(tracker: Tracker): History {
  const { nextCommentId, ...history } = structuredClone(tracker);
  return history;
}

function newest(thread: { created_at: string; closed_at: string | null }, comments: readonly Comment[]): string {
  const times = [thread.created_at, thread.closed_at ?? thread.created_at, ...comments.map((one) => one.updated_at)];
  return times.reduce((latest, time) => (Date.parse(time) > Date.parse(latest) ? time : latest));
}

function impliedEvents(
  issue: Omit<Planted<'issues'>, 'closed_by_pull' | 'duplicate_of'> & {
    closed_by_pull: number | undefined;
    duplicate_of: number | undefined;
  },
): TimelineEvent[] {
  if (issue.closed_at === null) return [];
  const at = { actor: issue.author, created_at: issue.closed_at };
  const events: TimelineEvent[] = [];
  if (issue.duplicate_of !== undefined) {
    events.push({ event: 'marked_as_duplicate', canonical: issue.duplicate_of, ...at });
  }
  if (!issue.events.some((event) => event.event === 'closed')) {
    const reason = issue.state_reason === null || issue.state_reason === 'reopened' ? 'completed' : issue.state_reason;
    const by = issue.closed_by_pull === undefined ? {} : { pull: issue.closed_by_pull };
    events.push({ event: 'closed', reason, ...at, ...by });
  }
  return events;
}

/** Makes the labels that are missing, as GitHub does when an issue is given one. */
function ensureLabels(tracker: Tracker, names: readonly string[]): void {
  for (const name of names) {
    if (findLabel(tracker, name) === undefined) tracker.labels.push({ name, color: 'ededed', description: null });
  }
}

/** Label names do not differ by case. */
export function findLabel(tracker: Tracker, name: string): Label | undefined {
  return tracker.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}

export function findThread(tracker: Tracker, number: number): Issue | Pull | undefined {
  return (
    tracker.issues.find((issue) => issue.number === number) ?? tracker.pulls.find((pull) => pull.number === number)
  );
}

/** What the repository still has: nothing that went elsewhere, and no pull request of another repository. */
export function threadsHere(tracker: Tracker): (Issue | Pull)[] {
  const issues = tracker.issues.filter((issue) => issue.gone === null);
  return [...issues, ...tracker.pulls.filter((pull) => pull.repository === null)];
}

export function isPull(thread: Issue | Pull): thread is Pull {
  return 'merged_at' in thread;
}

export function createIssue(
  tracker: Tracker,
  input: { title: string; body: string; labels: readonly string[] },
  at: Date,
): Issue {
  const created_at = stamp(at);
  const issue: Issue = {
    number: tracker.nextNumber++,
    title: input.title,
    body: input.body,
    author: tracker.viewer,
    state: 'open',
    state_reason: null,
    created_at,
    updated_at: created_at,
    closed_at: null,
    locked: false,
    gone: null,
    labels: [],
    comments: [],
    events: [],
  };
  tracker.issues.push(issue);
  setLabels(tracker, issue, input.labels, at);
  return issue;
}

export function addComment(tracker: Tracker, thread: Issue | Pull, body: string, at: Date): Comment {
  const time = stamp(at);
  const comment = { id: tracker.nextCommentId++, author: tracker.viewer, body, created_at: time, updated_at: time };
  thread.comments.push(comment);
  thread.updated_at = time;
  return comment;
}

export interface IssueChange {
  title?: string | undefined;
  body?: string | undefined;
  state?: 'open' | 'closed' | undefined;
  state_reason?: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null | undefined;
  labels?: readonly string[] | undefined;
}

export function changeIssue(tracker: Tracker, issue: Issue, change: IssueChange, at: Date): void {
  const by = { actor: tracker.viewer, created_at: stamp(at) };
  if (change.title !== undefined && change.title !== issue.title) {
    issue.events.push({ event: 'renamed', from: issue.title, to: change.title, ...by });
    issue.title = change.title;
  }
  if (change.body !== undefined) issue.body = change.body;
  if (change.labels !== undefined) setLabels(tracker, issue, change.labels, at);
  if (change.state === 'closed' && issue.state === 'open') {
    const reason =
      change.state_reason === 'not_planned' || change.state_reason === 'duplicate' ? change.state_reason : 'completed';
    issue.events.push({ event: 'closed', reason, ...by });
    Object.assign(issue, { state: 'closed', state_reason: reason, closed_at: by.created_at });
  }
  if (change.state === 'open' && issue.state === 'closed') {
    issue.events.push({ event: 'reopened', ...by });
    Object.assign(issue, { state: 'open', state_reason: 'reopened', closed_at: null });
  }
  issue.updated_at = by.created_at;
}

/** Merges an open pull request, which closes the open issues that it is linked to. */
export function mergePull(tracker: Tracker, pull: Pull, at: Date): void {
  const time = stamp(at);
  Object.assign(pull, { state: 'closed', merged_at: time, closed_at: time, updated_at: time });
  for (const issue of tracker.issues) {
    if (issue.state !== 'open' || !pull.closes.includes(issue.number)) continue;
    const closed = { event: 'closed', reason: 'completed', pull: pull.number } as const;
    issue.events.push({ ...closed, actor: tracker.viewer, created_at: time });
    Object.assign(issue, { state: 'closed', state_reason: 'completed', closed_at: time, updated_at: time });
  }
}

/** Gives the thread exactly these labels, in this order. */
export function setLabels(tracker: Tracker, thread: Issue | Pull, names: readonly string[], at: Date): void {
  ensureLabels(tracker, names);
  const wanted = [...new Set(names.map((name) => findLabel(tracker, name)?.name ?? name))];
  const by = { actor: tracker.viewer, created_at: stamp(at) };
  if (!isPull(thread)) {
    for (const label of wanted)
      if (!thread.labels.includes(label)) thread.events.push({ event: 'labeled', label, ...by });
    for (const label of thread.labels)
      if (!wanted.includes(label)) thread.events.push({ event: 'unlabeled', label, ...by });
  }
  thread.labels = wanted;
  thread.updated_at = by.created_at;
}

/** GitHub's times have whole seconds. */
export function stamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
