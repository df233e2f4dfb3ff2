import { fileURLToPath } from 'node:url';
import { type Finished, type Started, startChild } from './start-process.ts';

export type { Finished };

/** What Node takes to run the program, with the cache that `npm run gardener` has: without, every start strips all types anew. */
export const GARDENER = [
  '--import',
  new URL('../../src/compile-cache.js', import.meta.url).href,
  fileURLToPath(new URL('../../src/main.ts', import.meta.url)),
] as const;

export interface GardenerOptions {
  readonly cwd?: string;
  /** Beside PATH and HOME; nothing else of this machine's environment reaches the program. */
  readonly env?: Record<string, string>;
  readonly stdin?: string | Uint8Array;
}

/** Runs the program as a user would: a process of its own, from the checkout's sources. */
export function runGardener(args: readonly string[], options: GardenerOptions = {}): Promise<Finished> {
  return startGardener(args, options).finished;
}

/** The same, for a test that stops it on its way, or reads what it said so far. */
export function startGardener(args: readonly string[], options: GardenerOptions = {}): Started {
  const { PATH = '', HOME = '' } = process.env;
  const { cwd = process.cwd(), env = {}, stdin = '' } = options;
  return startChild(process.execPath, [...GARDENER, ...args], {
    ...{ cwd, stdin },
    env: { PATH, HOME, ...env },
  });
}
