import { PRIORITIES, type Priority } from '../model/assessment.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Verdict } from '../model/issue.ts';
import { SEVERITY_RANK } from '../model/severity.ts';

/**
 * The priority once the verdict is known, and the rules that this added. A regression raises the base priority by one,
 * never above P0; a WARNING is not raised above P2. A base priority that is higher already (a warning that shows the
 * service cannot start) stays.
 */
export function finalPriority(
  base: Priority,
  cluster: Pick<Cluster, 'facts'>,
  verdict: Verdict | null,
): { priority: Priority; rules: string[] } {
  if (verdict?.kind !== 'regressed') return { priority: base, rules: [] };
  const raised = PRIORITIES[PRIORITIES.indexOf(base) - 1];
  if (raised === undefined) return { priority: base, rules: [`${base}: a regression, and nothing is above ${base}`] };

  const { severity } = cluster.facts;
  const isWarning = SEVERITY_RANK[severity] <= SEVERITY_RANK.WARNING;
  if (isWarning && isHigher(raised, 'P2')) {
    return { priority: base, rules: [`${base}: a regression, but ${severity} is not raised above P2`] };
  }
  return { priority: raised, rules: [`${raised}: raised from ${base} by the regression`] };
}

/** Whether a rule is one that {@link finalPriority} adds. */
export function isOfVerdict(rule: string): boolean {
  return /^P[0-3]: (?:a regression, |raised from P[0-3] by the regression)/.test(rule);
}

/** Whether a problem is more urgent than in the last run that saw it. */
export function hasRisen(facts: { readonly priority: Priority; readonly previousPriority: Priority | null }): boolean {
  return facts.previousPriority !== null && isHigher(facts.priority, facts.previousPriority);
}

/** Whether `one` is more urgent than `other`. */
export function isHigher(one: Priority, other: Priority): boolean {
  return PRIORITIES.indexOf(one) < PRIORITIES.indexOf(other);
}
