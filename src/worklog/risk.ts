import type { BlockContent, PhrasingContent } from 'mdast';
import { list, paragraph, strong, table, text } from '../draft/markdown.ts';
import { inertNodes } from '../draft/sanitise.ts';
import { type AffectedComponent, PRIORITIES, type Priority } from '../model/assessment.ts';
import { count, formatNumber } from '../wording/words.ts';
import { type NumberedCluster, namesOf, reasonOf } from './numbered.ts';

const MEANING: Readonly<Record<Priority, string>> = {
  P0: 'the service cannot start or serve, or data or security is at risk',
  P1: 'urgent',
  P2: 'worth fixing soon',
  P3: 'can wait',
};

/** What is at stake, by priority and by component. Money only as the config has it. */
export function riskNodes(clusters: readonly NumberedCluster[]): BlockContent[] {
  if (clusters.length === 0) return [paragraph('No cluster, so nothing to weigh.')];
  return [
    list(
      PRIORITIES.flatMap((priority) =>
        riskOf(
          priority,
          clusters.filter(({ triaged }) => triaged.priority === priority),
        ),
      ),
    ),
    ...componentTable(clusters),
  ];
}

function riskOf(priority: Priority, clusters: readonly NumberedCluster[]): PhrasingContent[][] {
  if (clusters.length === 0) return [];
  const entries = clusters.reduce((sum, { triaged }) => sum + triaged.cluster.facts.count, 0);
  const which = `${namesOf(clusters)}, ${count(entries, 'entry', 'entries')}`;
  return [[strong(`${priority}, ${MEANING[priority]}:`), text(` ${which}.`), ...reasonsFor(priority, clusters)]];
}

/** Reasons are given for the urgent ones; those of the rest stand with their clusters. */
function reasonsFor(priority: Priority, clusters: readonly NumberedCluster[]): PhrasingContent[] {
  if (priority !== 'P0' && priority !== 'P1') return [];
  return clusters.flatMap(({ number, triaged }) => [
    text(clusters.length === 1 ? ' Why: ' : ` Cluster ${number}: `),
    ...inertNodes(`${reasonOf(triaged)}.`),
  ]);
}

interface ComponentRisk {
  readonly component: AffectedComponent;
  readonly clusters: NumberedCluster[];
}

function componentTable(clusters: readonly NumberedCluster[]): BlockContent[] {
  const risks = new Map<string, ComponentRisk>();
  for (const numbered of clusters) {
    for (const component of numbered.triaged.assessment.components) {
      const risk = risks.get(component.name) ?? { component, clusters: [] };
      risk.clusters.push(numbered);
      risks.set(component.name, risk);
    }
  }
  if (risks.size === 0) return [];
  const all = [...risks.values()];
  const withRevenue = all.some(({ component }) => component.revenue !== null);
  const header = ['Component', 'Importance', 'Clusters', 'Entries', 'Journey', 'Owner'];
  const rows = all.map(({ component, clusters: touching }) => [
    inertNodes(component.name),
    component.importance,
    touching.map(({ number, triaged }) => `${number} (${triaged.priority})`).join(', '),
    formatNumber(touching.reduce((sum, { triaged }) => sum + triaged.cluster.facts.count, 0)),
    inertNodes(component.journey ?? '–'),
    inertNodes(component.owner ?? '–'),
    ...(withRevenue ? [inertNodes(component.revenue ?? '–')] : []),
  ]);
  return [table(withRevenue ? [...header, 'Revenue, as configured'] : header, rows)];
}
