import type { BlockContent, PhrasingContent } from 'mdast';
import { heading, link, paragraph, renderMarkdown, text } from '../draft/markdown.ts';
import { inertNodes } from '../draft/sanitise.ts';
import type { Run } from '../model/run.ts';
import { anchorOf } from './anchor.ts';
import { chartNodes } from './chart.ts';
import { costNodes, metadataNodes, skippedNodes } from './closing.ts';
import { clusterSection } from './cluster-section.ts';
import { completenessLine } from './completeness.ts';
import { headerNodes } from './header.ts';
import { nextStepNodes } from './next-steps.ts';
import { type NumberedCluster, numberClusters } from './numbered.ts';
import { recommendationNodes } from './recommendations.ts';
import { recordNodes } from './record.ts';
import { recoveryNodes } from './recoveries.ts';
import { resultList } from './results.ts';
import { riskNodes } from './risk.ts';
import { summaryNodes } from './summary.ts';
import { technicalContextNodes } from './technical-context.ts';

interface Section {
  readonly title: string;
  readonly markdown: string;
}

/**
 * A run as Markdown: everything a person wants to read, then the run itself as folded JSON for `parseWorklog`. May be
 * rendered at any time of a run; what has not happened yet says so. The same run gives the same bytes.
 */
export function renderWorklog(run: Run): string {
  return [renderReport(run), renderMarkdown(recordNodes(run))].join('\n');
}

/** The part of it that is for people. */
export function renderReport(run: Run): string {
  const clusters = numberClusters(run);
  const sections = sectionsOf(run, clusters);
  return [
    renderMarkdown([...headerNodes(run), heading(2, 'Executive summary'), ...summaryNodes(run, clusters)]),
    renderMarkdown([paragraph(...contents(sections))]),
    ...sections.flatMap((section) => [renderMarkdown([headingOf(section)]), section.markdown]),
  ].join('\n');
}

function sectionsOf(run: Run, clusters: readonly NumberedCluster[]): Section[] {
  const completeness = paragraph(...inertNodes(completenessLine(run)));
  const details =
    clusters.length === 0 ? renderMarkdown([paragraph('None.')]) : clusters.map(clusterSection).join('\n');
  return [
    section('Over time', [...chartNodes(run), completeness]),
    { title: 'Clusters', markdown: details },
    section('Risk assessment', riskNodes(clusters)),
    section('Recommendations', recommendationNodes(clusters)),
    section('Next steps', nextStepNodes(run, clusters)),
    { title: 'Processing results', markdown: resultList(clusters) },
    ...(run.recoveries.length === 0 ? [] : [section('Not seen any more', recoveryNodes(run.recoveries))]),
    section('Skipped', skippedNodes(run, clusters)),
    section('Technical context', technicalContextNodes(run)),
    section('Cost', costNodes(run)),
    section('Metadata', metadataNodes(run)),
  ];
}

const section = (title: string, nodes: readonly BlockContent[]): Section => ({
  title,
  markdown: renderMarkdown(nodes),
});

const headingOf = ({ title }: Section): BlockContent => heading(2, title);

/** One line, so that it costs no screen. */
function contents(sections: readonly Section[]): PhrasingContent[] {
  return sections.flatMap((one, index) => [
    text(index === 0 ? 'Contents: ' : ' · '),
    link(`#${anchorOf(headingOf(one))}`, one.title),
  ]);
}
