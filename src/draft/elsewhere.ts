import type { PhrasingContent } from 'mdast';
import type { Config } from '../config/schema.ts';
import { repositoryPlace } from '../config/source-roots.ts';
import type { ThrownError } from '../model/cluster.ts';
import { elsewhereOf } from '../wording/elsewhere.ts';
import { separated, text } from './markdown.ts';
import { inertCode } from './sanitise.ts';

/** ``also in `refund` (`src/refunds.js:12`)``: behind the words that name it; empty where no other place is known. */
export function elsewhereNodes(thrown: ThrownError | null, sourceRoots: Config['sourceRoots']): PhrasingContent[] {
  const elsewhere = elsewhereOf(thrown?.elsewhere ?? []);
  if (elsewhere === null) return [];
  const places = elsewhere.shown.map((frame): PhrasingContent[] => {
    const place = inertCode(repositoryPlace(frame, sourceRoots));
    return frame.function === '' ? [place] : [inertCode(frame.function), text(' ('), place, text(')')];
  });
  return [text('also in '), ...separated(places, ', '), text(elsewhere.more)];
}
