import { wrapEvidenceBlock } from '../../src/github/evidence-block.ts';
import { generateMarker } from '../../src/github/marker.ts';
import type { Draft, DraftContent } from '../../src/model/draft.ts';
import { hashContent } from '../../src/store/content-hash.ts';

export const REPOSITORY = 'netra-systems/netra-apex';
export const FINGERPRINT = 'lg1aaaaaaaaaaaaaaaa';

type Given = Partial<Pick<Draft, 'run' | 'fingerprint' | 'repository' | 'state'>> & { readonly n?: number };
type NewIssue = Extract<DraftContent, { action: 'create' }>;
type Change = Extract<DraftContent, { action: 'update' | 'reopen' }>;

/** A pending draft of a new issue, with its marker. */
export function newIssueDraft(given: Given = {}, content: Partial<NewIssue> = {}): Draft {
  const marker = markerOf(given);
  return draft(given, {
    action: 'create',
    title: 'GCP-new | P1 | Error routing message',
    body: `## Impact\nChat is down.\n\n${wrapEvidenceBlock('| E1 | entries | 15 |')}\n\n${marker}`,
    labels: ['log-gardener', 'P1'],
    ...content,
  });
}

/** A pending draft that updates (or reopens) an issue: evidence in its body, and by default no comment. */
export function changeDraft(given: Given, content: Partial<Change> & Pick<Change, 'issue'>): Draft {
  return draft(given, {
    action: 'update',
    evidenceBlock: wrapEvidenceBlock('| E1 | entries | 40 |'),
    evidenceHome: { in: 'body' },
    comment: null,
    labels: [],
    ...content,
  });
}

/** A comment as a draft carries it: its marker behind the text. */
export function commentOf(
  given: Given,
  text = '**Back after the fix.** #421 is in the revision that logs it.',
): string {
  return `${text}\n\n${markerOf(given)}`;
}

function draft(given: Given, content: DraftContent): Draft {
  const { run, id, fingerprint } = identity(given);
  return {
    id,
    run,
    fingerprint,
    repository: given.repository ?? REPOSITORY,
    priority: 'P1',
    title: content.action === 'create' ? content.title : 'Session access failed',
    content,
    hash: hashContent(content),
    state: given.state ?? { status: 'pending' },
  };
}

function markerOf(given: Given): string {
  const { run, id, fingerprint } = identity(given);
  return generateMarker({ fingerprint, run, draft: id });
}

function identity({ run = '2025-09-12T23-30-00Z', n = 1, fingerprint = FINGERPRINT }: Given) {
  return { run, id: `${run}-${n}`, fingerprint };
}
