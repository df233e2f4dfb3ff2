import { describe, expect, it } from 'vitest';
import { isSameFile, RECENT_PULLS, shareRecentPulls } from '../../src/github/pulls.ts';
import { connected, merged, planted } from './connect.ts';

describe('the file of a frame', () => {
  it.each([
    ['/app/shop/cart.py', 'shop/cart.py', true],
    ['/usr/src/app/packages/api/src/index.ts', 'packages/api/src/index.ts', true],
    ['shop/cart.py', 'shop/cart.py', true],
    ['/app/main.py', 'main.py', true],
    ['main.py', 'main.py', true],
    ['C:\\srv\\shop\\cart.py', 'shop/cart.py', true],
    ['/app/shop/cart.py', 'web/cart.py', false],
    ['/app/shop/cart.py', 'cart.py', false],
    ['/app/workshop/cart.py', 'shop/cart.py', false],
    ['shop/cart.py', 'src/shop/cart.py', false],
    ['', '', false],
    ['/app/', '', false],
  ])('%s is that of %s: %s', (frame, path, same) => {
    expect(isSameFile(frame, path)).toBe(same);
  });
});

describe('the pull requests made last', () => {
  const at = (day: number) => `2025-09-0${day}T08:00:00Z`;
  const pulls = [
    merged(3, at(3), { files: [{ path: 'a.py' }, { path: 'b.py' }] }),
    { ...merged(4, at(4)), merged_at: null },
    { number: 5, title: 'Open', author: 'ada', created_at: at(5), files: [{ path: 'c.py' }] },
  ];

  it('are open or merged, with the files they change, and read once', async () => {
    const { github, server } = await connected({ issues: [planted(1)], pulls });
    const share = shareRecentPulls(github);
    const before = server.requests.length;
    const [first, second] = await Promise.all([share(), share()]);
    expect(second).toBe(first);
    expect(await share()).toBe(first);
    expect(server.requests.length - before).toBe(1);
    expect(first).toMatchObject({ complete: true, error: null });
    expect(first.pulls.map(({ pull: { number, state, mergedAt }, paths }) => [number, state, mergedAt, paths])).toEqual(
      [
        [3, 'merged', at(3), ['a.py', 'b.py']],
        [5, 'open', null, ['c.py']],
      ],
    );
  });

  it('are no more than can be looked at, the newest', async () => {
    const many = Array.from({ length: RECENT_PULLS + 10 }, (_, index) => merged(index + 1, at(3)));
    const { github } = await connected({ pulls: many });
    const { pulls: shown } = await shareRecentPulls(github)();
    expect(shown).toHaveLength(RECENT_PULLS);
    expect(shown.map(({ pull }) => pull.number)).not.toContain(10);
  });

  it.each([
    ['GraphQL refuses', { kind: 'answer', status: 200, body: { errors: [{ type: 'FORBIDDEN', message: 'no' }] } }],
    ['GraphQL talks nonsense', { kind: 'answer', status: 200, body: { data: { repository: null } } }],
    ['there is no GraphQL', { kind: 'answer', status: 404 }],
    ['the connection breaks', { kind: 'reset' }],
  ] as const)('are unknown, not none, when %s, and asked for again', async (_, fault) => {
    const { github, server } = await connected({ pulls });
    for (let nth = 1; nth <= 3; nth++) server.failNext({ method: 'POST', path: '/graphql', nth, fault });
    const share = shareRecentPulls(github);
    const { complete, error } = await share();
    expect({ complete, told: (error ?? '') !== '' }).toEqual({ complete: false, told: true });
    for (let times = 0; times < 3; times++) await share();
    expect(await share()).toMatchObject({ complete: true });
  });
});
