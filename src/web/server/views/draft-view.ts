import { isSameRepository } from '../../../config/routing.ts';
import type { Claim } from '../../../model/claim.ts';
import type { Draft, DraftContent } from '../../../model/draft.ts';
import { editableMarkdown } from '../../../review/editable.ts';
import { bareTitle } from '../../../wording/bare-title.ts';
import type { ClaimMark, DraftRow, DraftView } from '../../views.ts';
import { renderMarkdown } from '../html/render.ts';
import { doesOf } from './does.ts';

/** What is known of a draft beside what it says. */
export interface Beside {
  /** Of the report that it was written from. */
  readonly claims: readonly Claim[];
  /** Of the text as it stands, those that nothing backs. */
  readonly unbacked: readonly Pick<Claim, 'text'>[];
  /** When a person changed it; null = nobody did. */
  readonly editedAt: string | null;
  /** How it stands with one that is being posted; null for any other. */
  readonly posting: string | null;
}

/** A draft as a person judges it. */
export function draftView(draft: Draft, { claims, unbacked, editedAt, posting }: Beside): DraftView {
  const { id, run, fingerprint, repository, priority, title, content, hash, state } = draft;
  const { html, marks } = previewOf(draft, claims);
  return {
    ...{ id, run, fingerprint, repository, priority, title, content, hash, state },
    markdown: editableMarkdown(content),
    html,
    marks,
    unbacked: [...new Set(unbacked.map((claim) => claim.text))],
    editedAt,
    problem: posting ?? problemOf(draft),
    does: doesOf(draft),
  };
}

/** @param own the repository of its run; null = not known any more */
export function draftRow(draft: Draft, own: string | null, template: string): DraftRow {
  const { id, run, fingerprint, priority, title, state, repository } = draft;
  const url = state.status === 'posted' ? state.url : null;
  const isElsewhere = repository !== '' && own !== null && !isSameRepository(repository, own);
  const does = isElsewhere ? `in ${repository}: ${doesOf(draft)}` : doesOf(draft);
  return { id, run, fingerprint, priority, title, name: bareTitle(title, template), status: state.status, does, url };
}

/** What GitHub would show: the text, and the evidence where that is written somewhere else. */
export function previewOf(
  { content, repository }: Pick<Draft, 'content' | 'repository'>,
  claims: readonly Claim[] = [],
): { readonly html: string; readonly marks: readonly ClaimMark[] } {
  const text = textOf(content);
  const { html, marks } = renderMarkdown(text ?? '', { repository }, claims);
  if (content.action === 'create' || content.evidenceHome.in === 'new-comment') return { html, marks };
  const evidence = renderMarkdown(content.evidenceBlock, { repository });
  const parts = [...(text === null ? [] : [`<section data-part="comment">${html}</section>`])];
  return { html: [...parts, `<section data-part="evidence">${evidence.html}</section>`].join(''), marks };
}

/** A body, or a comment; null = none is written. */
function textOf(content: DraftContent): string | null {
  return content.action === 'create' ? content.body : content.comment;
}

function problemOf({ state }: Draft): string | null {
  if (state.status === 'failed') return state.error;
  if (state.status === 'pending') return state.because ?? null;
  return state.status === 'rejected' ? state.reason : null;
}
