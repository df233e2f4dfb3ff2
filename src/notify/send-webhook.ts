import type { Clock } from '../model/clock.ts';

/** Whether a message arrived; else why not, in words that do not hold the address, which is a secret. */
export type Sent = { readonly sent: true } | { readonly sent: false; readonly because: string };

const TRIES = 4;
const TIMEOUT_MS = 10_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Worth another try: too busy, too slow, or broken for the moment. */
const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/**
 * Posts JSON to a webhook; tries again where that may help, and waits as long as it is asked to, up to a minute. An
 * answer that leads elsewhere is not followed. Never throws for what the other side does.
 */
export async function sendWebhook(
  address: URL,
  body: object,
  { fetch, clock }: { fetch: typeof globalThis.fetch; clock: Clock },
): Promise<Sent> {
  let because = '';
  for (let nth = 1; nth <= TRIES; nth += 1) {
    const answer = await post(address, body, fetch);
    if (answer.status >= 200 && answer.status < 300) return { sent: true };
    because = answer.because;
    if (answer.status !== 0 && !isPassing(answer.status)) break;
    if (nth < TRIES) await clock.sleep(answer.waitMs ?? FIRST_WAIT_MS * 4 ** (nth - 1));
  }
  return { sent: false, because };
}

interface Answer {
  /** 0 = there was none. */
  readonly status: number;
  readonly because: string;
  /** How long it asks to wait. */
  readonly waitMs: number | null;
}

async function post(address: URL, body: object, fetch: typeof globalThis.fetch): Promise<Answer> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'log-gardener' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    const { status } = response;
    return { status, because: `${address.host} answered ${status}`, waitMs: askedToWait(response.headers) };
  } catch (error) {
    return { status: 0, because: `no answer from ${address.host} (${reasonOf(error)})`, waitMs: null };
  }
}

function askedToWait(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : null;
}

/** The code alone: messages of fetch may quote the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error.name === 'TimeoutError' ? 'it took too long' : error.name;
}
