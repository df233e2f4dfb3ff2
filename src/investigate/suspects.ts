import { isLoggingPlace } from '../collect/place.ts';
import { repositoryFile } from '../config/repository-file.ts';
import type { Config } from '../config/schema.ts';
import type { Commit } from '../github/commits.ts';
import type { ChangedFiles } from '../github/pulls.ts';
import type { Cluster, Frame } from '../model/cluster.ts';
import type { Suspect } from '../model/report.ts';
import { formatDuration, formatMinute, joinWords, secondsBetween } from '../wording/words.ts';
import type { Onset } from './onset.ts';
import { code } from './sighting.ts';

const MOST_FILES = 3;
const MOST_SUSPECTS = 3;
const DAY_SECONDS = 86_400;

/** How much a change is suspected, 0 to 100, by what is known of the deploy; less for each day and for outer frames. */
const FOR = { cameWithDeploy: 90, beforeDeploy: 75, deployUnknown: 50, ranBefore: 30, inDoubt: 20 } as const;
const PER_FRAME = 5;
const MOST_FOR_DAYS = 14;
const BEGAN_LATE = 20;

/**
 * The files of the application that the problem came from, innermost frame first, as paths of the repository; at most
 * three. Where no trace names any, the place of the log call. Pure.
 */
export function suspectFiles(cluster: Cluster, sourceRoots: Config['sourceRoots']): string[] {
  const thrown = [cluster.rootCause, ...cluster.patterns.flatMap((pattern) => pattern.thrown.toReversed())];
  const frames = thrown.flatMap((error) => ownFrames(error?.frames ?? []));
  const places = cluster.facts.places.filter((place) => !isLoggingPlace(place));
  const named = frames.length > 0 ? frames : places.map(({ file, module }) => (file === '' ? fileOf(module) : file));
  const paths = named.flatMap((file) => {
    const found = repositoryFile(file, sourceRoots);
    return 'path' in found ? [found.path] : [];
  });
  return [...new Set(paths)].slice(0, MOST_FILES);
}

function ownFrames(frames: readonly Frame[]): string[] {
  return frames
    .filter(({ own }) => own)
    .map(({ file }) => file)
    .toReversed();
}

/** `app.routes.cart` → `app/routes/cart.py`: only Python names modules so; empty for any other name. */
function fileOf(module: string): string {
  return /^[a-z_]\w*(?:\.[a-z_]\w*)+$/.test(module) ? `${module.replaceAll('.', '/')}.py` : '';
}

/** A change that reached the default branch. */
export type Change = Omit<Suspect, 'score' | 'reason'>;

/**
 * Commits, and merged pull requests that changed any of the files, each change once, under its pull request if it has one.
 *
 * @param commits of each file
 */
export function changesOf(
  commits: ReadonlyMap<string, readonly Commit[]>,
  pulls: readonly ChangedFiles[],
  files: readonly string[],
): Change[] {
  const changes = new Map<string, Change>();
  const add = (key: string, change: Change) => {
    const known = changes.get(key);
    const paths = files.filter((file) => change.paths.includes(file) || known?.paths.includes(file));
    changes.set(key, { ...(known ?? change), paths });
  };
  for (const [file, ofFile] of commits) {
    for (const { sha, at, headline, url, pull } of ofFile) {
      if (pull === null) add(sha, { pull: null, sha, title: headline, url, at, paths: [file] });
      else {
        const { number, title, url: address, mergedAt } = pull;
        add(`#${number}`, { pull: number, sha, title, url: address, at: mergedAt, paths: [file] });
      }
    }
  }
  for (const { pull, paths } of pulls) {
    const touched = files.filter((file) => paths.includes(file));
    if (pull.mergedAt === null || touched.length === 0) continue;
    const { number, title, url, mergedAt } = pull;
    add(`#${number}`, { pull: number, sha: null, title, url, at: mergedAt, paths: touched });
  }
  return [...changes.values()];
}

/**
 * The changes that may have brought a problem: those of the days before it began, the nearest to the deploy that first
 * showed it first, at most three. What came after the beginning is none. Pure.
 *
 * @param files innermost frame first
 * @param daysMs how long before the beginning a change is still suspected
 */
export function rankSuspects(
  changes: readonly Change[],
  onset: Onset,
  files: readonly string[],
  daysMs: number,
): Suspect[] {
  const end = onset.deploy?.at ?? onset.at;
  return changes
    .flatMap((change) => {
      const ahead = secondsBetween(change.at, end);
      if (ahead === null || ahead * 1000 > daysMs) return [];
      const { weight, why } = weigh(change, ahead, onset);
      const frame = files.findIndex((file) => change.paths.includes(file));
      const days = Math.min(MOST_FOR_DAYS, Math.floor(ahead / DAY_SECONDS));
      const late = isLate(onset) ? BEGAN_LATE : 0;
      const score = Math.max(0, weight - PER_FRAME * Math.max(0, frame) - days - late);
      return [{ ...change, score, reason: `${why}; it changes ${joinWords(change.paths.map(code))}` }];
    })
    .sort((a, b) => b.score - a.score || Date.parse(b.at) - Date.parse(a.at) || (keyOf(a) < keyOf(b) ? -1 : 1))
    .slice(0, MOST_SUSPECTS);
}

function weigh(change: Change, ahead: number, { deploy, before, at, doubt }: Onset): { weight: number; why: string } {
  const done = `${change.pull === null ? 'committed' : 'merged'} ${formatMinute(change.at)}`;
  const gap = formatDuration(ahead);
  if (deploy === null) {
    const why = `${done}, ${gap} before the first entry known (${formatMinute(at)})`;
    return { weight: doubt === null ? FOR.deployUnknown : FOR.inDoubt, why };
  }
  const showed = `${code(deploy.revision)} began, the revision that first showed the error`;
  const isLater = before !== null && Date.parse(change.at) > Date.parse(before.at);
  if (isLater) {
    const why = `${done}, ${gap} before ${showed}, and after the revision before it (${code(before.revision)})`;
    return { weight: FOR.cameWithDeploy, why };
  }
  // A revision whose start nobody saw may have begun before the change.
  if (before?.startSeen) {
    const why = `${done}, ${gap} before ${showed}, but ${code(before.revision)}, which began later than this change, did not show it`;
    return { weight: FOR.ranBefore, why };
  }
  return { weight: FOR.beforeDeploy, why: `${done}, ${gap} before ${showed}` };
}

const keyOf = ({ pull, sha }: Change): string => (pull === null ? (sha ?? '') : `#${pull}`);

/** A revision that ran for long without the error did not bring it by being deployed alone. */
function isLate({ deploy, at }: Onset): boolean {
  return deploy !== null && (secondsBetween(deploy.at, at) ?? 0) > DAY_SECONDS;
}

/** What limits the list, as whole sentences; empty where nothing does. */
export function limitsOf(onset: Onset): string[] {
  const { deploy, at, doubt } = onset;
  const gap = deploy === null ? null : secondsBetween(deploy.at, at);
  return [
    ...(deploy === null ? ['Which deploy first showed the error is not known.'] : []),
    ...(isLate(onset) && gap !== null
      ? [
          `The first entry came ${formatDuration(gap)} after that revision began, so its deploy may not be what brought it.`,
        ]
      : []),
    ...(doubt === null ? [] : [doubt]),
  ];
}
