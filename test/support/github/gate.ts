import type { MiddlewareHandler } from 'hono';
import type { Keys } from './app.ts';
import {
  createMeter,
  createSecondaryMeter,
  etagOf,
  type Limits,
  type Resource,
  rateLimitAnswer,
  rateLimitHeaders,
} from './limits.ts';

/** Who may pass, at what rate, and what need not be sent again. Tells the scopes of a classic token with each answer. */
export function gate(keys: Keys, limits: Limits, scopes: readonly string[] | null): MiddlewareHandler {
  const meter = createMeter(limits);
  const secondary = createSecondaryMeter(limits);
  return async (c, next) => {
    const given = /^(?:token|bearer) (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const holder = given === undefined ? null : keys.holderOf(given);
    if (holder === null) {
      const message = given === undefined ? 'Requires authentication' : 'Bad credentials';
      return c.json({ message, documentation_url: 'https://docs.github.com/rest', status: '401' }, 401);
    }
    const refusal = whyNotFor(holder, c.req.method, c.req.path);
    if (refusal !== null) return c.json(refusal, refusal.status === '401' ? 401 : 403);
    if (scopes !== null) c.header('x-oauth-scopes', scopes.join(', '));
    // Asking for the limits costs nothing: https://docs.github.com/rest/rate-limit/rate-limit
    if (c.req.path === '/rate_limit') return c.json(rateLimitAnswer(meter));
    const resource = resourceOf(c.req.path);
    const spending = meter.spend(resource);
    if (spending.exceeded) {
      const message = 'API rate limit exceeded for user ID 1.';
      const documentation_url = 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api';
      return c.json({ message, documentation_url, status: '403' }, 403, rateLimitHeaders(resource, spending));
    }
    if (createsContent(c.req.method, c.req.path)) {
      const waitSeconds = secondary.spend();
      if (waitSeconds !== null) {
        const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
        const documentation_url =
          'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits';
        return c.json({ message, documentation_url }, 403, { 'retry-after': String(waitSeconds) });
      }
    }
    await next();
    const headers = rateLimitHeaders(resource, spending);
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    if (c.req.method !== 'GET' || c.res.status !== 200) return;
    const etag = etagOf(await c.res.clone().text());
    c.res.headers.set('etag', etag);
    if (c.req.header('if-none-match') !== etag) return;
    // https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
    meter.refund(resource);
    c.res = new Response(null, { status: 304, headers: { etag } });
    // Hono carries the headers of the answer over that this one replaces.
    c.res.headers.set('x-ratelimit-remaining', String(spending.limit - spending.used + 1));
    c.res.headers.set('x-ratelimit-used', String(spending.used - 1));
  };
}

function resourceOf(path: string): Resource {
  if (path === '/graphql') return 'graphql';
  return path.startsWith('/search/') ? 'search' : 'core';
}

/** An App signs in as itself for little more than to get tokens; its tokens may do anything but ask who a person is. */
function whyNotFor(holder: 'token' | 'app' | 'installation', method: string, path: string) {
  const documentation_url = 'https://docs.github.com/rest';
  const forApp = path.startsWith('/app/') || path === '/app' || /^\/repos\/[^/]+\/[^/]+\/installation$/.test(path);
  if (forApp !== (holder === 'app')) {
    return { message: 'A JSON web token could not be decoded', documentation_url, status: '401' };
  }
  return holder === 'installation' && method === 'GET' && path === '/user'
    ? { message: 'Resource not accessible by integration', documentation_url, status: '403' }
    : null;
}

function createsContent(method: string, path: string): boolean {
  return method !== 'GET' && path !== '/graphql' && !path.startsWith('/app/');
}
