import { type Frame, MOST_ELSEWHERE } from '../model/cluster.ts';
import { formatNumber } from './words.ts';

const MOST_SHOWN = 3;

type Place = Pick<Frame, 'file' | 'function' | 'line'>;

/** Of the other places that an exception was thrown in those that are shown, and in words how many are left; null of none. */
export function elsewhereOf(places: readonly Place[]): { shown: readonly Place[]; more: string } | null {
  if (places.length === 0) return null;
  const left = places.length - MOST_SHOWN;
  const least = places.length >= MOST_ELSEWHERE ? 'at least ' : '';
  return { shown: places.slice(0, MOST_SHOWN), more: left > 0 ? ` and ${least}${formatNumber(left)} more` : '' };
}
