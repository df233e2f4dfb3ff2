import { describe, expect, it } from 'vitest';
import { investigateByRules } from '../../src/investigate/rules.ts';
import { createToolbox } from '../../src/investigate/toolbox.ts';
import { connected, planted } from '../github/connect.ts';
import { startGitHub } from '../support/github/server.ts';
import { closed, config, investigate, look, markerOf } from './look.ts';
import { assessed, BUFFER, clusterOf, DEV_LAUNCHER, type Problem, ROUTING, SESSION, THREAD } from './problems.ts';

describe('the demo’s tracker', () => {
  it.each([
    ['the routing error', ROUTING, null],
    ['the missing dev_launcher', DEV_LAUNCHER, null],
    ['the missing SessionMiddleware', SESSION, 169],
    ['the buffer utilisation', BUFFER, 394],
    ['the ids that do not match', THREAD, 584],
  ])('knows %s or not', async (_, problem, issue) => {
    const server = await startGitHub({
      history: 'fixtures/demo/history.yaml',
      now: () => new Date('2025-09-12T23:30:00Z'),
    });
    try {
      const { report, target, search, requests } = await look(clusterOf(problem), server, {
        repository: 'netra-systems/netra-apex',
      });
      expect(report.decision).toMatchObject(issue === null ? { action: 'create' } : { action: 'update', issue });
      expect(target?.issue.number ?? null).toBe(issue);
      expect(search.steps.every(({ complete }) => complete)).toBe(true);
      expect(requests).toBeLessThanOrEqual(8);
      if (issue === 169) {
        expect(target?.fix).toMatchObject({ pull: 421, how: 'linked as closing the issue' });
        expect(report.related.map(({ number }) => number)).toEqual([421]);
        expect(search.pulls.map(({ number }) => number)).toEqual([421]);
      }
    } finally {
      await server.stop();
    }
  });
});

describe('same problem or not', () => {
  const sentry: Problem = { message: 'Sentry SDK not available - error tracking disabled', severity: 'WARNING' };
  const refused: Problem = { message: 'connect ECONNREFUSED 10.0.0.3:6379' };
  const prices: Problem = {
    message:
      'Traceback (most recent call last):\n  File "/app/shop/cart.py", line 88, in add_item\n    price = prices[sku]\nKeyError: \'sku-99\'',
  };
  const email: Problem = { message: "Cannot read properties of undefined (reading 'billingAddress')" };

  it.each<[string, Problem, string, string, boolean]>([
    [
      'the error itself as title',
      ROUTING,
      "'function' object has no attribute 'can_handle' in route_message",
      '',
      true,
    ],
    [
      'named apart, told in words',
      THREAD,
      'Thread id and run id disagree',
      'The check in user_execution_context complains of a mismatch.',
      true,
    ],
    [
      'names in the body only',
      SESSION,
      'Staging warns all day',
      'Something reads `request.session`, yet SessionMiddleware is missing.',
      true,
    ],
    ['the missing module', DEV_LAUNCHER, 'ModuleNotFoundError: dev_launcher', 'Optional auth wants it.', true],
    ['a line of plain words', sentry, 'Sentry SDK not available in worker', '', true],
    ['a file and an exception', prices, 'KeyError in add_item (cart.py)', '', true],
    ['a property that is undefined', email, 'TypeError reading billingAddress', 'undefined at checkout', true],
    [
      'another missing module',
      DEV_LAUNCHER,
      "ModuleNotFoundError: No module named 'pandas'",
      'Optional authentication fails as well',
      false,
    ],
    [
      'another attribute',
      ROUTING,
      "'function' object has no attribute 'close' in route_message",
      'websocket_core.handlers, routing a message',
      false,
    ],
    [
      'another matter of the same function',
      ROUTING,
      'route_message drops messages when the queue is full',
      'See websocket_core/handlers.py',
      false,
    ],
    [
      'another matter of the same middleware',
      SESSION,
      'SessionMiddleware: rotate the cookie secret',
      'It is two years old.',
      false,
    ],
    ['another matter of the same library', sentry, 'Upgrade Sentry SDK to 2.0', '', false],
    [
      'near words',
      ROUTING,
      'WebSocket messages time out behind a proxy',
      'Routing of messages, handlers, objects, attributes',
      false,
    ],
    [
      'a symptom that everything has',
      refused,
      'connect ECONNREFUSED',
      'The exporter cannot reach its database.',
      false,
    ],
    [
      'a page of everything',
      THREAD,
      'Weekly notes',
      `thread ${'pool size by id, run of tests, generation of reports. '.repeat(50)}`,
      false,
    ],
  ])('%s', async (_, problem, title, body, same) => {
    const { report } = await investigate(problem, { issues: [planted(7, { title, body })] });
    expect(report.decision.action).toBe(same ? 'update' : 'create');
  });
});

describe('what could not be looked up', () => {
  const known = { issues: [planted(1, { title: 'SessionMiddleware missing, request.session fails' })] };

  it('is in the record, for code to distrust the decision', async () => {
    const { server } = await connected(known);
    server.search.fail = true;
    const { search } = await look(clusterOf(SESSION), server);
    expect(search.steps.filter(({ complete }) => !complete).length).toBeGreaterThan(0);
  });

  it('leaves the marked issue the target though what it is a duplicate of could not be read', async () => {
    const body = markerOf(clusterOf(SESSION));
    const duplicate = { ...closed, state_reason: 'duplicate', duplicate_of: 8 } as const;
    const { server } = await connected({
      issues: [planted(8), planted(9, { author: 'gardener', body, ...duplicate })],
    });
    const path = '/repos/acme/shop/issues/8';
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status: 403 } });
    const { report, search } = await look(clusterOf(SESSION), server);
    expect(report.decision).toMatchObject({ action: 'update', issue: 9 });
    expect(search.steps.some(({ complete }) => !complete)).toBe(true);
  });

  it('is everything when GitHub is out of reach, and prose is written all the same', async () => {
    const cluster = clusterOf(SESSION);
    const toolbox = createToolbox({ github: null, because: 'GitHub is down' });
    const { report, search } = await investigateByRules(cluster, assessed(cluster), { toolbox, config });
    expect(report.decision.because).toContain('GitHub is down');
    expect(search.steps).toMatchObject([{ engine: 'marker', complete: false, error: 'GitHub is down' }]);
    expect(report.prose.nextAction).toContain('SessionMiddleware');
  });
});
