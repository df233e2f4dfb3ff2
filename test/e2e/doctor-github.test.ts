import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONFIG, diagnose, doctor, expectWrong, setUp } from './doctor-machine.ts';

describe('doctor', () => {
  it('misses a token only where a repository needs one', async () => {
    const place = await setUp();
    const { GITHUB_TOKEN: _, ...env } = place.env;
    await expectWrong({ ...place, env }, 'github.token', /GITHUB_TOKEN is not set/, /Issues read and write/);
    const { checks } = await diagnose({ ...place, env });
    for (const name of ['github.repository', 'github.permissions', 'github.limits']) {
      expect(checks.get(name)?.status).toBe('skipped');
    }
    writeFileSync(join(place.folder, 'log-gardener.yaml'), 'service: shop\n');
    const without = await diagnose({ ...place, env });
    expect(without).toMatchObject({ code: 0, status: 'warning' });
    expect(without.checks.get('github.token')?.status).toBe('warning');
  });

  it('says when GitHub does not accept the token', async () => {
    const place = await setUp();
    const env = { ...place.env, GITHUB_TOKEN: 'ghp_revoked' };
    await expectWrong(
      { ...place, env },
      'github.token',
      /expired, revoked or mistyped \(Bad credentials\)/,
      /set GITHUB_TOKEN/,
    );
  });

  it('sends no token with a line break in it, and does not show it', async () => {
    const place = await setUp();
    const broken = { ...place, env: { ...place.env, GITHUB_TOKEN: `${place.github.token}\nx` } };
    await expectWrong(broken, 'github.token', /line break/, /Set it again/);
    expect((await doctor(broken)).stdout).not.toContain(place.github.token);
    expect(place.github.requests).toEqual([]);
  });

  it('tells a classic token which scope it lacks', async () => {
    const place = await setUp({ scopes: ['read:org', 'gist'] });
    await expectWrong(place, 'github.permissions', /scope repo is missing/, /Edit the token/);
    const { checks } = await diagnose(place);
    expect(checks.get('github.token')).toMatchObject({
      status: 'ok',
      says: 'of gardener, classic, scopes read:org, gist',
    });
    expect(checks.get('github.repository')?.says).toMatch(/not there, or not for this token/);
  });

  it('is content with the scope repo, and then has nothing left unchecked about permissions', async () => {
    const { code, checks } = await diagnose(await setUp({ scopes: ['repo'] }));
    expect(code).toBe(0);
    expect(checks.get('github.permissions')).toMatchObject({ status: 'ok', notChecked: null });
  });

  it('tells a fine-grained token which permission it lacks, in the words of GitHub', async () => {
    const place = await setUp();
    place.github.failNext({
      method: 'GET',
      path: '/repos/acme/shop/pulls',
      fault: {
        kind: 'answer',
        status: 403,
        headers: { 'x-accepted-github-permissions': 'pull_requests=read' },
        body: { message: 'Resource not accessible by personal access token' },
      },
    });
    await expectWrong(place, 'github.permissions', /may not read pull requests/, /GitHub wants pull_requests=read/);
  });

  it('refuses a public repository, unless the config allows it', async () => {
    const place = await setUp({ repository: { private: false } });
    await expectWrong(place, 'github.repository', /acme\/shop is public/, /github\.allowPublic: true/);
    writeFileSync(join(place.folder, 'log-gardener.yaml'), `${CONFIG}github:\n  allowPublic: true\n`);
    const { code, checks } = await diagnose(place);
    expect(code).toBe(0);
    expect(checks.get('github.repository')).toMatchObject({ status: 'ok' });
  });

  it('names all that is wrong with a repository', async () => {
    const place = await setUp({ repository: { archived: true, has_issues: false } });
    await expectWrong(
      place,
      'github.repository',
      /is archived.* and has issues turned off/,
      /Unarchive it.*\n.*Issues/,
    );
  });

  it('does not find a repository that is none', async () => {
    const place = await setUp({ config: CONFIG.replace('acme/shop', 'acme/shoe') });
    await expectWrong(place, 'github.repository', /acme\/shoe is not there/, /Check the name/);
  });

  it('says once that GitHub cannot be reached', async () => {
    const place = await setUp();
    await place.github.stop();
    await expectWrong(
      place,
      'github.token',
      /no answer from http:\/\/127\.0\.0\.1:\d+: connection refused/,
      /GITHUB_API_URL/,
    );
    // A line may break between the words.
    expect((await doctor(place)).stdout.match(/connection\s+refused/g)).toHaveLength(1);
  });

  it('says how many requests are left, and when none are', async () => {
    const place = await setUp();
    place.github.limits.core = 6;
    const some = await diagnose(place);
    expect(some.checks.get('github.limits')).toMatchObject({ status: 'warning' });
    expect(some.checks.get('github.limits')?.says).toMatch(
      /^\d of 6 left until \d\d:\d\d UTC, searches 1,000 of 1,000$/,
    );
    place.github.limits.core = 5;
    await expectWrong(
      place,
      'github.token',
      /no more requests for now \(API rate limit exceeded/,
      /after \d{4}-.* UTC/,
    );
  });
});
