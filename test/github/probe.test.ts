import { expect, it } from 'vitest';
import { createProbe } from '../../src/github/probe.ts';
import { startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';

it('takes every answer as it comes, asks once for each path, and gives up on one that hangs', async () => {
  const github = await startGitHub({ history: smallHistory(), now: () => new Date('2025-02-01T00:00:00Z') });
  try {
    const probe = createProbe(`${github.url}/`, github.token, 60_000);
    const impatient = createProbe(github.url, github.token, 50);
    expect(await Promise.all([probe.ask('/user'), probe.ask('/user')])).toMatchObject([
      { kind: 'answer', status: 200, body: { login: 'gardener' } },
      { kind: 'answer', status: 200 },
    ]);
    expect(await probe.ask('/repos/acme/none')).toMatchObject({ kind: 'answer', status: 404 });
    github.failNext({ method: 'GET', path: '/rate_limit', fault: { kind: 'answer', status: 502, body: '<html>' } });
    expect(await probe.ask('/rate_limit')).toMatchObject({ kind: 'answer', status: 502, body: null });
    expect(github.requests).toHaveLength(3);
    github.failNext({ method: 'GET', path: '/repos/acme/shop', fault: { kind: 'hang' } });
    expect(await impatient.ask('/repos/acme/shop')).toEqual({ kind: 'none', reason: 'it takes too long' });
    github.failNext({ method: 'GET', path: '/repos/acme/shop/pulls', fault: { kind: 'reset' } });
    expect(await probe.ask('/repos/acme/shop/pulls')).toEqual({ kind: 'none', reason: 'connection cut' });
  } finally {
    await github.stop();
  }
});
