import type { Config } from '../config/schema.ts';
import { parseMarkers } from '../github/marker.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Investigation, PullCandidate, Report } from '../model/report.ts';
import { joinWords } from '../wording/words.ts';
import { backingOf } from './backing.ts';
import type { RankedIssue } from './candidates.ts';
import { settleProse } from './claims/settle.ts';
import { type Findings, lookUp, searchRecordOf } from './look-up.ts';
import { writeProse } from './prose.ts';
import { type Target, whyElsewhere } from './target.ts';
import type { Remembered, Toolbox } from './toolbox.ts';

export interface RulesDeps {
  readonly toolbox: Toolbox;
  readonly config: Config;
}

/** An issue this near is worth a link where it is not the target. */
const RELATED = 20;
const MOST_RELATED = 3;

/**
 * Investigates a cluster without a model: the marker decides where there is one, else what the store remembers, else
 * several searches, each hit compared with the cluster; prose from templates. A search that failed is in the record, and
 * it is for the caller to distrust the decision then.
 */
export async function investigateByRules(
  cluster: Cluster,
  assessment: Assessment,
  { toolbox, config }: RulesDeps,
): Promise<Investigation> {
  return judgeByRules(cluster, assessment, await lookUp(cluster, toolbox), { toolbox, config });
}

/** The same with what was looked up already. */
export function judgeByRules(
  cluster: Cluster,
  assessment: Assessment,
  findings: Findings,
  { toolbox, config }: RulesDeps,
): Investigation {
  const { known, remembered, ranked, nearest, pulls } = findings;
  const target = known ?? nearest;
  const search = searchRecordOf(findings, target, toolbox.steps());
  const fix = target?.history?.fix ?? null;
  // Entries are written by strangers, so templates and facts of ours may still say something that nothing backs.
  const backing = backingOf(cluster, assessment, search, fix, config.sourceRoots);
  const { prose, claims } = settleProse(writeProse(cluster, assessment, config, fix), backing);
  return {
    investigator: 'rules',
    instead: null,
    agent: null,
    report: {
      decision: decisionFor(target, remembered, ranked, toolbox),
      prose,
      related: relatedTo(target, ranked, pulls),
    },
    search,
    target: target?.history ?? null,
    suspects: [],
    suspectsNote: '',
    claims,
  };
}

function decisionFor(
  target: Target | null,
  remembered: Remembered | null,
  ranked: readonly RankedIssue[],
  toolbox: Toolbox,
): Report['decision'] {
  if (target !== null) return { action: 'update', issue: target.issue, because: target.because };
  if (toolbox.outOfReach !== null)
    return { action: 'create', because: `nothing could be looked up: ${toolbox.outOfReach}` };
  const elsewhere = whyElsewhere(remembered);
  if (elsewhere !== null) return { action: 'skip', because: elsewhere };
  const unsure = whyUnsure(ranked);
  if (unsure !== null) return { action: 'unverified', because: unsure };
  const because = whyNone(ranked);
  if (remembered?.now !== 'deleted') return { action: 'create', because };
  return { action: 'create', because: `#${remembered.issue}, where we wrote of this problem, is deleted; ${because}` };
}

/**
 * One open issue, and no other, names our code, says nothing that speaks against it, and too little that speaks for it:
 * rules cannot read what it means, and a second issue for the same is worse than a draft that waits.
 */
function whyUnsure(ranked: readonly RankedIssue[]): string | null {
  const near = ranked.find(
    ({ issue, same, objections, ownNames }) =>
      issue.state === 'open' &&
      !same &&
      objections.length === 0 &&
      ownNames.length > 0 &&
      // One that was made for another cluster is about that one.
      parseMarkers(issue.body).length === 0,
  );
  if (near === undefined) return null;
  return `#${near.issue.number} may be about this: they ${describe(near)}; whether it is, rules cannot tell`;
}

function whyNone(ranked: readonly RankedIssue[]): string {
  const [nearest] = ranked.filter(({ telling }) => telling);
  if (nearest === undefined) return 'no issue names the same things';
  return `the nearest issue, #${nearest.issue.number}, is not the same problem: they ${nearest.objections.length > 0 ? '' : 'only '}${describe(nearest)}`;
}

/** What speaks for it, then what speaks against it; follows `they`. */
function describe({ reasons, objections }: RankedIssue): string {
  const [shared, against] = [reasons.join(', and '), joinWords(objections)];
  return against === '' ? shared : `${shared}, but ${against}`;
}

function relatedTo(
  target: Target | null,
  ranked: readonly RankedIssue[],
  pulls: readonly PullCandidate[],
): Report['related'] {
  const fix = target?.history?.fix ?? null;
  const fixes = fix === null ? [] : [{ number: fix.pull, because: `merged ${fix.mergedAt.slice(0, 10)}, ${fix.how}` }];
  const coming = (target?.history?.fixesOnTheWay ?? []).slice(0, MOST_RELATED).map(({ number }) => ({
    number,
    because: 'pull request, open, linked as closing the issue',
  }));
  const issues = ranked
    .filter(({ score, telling }) => telling && score >= RELATED)
    .slice(0, MOST_RELATED)
    .map((one) => ({ number: one.issue.number, because: `${one.issue.state}; they ${describe(one)}` }));
  const requests = pulls.slice(0, MOST_RELATED).map(({ number, mergedAt, state, reasons }) => ({
    number,
    because: `${mergedAt === null ? `pull request, ${state}` : `merged ${mergedAt.slice(0, 10)}`}; it ${joinWords(reasons)}`,
  }));
  const seen = new Set(target === null ? [] : [target.issue]);
  return [...fixes, ...coming, ...issues, ...requests].filter(({ number }) => !seen.has(number) && seen.add(number));
}
