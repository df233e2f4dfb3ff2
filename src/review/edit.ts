import { redactOutgoing } from '../collect/redact-outgoing.ts';
import { LONGEST_TEXT } from '../draft/body.ts';
import { LONGEST_TITLE } from '../draft/title.ts';
import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import { hashContent } from '../store/content-hash.ts';
import { type FirstDraft, replaceContent } from '../store/edits.ts';
import { transact } from '../store/open.ts';
import { noteAct } from '../store/reviews.ts';
import { changedMeanwhile, requireSeen } from './changed-meanwhile.ts';
import type { LiveDeps } from './deps.ts';
import { withMarkdown } from './editable.ts';
import { refuseHalfPosted } from './half-posted.ts';
import { withPriority } from './priority.ts';
import { refuseDecided } from './refuse-decided.ts';
import type { EditRequest } from './requests.ts';
import { retarget } from './retarget.ts';

/**
 * Changes what a draft would post, as a person asks. It waits for review again; an approval is gone. The marker and the
 * evidence stay whole and secrets are hidden; the rest is the person's: mentions and links that they type are theirs.
 *
 * @returns the draft as it is now
 * @throws UsageError when there is no such draft, it is decided on, or GitHub would not take it; ChangedMeanwhile when it
 * is not what was seen
 */
export async function editDraft(id: string, request: EditRequest, deps: LiveDeps): Promise<Draft> {
  const { store, now } = deps;
  const draft = await requireSeen(store, id, request.seen);
  refuseDecided(draft, 'edited');
  await refuseHalfPosted(store, draft);
  const next = await change(draft, request, deps);
  if (hashContent(next.content) === draft.hash && next.priority === draft.priority) return draft;
  return transact(store, async (transaction) => {
    const at = now();
    if (!(await replaceContent(transaction, draft, next, at))) {
      throw await changedMeanwhile(transaction, draft);
    }
    const edited: Draft = { ...draft, ...next, hash: hashContent(next.content), state: { status: 'pending' } };
    if (deps.isUnasked !== true) await noteAct(transaction, edited, 'edited', at);
    return edited;
  });
}

async function change(draft: Draft, request: EditRequest, deps: LiveDeps): Promise<FirstDraft> {
  const hide = (text: string): Promise<string> => redactOutgoing(text, deps.redactor);
  const { title, priority, content } =
    request.target === undefined ? draft : await retarget(request.target, draft, deps);
  let next: FirstDraft = { title, priority, content };
  if (request.priority !== undefined) next = await withPriority(request.priority, { ...draft, ...next }, deps);
  if (request.title !== undefined) next = withTitle(next, await hide(onOneLine(request.title)), draft.id);
  if (request.labels !== undefined) {
    const labels = await Promise.all(request.labels.map((label) => hide(onOneLine(label))));
    next = { ...next, content: { ...next.content, labels: [...new Set(labels.filter((label) => label !== ''))] } };
  }
  if (request.markdown !== undefined) {
    next = { ...next, content: await withMarkdown(draft, next.content, request.markdown, hide) };
  }
  refuseTooLong(next);
  return next;
}

/** GitHub takes 50 characters. */
const LONGEST_LABEL = 50;

function withTitle(draft: FirstDraft, title: string, id: string): FirstDraft {
  const { content } = draft;
  if (content.action !== 'create') {
    if (title === draft.title) return draft;
    throw new UsageError(`Draft ${id} changes #${content.issue}, whose title is edited on GitHub.`);
  }
  if (title === '') throw new UsageError('An issue needs a title.');
  return { ...draft, title, content: { ...content, title } };
}

function refuseTooLong({ title, content }: FirstDraft): void {
  const text = content.action === 'create' ? content.body : (content.comment ?? '');
  const label = content.labels.find((one) => one.length > LONGEST_LABEL);
  if (title.length > LONGEST_TITLE) throw tooLong('title', title.length, LONGEST_TITLE);
  if (label !== undefined) throw tooLong(`label "${label.slice(0, 20)}…"`, label.length, LONGEST_LABEL);
  if (text.length > LONGEST_TEXT) throw tooLong('text with evidence and marker', text.length, LONGEST_TEXT);
}

function tooLong(what: string, length: number, most: number): UsageError {
  return new UsageError(`The ${what} has ${length} characters; GitHub takes ${most}. Nothing was changed.`);
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
