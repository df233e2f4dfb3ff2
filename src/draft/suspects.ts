import type { PhrasingContent } from 'mdast';
import type { Investigation, Suspect } from '../model/report.ts';
import { issueName } from '../wording/issue-name.ts';
import type { AllowedLinks } from './allowed-links.ts';
import { code, separated, text } from './markdown.ts';
import { proseLine } from './prose.ts';
import { inertNodes } from './sanitise.ts';

const LONGEST_TITLE = 120;

/**
 * Which changes may have brought the problem, each with its reason, and what limits the list; empty without any.
 *
 * @param repository that they are in, where it is not the one that the text is for
 */
export function suspectNodes(
  { suspects, suspectsNote }: Pick<Investigation, 'suspects' | 'suspectsNote'>,
  allowed: AllowedLinks,
  repository?: string,
): PhrasingContent[] {
  const shown = suspects.map((suspect) => [
    ...nameOf(suspect, repository),
    text(' “'),
    ...inertNodes(suspect.title, { longest: LONGEST_TITLE }),
    text('”, '),
    ...proseLine(suspect.reason, allowed),
  ]);
  const note = suspectsNote === '' ? [] : [text(shown.length === 0 ? '' : '. '), ...inertNodes(suspectsNote)];
  return [...separated(shown, '; '), ...note];
}

function nameOf({ pull, sha }: Suspect, repository: string | undefined): PhrasingContent[] {
  return pull === null ? [text('commit '), code((sha ?? '').slice(0, 10))] : [text(issueName(pull, repository))];
}
