import type { PhrasingContent } from 'mdast';
import { link, text } from '../draft/markdown.ts';
import type { Verdict } from '../model/issue.ts';
import type { TriagedCluster } from '../model/run.ts';
import { issueName } from '../wording/issue-name.ts';

/** What became of a cluster on GitHub, as far as the run has come. */
export interface Outcome {
  readonly kind:
    | 'not-reached'
    | 'error'
    | 'skipped'
    | 'unverified'
    | 'no-draft'
    | 'pending'
    | 'approved'
    | 'posting'
    | 'posted'
    | 'rejected'
    | 'failed';
  /** A few words that an issue's number can follow: `created`, `draft: update`. */
  readonly words: string;
  readonly issue: NamedIssue | null;
}

/** An issue or pull request as texts name it. */
export interface NamedIssue {
  readonly number: number;
  readonly url: string | null;
  /** owner/name, where that is not the repository of the run. */
  readonly repository?: string;
}

const DONE = { create: 'created', update: 'updated', reopen: 'reopened', close: 'closed' } as const;
const PLANNED = { create: 'new issue', update: 'update', reopen: 'reopen', close: 'close' } as const;

/** What became of a cluster: how its draft stands, or why there is none. */
export function outcomeOf(triaged: TriagedCluster): Outcome {
  const { decision, draft, error, investigation } = triaged;
  const elsewhere = triaged.repository === undefined ? {} : { repository: triaged.repository };
  if (error !== null) return { kind: 'error', words: 'failed', issue: null };
  if (decision === null) return { kind: 'not-reached', words: 'not investigated', issue: null };
  const number = draft?.issue ?? decision.issue;
  const known = investigation?.target?.issue;
  const url = draft?.url ?? (known !== undefined && known.number === number ? known.url : null);
  const issue = number === null ? null : { number, url, ...elsewhere };
  if (draft === null) {
    if (decision.action === 'unverified') return { kind: 'unverified', words: 'unverified', issue };
    if (decision.action === 'skip') return { kind: 'skipped', words: 'skipped', issue };
    return { kind: 'no-draft', words: `no draft: ${PLANNED[decision.action]}`, issue };
  }
  const { state, action } = draft;
  const plan = PLANNED[action];
  switch (state.status) {
    case 'posted':
      return { kind: 'posted', words: DONE[action], issue: { number: state.issue, url: state.url, ...elsewhere } };
    case 'pending':
      return decision.action === 'unverified'
        ? { kind: 'unverified', words: `unverified draft: ${plan}`, issue }
        : { kind: 'pending', words: `draft: ${plan}`, issue };
    case 'approved':
      return { kind: 'approved', words: `approved: ${plan}`, issue };
    case 'posting':
      return { kind: 'posting', words: `being posted: ${plan}`, issue };
    case 'rejected':
      return { kind: 'rejected', words: `rejected: ${plan}`, issue };
    case 'failed':
      return { kind: 'failed', words: `not posted: ${plan}`, issue };
  }
}

/** `created #640`, the number a link where its address is known. */
export function outcomeNodes({ words, issue }: Outcome): PhrasingContent[] {
  return issue === null ? [text(words)] : [text(`${words} `), issueLink(issue)];
}

/** `#640`, a link where its address is known. */
export function issueLink({ number, url, repository }: NamedIssue): PhrasingContent {
  const name = issueName(number, repository);
  return url !== null && /^https?:\/\//.test(url) ? link(url, name) : text(name);
}

const VERDICTS: Readonly<Record<Verdict['kind'], string>> = {
  open: 'the issue is open',
  regressed: 'back after its fix',
  fix_not_deployed: 'fixed, but not deployed yet',
  old_revision_still_serving: 'fixed, but an old revision still serves',
  closed_without_fix: 'the issue was closed without a fix',
  duplicate_of: 'the issue is a duplicate',
  unknown: 'what happened to the issue is not known',
};

/** A verdict in a few words. */
export const verdictWords = ({ kind }: Verdict): string => VERDICTS[kind];
