import { createHash } from 'node:crypto';
import type { Issue, IssueComment } from '../model/issue.ts';
import type { LiveLook } from '../model/live-look.ts';
import { count, joinWords } from '../wording/words.ts';

/** What there is to see of an issue. */
export function lookAt(issue: Issue, comments: readonly IssueComment[]): LiveLook {
  return {
    title: issue.title,
    body: sha256(issue.body),
    state: issue.state,
    stateReason: issue.stateReason,
    locked: issue.locked,
    labels: [...issue.labels].sort(),
    comments: comments.map(({ id, author, body }) => ({ id, author, body: sha256(body) })),
  };
}

/** sha-256, hex: the same look always gives the same. */
export function hashLook(look: LiveLook): string {
  return sha256(
    JSON.stringify([
      look.title,
      look.body,
      look.state,
      look.stateReason,
      look.locked,
      look.labels,
      look.comments.map(({ id, author, body }) => [id, author, body]),
    ]),
  );
}

/** What changed about an issue between two looks, in words; null = nothing. */
export function sayChange(before: LiveLook, after: LiveLook): string | null {
  const old = new Map(before.comments.map(({ id, body }) => [id, body]));
  const kept = new Set(after.comments.map(({ id }) => id));
  const added = after.comments.filter(({ id }) => !old.has(id));
  const edited = after.comments.filter(({ id, body }) => old.has(id) && old.get(id) !== body);
  const gone = before.comments.filter(({ id }) => !kept.has(id));
  const by = joinWords([...new Set(added.map(({ author }) => author))]);
  const said = [
    before.state === after.state ? null : after.state === 'open' ? 'it was reopened' : 'it was closed',
    before.state !== after.state || before.stateReason === after.stateReason
      ? null
      : 'it was closed for another reason',
    before.locked === after.locked ? null : after.locked ? 'it was locked' : 'it was unlocked',
    before.title === after.title ? null : `its title was changed to "${after.title}"`,
    before.body === after.body ? null : 'its body was edited',
    sayLabels('set', without(after.labels, before.labels)),
    sayLabels('taken off', without(before.labels, after.labels)),
    added.length === 0 ? null : `${count(added.length, 'comment')} by ${by} came`,
    edited.length === 0 ? null : `${count(edited.length, 'comment')} ${edited.length === 1 ? 'was' : 'were'} edited`,
    gone.length === 0 ? null : `${count(gone.length, 'comment')} ${gone.length === 1 ? 'was' : 'were'} deleted`,
  ].filter((part) => part !== null);
  return said.length === 0 ? null : joinWords(said);
}

function sayLabels(what: string, labels: readonly string[]): string | null {
  if (labels.length === 0) return null;
  return `${labels.length === 1 ? 'label' : 'labels'} ${joinWords(labels)} ${labels.length === 1 ? 'was' : 'were'} ${what}`;
}

function without(labels: readonly string[], others: readonly string[]): string[] {
  return labels.filter((label) => !others.includes(label));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
