import type { BlockContent } from 'mdast';
import { paragraph, table, text } from '../draft/markdown.ts';
import { inertNodes } from '../draft/sanitise.ts';
import type { Run } from '../model/run.ts';
import { formatDistinct, formatInstant, formatNumber } from '../wording/words.ts';

/** Labels are free text; the instance ids of Cloud Run have 150 digits and more. */
const LONGEST_VALUE = 240;
const MOST_REVISIONS = 20;

/** Where it ran: the service, what all entries share, and its revisions. */
export function technicalContextNodes(run: Run): BlockContent[] {
  const shared = run.context
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => [inertNodes(name), inertNodes(value, { longest: LONGEST_VALUE })]);
  const named = run.context.some(({ name }) => name === 'service');
  const rows = named ? shared : [['service', inertNodes(run.service)], ...shared];
  return [table(['what', 'value'], [...rows, ...instanceRows(run)]), ...revisionNodes(run)];
}

/** Instances of several clusters may be the same ones, so they are not added up. */
function instanceRows({ clusters }: Run): string[][] {
  const most = clusters.reduce((max, { cluster }) => Math.max(max, cluster.facts.instances.count), 0);
  const atLeast = clusters.some(({ cluster }) => cluster.facts.instances.atLeast);
  return most === 0 ? [] : [['instances, most in one cluster', formatDistinct({ count: most, atLeast })]];
}

function revisionNodes({ collected }: Run): BlockContent[] {
  const revisions = collected.revisions.filter(({ revision }) => revision !== '');
  if (revisions.length === 0) return [paragraph('The entries name no revision.')];
  const severalServices = new Set(revisions.map(({ service }) => service)).size > 1;
  const latest = revisions
    .toSorted((a, b) => (a.lastSeen < b.lastSeen ? 1 : a.lastSeen > b.lastSeen ? -1 : 0))
    .slice(0, MOST_REVISIONS);
  const rows = latest.map(({ service, revision, entries, firstSeen, lastSeen, startObserved }) => [
    inertNodes(severalServices ? `${service} / ${revision}` : revision),
    formatNumber(entries),
    `${startObserved ? '' : 'before '}${formatInstant(firstSeen)}`,
    formatInstant(lastSeen),
  ]);
  const left = revisions.length - latest.length;
  return [
    table(['revision', 'entries read', 'first seen', 'last seen'], rows),
    ...(left > 0 ? [paragraph(text(`And ${formatNumber(left)} older ones.`))] : []),
  ];
}
