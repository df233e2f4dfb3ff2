import { millisecondsOf } from '../config/duration.ts';
import type { Config } from '../config/schema.ts';
import { type Changed, type Commits, periodOf } from '../github/commits.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Suspect } from '../model/report.ts';
import type { Looked } from './looks.ts';
import type { Onset } from './onset.ts';
import { changesOf, limitsOf, rankSuspects, suspectFiles } from './suspects.ts';
import type { Toolbox } from './toolbox.ts';

/** The changes that may have brought a problem, and what limits the list. */
export interface Suspected {
  readonly suspects: Suspect[];
  /** Whole sentences; empty where nothing does, and where there was no file to look at. */
  readonly suspectsNote: string;
}

export interface Problem {
  readonly cluster: Cluster;
  readonly onset: Onset;
}

interface Asked extends Problem {
  readonly files: readonly string[];
  readonly changed: readonly Changed[];
}

/**
 * Looks for the changes that may have brought problems, for whoever investigates them; in the order of the problems. One
 * request for the commits of all their files, and the pull requests that all clusters share. What GitHub fails at is in
 * the notes.
 */
export async function findSuspects(
  problems: readonly Problem[],
  { toolbox, config }: { readonly toolbox: Toolbox; readonly config: Config },
): Promise<Suspected[]> {
  const beforeMs = millisecondsOf(config.suspects.before);
  const asked = problems.map(({ cluster, onset }): Asked => {
    const files = suspectFiles(cluster, config.sourceRoots);
    const end = Date.parse(onset.deploy?.at ?? onset.at);
    const period = periodOf(end - beforeMs, end);
    return { cluster, onset, files, changed: files.map((path) => ({ path, ...period })) };
  });
  const all = asked.flatMap(({ changed }) => changed);
  if (all.length === 0 || toolbox.outOfReach !== null) return asked.map(() => ({ suspects: [], suspectsNote: '' }));
  const commits = await toolbox.listCommits(all);
  const pulls = await toolbox.getRecentPulls();
  let start = 0;
  return asked.map((one) => {
    const own = 'found' in commits ? { found: commits.found.slice(start, start + one.changed.length) } : commits;
    start += one.changed.length;
    return suspectedIn(one, own, pulls, beforeMs);
  });
}

function suspectedIn(
  { onset, files }: Asked,
  commits: Looked<readonly Commits[]>,
  pulls: Awaited<ReturnType<Toolbox['getRecentPulls']>>,
  beforeMs: number,
): Suspected {
  if (files.length === 0) return { suspects: [], suspectsNote: '' };
  const ofFiles = 'found' in commits ? commits.found : [];
  const changes = changesOf(
    new Map(ofFiles.map((ofFile, index) => [files[index] ?? '', ofFile.commits])),
    'found' in pulls ? pulls.found : [],
    files,
  );
  const suspects = rankSuspects(changes, onset, files, beforeMs);
  const notes = [
    ...(suspects.length === 0 ? [] : limitsOf(onset)),
    ...('failed' in commits ? [`The commits could not be read: ${sentence(commits.failed)}`] : []),
    ...('failed' in pulls ? [`The pull requests could not be read: ${sentence(pulls.failed)}`] : []),
    ...(ofFiles.some(({ more }) => more) ? ['Of files that change often only the last commits were read.'] : []),
  ];
  return { suspects, suspectsNote: notes.join(' ') };
}

function sentence(text: string): string {
  return `${text.replace(/\.$/, '')}.`;
}
