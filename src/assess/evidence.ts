import { requestOf } from '../collect/request.ts';
import type { Evidence, Priority, Trend } from '../model/assessment.ts';
import type { Cluster, DistinctCount } from '../model/cluster.ts';
import { countSeverities } from '../wording/severities.ts';
import { formatDistinct, formatHour } from '../wording/words.ts';
import { busiestHour } from './busiest-hour.ts';
import { crashLoopOf } from './crash-loop.ts';
import { describeShare, type FailingShare, hasFailedRequests } from './failing-requests.ts';
import { occurrencesOf } from './occurrences.ts';
import { ratesOf } from './trend.ts';

/** Statuses from here on say that the request failed. */
const LEAST_FAILING = 400;

/** The facts about a cluster, numbered E1, E2 …; only those that there is something to say about. */
export function evidenceOf(cluster: Cluster, priority: Priority, trend: Trend, share: FailingShare): Evidence[] {
  const { facts } = cluster;
  const loop = crashLoopOf(cluster);
  // Of a crash loop people count the exits.
  const occurrences = loop ? null : occurrencesOf(cluster);
  const list: Omit<Evidence, 'id'>[] = [
    { name: 'entries', value: facts.count },
    ...(occurrences === null
      ? []
      : [{ name: 'occurrences', value: occurrences.atLeast ? formatDistinct(occurrences) : occurrences.count }]),
    { name: 'first seen in the window', value: facts.firstSeen },
    { name: 'last seen in the window', value: facts.lastSeen },
    { name: 'severities', value: countSeverities(facts.severities) },
  ];
  if (loop) {
    list.push({ name: 'container exits', value: loop.exits });
    if (loop.interval !== null) list.push({ name: 'mean time between exits', value: loop.interval, unit: 's' });
    if (facts.count > loop.exits && facts.count % loop.exits === 0) {
      list.push({ name: 'entries per exit', value: facts.count / loop.exits });
    }
  }
  const busiest = busiestHour(facts.timeline);
  if (busiest !== null && busiest.count > 1 && busiest.count < facts.count) {
    list.push({ name: 'busiest hour', value: `${busiest.count} (${formatHour(busiest.start)})` });
  }
  const revisions = facts.revisions.map(({ name, count }) =>
    facts.revisions.length > 1 ? `${name} (${count})` : name,
  );
  if (revisions.length > 0)
    list.push({ name: revisions.length > 1 ? 'revisions' : 'revision', value: revisions.join(', ') });
  if (facts.services.length > 1) {
    list.push({ name: 'services', value: facts.services.map(({ name, count }) => `${name} (${count})`).join(', ') });
  }
  pushDistinct(list, 'instances', facts.instances);
  pushDistinct(list, 'users', facts.users);
  pushDistinct(list, 'traces', facts.traces);
  if (facts.statuses.length > 0) {
    list.push({
      name: 'HTTP status',
      value: facts.statuses.map(({ status, count }) => `${status} (${count})`).join(', '),
    });
  }
  const requests = failingRequestsIn(cluster);
  if (requests.length > 0)
    list.push({ name: 'requests answered with an error, for example', value: requests.join(', '), by: 'stranger' });
  if (facts.errorGroups.length > 0) list.push({ name: 'Error Reporting groups', value: facts.errorGroups.length });
  if (priority === 'P0' || priority === 'P1' || (share.measured && hasFailedRequests(cluster))) {
    list.push({ name: 'share of failing requests', value: describeShare(share) });
  }
  const rates = ratesOf(trend, facts.count);
  if (rates) list.push({ name: 'entries per hour, before → now', value: `${rates.before} → ${rates.now}` });
  return list.map((fact, index) => ({ id: `E${index + 1}`, ...fact }));
}

function pushDistinct(list: Omit<Evidence, 'id'>[], name: string, distinct: DistinctCount): void {
  if (distinct.count > 0) list.push({ name, value: distinct.atLeast ? formatDistinct(distinct) : distinct.count });
}

const MOST_REQUESTS = 3;

/** `POST /jobs/export 504`: method, path and status as the examples have them, those of the root pattern first. */
function failingRequestsIn({ patterns }: Cluster): string[] {
  const requests = patterns.flatMap(({ examples }) => examples.map(requestOf)).filter((request) => request !== null);
  const failing = requests.flatMap(({ method, pathTemplate, status }) => {
    const hasFailed = status !== null && status >= LEAST_FAILING && pathTemplate !== '';
    return hasFailed ? [[method, pathTemplate, status].join(' ').trim()] : [];
  });
  return [...new Set(failing)].slice(0, MOST_REQUESTS);
}
