import type { RootException } from '../exception.ts';

/** An exception that at least one pattern ends in, and which patterns (by index) tell of it. */
export interface KnownException {
  readonly key: string;
  readonly root: RootException;
  /** Patterns whose root cause it is. */
  readonly holders: number[];
  /** Patterns that repeat its message. */
  readonly quoters: number[];
  /** Patterns that end in or quote another exception, to which, as far as more is told, only this one leads. */
  readonly wrappers: number[];
}

export interface KnownExceptions {
  /** By key. */
  readonly all: readonly KnownException[];
  /** The one that a pattern ends in, by index. */
  readonly heldBy: ReadonlyMap<number, KnownException>;
}
