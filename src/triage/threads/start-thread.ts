import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ThreadStart } from './messages.ts';

/** V8's young generation of a thread, in MiB: entries die young, and a large one would only take memory. */
const YOUNG = 12;

const THREAD = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url);

export function startThread(workerData: ThreadStart): Worker {
  return new Worker(THREAD, {
    workerData,
    execArgv: [],
    env: environment(),
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
  });
}

/** The process's own, and where it keeps compiled code, which a thread does not learn otherwise. */
function environment(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir();
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
}
