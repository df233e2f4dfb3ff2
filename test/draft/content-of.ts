import { draftFor } from '../../src/draft/draft.ts';
import type { DraftInput } from '../../src/draft/input.ts';
import type { DraftContent } from '../../src/model/draft.ts';

type NewIssue = Extract<DraftContent, { action: 'create' }>;

type Change = Exclude<DraftContent, { action: 'create' }>;

export async function newIssue(input: DraftInput): Promise<NewIssue> {
  const { content } = await draftFor(input);
  if (content?.action !== 'create') throw new Error('expected a new issue');
  return content;
}

export async function change(input: DraftInput): Promise<Change> {
  const { content } = await draftFor(input);
  if (content === null || content.action === 'create') throw new Error('expected a change of an issue');
  return content;
}
