import { plainLine } from '../draft/one-line.ts';
import type { DraftContent } from '../model/draft.ts';

/** What a draft would write, as Markdown: body, comment, evidence. Without our hidden marker, which is nothing to read. */
export function draftText(content: DraftContent): string {
  if (content.action === 'create') return content.body;
  const parts = [
    ...(content.title === undefined
      ? []
      : [`Its title now: ${plainLine(content.title.from)}\nIts new title: ${plainLine(content.title.to)}`]),
    ...(content.comment === null ? [] : [content.comment]),
    ...(content.evidenceHome.in === 'new-comment'
      ? []
      : [
          `Evidence, edited in place in ${content.evidenceHome.in === 'body' ? 'the body' : 'our comment'}:\n\n${content.evidenceBlock}`,
        ]),
  ];
  return parts.join('\n\n');
}
