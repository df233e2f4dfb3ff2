import type { Readable, Writable } from 'node:stream';

/** Where a person reads and types. */
export interface Streams {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly columns?: number };
  /** Ends whatever is being asked: nobody is there any more. */
  readonly signal?: AbortSignal;
}
