import type { RootException } from '../exception.ts';
import type { Member } from '../member.ts';
import { keyOf } from '../token-key.ts';
import type { KnownException } from './known-exception.ts';
import { describeRoot, joinKey } from './telling.ts';

/** Exceptions of a chain, the root and those nearest to it, that are looked at; only a made-up one has more. */
const MOST_THROWN = 100;

/** An exception that traces show to have followed from others, and from which. */
export interface Wrapper {
  readonly exception: RootException;
  /** The root exceptions it followed from; also the one that it is itself, where a trace shows no more. */
  readonly roots: ReadonlySet<KnownException>;
}

/**
 * The exceptions that wrap another: `OrderFailed` in a chain that ends in a KeyError. Where all that is told of it comes
 * from one root, a trace that ends in the wrapper is that root's too (noted in its `wrappers`). One that is raised for
 * several causes is no bridge between them.
 */
export function findWrappers(members: readonly Member[], heldBy: ReadonlyMap<number, KnownException>): Wrapper[] {
  const found = new Map<string, { exception: RootException; roots: Set<KnownException | null> }>();
  for (const [index, member] of members.entries()) {
    if (member.kind !== 'exception') continue;
    const held = heldBy.get(index) ?? null;
    for (const [key, exception] of outerExceptions(member)) {
      const wrapper = found.get(key) ?? { exception, roots: new Set() };
      found.set(key, wrapper.roots.add(held) && wrapper);
    }
  }
  const bare = new Map<string, KnownException[]>();
  for (const known of new Set(heldBy.values())) {
    const key = joinKey(known.root);
    if (key !== null && found.has(key)) bare.set(key, [...(bare.get(key) ?? []), known]);
  }
  const innerOf = findInner(found, bare);
  for (const [known, inner] of innerOf) inner.wrappers.push(...known.holders);
  return [...found].map(([key, { exception, roots }]) => {
    const told = [...roots, ...(bare.get(key) ?? [])];
    // One that is but the wrapper of another counts as that.
    const deepest = told.filter((known) => known === null || !isAmong(innerOf.get(known), new Set(told)));
    const isKnown = deepest.every((known) => known !== null);
    return { exception, roots: new Set(isKnown ? deepest : []) };
  });
}

/** What each bare wrapper followed from, where that is but one; through wrappers of wrappers, until nothing changes. */
function findInner(
  found: ReadonlyMap<string, { roots: ReadonlySet<KnownException | null> }>,
  bare: ReadonlyMap<string, readonly KnownException[]>,
): Map<KnownException, KnownException> {
  let innerOf = new Map<KnownException, KnownException>();
  for (let size = -1; innerOf.size > size; ) {
    size = innerOf.size;
    const next = new Map(innerOf);
    for (const [key, { roots }] of found) {
      const [inner, ...others] = [...roots].filter((root) => root === null || !isAmong(innerOf.get(root), roots));
      if (inner == null || others.length > 0) continue;
      for (const known of bare.get(key) ?? []) if (known !== inner && !next.has(known)) next.set(known, inner);
    }
    innerOf = next;
  }
  return innerOf;
}

/** Those of all examples but the root, by what makes them one problem; none that only repeats what the root says. */
function outerExceptions({ voices }: Member): Map<string, RootException> {
  const [first, ...others] = voices.map(({ thrown }) => {
    const near = thrown.slice(-MOST_THROWN);
    const described = near.map((_, at) => describeRoot(near.slice(0, at + 1))).filter((one) => one !== null);
    const root = described.at(-1);
    const said = root === undefined ? null : keyOf(root.words);
    const outer = new Map<string, RootException>();
    for (const exception of described.slice(0, -1)) {
      const key = joinKey(exception);
      if (key !== null && keyOf(exception.words) !== said) outer.set(key, exception);
    }
    return outer;
  });
  return new Map([...(first ?? [])].filter(([key]) => others.every((outer) => outer.has(key))));
}

function isAmong(inner: KnownException | undefined, roots: ReadonlySet<KnownException | null>): boolean {
  return inner !== undefined && roots.has(inner);
}
