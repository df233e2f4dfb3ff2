import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import type { TapedAnswer } from '../model/tape.ts';
import type { AppAuth } from './app.ts';
import { type AnswerMemory, askConditionally } from './conditional.ts';
import { paceOf } from './pace.ts';
import { createRepeater, repeatFailed } from './repeat.ts';
import { tellWhenSlow } from './slow-answer.ts';
import { type Replay, recordAnswers } from './tape.ts';

export interface ConnectionOptions {
  /** Base of the REST API; GitHub's own where there is none. Of an Enterprise server it ends with /api/v3. */
  readonly baseUrl: string | undefined;
  /** A token, or an App that makes tokens as it needs them. */
  readonly auth: string | AppAuth;
  /** Least time between two writes. 0 against a loopback address, as in tests, means that nothing waits at all. */
  readonly writeIntervalMs: number;
  /** Told what is waited for: an answer that is late, a call that goes out again, or what GitHub asked for. */
  readonly onWait?: (message: string) => void;
  /** Where answers are kept, to be asked for only when they changed; without it every answer comes anew. */
  readonly memory?: AnswerMemory;
  /** Told of every answer, for a tape; not of those that sign us in. */
  readonly onAnswer?: (answer: TapedAnswer) => void;
  /** Answers in GitHub's place: nobody is asked, and nothing waits. */
  readonly replay?: Replay;
  /** Waited for before each HTTP request, where others share the limits. */
  readonly turn?: (method: string, url: string) => Promise<void>;
  /** Ends reading and waiting at once; what is being written comes to its end. */
  readonly signal?: AbortSignal;
  /** Told before each HTTP request of any client. */
  readonly onRequest: () => void;
}

/** A client, and how many HTTP requests it made so far, repeated ones included. */
export interface Connection {
  readonly octokit: Octokit;
  /**
   * The same, for writes: `confirm` is waited for before each of them, last of all, when every other wait is over. What it
   * throws keeps the write back.
   */
  confirmed(confirm: () => Promise<void>): Octokit;
  requests(): number;
  /** Counts requests that the same run made before, of which only the outcome is known. */
  countEarlier(requests: number): void;
  /** Does what a sub-agent asked for, and says how many requests that took. The tape marks their answers. */
  askForAgent<T>(work: () => Promise<T>): Promise<{ result: T; requests: number }>;
}

/** A call as plugins see it; the object `request` stays the same from one to the next. */
interface Call {
  readonly method: string;
  readonly url: string;
  readonly request: object;
}

/** GitHub may ask for more than anyone wants to wait for: beyond this many seconds the call fails instead. */
const LONGEST_WAIT_SECONDS = 300;
const TIMES_TO_WAIT = 3;
const CALL_TIMEOUT_MS = 30_000;

/**
 * Clients that count their requests each on its own and keep GitHub's pace together; each may tell somebody else of them
 * than the options name.
 */
export function createConnections(options: ConnectionOptions): (onRequest?: () => void) => Connection {
  const baseUrl = options.baseUrl?.replace(/\/$/, '');
  const patient = options.replay === undefined && (options.writeIntervalMs > 0 || !isLoopback(baseUrl));
  const secondMs = patient ? 1000 : 0;
  const signal = options.signal && endWith(options.signal);
  const pace = paceOf(patient ? options.writeIntervalMs : 0, patient, signal);
  const tell = tellSeldom(options.onWait ?? silent);
  const waits = new WeakMap<object, number>();
  const tellWait = (octokit: Pick<Octokit, 'hook'>): object => {
    octokit.hook.wrap('request', async (send, call) => {
      try {
        return await send(call);
      } catch (error) {
        throw error instanceof Error ? Object.assign(error, { waitMs: waits.get(call.request) }) : error;
      }
    });
    return {};
  };
  const mayWait = (why: string) => (seconds: number, call: Call, _: unknown, times: number) => {
    if (seconds > LONGEST_WAIT_SECONDS || times >= TIMES_TO_WAIT) return false;
    const wait = `GitHub asks to wait ${seconds} s (${why})`;
    tell(`${wait} before ${call.method} ${call.url}`, wait);
    // What a PATCH writes was made of what stood there before the wait: its caller waits, and reads again.
    const isStale = call.method === 'PATCH';
    if (isStale) waits.set(call.request, seconds * secondMs);
    return !isStale;
  };
  const Client = Octokit.plugin(repeatFailed(secondMs, { tell, signal }), obeyLimits, throttling, tellWait);
  const { auth } = options;
  return (onRequest = options.onRequest) => {
    let requests = 0;
    let isForAgent = false;
    const count = (): void => {
      requests += 1;
      onRequest();
    };
    const countedFetch = async (
      [input, init]: Parameters<typeof fetch>,
      confirm?: () => Promise<void>,
    ): Promise<Response> => {
      await options.turn?.(init?.method ?? 'GET', String(input));
      const isRead = mayBeCutShort(input, init);
      if (isRead) signal?.throwIfAborted();
      else await confirm?.();
      if (options.replay) return options.replay(count)(input, init);
      count();
      const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS);
      const ends = isRead && signal !== undefined ? AbortSignal.any([signal, timeout]) : timeout;
      return tellWhenSlow(fetch(input, { ...init, signal: ends }), CALL_TIMEOUT_MS, tell);
    };
    const connect = (paced: object, confirm?: () => Promise<void>) => {
      const counted: typeof fetch = (...asked) => countedFetch(asked, confirm);
      const asking = options.memory ? askConditionally(options.memory, counted) : counted;
      const { onAnswer } = options;
      const send = onAnswer
        ? recordAnswers(asking, (answer) => onAnswer(isForAgent ? { ...answer, byAgent: true } : answer))
        : asking;
      const limiters: object = { ...paced, retryLimiter: createRepeater(signal) };
      return new Client({
        ...(typeof auth === 'string' ? { auth } : { authStrategy: () => auth }),
        ...(baseUrl && { baseUrl }),
        userAgent: 'log-gardener',
        request: { fetch: send },
        log: { debug: silent, info: silent, warn: silent, error: silent },
        throttle: {
          onRateLimit: mayWait('rate limit'),
          onSecondaryRateLimit: mayWait('secondary rate limit'),
          retryAfterBaseValue: secondMs,
          ...limiters,
        },
      });
    };
    const octokit = connect(pace);
    // GraphQL goes out by POST, which throttling takes for a write; here it only reads.
    octokit.graphql = connect({ ...pace, write: pace.reads }).graphql;
    const countEarlier = (earlier: number): void => {
      requests += earlier;
      for (let nth = 0; nth < earlier; nth += 1) onRequest();
    };
    const askForAgent: Connection['askForAgent'] = async (work) => {
      const before = requests;
      isForAgent = true;
      try {
        return { result: await work(), requests: requests - before };
      } finally {
        isForAgent = false;
      }
    };
    const confirmed: Connection['confirmed'] = (confirm) => connect(pace, confirm);
    return { octokit, confirmed, requests: () => requests, countEarlier, askForAgent };
  };
}

/**
 * plugin-throttling waits for an answer that calls itself a secondary rate limit. Proxies and GitHub Enterprise word it
 * otherwise, but GitHub's rule is about the status and the header: retry-after says how long, and without it a minute
 * is to pass, unless the hourly limit is spent, which has a time of its own.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
function obeyLimits(octokit: Pick<Octokit, 'hook'>): object {
  octokit.hook.error('request', (error) => {
    if ('status' in error && !/secondary rate/i.test(error.message)) {
      const headers = error.response?.headers ?? {};
      const asks = headers['retry-after'] !== undefined && (error.status === 403 || error.status === 429);
      const isBare = error.status === 429 && headers['x-ratelimit-remaining'] !== '0';
      if (asks || isBare) error.message = `secondary rate limit: ${error.message}`;
    }
    throw error;
  });
  return {};
}

/** A signal that ends when the other does, always by an AbortError: who cancels may give any reason, even a string. */
function endWith(signal: AbortSignal): AbortSignal {
  const ours = new AbortController();
  if (signal.aborted) ours.abort();
  else signal.addEventListener('abort', () => ours.abort(), { once: true });
  return ours.signal;
}

/** Many calls wait for the same at once. */
const SELDOM_MS = 60_000;

/** Told again only after a minute. `what`: the same of all messages that say one thing, of several calls. */
function tellSeldom(tell: (message: string) => void): (message: string, what?: string) => void {
  const told = new Map<string, number>();
  return (message, what = message) => {
    const now = performance.now();
    if (now - (told.get(what) ?? Number.NEGATIVE_INFINITY) < SELDOM_MS) return;
    told.set(what, now);
    tell(message);
  };
}

/** Reads. Of a write that is cut short nobody knows whether it took effect. */
function mayBeCutShort(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): boolean {
  const method = init?.method?.toUpperCase() ?? 'GET';
  return method === 'GET' || (method === 'POST' && String(input).endsWith('/graphql'));
}

function silent(): void {
  // Octokit would print to the terminal; what matters reaches people as GitHubError or through onWait.
}

function isLoopback(baseUrl: string | undefined): boolean {
  if (baseUrl === undefined || !URL.canParse(baseUrl)) return false;
  const host = new URL(baseUrl).hostname;
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}
