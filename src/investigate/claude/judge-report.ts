import type { Config } from '../../config/schema.ts';
import type { Assessment } from '../../model/assessment.ts';
import type { Backing } from '../../model/backing.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Report, SearchStep, Suspect } from '../../model/report.ts';
import type { Turn } from '../../model/transcript.ts';
import { backingOf } from '../backing.ts';
import { checkProse } from '../claims/check-prose.ts';
import { tellUnbacked } from '../claims/tell.ts';
import type { Suspected } from '../find-suspects.ts';
import { type Findings, searchRecordOf } from '../look-up.ts';
import type { Toolbox } from '../toolbox.ts';
import { isSeen } from './choose-target.ts';
import { wordsOf } from './conduct.ts';
import { connectionOf } from './connection.ts';
import type { Judgement } from './conversation.ts';
import { readSubmission, SUBMIT_REPORT } from './submit-report.ts';

/** What a report is judged by. */
export interface JudgeScene {
  readonly subject: { readonly cluster: Cluster; readonly assessment: Assessment; readonly suspected: Suspected };
  readonly findings: Findings;
  readonly steps: readonly SearchStep[];
  readonly toolbox: Toolbox;
  readonly config: Config;
  /** Whether a text repeats what the model was told to do. */
  readonly recites: (text: string) => boolean;
}

/** Takes a report, or says what to mend: its form always, its target and its claims once. */
export async function judgeReport(
  args: unknown,
  turns: readonly Turn[],
  scene: JudgeScene,
): Promise<Judgement<Report>> {
  const read = readSubmission(args);
  if ('problem' in read)
    return { mend: `The report does not fit: ${read.problem} Mend it and call ${SUBMIT_REPORT} again.` };
  const { report } = read;
  const handedIn = turns.filter(({ answer }) =>
    answer.content.some(
      (block) =>
        block.type === 'tool_use' && block.name === SUBMIT_REPORT && !('problem' in readSubmission(block.input)),
    ),
  );
  if (handedIn.length > 1) return { taken: report };
  const problems: string[] = [];
  const { decision } = report;
  const steps = [...scene.steps, ...turns.flatMap(({ reply }) => reply?.steps ?? [])];
  if (decision.action === 'update' && scene.findings.known === null) {
    if (!isSeen(decision.issue, scene.findings, steps)) {
      problems.push(
        `No search returned #${decision.issue} as an issue of this repository. Search for it, name one that was found, or decide create.`,
      );
    } else {
      const connection = await connectionOf(decision.issue, scene.subject.cluster, scene.toolbox);
      if (connection.kind === 'none') {
        problems.push(
          `You name #${decision.issue}, which ${connection.against}. Name an issue that is about this, or decide create; if you insist, a person will have to look.`,
        );
      }
    }
  }
  const { known, nearest } = scene.findings;
  if (decision.action === 'create' && known === null && nearest?.marked === false) {
    problems.push(
      `You decide create, but to code #${nearest.issue} is the same problem. Read it and decide update, or say in because what tells them apart; if you insist, a person will have to look.`,
    );
  }
  if (scene.recites(wordsOf(report))) problems.push('It repeats your instructions. Write about the cluster.');
  const because = [decision, ...report.related].map((one) => one.because).join('\n');
  const unbacked = tellUnbacked(checkProse({ ...report.prose, because }, backingFor(turns, scene)));
  if (unbacked !== '') problems.push(unbacked);
  return problems.length === 0
    ? { taken: report }
    : { mend: `${problems.join(' ')} Then call ${SUBMIT_REPORT} again.` };
}

/** Everything the prose may rest on: what code computed and found, and what the tools answered. */
export function backingFor(turns: readonly Turn[], { subject, findings, steps, config }: JudgeScene): Backing[] {
  const { cluster, assessment, suspected } = subject;
  const target = findings.known ?? findings.nearest;
  const search = searchRecordOf(findings, target, steps);
  return [
    ...backingOf(cluster, assessment, search, target?.history?.fix ?? null, config.sourceRoots),
    ...suspected.suspects.flatMap(suspectBacking),
    ...turns.flatMap(({ reply }) => reply?.backing ?? []),
  ];
}

/** What a suspect change backs. */
export function suspectBacking({ pull, sha, title, url, at, paths, reason }: Suspect): Backing[] {
  const id = pull === null ? `commit ${sha}` : `#${pull}`;
  const facts = [pull === null ? '' : `#${pull}`, sha ?? '', url, at, ...paths, reason].join(' ');
  return [
    { id, kind: 'tracker', text: facts },
    { id, kind: 'stranger', text: title },
  ];
}
