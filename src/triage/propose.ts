import type { Redactor } from '../collect/redact.ts';
import { repositoryOf } from '../config/routing.ts';
import { isOfVerdict } from '../draft/priority.ts';
import { backingOf } from '../investigate/backing.ts';
import { suspectBacking } from '../investigate/claude/judge-report.ts';
import { takeReport } from '../investigate/claude/take-report.ts';
import { lookUp, searchRecordOf } from '../investigate/look-up.ts';
import { createToolbox, type Reach } from '../investigate/toolbox.ts';
import type { Backing } from '../model/backing.ts';
import { UsageError } from '../model/errors.ts';
import type { Report, SearchStep } from '../model/report.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { keepClientAnswers } from '../store/client-answers.ts';
import { freeDraftId, getDraft, supersedeDraft } from '../store/drafts.ts';
import { transactOn } from '../store/open.ts';
import { recallRevisions } from '../store/revisions.ts';
import { listRulings } from '../store/rulings.ts';
import { getRun, saveRun } from '../store/runs.ts';
import { writeWorklog } from '../worklog/write.ts';
import { shareBackgrounds } from './backgrounds.ts';
import { isReadToItsEnd, isWhole } from './completion.ts';
import { type Drafted, draftFindings } from './draft-findings.ts';
import { withCluster } from './recorder.ts';
import { refreshRun, withDraftStates } from './refresh-run.ts';
import type { TriageDeps } from './request.ts';
import { supersedeElsewhere } from './supersede-elsewhere.ts';
import { trackProblems } from './track-problems.ts';

/** A report that somebody outside of this program wrote about a cluster of a run. */
export interface Proposed {
  readonly run: Run;
  readonly triaged: TriagedCluster;
  readonly report: Report;
  /** Name and version of the client whose model wrote it. */
  readonly client: string;
  /** What tools of ours answered meanwhile, and what they searched. */
  readonly backing: readonly Backing[];
  readonly steps: readonly SearchStep[];
}

export interface ProposeDeps extends Pick<TriageDeps, 'config' | 'store' | 'now' | 'worklogDir'> {
  readonly reach: Reach;
  readonly redactor: Redactor;
  /** Whether nobody looks before it is posted: then what nothing backs is cut, and not marked. */
  readonly unattended: boolean;
}

/**
 * Makes a draft of a report as a run makes one of its sub-agent's: code searches anew, has the last word on the target,
 * checks every claim, decides, and keeps the draft in the place of an earlier one. The run is over when its last cluster
 * is decided.
 *
 * @throws UsageError where a draft of this cluster is approved or posted already
 */
export async function proposeDraft(proposed: Proposed, deps: ProposeDeps): Promise<Drafted> {
  const { triaged, report, client } = proposed;
  const { clusters } = proposed.run;
  // As it is for the repository of this cluster.
  const run = { ...proposed.run, repository: repositoryOf(proposed.run, triaged) };
  const { cluster, assessment: assessed } = triaged;
  const { store, config, reach, redactor } = deps;
  const { fingerprint } = cluster;
  await refuseDecided(triaged, deps);
  const own = reach.github?.forCluster() ?? null;
  const toolbox = createToolbox(reach.github === null || own === null ? reach : { ...reach, github: own });
  const revisions = await recallRevisions(store, run.collected.revisions, run.collected.deploys);
  // Rules that an earlier proposal added are not added once more.
  const assessment = { ...assessed, rules: assessed.rules.filter((rule) => !isOfVerdict(rule)) };
  const reading = { run, whole: isReadToItsEnd(run.collected) };
  const backgroundOf = shareBackgrounds({ ...run, clusters: [triaged] }, { reading, revisions, reach }, deps);
  const { past, suspected } = await backgroundOf(cluster);
  const findings = await lookUp(cluster, toolbox);
  const searched = toolbox.steps();
  const target = findings.known ?? findings.nearest;
  const search = searchRecordOf(findings, target, searched);
  const taken = await takeReport(report, {
    subject: { run: { mode: deps.unattended ? 'auto' : 'draft' }, cluster, assessment },
    findings,
    toolbox,
    backing: [
      ...backingOf(cluster, assessment, search, target?.history?.fix ?? null, config.sourceRoots),
      ...suspected.suspects.flatMap(suspectBacking),
      ...proposed.backing,
    ],
    steps: [...searched, ...proposed.steps.map((step) => ({ ...step, by: 'agent' as const }))],
    noticed: [],
  });
  const found = { ...taken, ...suspected, investigator: 'client' as const, client, instead: null, agent: null };
  const draftId = await freeDraftId(store, `${run.id}-${clusters.indexOf(triaged) + 1}`);
  const drafted = await draftFindings(
    found,
    { triaged: { ...triaged, assessment }, draftId, past },
    { ...deps, run, revisions, redactor, rulings: await listRulings(store, run.repository ?? '') },
  );
  // A sub-agent's run keeps its transcript.
  if (run.investigator.name === 'client') {
    const { backing, steps } = proposed;
    await keepClientAnswers(store, { run: run.id, fingerprint }, { backing, steps });
  }
  const { repository, routedBy } = triaged;
  const home = { repository, routedBy };
  await keepDecided(run.id, fingerprint, { ...drafted, ...home, githubRequests: own?.requests() ?? null }, deps);
  return drafted;
}

/** What a person decided on stays: another proposal would stand beside it. */
async function refuseDecided({ cluster, draft }: TriagedCluster, { store }: ProposeDeps): Promise<void> {
  const current = draft && (await getDraft(store, draft.id));
  if (!current) return;
  const { status } = current.state;
  if (status === 'posted') {
    throw new UsageError(
      `Cluster ${cluster.fingerprint} of this run is on GitHub already: ${current.state.url}. Collect the logs anew to tell of what came later.`,
    );
  }
  if (status === 'approved' || status === 'posting') {
    throw new UsageError(
      `Draft ${current.id} of this cluster is ${status === 'approved' ? 'approved' : 'being posted'}. Post it, or have the approval taken back, before you propose another.`,
    );
  }
}

/** Puts what was decided into the run, as it is in the store by now, and earlier drafts of the problem out of the way. */
async function keepDecided(
  id: string,
  fingerprint: string,
  decided: Drafted & Pick<TriagedCluster, 'githubRequests' | 'repository' | 'routedBy'>,
  deps: ProposeDeps,
): Promise<void> {
  const at = deps.now();
  const { draft } = decided;
  const { run, others, isOver } = await transactOn(deps.store, `run ${id}`, async (store) => {
    const before = await getRun(store, id);
    if (before === null) throw new UsageError(`Run ${id} is not in the store any more. Collect the logs anew.`);
    const newer = draft && { id: draft.id, repository: repositoryOf(before, decided) ?? '', fingerprint };
    const superseded = newer === null ? [] : await supersedeDraft(store, newer, at);
    // Of two proposals made at once the one that was kept last stays.
    const isLast = draft === null || (await getDraft(store, draft.id))?.state.status === 'pending';
    const changed = isLast ? withCluster(before, fingerprint, { ...decided, error: null }) : before;
    const about = changed.clusters.filter(({ cluster }) => cluster.fingerprint === fingerprint);
    superseded.push(...(await supersedeElsewhere({ ...changed, clusters: about }, { config: deps.config, store }, at)));
    const githubRequests = before.githubRequests + (decided.githubRequests ?? 0);
    const after = await withDraftStates({ ...changed, githubRequests, updatedAt: at }, store);
    const settled: Run = { ...after, status: statusOf(after) };
    await saveRun(store, settled);
    return {
      run: settled,
      others: superseded.filter((other) => other !== id),
      isOver: before.status === 'running' && settled.status !== 'running',
    };
  });
  await writeWorklog(deps.worklogDir, run);
  if (isOver) await trackProblems(run, deps.config, deps.store);
  for (const other of new Set(others)) await refreshRun(other, deps, at);
}

/** A run that clients decide on goes on until the last cluster is decided; the status of any other stays. */
function statusOf(run: Run): Run['status'] {
  if (run.status !== 'running') return run.status === 'partial' && isWhole(run, false) ? 'done' : run.status;
  if (run.clusters.some(({ decision, error }) => decision === null && error === null)) return 'running';
  return isWhole(run, false) ? 'done' : 'partial';
}
