import { readEvidenceBlock } from '../github/evidence-block.ts';
import { parseMarkers } from '../github/marker.ts';
import type { Draft, IssueChange } from '../model/draft.ts';
import type { Issue } from '../model/issue.ts';

export interface LiveFacts {
  readonly content: IssueChange;
  /** The target as it is now; null = it is gone. */
  readonly issue: Issue | null;
  /** `done` = an earlier try of this draft reopened or closed it; `unknown` = it may have. */
  readonly tried: 'none' | 'unknown' | 'done';
  /** Whether the issue was written by us or somebody trusted. */
  readonly own: boolean;
}

/** Why the draft does not fit the issue as it is now, in words; null when it fits. */
export function whyItDoesNotFit({ content, issue, tried, own }: LiveFacts): string | null {
  const target = `#${content.issue}`;
  if (issue === null) return `${target} is gone: deleted, moved to another repository, or turned into a discussion.`;
  if (issue.locked) return `${target} is locked: somebody wants it left alone.`;
  if (content.evidenceHome.in === 'body' && !own) return `The body of ${target} is not ours to edit.`;
  if (content.action === 'update') {
    if (issue.state === (content.stays ?? 'open')) return null;
    return `${target} was ${issue.state === 'open' ? 'reopened' : 'closed'} meanwhile.`;
  }
  const wanted = content.action === 'close' ? 'closed' : 'open';
  const [doing, undoing] = wanted === 'open' ? ['reopened', 'closed again'] : ['closed', 'reopened'];
  if (issue.state === wanted) return tried === 'none' ? `${target} was ${doing} meanwhile.` : null;
  return tried === 'done' ? `${target} was ${doing} by this draft and then ${undoing} by somebody.` : null;
}

/** What is missing in a draft for it to be posted once and found again; null when it is whole. */
export function whyItIsNotWhole({ id, fingerprint, content }: Draft): string | null {
  const carriesMarker = (text: string) =>
    parseMarkers(text).some((marker) => marker.draft === id && marker.fingerprint === fingerprint);
  const lost = 'has lost its hidden log-gardener marker, by which it is found again after a crash.';
  if (content.action === 'create') return carriesMarker(content.body) ? null : `The body ${lost}`;
  if (content.comment !== null && !carriesMarker(content.comment)) return `The comment ${lost}`;
  if (content.evidenceHome.in === 'new-comment') {
    return content.comment === null ? 'The comment that should hold the evidence is missing.' : null;
  }
  return readEvidenceBlock(content.evidenceBlock) === content.evidenceBlock
    ? null
    : 'The evidence block has lost the marker lines around it.';
}
