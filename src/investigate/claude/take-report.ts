import type { Assessment } from '../../model/assessment.ts';
import type { Backing } from '../../model/backing.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Investigation, Report, Restraint, SearchStep } from '../../model/report.ts';
import type { Run } from '../../model/run.ts';
import { checkProse } from '../claims/check-prose.ts';
import { settleProse } from '../claims/settle.ts';
import { type Findings, searchRecordOf } from '../look-up.ts';
import type { Toolbox } from '../toolbox.ts';
import { chooseTarget, decisionOf, isSeen } from './choose-target.ts';

/** What code holds a report of a model against. */
export interface TakeScene {
  readonly subject: {
    readonly run: Pick<Run, 'mode'>;
    readonly cluster: Cluster;
    readonly assessment: Assessment;
  };
  readonly findings: Findings;
  readonly toolbox: Toolbox;
  /** Everything the prose may rest on. */
  readonly backing: readonly Backing[];
  /** What code searched, and then what was searched on behalf of the model. */
  readonly steps: readonly SearchStep[];
  /** What the model tried beyond what it is there for. */
  readonly noticed: readonly string[];
}

/** What is left of a report: code has the last word on its target, its decision and every claim of its prose. */
export async function takeReport(
  report: Report,
  { subject, findings, toolbox, backing, steps, noticed }: TakeScene,
): Promise<
  Pick<Investigation, 'report' | 'search' | 'target' | 'suspects' | 'suspectsNote' | 'claims'> & {
    restraint: Restraint;
  }
> {
  const { cluster, assessment, run } = subject;
  const backs = (text: string): boolean => checkProse({ because: text }, backing).unbacked.length === 0;
  const { target, ...chosen } = await chooseTarget(report, steps, { findings, cluster, assessment, toolbox });
  const related = report.related.filter(({ number }) => number !== target?.issue && isSeen(number, findings, steps));
  const decision = decisionOf(report, target, findings, assessment);
  const restraint: Restraint = {
    ...chosen,
    noticed: [
      ...noticed,
      ...(chosen.refused === null ? [] : [chosen.refused]),
      ...(report.decision.action === 'skip' && decision.action === 'create'
        ? [`it would have left out a ${assessment.basePriority}`]
        : []),
      ...(related.every(({ because }) => backs(because))
        ? []
        : ['what it says of related issues holds something that nothing backs, so those are left out']),
    ],
  };
  // Nobody looks before it is posted, or somebody does and sees what is marked.
  const { prose, claims } =
    run.mode === 'auto'
      ? settleProse(report.prose, backing)
      : { prose: report.prose, claims: [...checkProse(report.prose, backing).claims] };
  return {
    restraint,
    report: {
      decision: backs(decision.because) ? decision : { ...decision, because: NO_REASON },
      prose,
      related: related.filter(({ because }) => backs(because)),
    },
    search: searchRecordOf(findings, target, steps),
    target: target?.history ?? null,
    suspects: [],
    suspectsNote: '',
    claims,
  };
}

const NO_REASON = 'the sub-agent’s reason holds something that nothing backs';
