import type { PhrasingContent } from 'mdast';
import type { Investigation, Suspect } from '../model/report.ts';
import type { AllowedLinks } from './allowed-links.ts';
import { code, separated, text } from './markdown.ts';
import { proseLine } from './prose.ts';
import { inertNodes } from './sanitise.ts';

const LONGEST_TITLE = 120;

/** Which changes may have brought the problem, each with its reason, and what limits the list; empty without any. */
export function suspectNodes(
  { suspects, suspectsNote }: Pick<Investigation, 'suspects' | 'suspectsNote'>,
  allowed: AllowedLinks,
): PhrasingContent[] {
  const shown = suspects.map((suspect) => [
    ...nameOf(suspect),
    text(' “'),
    ...inertNodes(suspect.title, { longest: LONGEST_TITLE }),
    text('”, '),
    ...proseLine(suspect.reason, allowed),
  ]);
  const note = suspectsNote === '' ? [] : [text(shown.length === 0 ? '' : '. '), ...inertNodes(suspectsNote)];
  return [...separated(shown, '; '), ...note];
}

function nameOf({ pull, sha }: Suspect): PhrasingContent[] {
  return pull === null ? [text('commit '), code((sha ?? '').slice(0, 10))] : [text(`#${pull}`)];
}
