import type { BlockContent, PhrasingContent } from 'mdast';
import { crashLoopOf } from '../assess/crash-loop.ts';
import { readableTemplate } from '../assess/template-text.ts';
import { isLoggingPlace } from '../collect/place.ts';
import { entryExample } from '../draft/entry-example.ts';
import { code, details, heading, list, renderMarkdown, strong, table, text } from '../draft/markdown.ts';
import { proseNodes } from '../draft/prose.ts';
import { inertNodes, sanitiseCode } from '../draft/sanitise.ts';
import { stackFence } from '../draft/stack.ts';
import { suspectNodes } from '../draft/suspects.ts';
import { loggedFrom } from '../draft/technical-details.ts';
import type { Facts, Pattern } from '../model/cluster.ts';
import type { TriagedCluster } from '../model/run.ts';
import { countSeverities, severityWords } from '../wording/severities.ts';
import { uncountedNote } from '../wording/uncounted.ts';
import { count as counted, formatInstant, formatNumber } from '../wording/words.ts';
import { frequencyOf } from './frequency.ts';
import { impactOf } from './impact.ts';
import { allowedLinks } from './links.ts';
import type { NumberedCluster } from './numbered.ts';

/** A heading that is read in a list, not a sentence. */
const LONGEST_TITLE = 120;
/** A pattern in a line of text; whole ones are in the run record. */
const LONGEST_PATTERN = 400;
const MOST_PATTERNS = 12;

/** The heading of a cluster; what links to it derives the anchor from it. */
export const clusterHeading = ({ number, triaged }: NumberedCluster): BlockContent =>
  heading(3, `Cluster ${number}: `, ...inertNodes(triaged.cluster.title, { longest: LONGEST_TITLE }));

/** One cluster as Markdown: how bad, how often, for whom, what; the rest folded. */
export const clusterSection = (numbered: NumberedCluster): string => renderMarkdown(clusterNodes(numbered));

function clusterNodes(numbered: NumberedCluster): BlockContent[] {
  const { cluster, assessment } = numbered.triaged;
  const root = cluster.patterns[0];
  return [
    clusterHeading(numbered),
    list([
      [strong('Severity:'), text(` ${severityOf(numbered.triaged)}`)],
      [strong('Priority:'), text(` ${priorityOf(numbered.triaged)}`)],
      [strong('Frequency:'), text(` ${frequencyOf(cluster, crashLoopOf(cluster))}`)],
      [strong('Impact:'), text(' '), ...inertNodes(impactOf(assessment, cluster.facts))],
      [strong('Pattern:'), text(' '), ...patternNodes(cluster.patterns)],
      ...placesOf(cluster.facts),
      ...suspectsOf(numbered.triaged),
    ]),
    ...analysisOf(numbered.triaged),
    ...(root === undefined ? [] : details('Representative entry', [entryExample(root.example)])),
    ...stackOf(numbered.triaged),
    ...details('Evidence, patterns and rules', [
      evidenceTable(numbered.triaged),
      ...patternsTable(cluster.patterns),
      list([...cluster.rules, ...assessment.rules].map((rule) => inertNodes(rule))),
    ]),
  ];
}

function severityOf({ cluster: { facts } }: TriagedCluster): string {
  return facts.severities.length < 2
    ? severityWords(facts)
    : `${facts.severity} (${countSeverities(facts.severities)})`;
}

function priorityOf({ priority, assessment }: TriagedCluster): string {
  return priority === assessment.basePriority ? priority : `${priority} (${assessment.basePriority} by the log alone)`;
}

function patternNodes(patterns: readonly Pattern[]): PhrasingContent[] {
  const [root, ...others] = patterns;
  if (root === undefined) return [];
  const more = others.length === 0 ? [] : [text(` and ${counted(others.length, 'more pattern')}, below`)];
  return [code(sanitiseCode(readableTemplate(root), LONGEST_PATTERN)), ...more];
}

const MOST_PLACES = 2;

/** `app.handlers.route_message:1271`, the most frequent first. */
function placesOf({ places }: Facts): PhrasingContent[][] {
  const named = places.filter((place) => (place.module !== '' || place.file !== '') && !isLoggingPlace(place));
  if (named.length === 0) return [];
  const shown = named.slice(0, MOST_PLACES).flatMap((place, index) => {
    return [
      ...(index === 0 ? [] : [text(', ')]),
      code(sanitiseCode(loggedFrom(place, {}), LONGEST_PATTERN)),
      text(` (${formatNumber(place.count)})`),
    ];
  });
  const left = named.length - MOST_PLACES;
  return [
    [strong('Logged from:'), text(' '), ...shown, ...(left > 0 ? [text(` and ${counted(left, 'more place')}`)] : [])],
  ];
}

function stackOf({ cluster }: TriagedCluster): BlockContent[] {
  const stack = stackFence(cluster.rootCause, {});
  return stack === null ? [] : details('Root of the stack', [stack]);
}

function suspectsOf(triaged: TriagedCluster): PhrasingContent[][] {
  const { investigation, repository } = triaged;
  const nodes =
    investigation === null ? [] : suspectNodes(investigation, allowedLinks(investigation, triaged), repository);
  return nodes.length === 0 ? [] : [[strong('Suspects, not proven:'), text(' '), ...nodes]];
}

/** The investigator's own words, marked as such. */
function analysisOf(triaged: TriagedCluster): BlockContent[] {
  const { investigation, error } = triaged;
  if (error !== null) {
    return [{ type: 'paragraph', children: [strong('Not investigated:'), text(' '), ...inertNodes(error)] }];
  }
  if (investigation === null) return [];
  const { investigator, report } = investigation;
  const quoted: BlockContent[] = proseNodes(report.prose.analysis, allowedLinks(investigation, triaged));
  if (quoted.length === 0) return [];
  return [
    { type: 'paragraph', children: [strong(`Analysis by ${investigator}:`)] },
    { type: 'blockquote', children: quoted },
  ];
}

function evidenceTable({ assessment, cluster }: TriagedCluster): BlockContent {
  const rows = assessment.evidence.map(({ id, name, value, unit }) => [
    id,
    inertNodes(name),
    inertNodes(`${shown(value)}${unit === undefined ? '' : ` ${unit}`}`),
  ]);
  return table(['id', 'fact', 'value'], [...rows, ['', 'fingerprint', [code(cluster.fingerprint)]]]);
}

/** Numbers with separators, times in words; other text as it is. */
function shown(value: string | number): string {
  if (typeof value === 'number') return formatNumber(value);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? formatInstant(value) : value;
}

function patternsTable(patterns: readonly Pattern[]): BlockContent[] {
  if (patterns.length < 2) return [];
  const rows = patterns
    .slice(0, MOST_PATTERNS)
    .map((pattern) => [
      `${formatNumber(pattern.count)}${uncountedNote(pattern)}`,
      severityWords(pattern.facts),
      [code(sanitiseCode(readableTemplate(pattern), LONGEST_PATTERN))],
    ]);
  const left = patterns.length - MOST_PATTERNS;
  const rest = left > 0 ? [['', '', `and ${counted(left, 'more pattern')}`]] : [];
  return [table(['entries', 'severity', 'pattern'], [...rows, ...rest])];
}
