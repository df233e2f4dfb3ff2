import { createQuota, type Quota } from '../collect/cloud-logging/quota.ts';
import type { Config } from '../config/schema.ts';
import { type Model, ModelError } from '../investigate/claude/model.ts';
import { costOf } from '../investigate/claude/prices.ts';
import type { Clock } from '../model/clock.ts';
import type { TokenCount } from '../model/transcript.ts';
import type { Store } from '../store/open.ts';
import { changeRecentReads } from '../store/recent-reads.ts';

/** Where all workers write down what they use, and the clock that they share. */
interface Shared {
  readonly store: Store;
  readonly clock: Clock;
}

/** A large limit is counted in so many pieces. */
const PIECES = 200;

/**
 * Waits for a search of GitHub, or a write to it, until all workers together are below the limits; other requests pass.
 *
 * @param signal ends the waits: what still waits for its turn is not sent, and fails with the signal's reason
 */
export function shareGitHub(
  { searchesPerMinute, writesPerMinute }: Pick<Config['fleet'], 'searchesPerMinute' | 'writesPerMinute'>,
  { store, clock }: Shared,
  signal: AbortSignal,
): (method: string, url: string) => Promise<void> {
  const quotaOf = (key: string, perMinute: number) =>
    createQuota(perMinute, clock, (change) => changeRecentReads(store, key, change));
  const inPieces = { clock, signal };
  const searches = takeInPieces(quotaOf('searches of GitHub', searchesPerMinute), searchesPerMinute, inPieces);
  const writes = takeInPieces(quotaOf('writes to GitHub', writesPerMinute), writesPerMinute, inPieces);
  return async (method, url) => {
    if (/\/search\/\w+(?:$|\?)/.test(url)) await searches();
    // GraphQL goes out by POST, and only reads.
    else if (method.toUpperCase() !== 'GET' && !url.endsWith('/graphql')) await writes();
  };
}

/** For less than a quota counts longer than a minute. */
const PIECE_HOLDS_MS = 500;

/**
 * Turns of a quota. Of a large one, as a server of one's own allows, a piece is taken at a time, so that not each turn is
 * written down; what is left of it after half a second is nobody's.
 */
function takeInPieces(
  quota: Quota,
  perMinute: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): () => Promise<void> {
  const piece = Math.max(1, Math.floor(perMinute / PIECES));
  let left = 0;
  let until = 0;
  let taking: Promise<void> | null = null;
  const take = async (): Promise<void> => {
    await quota.turn(signal, piece);
    // Nothing was counted then.
    signal.throwIfAborted();
    left = piece;
    until = clock.now() + PIECE_HOLDS_MS;
  };
  return async () => {
    while (left === 0 || clock.now() >= until) {
      taking ??= take().finally(() => {
        taking = null;
      });
      await taking;
    }
    left -= 1;
  };
}

const BYTES_PER_TOKEN = 4;
const MICRO = 1_000_000;

/**
 * The model at the pace of all workers together: requests and tokens per minute, dollars per run and per day. Where the
 * dollars are spent it is not asked, and says so: rules go on. What is under way when they run out may go beyond.
 */
export function shareModel(
  model: Model,
  { config, run }: { readonly config: Pick<Config, 'claude' | 'limits' | 'fleet'>; readonly run: string | null },
  { store, clock, onPaid }: Shared & { readonly onPaid?: (tokens: TokenCount, usd: number) => void },
): Model {
  const { requestsPerMinute, tokensPerMinute, prices } = config.claude;
  const quotaOf = (key: string, perMinute: number) =>
    createQuota(perMinute, clock, (change) => changeRecentReads(store, key, change));
  const requests = quotaOf('requests to the model', requestsPerMinute);
  const tokens = quotaOf('tokens for the model', PIECES);
  const purses = (): { key: string; most: number; what: string }[] => {
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    const { maxUsd } = config.limits;
    const { maxUsdPerDay } = config.fleet;
    return [
      ...(maxUsd === null || run === null ? [] : [{ key: `dollars of run ${run}`, most: maxUsd, what: 'the run’s' }]),
      ...(maxUsdPerDay === null ? [] : [{ key: `dollars of ${day}`, most: maxUsdPerDay, what: 'the day’s' }]),
    ];
  };
  return {
    async ask(request, signal, onWritten) {
      for (const { key, most, what } of purses()) {
        if ((await spend(store, key, 0)) < most * MICRO) continue;
        throw new ModelError(`${what} budget of $${most} is spent`, { status: 0, passing: false });
      }
      const { system, tools, messages } = request;
      const size = Buffer.byteLength(JSON.stringify({ system, tools, messages })) / BYTES_PER_TOKEN;
      await tokens.turn(signal, Math.ceil((size * PIECES) / tokensPerMinute));
      await requests.turn(signal);
      // Who was called off while waiting was not counted, and asks nothing.
      if (signal.aborted) throw new ModelError('it was called off', { status: 0, passing: false });
      const answer = await model.ask(request, signal, onWritten);
      const usd = costOf(request.model, answer.tokens, prices) ?? 0;
      onPaid?.(answer.tokens, usd);
      for (const { key } of purses()) await spend(store, key, Math.ceil(usd * MICRO));
      return answer;
    },
  };
}

/** Adds to what is written down under a key, in millionths of a dollar; gives what there is then. */
async function spend(store: Store, key: string, more: number): Promise<number> {
  let total = 0;
  await changeRecentReads(store, key, ([before = 0]) => {
    total = before + more;
    return [total];
  });
  return total;
}
