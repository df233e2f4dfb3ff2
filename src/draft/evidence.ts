import type { RootContent } from 'mdast';
import { wrapEvidenceBlock } from '../github/evidence-block.ts';
import type { Evidence } from '../model/assessment.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Run } from '../model/run.ts';
import { count, formatMinute, formatNumber, formatSpan } from '../wording/words.ts';
import { chartOf, chartSpan, mergeTimelines } from './chart.ts';
import { arrivalLine, readingLine } from './completeness.ts';
import { logsLink } from './console-links.ts';
import type { DraftInput } from './input.ts';
import { type Cell, code, fence, list, paragraph, renderMarkdown, table, text } from './markdown.ts';
import { type RevisionStart, revisionStarts, startsCaption } from './revision-starts.ts';
import { inertNodes, sanitiseCode } from './sanitise.ts';

/**
 * The block that is edited in place on GitHub: table, chart and completeness. Nothing in it names the run or the clock,
 * so that the same logs give the same bytes.
 */
export function evidenceBlock(input: DraftInput, chart: 'with chart' | 'without chart' = 'with chart'): string {
  return wrapEvidenceBlock(`\n${renderMarkdown(evidenceNodes(input, chart === 'with chart')).trimEnd()}\n`);
}

const MOST_FACTS = 25;
const LONGEST_NAME = 80;
const LONGEST_VALUE = 300;

function evidenceNodes(input: DraftInput, withChart: boolean): RootContent[] {
  const { assessment, cluster, run, past } = input;
  const logs = logsLink(input);
  const rows = assessment.evidence
    .slice(0, MOST_FACTS)
    .map((fact): Cell[] => [fact.id, inertNodes(fact.name, { longest: LONGEST_NAME }), factValue(fact)]);
  const span = cluster.facts.count < 2 || !withChart ? null : chartSpan(run.window, [cluster.facts]);
  const services = cluster.facts.services.map(({ name }) => name);
  const starts = span === null ? [] : revisionStarts(run.collected, services, span);
  const reading = [readingLine(run.collected), ...arrivalLine(run.collected)];
  return [
    // First, since the text around it is older: these counts are of the last window that was read.
    paragraph(
      text([`Window ${formatSpan(run.window.since, run.window.until)}.`, ...reading].join(' ')),
      ...(logs === null ? [] : [text(' '), logs, text('.')]),
    ),
    ...overAllRuns(cluster, past),
    ...overAllServices(past),
    table(['id', 'fact', 'value'], rows),
    ...(span === null ? [] : [fence('mermaid', chartSource(cluster, span, starts)), ...startsCaption(starts)]),
  ];
}

/** `at least`: what was logged where no run looked is not known. Nothing where the window says it all. */
function overAllRuns({ facts }: Cluster, past: DraftInput['past']): RootContent[] {
  if (past === null || Date.parse(past.firstSeen) >= Date.parse(facts.firstSeen)) return [];
  const entries = count(Math.max(past.total, facts.count), 'entry', 'entries');
  return [paragraph(`Over all runs: first seen ${formatMinute(past.firstSeen)}, at least ${entries} since.`)];
}

const MOST_SERVICES = 20;

/** One issue is about one problem, whichever services have it: the table below knows only those of the last window. */
function overAllServices(past: DraftInput['past']): RootContent[] {
  const logged = (past?.byService ?? []).filter(({ service }) => service !== '');
  if (logged.length < 2) return [];
  const items = logged
    .slice(0, MOST_SERVICES)
    .map(({ service, total, lastSeen }) => [
      ...inertNodes(service, { longest: LONGEST_NAME }),
      text(`: at least ${count(total, 'entry', 'entries')}, last seen ${formatMinute(lastSeen)}`),
    ]);
  const more = logged.length - items.length;
  return [
    paragraph(`Logged by ${count(logged.length, 'service')}:`),
    list([...items, ...(more > 0 ? [[text(`and ${formatNumber(more)} more`)]] : [])]),
  ];
}

function factValue({ value, unit }: Evidence): Cell {
  if (typeof value === 'number') return unit === undefined ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
  const clipped = sanitiseCode(value, LONGEST_VALUE);
  if (isName(clipped)) return code(clipped);
  return inertNodes(unit === undefined ? clipped : `${clipped} ${unit}`);
}

/** `netra-backend-staging-00734-fvm`, but not a time, a number or a word. */
function isName(value: string): boolean {
  return /^[a-z][\w./-]*[\w]$/i.test(value) && /[-_./\d]/.test(value);
}

/** Container exits where the cluster has them, since they are what a reader counts; else its entries. */
function chartSource(cluster: Cluster, span: Run['window'], starts: readonly RevisionStart[]): string {
  const { facts } = cluster;
  const marks = starts.map(({ at }) => at);
  const exits = cluster.patterns.filter((pattern) => pattern.kind === 'exit').map((pattern) => pattern.facts.timeline);
  return exits.length > 0
    ? chartOf(mergeTimelines(exits), { title: 'container exits', unit: 'exits', ...span, marks })
    : chartOf(facts.timeline, { title: 'entries', unit: 'entries', ...span, marks });
}
