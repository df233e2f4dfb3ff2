import { mayBeSeveral } from '../../collect/user-hash.ts';
import type { DistinctCount, Facts } from '../../model/cluster.ts';
import type { Place } from '../../model/entry.ts';
import { SEVERITIES, type Severity, type SeveritySource } from '../../model/severity.ts';
import { compareText } from '../compare.ts';
import { type Distinct, distinctCount } from './distinct.ts';
import { printExtent } from './extent.ts';
import { type Sample, settle } from './sample.ts';
import { type Summary, settleSummary } from './summary.ts';
import { timelineOf } from './timeline.ts';

const MOST_PLACES = 20;
/** Users known by a placeholder alone that are surely told apart: of so many, two look alike once in 130 logs. */
const MOST_PLACEHOLDERS = 32;

/** What a summary says about its entries, for people and for the rules of later rooms. */
export function factsOf(summary: Summary): Facts {
  settleSummary(summary);
  return {
    count: summary.count,
    ...printExtent(summary.extent),
    severity: highestSeverity(summary),
    severities: severitiesOf(summary),
    timeline: timelineOf(summary.timeline),
    services: valuesOf(summary.services)
      .map(({ what, count }) => ({ name: what, count }))
      .sort(byName),
    revisions: valuesOf(summary.revisions)
      .map((span) => ({ name: span.what, count: span.count, ...printExtent(span) }))
      .sort(byName),
    instances: distinctCount(summary.instances),
    users: usersOf(summary.users),
    traces: distinctCount(summary.traces),
    places: valuesOf(summary.places)
      .map(({ what, count }) => ({ ...what, count }))
      .sort((a, b) => b.count - a.count || comparePlaces(a, b))
      .slice(0, MOST_PLACES),
    statuses: valuesOf(summary.statuses)
      .map(({ what, count }) => ({ status: what, count }))
      .sort((a, b) => a.status - b.status),
    errorGroups: valuesOf(summary.errorGroups)
      .map(({ what }) => what)
      .sort(compareText),
  };
}

function usersOf(users: Distinct): DistinctCount {
  const { count, atLeast } = distinctCount(users);
  let several = 0;
  for (const hash of users.slots) if (mayBeSeveral(hash)) several += 1;
  return { count, atLeast: atLeast || several > MOST_PLACEHOLDERS };
}

function severitiesOf({ severities }: Summary): Facts['severities'] {
  const rows = Map.groupBy(valuesOf(severities), ({ what }) => what.severity);
  return [...rows]
    .map(([severity, tallies]) => {
      const from = (source: SeveritySource) => tallies.find(({ what }) => what.source === source)?.count ?? 0;
      const [fromField, fromText] = [from('field'), from('text')];
      return {
        severity,
        count: from('stated') + fromField + fromText,
        ...(fromField > 0 && { fromField }),
        ...(fromText > 0 && { fromText }),
      };
    })
    .sort((a, b) => compareText(a.severity, b.severity));
}

export function highestSeverity({ severities }: Summary): Severity {
  const known = new Set([...severities.kept.values()].map(({ what }) => what.severity));
  return SEVERITIES.findLast((severity) => known.has(severity)) ?? 'DEFAULT';
}

function valuesOf<Value>(sample: Sample<Value>): Value[] {
  return [...settle(sample).kept.values()];
}

function byName(a: { name: string }, b: { name: string }): number {
  return compareText(a.name, b.name);
}

function comparePlaces(a: Place, b: Place): number {
  return (
    compareText(a.module, b.module) ||
    compareText(a.function, b.function) ||
    compareText(a.file, b.file) ||
    compareText(a.line, b.line)
  );
}
