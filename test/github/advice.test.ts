import { describe, expect, it } from 'vitest';
import { RIGHTS } from '../../src/github/advice.ts';
import { explainFailure, isPassing } from '../../src/github/failure.ts';
import { GitHubError } from '../../src/model/errors.ts';
import { open, tracker } from './connect.ts';

/** What comes of an answer as Octokit throws it. */
function explained(status: number, message: string, headers: Record<string, string> = {}): GitHubError {
  const request = { url: 'https://api.github.com/repos/acme/shop/issues' };
  const thrown = Object.assign(new Error(message), { status, request, response: { headers } });
  const error = explainFailure(thrown, 'create an issue');
  if (!(error instanceof GitHubError)) throw new Error('expected a GitHubError');
  return error;
}

describe('what GitHub refused', () => {
  const NO_RIGHTS = 'Resource not accessible by personal access token';

  it.each([
    [403, NO_RIGHTS, {}, `What a token needs here: fine-grained: ${RIGHTS}; classic: repo.`],
    [403, NO_RIGHTS, { 'x-accepted-github-permissions': 'issues=write' }, 'The token needs Issues: write.'],
    [
      403,
      'Resource not accessible by integration',
      { 'x-accepted-github-permissions': 'pull_requests=read,metadata=read; contents=read' },
      'The token needs Pull requests: read and Metadata: read, or Contents: read.',
    ],
    [
      403,
      'Resource protected by organization SAML enforcement.',
      { 'x-github-sso': 'required; url=x' },
      'On GitHub: Settings, Developer settings, the token, Configure SSO.',
    ],
    [429, 'Too many requests', {}, 'Try again in some minutes. Does anything else use this token?'],
    [
      403,
      'API rate limit exceeded',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767312000' },
      'Try again after 2026-01-02 00:00 UTC. Does anything else use this token?',
    ],
    [
      403,
      'You have exceeded a secondary rate limit',
      { 'retry-after': '60', 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': '1767312000' },
      'Try again in 60 s. Does anything else use this token?',
    ],
    [
      403,
      'You have exceeded a secondary rate limit',
      { 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': '1767312000' },
      'Try again in some minutes. Does anything else use this token?',
    ],
    [
      429,
      'Too many requests',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999999999' },
      'Try again in some minutes. Does anything else use this token?',
    ],
  ])('is told with what helps: %s %s %j', (status, message, headers, advice) => {
    const error = explained(status, message, headers);
    expect(error.message).toBe(`Could not create an issue: GitHub answered ${status} (${message}). ${advice}`);
  });

  it('for a reason that is not known is told without advice, whatever rights GitHub names', () => {
    const headers = { 'x-accepted-github-permissions': 'issues=write' };
    const error = explained(403, 'Repository was archived so is read-only.', headers);
    expect(error.message).toMatch(/\(Repository was archived so is read-only\.\)\.$/);
  });

  it('may be let through later where it is down, hangs or a limit is reached, and there alone', () => {
    const passing = [explained(500, 'Oops'), explained(429, 'Slow down'), explained(403, 'API rate limit exceeded')];
    expect([...passing, new GitHubError('no answer', 0)].map(isPassing)).toEqual([true, true, true, true]);
    expect([explained(403, NO_RIGHTS), explained(404, 'Not Found'), explained(422, 'No')].map(isPassing)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

it.each([
  [403, 'Forbidden'],
  [422, 'Validation failed'],
])('a repository that cannot be opened (%i) says what to check', async (status, message) => {
  const server = await tracker();
  server.failNext({ method: 'GET', path: '/repos/acme/shop', fault: { kind: 'answer', status, body: { message } } });
  await expect(open(server)).rejects.toThrow(
    `Could not open acme/shop: GitHub answered ${status} (${message}). Check the name of the repository, GITHUB_API_URL, and what the token may do (fine-grained: ${RIGHTS}; classic: repo).`,
  );
});
