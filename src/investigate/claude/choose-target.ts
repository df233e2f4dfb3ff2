import type { Assessment } from '../../model/assessment.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Report, Restraint, SearchStep } from '../../model/report.ts';
import type { Findings } from '../look-up.ts';
import { type Target, targetAt, whyElsewhere } from '../target.ts';
import type { Toolbox } from '../toolbox.ts';
import { connectionOf } from './connection.ts';

export interface TargetScene {
  readonly findings: Findings;
  readonly cluster: Cluster;
  readonly assessment: Assessment;
  readonly toolbox: Toolbox;
}

/** Whether a search returned this number. */
export function isSeen(number: number, findings: Findings, steps: readonly SearchStep[]): boolean {
  const ranked = findings.ranked.some(({ issue }) => issue.number === number);
  return ranked || steps.some(({ hits }) => hits.includes(number)) || findings.nearest?.issue === number;
}

/** The target, why what the report wants instead is not done, and whether the target rests on the model's word alone. */
export async function chooseTarget(
  { decision }: Report,
  steps: readonly SearchStep[],
  { findings, cluster, assessment, toolbox }: TargetScene,
): Promise<Omit<Restraint, 'noticed'> & { target: Target | null }> {
  const { known, nearest } = findings;
  const byCode = (target: Target | null) => ({ target, refused: null, onItsWord: false });
  if (known !== null) return byCode(known);
  if (nearest?.marked === true) return byCode(nearest);
  if (decision.action !== 'update') return { ...byCode(null), refused: whyNotAnother(decision, nearest, assessment) };
  if (nearest?.issue === decision.issue) return byCode({ ...nearest, because: decision.because });
  const refuse = (why: string) => ({ ...byCode(null), refused: `the sub-agent names #${decision.issue}, ${why}` });
  if (!isSeen(decision.issue, findings, steps)) return refuse('which no search returned');
  const issue = await toolbox.getIssue(decision.issue);
  if (issue === null || issue === 'unread') return refuse('which could not be read as an issue');
  const connection = await connectionOf(decision.issue, cluster, toolbox);
  if (connection.kind === 'none') return refuse(`which ${connection.against}`);
  const target = await targetAt(issue, decision.because, cluster.fingerprint, toolbox);
  return {
    target,
    refused: null,
    onItsWord: !target.marked && connection.kind !== 'same' && assessment.basePriority !== 'P3',
  };
}

/**
 * Why a new issue waits for a person: code calls a known one the same. Log text could talk a model into a duplicate, and
 * a model that read the issue may still be right.
 */
function whyNotAnother(
  { action }: Report['decision'],
  nearest: Target | null,
  { basePriority }: Assessment,
): string | null {
  if (nearest === null || (action === 'skip' && basePriority === 'P3')) return null;
  const does = action === 'skip' ? 'would leave it out' : 'decides on a new issue';
  return `the sub-agent ${does}, but to code #${nearest.issue} is the same problem: ${nearest.because}`;
}

/**
 * What the report decides, as far as it is the model's to decide. A marker leaves no choice; and log text could talk a
 * model into silence, so that only what is of the least priority may be left out.
 */
export function decisionOf(
  { decision }: Report,
  target: Target | null,
  { remembered, nearest }: Findings,
  { basePriority }: Assessment,
): Report['decision'] {
  if (target !== null) return { action: 'update', issue: target.issue, because: target.because };
  const elsewhere = whyElsewhere(remembered);
  if (elsewhere !== null) return { action: 'skip', because: elsewhere };
  if (decision.action !== 'skip' || basePriority === 'P3') return decision;
  const found = nearest === null ? 'no search found an issue; ' : '';
  return {
    action: 'create',
    because: `${found}the sub-agent would leave it (${decision.because}), but a ${basePriority} is not left on its word`,
  };
}
