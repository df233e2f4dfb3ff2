import type { Draft } from '../model/draft.ts';
import { bareTitle } from '../wording/bare-title.ts';
import { issueName } from '../wording/issue-name.ts';
import { outputWidth } from './context.ts';
import { onOneLine } from './table.ts';

/**
 * Drafts as a table: id, status, what it would do, title.
 *
 * @param template that of the titles: what it puts before the name takes the room of the name
 */
export async function draftTable(drafts: readonly Draft[], template: string): Promise<string> {
  const { formatTable } = await import('./table.ts');
  // One repository need not be named on every line.
  const isNamed = new Set(drafts.map(({ repository }) => repository.toLowerCase())).size > 1;
  const columns = [
    { title: 'draft' },
    { title: 'pri' },
    { title: 'status' },
    { title: 'does' },
    { title: 'title', flexible: true, lines: 3 },
  ];
  const rows = drafts.map((draft) => [
    draft.id,
    draft.priority,
    statusOf(draft),
    actionOf(draft, isNamed),
    bareTitle(draft.title, template),
  ]);
  return formatTable(columns, rows, outputWidth());
}

/** A draft that gave way to that of a later run was rejected by nobody. */
function statusOf({ state }: Draft): string {
  return state.status === 'rejected' && state.reason.startsWith('superseded by') ? 'superseded' : state.status;
}

/** `create`, `update #12`; with the repository `create in acme/shop`, `update acme/shop#12`. */
function actionOf({ content, repository, state }: Draft, isNamed: boolean): string {
  const issue = state.status === 'posted' ? state.issue : content.action === 'create' ? null : content.issue;
  if (issue === null) return isNamed ? `create in ${repository || 'no repository'}` : 'create';
  return `${content.action} ${issueName(issue, isNamed ? repository : undefined)}`;
}

/** Everything that a draft would post, for people. */
export function describeDraft(draft: Draft): string {
  const { content, state } = draft;
  const head = [`Draft ${draft.id} (${state.status}), ${draft.repository === '' ? 'no repository' : draft.repository}`];
  if (state.status === 'pending' && state.because !== undefined) head.push(`Waits again: ${onOneLine(state.because)}`);
  if (state.status === 'rejected') head.push(`Rejected: ${onOneLine(state.reason)}`);
  if (state.status === 'failed') head.push(`Failed: ${onOneLine(state.error)}`);
  if (state.status === 'posted') head.push(`Posted: ${state.url}`);
  if (state.status === 'pending' || state.status === 'failed') head.push(`Hash: ${draft.hash}`);
  if (content.labels.length > 0) head.push(`Labels: ${content.labels.join(', ')}`);
  const outdated = content.action === 'create' ? [] : (content.outdatedLabels ?? []);
  if (outdated.length > 0) head.push(`Labels taken off: ${outdated.join(', ')}`);
  const would = state.status === 'posted' ? 'Did' : 'Would';
  if (content.action === 'create') {
    head.push(`${would} create an issue:`, '', `# ${content.title}`, '', content.body);
  } else {
    head.push(`${would} ${content.action} #${content.issue} (${onOneLine(draft.title)}).`, '');
    if (content.title !== undefined) head.push('Its new title:', '', onOneLine(content.title.to), '');
    if (content.comment !== null) head.push('A new comment:', '', content.comment, '');
    if (content.evidenceHome.in !== 'new-comment') {
      head.push(
        `The evidence in ${content.evidenceHome.in === 'body' ? 'its body' : 'our comment'}, edited in place:`,
        '',
        content.evidenceBlock,
      );
    }
  }
  return `${head.join('\n')}\n`;
}
