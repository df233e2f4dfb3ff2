import type { Draft, DraftContent } from '../../../model/draft.ts';
import { joinWords } from '../../../wording/words.ts';

/** What a draft would change on GitHub, or has changed, in a sentence: `comment on #12 and add the label P1`. */
export function doesOf({ content, state }: Pick<Draft, 'content' | 'state'>): string {
  if (state.status !== 'posted') return joinWords(changesOf(content));
  return content.action === 'create' ? `created #${state.issue}` : `wrote to #${state.issue}`;
}

function changesOf(content: DraftContent): string[] {
  if (content.action === 'create') {
    const { labels, assignees = [] } = content;
    return [
      'create an issue',
      ...(labels.length > 0 ? [`label it ${labels.join(', ')}`] : []),
      ...(assignees.length > 0 ? [`assign it to ${assignees.join(', ')}`] : []),
    ];
  }
  const { action, issue, comment, evidenceHome, labels, outdatedLabels = [] } = content;
  return [
    ...(action === 'reopen' ? [`reopen #${issue}`] : []),
    ...(comment === null ? [] : [`comment on #${issue}`]),
    ...(evidenceHome.in === 'body' ? [`renew the evidence in #${issue}`] : []),
    ...(evidenceHome.in === 'comment' ? [`renew the evidence in our comment on #${issue}`] : []),
    ...(labels.length > 0 ? [`add ${labelled(labels)}`] : []),
    ...(outdatedLabels.length > 0 ? [`take off ${labelled(outdatedLabels)}`] : []),
    ...(content.action === 'close' ? [`close #${issue} as ${content.as}`] : []),
  ];
}

function labelled(labels: readonly string[]): string {
  return `the label${labels.length === 1 ? '' : 's'} ${labels.join(', ')}`;
}
