import type { Pins } from '../../model/pins.ts';
import type { Member } from '../member.ts';
import { linksByCall } from './calls.ts';
import { complaintsOf } from './complaint.ts';
import { linksByErrorGroup } from './error-groups.ts';
import { linksByTime } from './followers.ts';
import { createGroups } from './groups.ts';
import type { Link } from './link.ts';
import { describeBar, indexPins, linksByPin } from './pinned.ts';
import { findRoot, type Root } from './root.ts';
import { linksByComplaint } from './same-complaint.ts';
import { findExceptions, linksByException } from './same-exception.ts';
import { linksByTrace } from './shared-ids.ts';
import { linksByOutage } from './signs-of-outage.ts';

/** Patterns (by index) that are one problem, what explains it, and why they were put together. */
export interface Problem {
  readonly patterns: readonly number[];
  readonly root: Root;
  readonly joins: readonly Join[];
}

/** One decision in words, and the patterns that it is about: what follows, quotes or shares first, where they differ. */
interface Join {
  readonly rule: string;
  readonly patterns: readonly number[];
}

/**
 * Puts patterns together into problems, on evidence that is written down, and on pins, which win. Patterns must be sorted
 * by fingerprint, so that the answer does not depend on the order in which they were found. Evidence is followed from the
 * strongest to the weakest, and within one kind by fingerprint; what would bring two patterns together that are pinned
 * apart, be it by way of others, is not. Where pins contradict each other (the config refuses that), apart wins. `lines` =
 * what is known of split stack traces (see assembled-traces.ts).
 */
export function joinPatterns(members: readonly Member[], pins: Pins, lines: readonly Link[]): Problem[] {
  const groups = createGroups(members.length, indexPins(members, pins.apart));
  const notes: Join[] = [];
  const take = (found: Iterable<Link>): void => {
    for (const { members: linked, rule } of found) {
      const { parts, barred } = groups.unite(linked);
      for (const part of parts) if (part.length > 1) notes.push({ patterns: part, rule });
      for (const pair of barred) {
        for (const pattern of pair) notes.push({ patterns: [pattern], rule: describeBar(members, pair, rule) });
      }
    }
  };
  take(linksByPin(members, indexPins(members, pins.together)));
  take(lines);
  const exceptions = findExceptions(members);
  take(linksByException(exceptions));
  take(linksByErrorGroup(members, exceptions));
  const complaints = members.map(complaintsOf);
  take(linksByComplaint(members, complaints));
  take(linksByCall(members));
  // The weaker evidence asks which problems are known by then: link by link, but for outages, where it asks once.
  take(linksByTrace(members, groups.groupOf, complaints));
  take(linksByTime(members, groups.groupOf));
  take(linksByOutage(members, groups.groupOf, complaints));

  const byGroup = Map.groupBy(members.keys(), groups.groupOf);
  const joins = Map.groupBy(notes, ({ patterns: [first = -1] }) => groups.groupOf(first));
  return [...byGroup].map(([group, patterns]) => ({
    patterns,
    root: findRoot(patterns, members, exceptions),
    joins: onceByRule(joins.get(group) ?? []),
  }));
}

/** Links may say the same in the same words, of other patterns. */
function onceByRule(notes: readonly Join[]): Join[] {
  const byRule = new Map<string, Set<number>>();
  for (const { rule, patterns } of notes) byRule.set(rule, new Set([...(byRule.get(rule) ?? []), ...patterns]));
  return [...byRule].map(([rule, patterns]) => ({ rule, patterns: [...patterns] }));
}
