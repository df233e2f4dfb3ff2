import type { RootContent } from 'mdast';
import { wrapEvidenceBlock } from '../github/evidence-block.ts';
import type { Evidence } from '../model/assessment.ts';
import type { Cluster, Timeline } from '../model/cluster.ts';
import type { Completeness } from '../model/completeness.ts';
import type { Run } from '../model/run.ts';
import { chartOf } from './chart.ts';
import type { DraftInput } from './input.ts';
import { type Cell, code, fence, paragraph, renderMarkdown, table } from './markdown.ts';
import { inertNodes, sanitiseCode, sanitiseInline } from './sanitise.ts';
import { count, formatNumber, formatWindow } from './words.ts';

/**
 * The block that is edited in place on GitHub: table, chart and completeness. Nothing in it names the run or the clock,
 * so that the same logs give the same bytes.
 */
export function evidenceBlock(input: DraftInput): string {
  return wrapEvidenceBlock(`\n${renderMarkdown(evidenceNodes(input)).trimEnd()}\n`);
}

const MOST_FACTS = 25;
const LONGEST_NAME = 80;
const LONGEST_VALUE = 300;

function evidenceNodes({ assessment, cluster, run }: DraftInput): RootContent[] {
  const rows = assessment.evidence
    .slice(0, MOST_FACTS)
    .map((fact): Cell[] => [fact.id, inertNodes(fact.name, { longest: LONGEST_NAME }), factValue(fact)]);
  const chart = chartSource(cluster, run.window);
  return [
    table(['id', 'fact', 'value'], rows),
    ...(chart === null ? [] : [fence('mermaid', chart)]),
    paragraph(completenessLine(run.collected, run.window)),
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
function chartSource(cluster: Cluster, window: Run['window']): string | null {
  const { facts } = cluster;
  if (facts.count < 2) return null;
  const span = chartSpan(facts, window);
  const exits = cluster.patterns.filter((pattern) => pattern.kind === 'exit').map((pattern) => pattern.facts.timeline);
  return exits.length > 0
    ? chartOf(mergeTimelines(exits), { title: 'container exits', unit: 'exits', ...span })
    : chartOf(facts.timeline, { title: 'entries', unit: 'entries', ...span });
}

/** The window; where everything happened in a small part of it (one bar, then), that part. */
function chartSpan(facts: Cluster['facts'], window: Run['window']): Run['window'] {
  const [since, until, first, last] = [window.since, window.until, facts.firstSeen, facts.lastSeen].map(Date.parse);
  if (since === undefined || until === undefined || first === undefined || last === undefined) return window;
  const isNarrow = last > first && (last - first) * 24 < until - since;
  return isNarrow ? { since: facts.firstSeen, until: facts.lastSeen } : window;
}

function mergeTimelines(timelines: readonly Timeline[]): Timeline {
  const widthSeconds = Math.max(1, ...timelines.map((timeline) => timeline.widthSeconds));
  const counts = new Map<number, number>();
  for (const [start, entries] of timelines.flatMap(({ buckets }) => buckets)) {
    const wide = Math.floor(start / widthSeconds) * widthSeconds;
    counts.set(wide, (counts.get(wide) ?? 0) + entries);
  }
  return { widthSeconds, buckets: [...counts].sort(([a], [b]) => a - b) };
}

/** Whether the numbers are totals: `Read completely: 1,000 entries, 1 file, none malformed. Window … UTC.` */
function completenessLine(collected: Completeness, window: Run['window']): string {
  const { read, sources, pages, truncated, malformed, duplicates } = collected;
  const parts = [
    count(read, 'entry', 'entries'),
    pages > 0 ? count(pages, 'page') : count(sources.length, 'file'),
    malformed === 0 ? 'none malformed' : `${count(malformed, 'malformed line')} set aside`,
    ...(duplicates > 0 ? [`${count(duplicates, 'duplicate')} counted once`] : []),
  ];
  const whole = truncated === null ? 'Read completely' : `Read in part (${sanitiseInline(truncated, 200)})`;
  const caution = truncated === null ? '' : ' The counts are those of this sample, not totals.';
  return `${whole}: ${parts.join(', ')}.${caution} Window ${formatWindow(window)}.`;
}
