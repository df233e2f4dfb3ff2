import { ratesOf } from '../assess/trend.ts';
import type { AffectedComponent, Assessment, Trend } from '../model/assessment.ts';
import type { DistinctCount, Facts } from '../model/cluster.ts';
import {
  capitalised,
  countDistinct,
  count as counted,
  formatDuration,
  formatNumber,
  joinWords as joined,
} from '../wording/words.ts';

/** Who and what a cluster touches, as measured and configured: one sentence. */
export function impactOf({ components, trend }: Pick<Assessment, 'components' | 'trend'>, facts: Facts): string {
  const who = seenOn(facts);
  const parts = [
    components.length === 0 ? 'no configured component' : components.map(componentWords).join('; '),
    ...(who === '' ? [] : [who]),
    ...trendWords(trend, facts.count),
  ];
  return `${capitalised(parts.join('; '))}.`;
}

function componentWords({ name, importance, journey }: AffectedComponent): string {
  return `${name} (${importance}${journey === null ? '' : `: ${journey}`})`;
}

function seenOn({ users, instances, traces }: Facts): string {
  const all: [DistinctCount, string][] = [
    [users, 'user'],
    [instances, 'instance'],
    [traces, 'trace'],
  ];
  return joined(all.filter(([distinct]) => distinct.count > 0).map(([distinct, one]) => countDistinct(distinct, one)));
}

/** Against the earlier run; nothing when there was none. */
function trendWords(trend: Trend, count: number): string[] {
  switch (trend.kind) {
    case 'no-earlier-run':
      return [];
    case 'first-seen':
      return [`new since run ${trend.run}`];
    case 'compared': {
      const rates = ratesOf(trend, count);
      if (rates !== null) return [`${rates.before} → ${rates.now} entries per hour since run ${trend.run}`];
      const before = within(formatNumber(trend.previousCount), trend.previousHours);
      const now = within(counted(count, 'entry', 'entries'), trend.hours);
      return [`${before} → ${now} since run ${trend.run}`];
    }
  }
}

/** With the time it was counted in, as far as that is known. */
function within(entries: string, hours: number): string {
  return hours === 0 ? entries : `${entries} in ${formatDuration(hours * 3600)}`;
}
