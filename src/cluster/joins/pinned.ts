import type { Fingerprint } from '../../model/cluster.ts';
import type { Member } from '../member.ts';
import type { Link } from './link.ts';

const MOST_NAMED = 4;

/** Pins as indexes of patterns, rising; those of patterns that are not in this log do nothing. */
export function indexPins(members: readonly Member[], lists: readonly (readonly Fingerprint[])[]): number[][] {
  const indexOf = new Map(members.map(({ fingerprint }, index) => [fingerprint, index]));
  return lists
    .map((list) => [...new Set(list.map((fingerprint) => indexOf.get(fingerprint)))])
    .map((indexes) => indexes.filter((index) => index !== undefined).sort((a, b) => a - b))
    .filter((indexes) => indexes.length > 1);
}

/** One link for each list of patterns that a person has put together. */
export function linksByPin(members: readonly Member[], together: readonly (readonly number[])[]): Link[] {
  return together.map((indexes) => {
    const names = indexes.slice(0, MOST_NAMED).map((index) => members[index]?.fingerprint);
    const more = indexes.length - names.length;
    const rest = more > 0 ? ` and ${more} more` : '';
    return { members: indexes, rule: `joined: pinned in the config: ${names.join(', ')}${rest}` };
  });
}

/** Why evidence was not followed: it would have brought two patterns together that a person keeps apart. */
export function describeBar(members: readonly Member[], [a, b]: readonly [number, number], rule: string): string {
  const names = `${members[a]?.fingerprint} and ${members[b]?.fingerprint}`;
  return `kept apart: pinned in the config: ${names}; not followed: ${rule.replace(/^joined: /, '')}`;
}
