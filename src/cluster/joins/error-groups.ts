import { addTo } from '../add-to.ts';
import { compareText } from '../compare.ts';
import type { Member } from '../member.ts';
import { settle } from '../summary/sample.ts';
import type { KnownException, KnownExceptions } from './known-exception.ts';
import { clip, type Link } from './link.ts';

/**
 * Patterns whose entries Google's Error Reporting put into the same group; a group must hold at least half of each. It
 * looks at what was thrown last: where traces of one group end in several root causes, it is none of their own, and
 * only those of one cause go together.
 */
export function linksByErrorGroup(members: readonly Member[], { heldBy }: KnownExceptions): Link[] {
  const groups = new Map<string, number[]>();
  for (const [index, { summary }] of members.entries()) {
    for (const { what, count } of settle(summary.errorGroups).kept.values()) {
      if (2 * count < summary.count) continue;
      addTo(groups, what, index);
    }
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([group, indexes]) =>
      partiesOf(indexes, heldBy)
        .filter((party) => party.length > 1)
        .map((party) => ({
          members: party,
          rule: `joined: same Error Reporting group ${clip(group)} (${party.length} patterns)`,
        })),
    );
}

/** All of them, unless they have several causes; then those of one cause each, and what names none goes to none. */
function partiesOf(indexes: readonly number[], heldBy: ReadonlyMap<number, KnownException>): (readonly number[])[] {
  const wrapping = new Set(indexes.flatMap((index) => heldBy.get(index)?.wrappers ?? []));
  const caused = indexes.filter((index) => !wrapping.has(index));
  const byCause = Map.groupBy(caused, (index) => causeOf(heldBy.get(index)));
  byCause.delete('');
  return byCause.size <= 1 ? [indexes] : [...byCause.values()];
}

/** Type and place; the same error thrown in the same place with other words is still the same. */
function causeOf(known: KnownException | undefined): string {
  return known === undefined || known.root.home === null ? '' : `${known.root.type}\u0000${known.root.home}`;
}
