import type { Code } from 'mdast';
import type { Config } from '../config/schema.ts';
import type { Cluster, Frame, ThrownError } from '../model/cluster.ts';
import { fence } from './markdown.ts';
import { sanitiseCode } from './sanitise.ts';

const LONGEST_STACK = 8_000;
const MOST_FRAMES = 12;
const WIDEST_PLACE = 80;

/** The exception that everything follows from, as far as a stack trace shows it. */
export function rootThrown(cluster: Cluster): ThrownError | null {
  return cluster.rootCause ?? cluster.patterns[0]?.thrown.at(-1) ?? null;
}

/** The frame to look at first: the innermost of the application's own code. */
export function topOwnFrame(thrown: ThrownError | null): Frame | null {
  return thrown?.frames.findLast((frame) => frame.own) ?? null;
}

/** `netra_backend/app/main.py:23`, as it is called in the repository. */
export function placeOf(frame: Frame, sourceRoots: Config['sourceRoots']): string {
  const file = repositoryPath(frame.file, sourceRoots);
  return frame.line === null ? file : `${file}:${frame.line}`;
}

/** A path in the container → the path in the repository, by the longest configured prefix. */
export function repositoryPath(file: string, sourceRoots: Config['sourceRoots']): string {
  const prefixes = Object.keys(sourceRoots).filter((prefix) => file.startsWith(prefix));
  const longest = prefixes.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? file : `${sourceRoots[longest] ?? ''}${file.slice(longest.length)}`;
}

/** The application's own frames, innermost first, and the exception; null where no frame is known. */
export function stackFence(thrown: ThrownError | null, sourceRoots: Config['sourceRoots']): Code | null {
  if (thrown === null || thrown.frames.length === 0) return null;
  const own = thrown.frames.filter((frame) => frame.own);
  const frames = (own.length > 0 ? own : thrown.frames).toReversed();
  const shown = frames.slice(0, MOST_FRAMES).map((frame) => ({ place: placeOf(frame, sourceRoots), frame }));
  const width = Math.min(WIDEST_PLACE, Math.max(...shown.map(({ place }) => place.length)));
  const lines = shown.map(
    ({ place, frame }) => `${place.padEnd(width)}  ${frame.code === '' ? frame.function : frame.code}`,
  );
  if (frames.length > shown.length) lines.push(`… ${frames.length - shown.length} more`);
  return fence(null, sanitiseCode([...lines, `${thrown.type}: ${thrown.message}`].join('\n'), LONGEST_STACK));
}
