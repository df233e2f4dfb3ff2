import type { Code } from 'mdast';
import type { Config } from '../config/schema.ts';
import { repositoryPlace } from '../config/source-roots.ts';
import type { ThrownError } from '../model/cluster.ts';
import { thrownText } from '../wording/thrown.ts';
import { fence } from './markdown.ts';
import { sanitiseCode } from './sanitise.ts';

const LONGEST_STACK = 8_000;
const MOST_FRAMES = 12;
const WIDEST_PLACE = 80;

/** The application's own frames, innermost first, and the exception; null where no frame is known. */
export function stackFence(thrown: ThrownError | null, sourceRoots: Config['sourceRoots']): Code | null {
  if (thrown === null || thrown.frames.length === 0) return null;
  const own = thrown.frames.filter((frame) => frame.own);
  const frames = (own.length > 0 ? own : thrown.frames).toReversed();
  const shown = frames.slice(0, MOST_FRAMES).map((frame) => ({ place: repositoryPlace(frame, sourceRoots), frame }));
  const width = Math.min(WIDEST_PLACE, Math.max(...shown.map(({ place }) => place.length)));
  const lines = shown.map(
    ({ place, frame }) => `${place.padEnd(width)}  ${frame.code === '' ? frame.function : frame.code}`,
  );
  if (frames.length > shown.length) lines.push(`… ${frames.length - shown.length} more`);
  return fence(null, sanitiseCode([...lines, thrownText(thrown)].join('\n'), LONGEST_STACK));
}
