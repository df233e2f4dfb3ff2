import { afterEach, describe, expect, it, vi } from 'vitest';
import { createComment, getIssue } from '../../src/github/issues.ts';
import { shareRecentPulls } from '../../src/github/pulls.ts';
import type { ScenarioGitHub } from '../support/github/server.ts';
import { connected, planted } from './connect.ts';

const issues = { issues: [planted(7)] };
const path = '/repos/acme/shop/issues/7';
const LOST = { data: null, errors: [{ message: 'Something went wrong while executing your query. ' }] };

function failTimes(server: ScenarioGitHub, times: number, method: string, where: string, status: number, body = {}) {
  for (let nth = 1; nth <= times; nth += 1) {
    server.failNext({ method, path: where, nth, fault: { kind: 'answer', status, body } });
  }
}

const { setImmediate } = globalThis;
const turn = () => new Promise((resolve) => setImmediate(resolve));

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a call', () => {
  it('waits for no timer when it goes well', async () => {
    const { github } = await connected(issues, { writeIntervalMs: 1 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
    expect((await getIssue(github, 7))?.number).toBe(7);
    expect((await shareRecentPulls(github)()).complete).toBe(true);
  });

  it('that failed goes out again after one second and after four', async () => {
    const { github, server } = await connected(issues, { writeIntervalMs: 1 });
    failTimes(server, 2, 'GET', path, 502);
    const before = server.requests.length;
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const timer = vi.spyOn(globalThis, 'setTimeout');
    const asked = getIssue(github, 7);
    for (const [sent, wait] of [
      [1, 1000],
      [2, 4000],
    ] as const) {
      while (!timer.mock.calls.some(([, milliseconds]) => milliseconds === wait)) await turn();
      expect(server.requests.length - before).toBe(sent);
      await vi.advanceTimersByTimeAsync(wait);
    }
    expect((await asked)?.number).toBe(7);
  });

  it('that writes goes out once: whether it took effect is found out first', async () => {
    const { github, server } = await connected(issues);
    failTimes(server, 1, 'POST', `${path}/comments`, 502);
    const before = server.requests.length;
    await expect(createComment(github, 7, 'Hello.')).rejects.toMatchObject({ status: 502 });
    expect(server.requests.length - before).toBe(1);
  });

  it.each([
    [2, true],
    [3, false],
  ])('to GraphQL that GitHub lost %i times of three is whole: %s', async (times, complete) => {
    const { github, server } = await connected(issues);
    failTimes(server, times, 'POST', '/graphql', 200, LOST);
    const before = server.requests.length;
    const answer = await shareRecentPulls(github)();
    expect(answer.complete).toBe(complete);
    if (!complete) expect(answer.error).toContain('Something went wrong');
    expect(server.requests.length - before).toBe(3);
  });
});
