import { describe, expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { GitHubProbe, Reply } from '../../../src/github/probe.ts';
import { GitHubError } from '../../../src/model/errors.ts';
import { githubContentsCheck } from '../../../src/triage/doctor/github-contents.ts';
import { githubLimitsCheck } from '../../../src/triage/doctor/github-limits.ts';
import { githubPermissionsCheck } from '../../../src/triage/doctor/github-permissions.ts';
import { githubRepositoryCheck } from '../../../src/triage/doctor/github-repository.ts';
import { githubTokenCheck } from '../../../src/triage/doctor/github-token.ts';
import { askViewer } from '../../../src/triage/doctor/github-viewer.ts';

const NOW = Date.parse('2025-09-12T23:31:00Z');
const REPOSITORY = { full_name: 'acme/shop', private: true, permissions: { triage: true, push: true } };

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { kind: 'answer', status, headers: new Headers(headers), body };
}

const USER = answer(200, { login: 'gardener' });

/** The findings of all four checks against a GitHub that answers like this, and 200 with an empty list elsewhere. */
async function findings(answers: Readonly<Record<string, Reply>>, address?: string, worklog: object = {}) {
  const probe: GitHubProbe = {
    origin: 'https://github.acme.test',
    ask: async (path) => answers[path.split('?')[0] ?? ''] ?? answer(200, []),
  };
  const viewer = () => askViewer({ token: 'ghp_0451', makeToken: null, address, needed: true }, () => probe);
  const where = { repository: 'acme/shop', allowPublic: false };
  return {
    token: await githubTokenCheck(viewer, () => NOW).examine(),
    repository: await githubRepositoryCheck(viewer, where).examine(),
    permissions: await githubPermissionsCheck(viewer, where.repository).examine(),
    contents: await githubContentsCheck(viewer, where.repository, Config.parse({ worklog }).worklog).examine(),
    limits: await githubLimitsCheck(viewer).examine(),
  };
}

describe('the token', () => {
  const expiring = (at: string) =>
    findings({ '/user': answer(200, { login: 'gardener' }, { 'github-authentication-token-expiration': at }) });

  it('is mentioned a week before it expires', async () => {
    expect((await expiring('2025-09-15 23:31:00 UTC')).token).toMatchObject({
      status: 'warning',
      says: 'of gardener; expires in 3 days',
    });
    expect((await expiring('2025-12-01 10:00:00 UTC')).token).toMatchObject({
      status: 'ok',
      says: 'of gardener, until 2025-12-01 10:00 UTC',
    });
  });

  it('is made by the App where one is set, and else what keeps it from that is said', async () => {
    const tokens: string[] = [];
    const probe: GitHubProbe = { origin: 'https://github.acme.test', ask: async () => answer(403, {}) };
    const settings = { token: 'ghp_0451', address: undefined, needed: true };
    const ask = (makeToken: () => Promise<string>) =>
      askViewer({ ...settings, makeToken }, (_, token) => {
        tokens.push(token);
        return probe;
      });
    expect(await ask(async () => 'ghs_0452')).toMatchObject({ kind: 'known', login: null });
    expect(tokens).toEqual(['ghs_0452']);
    const failed = ask(() => Promise.reject(new GitHubError('The GitHub App is not installed on acme/shop.', 404)));
    expect(await failed).toMatchObject({
      finding: {
        status: 'wrong',
        says: expect.stringContaining('not installed'),
        mend: expect.stringContaining('unset'),
      },
    });
  });

  it('may be that of an App or a workflow, which GitHub does not name', async () => {
    const { token, permissions } = await findings({
      '/user': answer(403, { message: 'Resource not accessible by integration' }),
      '/repos/acme/shop': answer(200, { ...REPOSITORY, permissions: { triage: false, push: false } }),
    });
    expect(token).toMatchObject({ status: 'ok', says: "an App's or a workflow's" });
    expect(permissions.status).toBe('ok');
  });

  it.each([
    ['GITHUB_API_URL is no address', 'api.github.com'],
    ['GITHUB_API_URL must not hold a user name or a password', 'https://me:hunter2@github.acme.test'],
  ])('is not sent: %s', async (says, address) => {
    const { token } = await findings({ '/user': USER }, address);
    expect(token).toMatchObject({ status: 'wrong', says: expect.stringContaining(says) });
    expect(JSON.stringify(token)).not.toContain('hunter2');
  });

  it.each([
    ['a page', answer(200, null), /is not GitHub's API/],
    ['another API', answer(200, { hello: 'world' }), /is not GitHub's API/],
    ['GitHub Enterprise without its path', answer(404, { message: 'Not Found' }), /is not GitHub's API/],
    ['an outage', answer(502, null), /GitHub answered 502/],
    [
      'a pause',
      answer(403, { message: 'slow down' }, { 'retry-after': '60' }),
      /no more requests for now \(slow down\)/,
    ],
    ['silence', { kind: 'none', reason: 'it takes too long' } as const, /no answer from https:\/\/github\.acme\.test/],
  ])('is not judged by %s', async (_what, reply, says) => {
    const found = await findings({ '/user': reply });
    expect(found.token).toMatchObject({ status: 'wrong', says: expect.stringMatching(says) });
    expect([found.repository.status, found.permissions.status, found.limits.status]).toEqual(Array(3).fill('skipped'));
  });
});

describe('the repository', () => {
  it('may have moved, which a run survives', async () => {
    const moved = answer(200, { ...REPOSITORY, full_name: 'acme/store' });
    expect((await findings({ '/user': USER, '/repos/acme/shop': moved })).repository).toMatchObject({
      status: 'warning',
      says: 'acme/shop is called acme/store now',
    });
  });

  it('may want single sign-on', async () => {
    const refused = answer(
      403,
      { message: 'Resource protected by organization SAML enforcement' },
      { 'x-github-sso': 'required; url=x' },
    );
    const { repository } = await findings({ '/user': USER, '/repos/acme/shop': refused });
    expect(repository).toMatchObject({ status: 'wrong', says: expect.stringContaining('single sign-on') });
  });
});

it('warns a person who may only read', async () => {
  const reader = answer(200, { ...REPOSITORY, permissions: { triage: false, push: false, pull: true } });
  const { permissions } = await findings({ '/user': USER, '/repos/acme/shop': reader });
  expect(permissions).toMatchObject({ status: 'warning', says: expect.stringContaining('role Read') });
});

describe('the contents', () => {
  const found = async (repository: object, commits: number, worklog: object = {}) =>
    (
      await findings(
        {
          '/user': USER,
          '/repos/acme/shop': answer(200, { ...REPOSITORY, default_branch: 'main', ...repository }),
          '/repos/acme/shop/commits': answer(commits, []),
        },
        undefined,
        worklog,
      )
    ).contents;

  it('have to be read for suspects, and written for worklogs', async () => {
    expect(await found({}, 200)).toMatchObject({ status: 'ok', notChecked: null });
    expect(await found({}, 403)).toMatchObject({ status: 'warning', mend: 'Give it Contents read.' });
    expect(await found({}, 403, { commit: true })).toMatchObject({
      status: 'wrong',
      mend: 'Give it Contents read and write.',
    });
    expect(await found({}, 409)).toMatchObject({ status: 'ok' });
    expect(await found({}, 409, { commit: true })).toMatchObject({ status: 'wrong' });
    const written = await found({}, 200, { commit: true });
    expect(written).toMatchObject({ status: 'ok', notChecked: expect.stringContaining('Contents write') });
  });

  it('of worklogs go to no default branch, and by nobody who may only read', async () => {
    expect(await found({}, 200, { commit: true, branch: 'main' })).toMatchObject({
      status: 'wrong',
      says: 'worklog.branch main is the default branch of acme/shop',
    });
    const reader = { permissions: { triage: true, push: false } };
    expect((await found(reader, 200, { commit: true })).status).toBe('wrong');
    expect((await found(reader, 200)).status).toBe('ok');
  });
});

it('takes public_repo for enough where the repository is public', async () => {
  const user = answer(200, { login: 'gardener' }, { 'x-oauth-scopes': 'public_repo' });
  const open = answer(200, { ...REPOSITORY, private: false });
  expect((await findings({ '/user': user, '/repos/acme/shop': open })).permissions.status).toBe('ok');
  const closed = answer(200, REPOSITORY);
  expect((await findings({ '/user': user, '/repos/acme/shop': closed })).permissions.status).toBe('wrong');
});

it('knows a GitHub Enterprise without rate limits', async () => {
  const { limits } = await findings({
    '/user': USER,
    '/rate_limit': answer(404, { message: 'Rate limiting is not enabled.' }),
  });
  expect(limits).toMatchObject({ status: 'ok', says: 'this GitHub sets none' });
});
