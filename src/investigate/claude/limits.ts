import type { Clock } from '../../model/clock.ts';
import type { Answer } from '../../model/transcript.ts';
import { type Model, ModelError, type ModelRequest } from './model.ts';

export interface ModelLimits {
  readonly requestsPerMinute: number;
  /** Of input, roughly: four bytes are counted as one. */
  readonly tokensPerMinute: number;
}

const MINUTE_MS = 60_000;
const BYTES_PER_TOKEN = 4;
/** How often the same is asked again, and how long is waited the first time where the API does not say; then twice as long. */
const MOST_RETRIES = 4;
const FIRST_WAIT_MS = 1_000;
/** Beyond this a wait is no wait any more: the cluster falls back. */
const LONGEST_WAIT_MS = 5 * MINUTE_MS;

/** A key that is not accepted is so for every model; one that is not there, or not for us, stops no other. */
const WRONG_KEY = 401;
const WRONG_MODEL: ReadonlySet<number> = new Set([403, 404]);

/**
 * The same model, asked at the pace that its limits allow by all clusters together. What fails in passing is asked
 * again; a limit that is reached makes everybody wait, not only the one who was told.
 */
export function withLimits(model: Model, limits: ModelLimits, clock: Clock, onWait: (message: string) => void): Model {
  const started: { at: number; tokens: number }[] = [];
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let queue: Promise<void> = Promise.resolve();
  /** What no other request of this run could do better at, by model: a model that is not there. */
  const hopeless = new Map<string, ModelError>();
  /** For all models. */
  let locked: ModelError | null = null;

  /** Milliseconds until a request of this size may start; 0 = now, and it is counted. */
  function startOrWait(tokens: number): number {
    const now = clock.now();
    if (pausedUntil > now) return pausedUntil - now;
    while (started[0] !== undefined && started[0].at + MINUTE_MS <= now) started.shift();
    const spent = started.reduce((sum, request) => sum + request.tokens, 0);
    const [oldest] = started;
    // One that is larger than the limit goes out alone.
    const isFull = started.length >= limits.requestsPerMinute || spent + tokens > limits.tokensPerMinute;
    if (isFull && oldest !== undefined) return oldest.at + MINUTE_MS - now;
    started.push({ at: now, tokens });
    return 0;
  }
  /** First come, first served. */
  function turn(tokens: number, signal: AbortSignal): Promise<void> {
    const mine = queue.then(async () => {
      while (!signal.aborted) {
        const wait = startOrWait(tokens);
        if (wait === 0) return;
        await clock.sleep(wait, signal);
      }
      throw new ModelError('The request was called off.', { status: 0, passing: false });
    });
    queue = mine.catch(() => undefined);
    return mine;
  }

  async function ask(
    request: ModelRequest,
    signal: AbortSignal,
    onWritten: (characters: number) => void,
  ): Promise<Answer> {
    const tokens = Math.ceil(sizeOf(request) / BYTES_PER_TOKEN);
    for (let attempt = 0; ; attempt += 1) {
      await turn(tokens, signal);
      const known = locked ?? hopeless.get(request.model);
      if (known !== undefined) throw known;
      try {
        return await model.ask(request, signal, onWritten);
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        if (error.status === WRONG_KEY) locked = error;
        if (WRONG_MODEL.has(error.status)) hopeless.set(request.model, error);
        if (!error.passing || attempt === MOST_RETRIES || signal.aborted) throw error;
        const wait = error.retryAfterMs ?? FIRST_WAIT_MS * 2 ** attempt;
        if (wait > LONGEST_WAIT_MS) throw error;
        const isLimit = error.status === 429 || error.status === 529;
        if (isLimit) pausedUntil = Math.max(pausedUntil, clock.now() + wait);
        onWait(`${error.message} Asked again in ${Math.ceil(wait / 1000)} s.`);
        if (!isLimit) await clock.sleep(wait, signal);
      }
    }
  }
  return { ask };
}

/** Bytes of what is sent. */
function sizeOf({ system, tools, messages }: Pick<ModelRequest, 'system' | 'tools' | 'messages'>): number {
  return Buffer.byteLength(JSON.stringify({ system, tools, messages }));
}
