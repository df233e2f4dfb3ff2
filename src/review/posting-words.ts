import type { Draft } from '../model/draft.ts';
import { postingTo, whoHolds } from '../publish/lease.ts';
import { formatMinute } from '../wording/words.ts';
import type { DecisionDeps } from './deps.ts';

/** How it stands with a draft that is being posted, and what sees it through; null for one in any other state. */
export async function postingWords(
  { repository, state }: Pick<Draft, 'repository' | 'state'>,
  { store, now }: DecisionDeps,
): Promise<string | null> {
  if (state.status !== 'posting') return null;
  const began = `Its posting began ${formatMinute(state.at)}`;
  const holder = await whoHolds(store, postingTo(repository), new Date(now()));
  if (holder !== null) {
    const who = holder.isThis ? 'this log-gardener' : `another log-gardener (process ${holder.pid} on ${holder.host})`;
    return `${began}; ${who} is posting to ${repository} now. Should it end halfway, posting again looks on GitHub for what is there, and sees it through.`;
  }
  const because = state.because === undefined ? '' : ` The last try said: ${state.because}`;
  return `${began}, and no log-gardener is known that still posts to ${repository}: it seems to have been cut short. All of it, a part or nothing may be on GitHub; posting again looks there first, and sees it through.${because}`;
}
