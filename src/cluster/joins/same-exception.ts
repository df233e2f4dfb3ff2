import { thrownText } from '../../wording/thrown.ts';
import { count } from '../../wording/words.ts';
import { compareText } from '../compare.ts';
import type { RootException } from '../exception.ts';
import type { Member } from '../member.ts';
import type { KnownException, KnownExceptions } from './known-exception.ts';
import { clip, type Link } from './link.ts';
import { addQuoters } from './quoters.ts';
import { describeRoot, joinKey, sharedKey } from './telling.ts';
import { findWrappers } from './wrappers.ts';

/** Finds the exceptions behind the patterns: those that stack traces and error lines end in, and who quotes them. */
export function findExceptions(members: readonly Member[]): KnownExceptions {
  const roots = members.map(agreedRoot);
  const known = new Map<string, KnownException>();
  const heldBy = new Map<number, KnownException>();
  // Stack traces first: an error line that names the same exception quotes it, and founds one only where no trace does.
  for (const [index, root] of roots.entries()) {
    if (root?.root.home != null) heldBy.set(index, addHolder(known, index, root));
  }
  addQuoters([...known.values()], findWrappers(members, heldBy), members, heldBy);
  const heard = new Set([...known.values()].flatMap(({ quoters, wrappers }) => [...quoters, ...wrappers]));
  const named = new Map<string, KnownException>();
  for (const [index, root] of roots.entries()) {
    if (root !== null && root.root.home === null && !heard.has(index)) heldBy.set(index, addHolder(named, index, root));
  }
  addQuoters([...named.values()], [], members, heldBy);
  return { all: [...known.values(), ...named.values()].sort((a, b) => compareText(a.key, b.key)), heldBy };
}

/** One link for each exception that several patterns tell of. */
export function linksByException({ all }: KnownExceptions): Link[] {
  const links: Link[] = [];
  for (const { root, holders, quoters, wrappers } of all) {
    const { type, message } = root.error;
    const name = clip(thrownText({ type, message }));
    if (holders.length > 1) {
      links.push({ members: holders, rule: `joined: same root exception '${name}' (${holders.length} patterns)` });
    }
    if (quoters.length > 0) {
      const rule = `joined: ${count(quoters.length, 'pattern')} quoting the exception '${name}'`;
      links.push({ members: [...holders, ...quoters], rule });
    }
    if (wrappers.length > 0) {
      const rule = `joined: ${count(wrappers.length, 'pattern')} telling of an exception that only '${name}' leads to`;
      links.push({ members: [...holders, ...wrappers], rule });
    }
  }
  return links;
}

interface KeyedRoot {
  readonly key: string;
  readonly root: RootException;
}

/** The root exception that all examples of a pattern have in common, or null. */
function agreedRoot({ voices }: Member): KeyedRoot | null {
  const roots: RootException[] = [];
  for (const { thrown } of voices) {
    const root = describeRoot(thrown);
    if (root === null) return null;
    roots.push(root);
  }
  const [root] = roots;
  if (root === undefined) return null;
  const keys = new Set(roots.map(joinKey));
  const [key] = keys;
  if (keys.size === 1) return key == null ? null : { key, root };
  const shared = sharedKey(roots);
  return shared === null ? null : { key: shared, root: { ...root, specific: false } };
}

function addHolder(known: Map<string, KnownException>, index: number, { key, root }: KeyedRoot): KnownException {
  const exception = known.get(key) ?? { key, root, holders: [], quoters: [], wrappers: [] };
  known.set(key, exception);
  exception.holders.push(index);
  return exception;
}
