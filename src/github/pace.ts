import PQueue from 'p-queue';

/** GitHub's own limit: https://docs.github.com/en/rest/search/search#rate-limit */
const SEARCHES_PER_MINUTE = 30;

/** Stands in for the group of limiters that plugin-throttling asks before a call of one kind. */
interface Pacer {
  key(id: string): {
    schedule<A extends unknown[], T>(job: unknown, task: (...args: A) => Promise<T>, ...args: A): Promise<T>;
  };
}

/** Calls of this process under way at the same time, and those among them that ask for a token. */
const CALLS = pacedBy(new PQueue({ concurrency: 10 }));
const SIGNING_IN = pacedBy(new PQueue({ concurrency: 1 }));

/**
 * The pace of writes and searches, for plugin-throttling, whose own is fixed: 1 s between writes, 3 s between those
 * that notify and 2 s between searches. Writes here are `writeIntervalMs` apart. Searches run at once until 30 went out
 * within a minute; the others wait, until the signal comes. `reads` waits for nothing. The types are `object` because the
 * plugin's is a class of a package that is not ours to import.
 */
export function paceOf(
  writeIntervalMs: number,
  limitSearches: boolean,
  signal: AbortSignal | undefined,
): { global: object; auth: object; write: object; notifications: object; search: object; reads: object } {
  const atOnce: Pacer = { key: () => ({ schedule: (_job, task, ...args) => task(...args) }) };
  const write = writeIntervalMs === 0 ? atOnce : queued({ intervalCap: 1, interval: writeIntervalMs });
  const search = limitSearches ? queued({ intervalCap: SEARCHES_PER_MINUTE, interval: 60_000 }, signal) : atOnce;
  return { global: CALLS, auth: SIGNING_IN, write, notifications: atOnce, search, reads: atOnce };
}

function queued(rate: { intervalCap: number; interval: number }, signal?: AbortSignal): Pacer {
  return pacedBy(new PQueue({ concurrency: 1, strict: true, ...rate }), signal);
}

function pacedBy(queue: PQueue, signal?: AbortSignal): Pacer {
  const ends = signal === undefined ? {} : { signal };
  return { key: () => ({ schedule: (_job, task, ...args) => queue.add(() => task(...args), ends) }) };
}
