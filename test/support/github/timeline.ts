/** What happened to an issue, as REST's timeline tells it. It names commits, never the pull request that closed. */
import { commentAnswer, idOf, issueAnswer, nodeId, repositoryUrl, type Scene, userAnswer } from './answers.ts';
import type { TimelineEvent } from './history.ts';
import { mergeCommit } from './repository-answers.ts';
import { findLabel, type Issue, isPull, type Pull } from './tracker.ts';

/** Comments, events and the pull requests that refer to it, oldest first. */
export function timelineAnswer(scene: Scene, thread: Issue | Pull) {
  const comments = thread.comments.map((comment) => ({
    ...commentAnswer(scene, thread, comment),
    event: 'commented',
    actor: userAnswer(scene, comment.author),
  }));
  const events = isPull(thread) ? [] : thread.events.map((event, index) => eventAnswer(scene, thread, event, index));
  const references = scene.tracker.pulls
    .filter((pull) => pull.number !== thread.number && mentions(pull, thread.number))
    .map((pull) => ({
      event: 'cross-referenced',
      actor: userAnswer(scene, pull.author),
      created_at: pull.created_at,
      updated_at: pull.created_at,
      source: { type: 'issue', issue: issueAnswer(scene, pull) },
    }));
  return [...references, ...events, ...comments].sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
}

/** Whether the text of a pull request, or its link, names this issue. */
function mentions(pull: Pull, number: number): boolean {
  const named = [...`${pull.title}\n${pull.body}`.matchAll(/#(\d+)/g)].map((match) => Number(match[1]));
  return pull.closes.includes(number) || named.includes(number);
}

function eventAnswer(scene: Scene, issue: Issue, event: TimelineEvent, index: number) {
  const id = idOf(`${issue.number} ${index} ${event.event}`);
  const common = {
    id,
    node_id: nodeId('Event', id),
    url: `${repositoryUrl(scene)}/issues/events/${id}`,
    actor: userAnswer(scene, event.actor),
    event: event.event,
    commit_id: null,
    commit_url: null,
    created_at: event.created_at,
    performed_via_github_app: null,
  };
  switch (event.event) {
    case 'closed': {
      const pull = scene.tracker.pulls.find((one) => one.number === event.pull);
      const commit = event.commit ?? (pull === undefined ? undefined : mergeCommit(pull.number));
      return { ...common, state_reason: event.reason, ...(commit === undefined ? {} : commitLink(scene, commit)) };
    }
    case 'reopened':
      return { ...common, state_reason: 'reopened' };
    case 'labeled':
    case 'unlabeled':
      return {
        ...common,
        label: { name: event.label, color: findLabel(scene.tracker, event.label)?.color ?? 'ededed' },
      };
    case 'renamed':
      return { ...common, rename: { from: event.from, to: event.to } };
    case 'marked_as_duplicate':
    case 'unmarked_as_duplicate':
      return common;
  }
}

function commitLink(scene: Scene, commit: string) {
  return { commit_id: commit, commit_url: `${repositoryUrl(scene)}/commits/${commit}` };
}
