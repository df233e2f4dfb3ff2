import type { Octokit } from '@octokit/rest';
import { StoreError } from '../model/errors.ts';

/** Comes out the same however often it is asked for; 429 is left to throttling, which knows how long to wait. */
const FINAL = new Set([400, 401, 403, 404, 410, 422, 429, 451]);
const TIMES_TO_REPEAT = 2;

/** How GitHub's GraphQL calls a fault of its own, in an answer with status 200. */
const LOST = /Something went wrong while executing your query/;

/** What is told, and what ends, while a call waits to go out again. */
export interface Waiting {
  /** Told before each wait. */
  readonly tell: (message: string) => void;
  /** Ends each wait. */
  readonly signal: AbortSignal | undefined;
}

/**
 * A plugin of Octokit: a call that failed for no fault of its own goes out again, after one second and after four; a
 * second lasts `secondMs`. A call with `request: { retries: 0 }` goes out once. Octokit's own plugin does the same with
 * timers, which make every call 5 ms longer, also those that go well.
 */
export function repeatFailed(secondMs: number, { tell, signal }: Waiting) {
  return (octokit: Pick<Octokit, 'hook'>): object => {
    octokit.hook.wrap('request', async (send, call) => {
      const most: number = call.request.retries ?? TIMES_TO_REPEAT;
      for (let nth = 1; ; nth += 1) {
        try {
          const answer = await send(call);
          if (nth > most || !isLost(answer.data)) return answer;
          tell(`GitHub could not answer a query, try ${nth + 1} of ${most + 1} …`);
        } catch (error) {
          if (nth > most || !mayGoWell(error)) throw error;
          tell(`GitHub ${whatFailed(error)}, try ${nth + 1} of ${most + 1} …`);
        }
        await sleep(nth ** 2 * secondMs, signal);
      }
    });
    return {};
  };
}

/** What never reached GitHub, or got no answer, Octokit calls a 500; what we broke off ourselves has no `request`. */
function mayGoWell(error: unknown): boolean {
  if (!(error instanceof Error) || !('request' in error) || !('status' in error)) return false;
  if (error.cause instanceof StoreError) return false;
  return typeof error.status === 'number' && error.status >= 400 && !FINAL.has(error.status);
}

function whatFailed(error: unknown): string {
  const hasAnswered = error instanceof Error && 'response' in error && error.response !== undefined;
  return hasAnswered && 'status' in error ? `answered ${error.status}` : 'does not answer';
}

function isLost(data: { errors?: readonly { message?: string }[] } | null | undefined): boolean {
  return LOST.test(data?.errors?.[0]?.message ?? '');
}

/**
 * Stands in for the limiter in which plugin-throttling repeats a call that GitHub asked to wait with: as often as what
 * listens for `failed` gives a number of milliseconds.
 */
export function createRepeater(signal: AbortSignal | undefined): object {
  let waitAfter: (error: unknown, info: { args: unknown[] }) => Promise<number | undefined> = async () => undefined;
  return {
    on(_failed: string, listener: typeof waitAfter): void {
      waitAfter = listener;
    },
    async schedule<T>(task: (...args: unknown[]) => Promise<T>, ...args: unknown[]): Promise<T> {
      for (;;) {
        try {
          return await task(...args);
        } catch (error) {
          // The plugin's listener stumbles over what has no answer to look at: there is nothing to wait for.
          const milliseconds = await waitAfter(error, { args }).catch(() => undefined);
          if (milliseconds === undefined) throw error;
          await sleep(milliseconds, signal);
          // GitHub has refused it, so nothing is under way that would be cut.
          if (signal?.aborted) throw error;
        }
      }
    },
  };
}

/** Until the time is over or the signal comes. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
  });
}
