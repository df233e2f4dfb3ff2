import type { BlockContent, PhrasingContent } from 'mdast';
import { list, paragraph, strong, text } from '../draft/markdown.ts';
import { proseLine } from '../draft/prose.ts';
import { inertNodes } from '../draft/sanitise.ts';
import { allowedLinks } from './links.ts';
import { inOrderOfPriority, type NumberedCluster } from './numbered.ts';
import { issueLink } from './outcome.ts';

/** What to do about the problems, the most urgent first, by what the investigators propose; what was skipped needs nothing. */
export function recommendationNodes(clusters: readonly NumberedCluster[]): BlockContent[] {
  const items = inOrderOfPriority(clusters)
    .filter(({ outcome }) => outcome.kind !== 'skipped')
    .map(recommendation);
  return items.length === 0 ? [paragraph('Nothing to do.')] : [list(items, true)];
}

function recommendation({ number, triaged, outcome }: NumberedCluster): PhrasingContent[] {
  const { investigation, priority, cluster } = triaged;
  const proposed =
    investigation === null
      ? []
      : proseLine(investigation.report.prose.nextAction, allowedLinks(investigation, triaged));
  const action = proposed.length > 0 ? proposed : [text('Find the cause of: '), ...inertNodes(cluster.title)];
  const where = outcome.issue === null ? [] : [text(', '), issueLink(outcome.issue)];
  return [strong(`${priority}:`), text(' '), ...action, text(` (Cluster ${number}`), ...where, text(')')];
}
