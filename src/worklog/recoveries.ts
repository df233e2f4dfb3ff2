import type { BlockContent, PhrasingContent } from 'mdast';
import { list, strong, text } from '../draft/markdown.ts';
import { proseLine } from '../draft/prose.ts';
import { inertNodes } from '../draft/sanitise.ts';
import type { Recovery } from '../model/recovery.ts';
import { capitalised, count, formatMinute } from '../wording/words.ts';
import { issueLink } from './outcome.ts';
import { stateWords } from './results.ts';

/** Problems with an issue that this run did not see, one line each. */
export function recoveryNodes(recoveries: readonly Recovery[]): BlockContent[] {
  return [list(recoveries.map(recoveryLine))];
}

function recoveryLine(recovery: Recovery): PhrasingContent[] {
  const { issue, repository, url, title, lastSeen, revision, entriesSince, draft, error } = recovery;
  const where = revision === null ? '' : ` on ${revision}`;
  const seen = `last seen ${formatMinute(lastSeen)}${where}, at least ${count(entriesSince, 'entry', 'entries')} read since`;
  return [
    issueLink({ number: issue, url, ...(repository !== undefined && { repository }) }),
    text(' '),
    strong(...inertNodes(title)),
    ...inertNodes(`: ${seen}${draft === null ? '' : `; ${stateWords(draft.id, draft.state)}`}. `),
    ...(error === null ? reasonNodes(recovery) : inertNodes(`Not looked up: ${error}`)),
  ];
}

function reasonNodes({ issue, repository, fix, reasons, kind }: Recovery): PhrasingContent[] {
  const named = [issue, ...(fix === null ? [] : [fix.pull])];
  const allowedIssues = new Set(repository === undefined ? named : []);
  const words = kind === 'holds' ? ['the fix holds', ...reasons] : reasons;
  return proseLine(`${capitalised(words.join('; '))}.`, { allowedHosts: [], allowedIssues, repository: null });
}
