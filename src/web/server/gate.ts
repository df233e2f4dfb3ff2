import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Session } from './session.ts';

/** What a person types is far below it. */
const MOST_BYTES = 1_000_000;

export const SAFE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
} as const;

/** Every answer: no script but ours, nothing from or to another host, not within another page. */
export const withSafeHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(SAFE_HEADERS)) context.res.headers.set(name, value);
  // What is not static is about the logs of a private service: no cache keeps it.
  if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'no-store');
};

/**
 * Stops other sites: by a name of theirs that leads to this machine (DNS rebinding, the Host tells), by a page of theirs
 * that sends something here (the Origin tells, and Sec-Fetch-Site). No answer allows another origin anything.
 */
export function ownOriginOnly(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? '';
    // A browser leaves out the port that every other site has.
    const behind = port() === 80 ? '' : `:${port()}`;
    if (host !== `127.0.0.1${behind}` && host !== `localhost${behind}`) {
      throw new HTTPException(403, { message: 'This page answers only by the address that log-gardener printed.' });
    }
    const origin = context.req.header('origin');
    const site = context.req.header('sec-fetch-site');
    const isApi = context.req.path.startsWith('/api');
    const isForeign = origin !== undefined && origin !== `http://${host}`;
    const isCrossSite = isApi && site !== undefined && site !== 'same-origin' && site !== 'none';
    if (isForeign || isCrossSite) throw new HTTPException(403, { message: 'Another site asked; it gets nothing.' });
    await next();
  };
}

/** Lets in who brings a token; before that, a person's own page brings a code, and says by its Origin that it is one. */
export function bearerOnly(session: Session): MiddlewareHandler {
  return async (context, next) => {
    if (context.req.path === '/api/session') {
      if (context.req.header('origin') === undefined) {
        throw new HTTPException(403, { message: 'A code is taken only from the page itself.' });
      }
    } else {
      const token = /^Bearer ([\w-]{1,200})$/.exec(context.req.header('authorization') ?? '')?.[1];
      if (token === undefined || !session.isToken(token)) {
        throw new HTTPException(401, {
          message:
            'This page is not signed in. Open the link that log-gardener review prints; press Enter there for a new one.',
        });
      }
    }
    await next();
  };
}

/** Takes JSON alone, and no more of it than a person types. The rest of a larger body is not read. */
export const smallJsonOnly: MiddlewareHandler = async (context, next) => {
  const { body } = context.req.raw;
  const told = Number(context.req.header('content-length') ?? 0);
  // The adapter hands a body to every request that may have one: HTTP tells by these two whether it has.
  if (body !== null && (told > 0 || context.req.header('transfer-encoding') !== undefined)) {
    const type = context.req.header('content-type') ?? '';
    if (!/^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(type)) {
      throw new HTTPException(415, { message: 'Only application/json is taken.' });
    }
    const text = told > MOST_BYTES ? null : await readText(body);
    if (text === null) {
      await body.cancel();
      context.header('connection', 'close');
      throw new HTTPException(413, { message: `More than ${MOST_BYTES / 1_000_000} MB is not taken.` });
    }
    context.req.raw = new Request(context.req.raw.url, { ...requestInit(context.req.raw), body: text });
  }
  await next();
};

function requestInit({ method, headers, signal }: Request): RequestInit {
  return { method, headers, signal };
}

/** Null = it is too large; the reading stops there. */
async function readText(body: ReadableStream<Uint8Array>): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      bytes += part.value.byteLength;
      if (bytes > MOST_BYTES) return null;
      chunks.push(part.value);
    }
  } finally {
    reader.releaseLock();
  }
  return Buffer.concat(chunks).toString('utf8');
}
