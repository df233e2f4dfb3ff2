import { isSameRepository, repositoriesFor } from '../config/routing.ts';
import type { Config } from '../config/schema.ts';
import { isPassing, isRefusal } from '../github/failure.ts';
import { findMarkedIssues } from '../github/marked-issues.ts';
import { shareRecentPulls } from '../github/pulls.ts';
import type { Reach } from '../investigate/toolbox.ts';
import { GitHubError, RefusedError, UsageError } from '../model/errors.ts';
import { listCutShort } from '../publish/publish.ts';
import { finishEarlierPosts } from './earlier-posts.ts';
import { recallIssue } from './recall-issue.ts';
import type { TriageDeps, TriageRequest } from './request.ts';
import type { Taping, TrackerTape } from './taping.ts';

/** A tracker that is there. */
export type OpenReach = Extract<Reach, { marked: unknown }>;

/** With the name that the config has for it, owner/name. */
export interface OpenTracker {
  readonly repository: string;
  readonly reach: OpenReach;
}

/** The trackers of a run: that of its service, opened before anything is read, and those that its components name. */
export interface Reaches {
  readonly own: Reach;
  /**
   * That of a repository, opened when it is first asked for; null = the run has none.
   *
   * @throws GitHubError where that of a component is out of reach, RefusedError where that stays so; UsageError where the
   *   config does not name it
   */
  to(repository: string | null): Promise<Reach>;
  /** Those that are open by now. */
  opened(): readonly OpenTracker[];
  /** HTTP requests so far, of all of them. */
  requests(): number;
  /** HTTP requests since this was asked last: what several jobs share is counted once. */
  takeRequests(): number;
}

type Asked = Pick<TriageRequest, 'repository' | 'mode'>;

/**
 * Opens the tracker of a run's service. A wrong repository or token stops the run before it reads anything. A GitHub that
 * is down or lets nobody in for now does not: clusters and drafts are kept, and every decision is `unverified`.
 *
 * @param taping null = nothing is written down
 * @param triesAgain opens what was out of reach anew when it is asked for again, as jobs do that come later
 */
export async function openReaches(
  { repository, mode }: Asked,
  taping: Pick<Taping, 'listenTo'> | null,
  deps: TriageDeps,
  triesAgain = false,
): Promise<Reaches> {
  const tapeOf = (name: string): TrackerTape => taping?.listenTo(name) ?? UNTAPED;
  const own = await openReach({ repository, mode }, tapeOf(repository), deps);
  const toComponent = async (name: string): Promise<Reach> => {
    const tape = tapeOf(name);
    try {
      const reach = await openReach({ repository: name, mode }, tape, deps);
      if (reach.github !== null) return reach;
      throw new GitHubError(`${name} is out of reach: ${reach.because}.`, 0);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      tape.miss(error.message);
      throw isRefusal(error) ? new RefusedError(error.message, error.status, { cause: error }) : error;
    }
  };
  return shareReaches({ repository, own, open: toComponent, triesAgain }, deps.config);
}

/**
 * Opens those of components where an earlier run had begun to post, though nothing of this one may go there; what is out
 * of reach waits for a later run.
 */
export async function openUnfinished(
  reaches: Reaches,
  { config, store }: Pick<TriageDeps, 'config' | 'store'>,
): Promise<void> {
  for (const repository of repositoriesFor(config, null)) {
    if ((await listCutShort(store, repository)).length === 0) continue;
    await reaches.to(repository).catch((error: unknown) => {
      if (!(error instanceof GitHubError)) throw error;
    });
  }
}

const UNTAPED: TrackerTape = { onAnswer: () => undefined, open: () => undefined, miss: () => undefined };

interface Openable {
  readonly repository: string;
  readonly own: Reach;
  readonly open: (repository: string) => Promise<Reach>;
  readonly triesAgain: boolean;
}

/** The trackers of a run, each opened once. */
export function shareReaches(
  { repository: ownRepository, own, open, triesAgain }: Openable,
  config: Pick<Config, 'components'>,
): Reaches {
  const named = repositoriesFor(config, null);
  const opening = new Map<string, Promise<Reach>>();
  const opened: OpenTracker[] = own.github === null ? [] : [{ repository: ownRepository, reach: own }];
  const openOnce = async (repository: string): Promise<Reach> => {
    const reach = await open(repository);
    if (reach.github !== null) opened.push({ repository, reach });
    return reach;
  };
  let taken = 0;
  const requests = (): number => opened.reduce((sum, { reach }) => sum + reach.github.requests(), 0);
  return {
    own,
    async to(repository) {
      if (repository === null || isSameRepository(repository, ownRepository)) return own;
      // As the config writes it, whatever a record of another time does.
      const name = named.find((one) => isSameRepository(one, repository));
      if (name === undefined) {
        throw new UsageError(`No component of the config names ${repository} any more, so GitHub was not asked.`);
      }
      const known = opening.get(name) ?? openOnce(name);
      opening.set(name, known);
      if (triesAgain) known.catch(() => opening.delete(name));
      return known;
    },
    opened: () => opened,
    requests,
    takeRequests() {
      const more = requests() - taken;
      taken += more;
      return more;
    },
  };
}

async function openReach({ repository, mode }: Asked, tape: TrackerTape, deps: TriageDeps): Promise<Reach> {
  if (repository === '') return { github: null, because: 'no repository is configured, so GitHub was not searched' };
  try {
    const github = await deps.openGitHub(repository, tape.onAnswer);
    // What an earlier run had begun to post comes first: its issues must be there to be found.
    if (mode === 'auto') await finishEarlierPosts(github, deps);
    tape.open(github);
    const recall = (fingerprint: string) => recallIssue(deps.store, repository, fingerprint);
    return { github, marked: await findMarkedIssues(github), recall, recentPulls: shareRecentPulls(github) };
  } catch (error) {
    if (error instanceof GitHubError && isPassing(error)) {
      deps.onEvent({ kind: 'note', text: error.message });
      const because = error.message.replace(/\.$/, '');
      tape.miss(because);
      return { github: null, because };
    }
    throw error;
  }
}
