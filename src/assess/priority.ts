import type { AffectedComponent, Priority } from '../model/assessment.ts';
import type { Cluster } from '../model/cluster.ts';
import { SEVERITY_RANK } from '../model/severity.ts';
import { severityWords } from '../wording/severities.ts';
import { countDistinct, formatNumber, times } from '../wording/words.ts';
import { errorsInBusiestHour } from './busiest-hour.ts';
import { describeShare, type FailingShare, failsHalf, hasFailedRequests } from './failing-requests.ts';
import { callsItselfHarmless } from './harmless.ts';
import { outageOf } from './outage.ts';
import { quotableTemplate } from './template-text.ts';

/** From this many entries in the busiest hour on, an ERROR is P1. */
const OFTEN = 60;
/** From this many users on, an ERROR is P1. */
const MANY_USERS = 5;

/** A configured message that means data loss or a security problem, as it was found in this cluster. */
export interface MatchedSignature {
  readonly message: string;
  readonly meaning: 'data loss' | 'security';
}

/**
 * The priority before GitHub is asked (DESIGN.md section 6), and the rule that decided it.
 * The first rule that fires wins; `rules` names it, then what else would have led to the same priority.
 */
export function basePriority(
  cluster: Cluster,
  components: readonly AffectedComponent[],
  signatures: readonly MatchedSignature[],
  share: FailingShare,
): { priority: Priority; rules: string[] } {
  const byPriority: [Priority, string[]][] = [
    ['P0', cannotServe(cluster, signatures, share)],
    ['P1', urgent(cluster, components)],
    ['P2', worthFixing(cluster, components)],
  ];
  for (const [priority, reasons] of byPriority) {
    if (reasons.length > 0) return { priority, rules: reasons.map((reason) => `${priority}: ${reason}`) };
  }
  return { priority: 'P3', rules: [`P3: ${whyMinor(cluster)}`] };
}

function cannotServe(cluster: Cluster, signatures: readonly MatchedSignature[], share: FailingShare): string[] {
  const reasons: string[] = [];
  const { loop = null, cannotStart = null } = outageOf(cluster) ?? {};
  if (loop) {
    const of = loop.services > 1 ? ` of ${formatNumber(loop.services)} services` : '';
    reasons.push(`crash loop (${formatNumber(loop.exits)} exits${of} in ${formatNumber(loop.seconds)} s)`);
  }
  if (cannotStart) reasons.push(`the service cannot start (“${quotableTemplate(cannotStart)}”)`);
  if (failsHalf(share) && hasFailedRequests(cluster)) reasons.push(`5xx on ${describeShare(share)}`);
  for (const signature of signatures) reasons.push(`${signature.meaning} signature “${signature.message}”`);
  return reasons;
}

function urgent(cluster: Cluster, components: readonly AffectedComponent[]): string[] {
  const { severity, users } = cluster.facts;
  if (SEVERITY_RANK[severity] >= SEVERITY_RANK.CRITICAL) return [`severity ${severityWords(cluster.facts)}`];
  if (severity !== 'ERROR') return [];
  const reasons = components
    .filter((component) => component.importance === 'critical')
    .map((component) => `ERROR in ${component.name}, a critical component (${component.because})`);
  const often = errorsInBusiestHour(cluster);
  if (often >= OFTEN) reasons.push(`ERROR ${times(often)} in its busiest hour`);
  if (users.count >= MANY_USERS) reasons.push(`ERROR for ${countDistinct(users, 'user')}`);
  return reasons;
}

function worthFixing(cluster: Cluster, components: readonly AffectedComponent[]): string[] {
  const { severity, count } = cluster.facts;
  if (severity === 'ERROR') return ['ERROR'];
  if (severity !== 'WARNING' || count < 2 || callsItselfHarmless(cluster)) return [];
  return components
    .filter((component) => component.importance !== 'normal')
    .map(
      (component) =>
        `WARNING ${times(count)} in ${component.name}, ${article(component.importance)} component (${component.because})`,
    );
}

function article(importance: string): string {
  return importance === 'important' ? 'an important' : `a ${importance}`;
}

function whyMinor(cluster: Cluster): string {
  const { severity, count } = cluster.facts;
  if (severity === 'WARNING' && callsItselfHarmless(cluster))
    return 'WARNING that calls itself non-blocking or non-critical';
  if (severity === 'WARNING' && count < 2) return 'WARNING, seen once';
  if (severity === 'WARNING') return 'WARNING outside the important and critical components';
  return `severity ${severityWords(cluster.facts)}`;
}
