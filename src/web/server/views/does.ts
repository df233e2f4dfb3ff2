import type { Draft } from '../../../model/draft.ts';
import { changesOf } from '../../../review/read-live.ts';
import { joinWords } from '../../../wording/words.ts';

/** What a draft would change on GitHub, or has changed, in a sentence: `comment on #12 and add label P1`. */
export function doesOf({ content, state }: Pick<Draft, 'content' | 'state'>): string {
  if (state.status !== 'posted') return joinWords(changesOf(content));
  return content.action === 'create' ? `created #${state.issue}` : `wrote to #${state.issue}`;
}
