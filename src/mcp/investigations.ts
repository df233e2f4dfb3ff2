import { repositoryOf } from '../config/routing.ts';
import type { GitHub } from '../github/client.ts';
import { findMarkedIssues } from '../github/marked-issues.ts';
import { shareRecentPulls } from '../github/pulls.ts';
import { createToolbox, type Reach, type Toolbox } from '../investigate/toolbox.ts';
import type { Backing } from '../model/backing.ts';
import { GitHubError } from '../model/errors.ts';
import type { SearchStep } from '../model/report.ts';
import { recallClientAnswers } from '../store/client-answers.ts';
import type { Store } from '../store/open.ts';
import { recallIssue } from '../triage/recall-issue.ts';
import { withCluster } from '../triage/recorder.ts';
import { openHomeOf } from '../triage/settle-homes.ts';
import type { McpDeps } from './deps.ts';
import type { Found } from './find.ts';

/** What a client's model has looked up about one cluster; its report may rest on it. */
interface Investigation {
  readonly toolbox: Toolbox;
  /** What the tools answered. */
  readonly backing: Backing[];
  /** What was searched on behalf of the model, in this and earlier toolboxes. */
  readonly steps: () => SearchStep[];
}

/** What this server has open towards GitHub, and what was looked up about each cluster. */
export interface Investigations {
  /**
   * The cluster where it belongs by now: with its open issue, though its components send it elsewhere. Only GitHub is
   * asked; the run in the store stays as it is.
   *
   * @throws GitHubError where nobody can tell whether that issue is open: the problem must not get a second one
   */
  settle(found: Found, store: Store): Promise<Found>;
  /** The repository of a cluster, its markers read a short while ago at most. Not there = why every answer is unverified. */
  reach(found: Found, store: Store): Promise<Reach>;
  of(found: Found, store: Store): Promise<Investigation>;
  /** After something was posted: what was read before may not be so any more. */
  forget(): void;
}

/** For so long what GitHub said is taken for what it says. */
const FRESH_MS = 3 * 60_000;
/** A server runs for days; what was looked up about so many clusters is kept. */
const MOST_KEPT = 100;

interface Opened {
  readonly at: number;
  readonly store: Store;
  readonly reach: Promise<Reach>;
}

interface Kept extends Omit<Investigation, 'steps'> {
  readonly reach: Reach;
  readonly earlier: readonly SearchStep[];
}

export function createInvestigations(deps: Pick<McpDeps, 'config' | 'openGitHub' | 'now' | 'onNote'>): Investigations {
  const opened = new Map<string, Opened>();
  const kept = new Map<string, Kept>();

  function reachTo(name: string, store: Store): Promise<Reach> {
    const at = Date.parse(deps.now());
    const known = opened.get(name);
    if (known !== undefined && known.store === store && Math.abs(at - known.at) < FRESH_MS) return known.reach;
    const fresh = openReach(name, store, deps);
    opened.set(name, { at, store, reach: fresh });
    // What could not be opened is tried again at once.
    fresh.then(
      (open) => open.github === null && opened.get(name)?.reach === fresh && opened.delete(name),
      () => opened.get(name)?.reach === fresh && opened.delete(name),
    );
    return fresh;
  }
  const reach: Investigations['reach'] = ({ run, triaged }, store) => reachTo(repositoryOf(run, triaged) ?? '', store);

  return {
    reach,
    async settle({ run, triaged }, store) {
      const to = (repository: string | null): Promise<Reach> => reachTo(repository ?? '', store);
      const home = await openHomeOf({ run, triaged }, { to }, { config: deps.config, store });
      if (home === null) return { run, triaged };
      const { fingerprint } = triaged.cluster;
      const settled = withCluster(run, fingerprint, home);
      return { run: settled, triaged: settled.clusters[run.clusters.indexOf(triaged)] ?? triaged };
    },
    async of(found, store) {
      const { run, triaged } = found;
      const { fingerprint } = triaged.cluster;
      const key = `${run.id} ${fingerprint}`;
      const way = await reach(found, store);
      // A report may rest on what an earlier process looked up for an earlier one.
      const isRecalled = !kept.has(key) && run.investigator.name === 'client';
      const recalled = isRecalled
        ? await recallClientAnswers(store, { run: run.id, fingerprint })
        : { backing: [], steps: [] };
      const before = kept.get(key);
      const one: Kept =
        before !== undefined && before.reach === way
          ? before
          : {
              reach: way,
              toolbox: createToolbox(way),
              backing: before?.backing ?? recalled.backing,
              earlier: before === undefined ? recalled.steps : [...before.earlier, ...before.toolbox.steps()],
            };
      kept.delete(key);
      kept.set(key, one);
      for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST_KEPT))) kept.delete(oldest);
      return { ...one, steps: () => [...one.earlier, ...one.toolbox.steps()] };
    },
    forget: () => opened.clear(),
  };
}

/** A wrong repository or token is told at once; a GitHub that is down leaves everything unverified. */
async function openReach(
  repository: string,
  store: Store,
  { openGitHub, onNote }: Pick<McpDeps, 'openGitHub' | 'onNote'>,
): Promise<Reach> {
  if (repository === '') return { github: null, because: 'no repository is configured, so GitHub was not searched' };
  try {
    const github: GitHub = await openGitHub(repository, store);
    const recall = (fingerprint: string) => recallIssue(store, repository, fingerprint);
    return { github, marked: await findMarkedIssues(github), recall, recentPulls: shareRecentPulls(github) };
  } catch (error) {
    if (error instanceof GitHubError && (error.status === 0 || error.status >= 500)) {
      onNote(error.message);
      return { github: null, because: error.message.replace(/\.$/, '') };
    }
    throw error;
  }
}
