import { describe, expect, it } from 'vitest';
import { createComment, getIssue } from '../../src/github/issues.ts';
import { tellWhenSlow } from '../../src/github/slow-answer.ts';
import { StoreError } from '../../src/model/errors.ts';
import { connected, planted } from './connect.ts';

const path = '/repos/acme/shop/issues/7';

describe('while it waits for GitHub', () => {
  it.each([
    [{ kind: 'answer', status: 503 }, 'GitHub answered 503'],
    [{ kind: 'reset' }, 'GitHub does not answer'],
  ] as const)('it says so: %j', async (fault, words) => {
    const told: string[] = [];
    const onWait = (text: string) => told.push(text);
    const { github, server } = await connected({ issues: [planted(7)] }, { onWait });
    for (const nth of [1, 2]) server.failNext({ method: 'GET', path, nth, fault });
    expect((await getIssue(github, 7))?.number).toBe(7);
    expect(told).toEqual([`${words}, try 2 of 3 …`, `${words}, try 3 of 3 …`]);
  });

  it('it says the same of many calls once', async () => {
    const told: string[] = [];
    const onWait = (text: string) => told.push(text);
    const issues = Array.from({ length: 5 }, (_, nth) => planted(nth + 1));
    const { github, server } = await connected({ issues }, { onWait });
    for (const { number } of issues) {
      const fault = { kind: 'answer', status: 503 } as const;
      server.failNext({ method: 'GET', path: `/repos/acme/shop/issues/${number}`, fault });
    }
    await Promise.all(issues.map(({ number }) => getIssue(github, number)));
    expect(told).toEqual(['GitHub answered 503, try 2 of 3 …']);
  });

  it('it says once that many calls wait for one limit', async () => {
    const told: string[] = [];
    const ending = new AbortController();
    const onWait = (text: string) => {
      told.push(text);
      setTimeout(() => ending.abort(), 200);
    };
    const options = { writeIntervalMs: 1, onWait, signal: ending.signal };
    const { github, server } = await connected({ issues: [planted(7)] }, options);
    const fault = { kind: 'answer', status: 429, headers: { 'retry-after': '200' } } as const;
    for (const asked of [path, `${path}/comments`]) server.failNext({ method: 'GET', path: asked, fault });
    const { issues } = github.octokit.rest;
    const comments = issues.listComments({ owner: 'acme', repo: 'shop', issue_number: 7 });
    const answers = await Promise.allSettled([getIssue(github, 7), comments]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(told).toEqual([expect.stringMatching(/^GitHub asks to wait 200 s \(.*\) before GET /)]);
  });

  it('it says when an answer takes long, and nothing of one that came', async () => {
    const told: string[] = [];
    const answer = (ms: number) => new Promise<number>((resolve) => setTimeout(resolve, ms, ms));
    const tell = (text: string) => told.push(text);
    expect(await tellWhenSlow(answer(0), 30_000, tell, 1_000)).toBe(0);
    expect(told).toEqual([]);
    expect(await tellWhenSlow(answer(300), 30_000, tell, 20)).toBe(300);
    expect(told).toEqual(['GitHub has not answered for 0.02 s (limit 30 s) …']);
  });
});

it('blames GitHub for no answer that could not be kept', async () => {
  const told: string[] = [];
  const full = new StoreError('log-gardener.db: database or disk is full.');
  const memory = { recall: () => Promise.reject(full), keep: () => Promise.reject(full) };
  const opened = connected({}, { memory, onWait: (text) => told.push(text) });
  await expect(opened).rejects.toBe(full);
  expect(told).toEqual([]);
});

describe('the signal', () => {
  it('ends a read that is never answered', async () => {
    const ending = new AbortController();
    const { github, server } = await connected({ issues: [planted(7)] }, { signal: ending.signal });
    server.failNext({ method: 'GET', path, fault: { kind: 'hang' } });
    setTimeout(() => ending.abort(), 100);
    await expect(getIssue(github, 7)).rejects.toMatchObject({
      name: 'GitHubError',
      status: 0,
      message: 'Could not read issue #7: it was broken off.',
    });
  });

  it.each(['before', 'during'])(
    'ends a read by any reason, and the network is not blamed for it: %s the read',
    async (when) => {
      const told: string[] = [];
      const ending = new AbortController();
      const onWait = (text: string) => told.push(text);
      const { github, server } = await connected({ issues: [planted(7)] }, { onWait, signal: ending.signal });
      server.failNext({ method: 'GET', path, fault: { kind: 'hang' } });
      if (when === 'before') ending.abort('cancelled by the client');
      else setTimeout(() => ending.abort('cancelled by the client'), 100);
      await expect(getIssue(github, 7)).rejects.toThrow('Could not read issue #7: it was broken off.');
      expect(told).toEqual([]);
    },
  );

  it.each(['GET', 'POST'])('ends the wait that GitHub asked for: %s', async (method) => {
    const ending = new AbortController();
    const onWait = () => setTimeout(() => ending.abort(), 50);
    const options = { writeIntervalMs: 1, onWait, signal: ending.signal };
    const { github, server } = await connected({ issues: [planted(7)] }, options);
    const headers = { 'retry-after': '200' };
    const fault = { kind: 'answer', status: 429, headers } as const;
    server.failNext({ method, path: method === 'GET' ? path : `${path}/comments`, fault });
    const asked = method === 'GET' ? getIssue(github, 7) : createComment(github, 7, 'Hello.');
    await expect(asked).rejects.toMatchObject({ status: 429 });
  });
});
