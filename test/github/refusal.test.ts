import { expect, it } from 'vitest';
import { isRefusal } from '../../src/github/failure.ts';
import { GitHubError } from '../../src/model/errors.ts';

/** As it is kept of an answer of GitHub. */
function answered(status: number, message: string, headers: Record<string, string> = {}, waitMs?: number): GitHubError {
  const cause = Object.assign(new Error(message), { status, response: { headers } });
  return new GitHubError(`Could not open acme/shop: GitHub answered ${status} (${message}).`, status, {
    cause,
    waitMs,
  });
}

it.each([
  answered(401, 'Bad credentials'),
  answered(403, 'Resource not accessible by integration', { 'x-ratelimit-remaining': '4711' }),
  answered(404, 'Not Found'),
  answered(410, 'Issues are disabled for this repo'),
  new GitHubError('acme/shop is public.', 403),
])('takes for lasting: $message', (error) => {
  expect(isRefusal(error)).toBe(true);
});

it.each([
  answered(403, 'API rate limit exceeded for user ID 1'),
  answered(403, 'secondary rate limit: Forbidden'),
  answered(403, 'Forbidden', { 'x-ratelimit-remaining': '0' }),
  answered(403, 'Slow down', {}, 60_000),
  answered(429, 'Too many requests'),
  answered(503, 'Unavailable'),
  new GitHubError('no answer', 0),
])('takes for passing: $message', (error) => {
  expect(isRefusal(error)).toBe(false);
});
