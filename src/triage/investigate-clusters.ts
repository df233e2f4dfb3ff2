import PQueue from 'p-queue';
import type { Reading } from '../assess/tracking.ts';
import type { Redactor } from '../collect/redact.ts';
import { isSameRepository, repositoriesFor, repositoryOf } from '../config/routing.ts';
import { tellsOfRecovery } from '../draft/recovery-draft.ts';
import { plusSpent, spentOn } from '../investigate/claude/spending.ts';
import { investigateByRules } from '../investigate/rules.ts';
import { createToolbox, type Reach } from '../investigate/toolbox.ts';
import type { Cluster } from '../model/cluster.ts';
import type { RevisionSpan } from '../model/completeness.ts';
import type { Draft } from '../model/draft.ts';
import type { Ruling } from '../model/ruling.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { freeDraftId, isAnyElseUndecided, listDrafts, setDraftState, supersedeDraft } from '../store/drafts.ts';
import type { Store } from '../store/open.ts';
import { recallRevisions } from '../store/revisions.ts';
import { listRulings } from '../store/rulings.ts';
import { type Background, shareBackgrounds } from './backgrounds.ts';
import { isReadToItsEnd } from './completion.ts';
import { type Drafted, draftFindings } from './draft-findings.ts';
import type { Reaches } from './reaches.ts';
import type { Recorder } from './recorder.ts';
import { refreshRun } from './refresh-run.ts';
import type { TriageDeps } from './request.ts';
import { type Agency, sendAgent } from './send-agent.ts';
import { settleHomes } from './settle-homes.ts';
import { supersedeElsewhere } from './supersede-elsewhere.ts';

/** What all clusters of a run share that go to one repository. */
interface Scene {
  /** As it is for that repository. */
  readonly run: Run;
  readonly backgroundOf: (cluster: Cluster) => Promise<Background>;
  readonly revisions: readonly RevisionSpan[];
  readonly rulings: readonly Ruling[];
  readonly reach: Reach;
  /** Null = rules investigate. */
  readonly agency: Agency | null;
  readonly redactor: Redactor;
  readonly deps: TriageDeps;
}

/** What an investigation adds to its cluster. */
type Investigated = Drafted & Pick<TriagedCluster, 'githubRequests'>;

/**
 * One investigation per cluster, `limits.concurrency` at once, the most urgent first: search, verdict, decision, draft.
 * A cluster that fails says so and stops no other.
 *
 * @param isMeant by fingerprint; all unless it is given
 * @returns what went wrong, by fingerprint
 */
export async function investigateClusters(
  recorder: Recorder,
  reaches: Reaches,
  agency: Agency | null,
  redactor: Redactor,
  deps: TriageDeps,
  isMeant: (fingerprint: string) => boolean = () => true,
): Promise<ReadonlyMap<string, unknown>> {
  const failures = new Map<string, unknown>();
  const unsettled = await settleHomes(recorder, reaches, deps, isMeant);
  const run = recorder.run();
  const revisions = await recallRevisions(deps.store, run.collected.revisions, run.collected.deploys);
  const reading: Reading = { run, whole: isReadToItsEnd(run.collected) };
  const meant = run.clusters.filter(({ cluster }) => isMeant(cluster.fingerprint));
  const setUp = async (repository: string | null): Promise<Scene> => {
    const reach = await reaches.to(repository);
    const there = { ...run, repository, clusters: meant.filter((one) => repositoryOf(run, one) === repository) };
    const backgroundOf = shareBackgrounds(there, { reading, revisions, reach }, deps);
    const rulings = await listRulings(deps.store, repository ?? '');
    return { run: { ...run, repository }, backgroundOf, revisions, rulings, reach, agency, redactor, deps };
  };
  const scenes = new Map<string | null, Promise<Scene>>();
  const sceneOf = (triaged: TriagedCluster): Promise<Scene> => {
    const repository = repositoryOf(run, triaged);
    const scene = scenes.get(repository) ?? setUp(repository);
    scenes.set(repository, scene);
    return scene;
  };
  const paidBefore = agency?.budget.spent() ?? spentOn([]);
  const queue = new PQueue({ concurrency: deps.config.limits.concurrency });
  const of = meant.length;
  let done = 0;
  const tasks = run.clusters.map((triaged, index) =>
    queue.add(async () => {
      const { title, fingerprint } = triaged.cluster;
      if (deps.signal?.aborted || !isMeant(fingerprint)) return;
      deps.onEvent({ kind: 'investigating', title });
      try {
        const unknownHome = unsettled.get(fingerprint);
        if (unknownHome !== undefined) throw unknownHome;
        const draftId = await freeDraftId(deps.store, `${run.id}-${index + 1}`);
        const investigated = await investigateOne(triaged, draftId, await sceneOf(triaged));
        // It was called off: whoever runs this again goes on from here.
        if (investigated === null) return;
        recorder.changeCluster(fingerprint, { ...investigated, error: null });
        const { action, issue } = investigated.decision;
        const { repository } = triaged;
        deps.onEvent({ kind: 'decided', title, action, issue, repository, done: ++done, of });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        failures.set(fingerprint, error);
        recorder.changeCluster(fingerprint, { error: message });
        deps.onEvent({ kind: 'failed', title, error: message, done: ++done, of });
      }
    }),
  );
  await Promise.all(tasks);
  if (agency !== null) {
    const paid = agency.budget.spent();
    recorder.change((latest) => ({ ...latest, cost: plusSpent(latest.cost, paidBefore, paid) }));
  }
  const after = recorder.run().clusters.filter(({ cluster }) => isMeant(cluster.fingerprint));
  await replaceEarlierDrafts({ ...run, clusters: after }, deps);
  return failures;
}

async function investigateOne(triaged: TriagedCluster, draftId: string, scene: Scene): Promise<Investigated | null> {
  const { cluster } = triaged;
  const { run, revisions, reach, agency, redactor, deps } = scene;
  const { config } = deps;
  const own = reach.github?.forCluster() ?? null;
  const toolbox = createToolbox(reach.github === null || own === null ? reach : { ...reach, github: own });
  const { past, suspected } = await scene.backgroundOf(cluster);
  const { assessment: assessed } = triaged;
  const found =
    agency === null
      ? await investigateByRules(cluster, assessed, { toolbox, config })
      : await sendAgent(
          { run, cluster, assessment: assessed, suspected },
          { agency, toolbox, github: own, revisions, redactor, deps },
        );
  if (found === null) return null;
  // What was cut short is no answer: whoever runs this again goes on from here.
  if (deps.signal?.aborted && toolbox.steps().some(({ complete }) => !complete)) return null;
  const drafted = await draftFindings(
    { ...found, ...suspected },
    { triaged, draftId, past },
    { ...deps, run, revisions, redactor, rulings: scene.rulings },
  );
  return { ...drafted, githubRequests: own?.requests() ?? null };
}

/** Drafts of earlier runs on which nobody decided give way to those of this one; their worklogs say so. */
async function replaceEarlierDrafts(run: Run, deps: TriageDeps): Promise<void> {
  const fingerprints = run.clusters.map(({ cluster }) => cluster.fingerprint);
  const beside = new Set(run.clusters.flatMap(({ draft }) => draft?.id ?? []));
  // Nearly always there is none, and one question tells.
  if (!(await isAnyElseUndecided(deps.store, { fingerprints, beside }))) return;
  const at = deps.now();
  const runs = new Set<string>();
  for (const triaged of run.clusters) {
    const { draft } = triaged;
    if (!draft) continue;
    const { fingerprint } = triaged.cluster;
    const newer = { id: draft.id, repository: repositoryOf(run, triaged) ?? '', fingerprint };
    for (const earlier of await supersedeDraft(deps.store, newer, at)) runs.add(earlier);
  }
  for (const earlier of await supersedeElsewhere(run, deps, at)) runs.add(earlier);
  for (const repository of repositoriesFor(deps.config, run.repository)) {
    for (const earlier of await takeBackRecoveries({ ...run, repository }, deps.store, at)) runs.add(earlier);
  }
  for (const earlier of runs) await refreshRun(earlier, deps, at);
}

/** So many can be asked for by name. */
const MOST_NAMED = 1_000;

/** That a problem is gone must not be posted any more once it was seen again, wherever; gives the runs that drafted it. */
async function takeBackRecoveries(run: Run, store: Store, at: string): Promise<string[]> {
  const seen = new Set(run.clusters.map(({ cluster }) => cluster.fingerprint));
  if (seen.size === 0) return [];
  const isStale = ({ repository, fingerprint, content }: Draft): boolean =>
    isSameRepository(repository, run.repository ?? '') && seen.has(fingerprint) && tellsOfRecovery(content);
  const takenBack: string[] = [];
  if (seen.size === 0) return takenBack;
  const about = {
    status: ['pending', 'approved'] as const,
    repository: run.repository ?? '',
    ...(seen.size <= MOST_NAMED && { fingerprints: [...seen] }),
  };
  for (const { id, run: drafter } of (await listDrafts(store, about)).filter(isStale)) {
    const to = { status: 'rejected', reason: `seen again in run ${run.id}`, at } as const;
    if (await setDraftState(store, id, { from: about.status, to })) takenBack.push(drafter);
  }
  return takenBack;
}
