/** One answer of GitHub, good or bad; or none at all. */
export type Reply =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly body: unknown }
  | { readonly kind: 'none'; readonly reason: string };

/** Asks GitHub and takes every answer as it comes: nothing is tried again, nothing waited for, nothing thrown. */
export interface GitHubProbe {
  /** Where it asks, for people: without path or credentials. */
  readonly origin: string;
  /** A GET. The same path asked again, also at the same time, is one request. */
  readonly ask: (path: string) => Promise<Reply>;
}

/** @param limitMs how long one answer may take */
export function createProbe(baseUrl: string, token: string, limitMs: number): GitHubProbe {
  const asked = new Map<string, Promise<Reply>>();
  const base = baseUrl.replace(/\/$/, '');
  return {
    origin: new URL(base).origin,
    ask: (path) => {
      const reply = asked.get(path) ?? get(`${base}${path}`, token, limitMs);
      asked.set(path, reply);
      return reply;
    },
  };
}

async function get(url: string, token: string, limitMs: number): Promise<Reply> {
  try {
    const answer = await fetch(url, {
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'user-agent': 'log-gardener',
      },
      signal: AbortSignal.timeout(limitMs),
    });
    return { kind: 'answer', status: answer.status, headers: answer.headers, body: parse(await answer.text()) };
  } catch (error) {
    return { kind: 'none', reason: reasonOf(error) };
  }
}

/** Proxies answer with pages; these are no JSON, and say nothing. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'its name cannot be looked up',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection cut',
  UND_ERR_SOCKET: 'connection cut',
};

/** `fetch failed` hides the reason in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it takes too long';
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return REASONS[code] ?? (cause.message || code || error.message);
}
