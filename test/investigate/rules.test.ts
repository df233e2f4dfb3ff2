import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { findMarkedIssues } from '../../src/github/marked-issues.ts';
import { generateMarker } from '../../src/github/marker.ts';
import { investigateByRules } from '../../src/investigate/rules.ts';
import { createToolbox } from '../../src/investigate/toolbox.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { RememberedIssue } from '../../src/store/issues.ts';
import { connected, merged, open, planted } from '../github/connect.ts';
import type { HistoryInput } from '../support/github/history.ts';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { assessed, BUFFER, clusterOf, DEV_LAUNCHER, type Problem, ROUTING, SESSION, THREAD } from './problems.ts';

const config = Config.parse({});
const closed = { state: 'closed', closed_at: '2025-09-02T08:00:00Z' } as const;

async function look(
  cluster: Cluster,
  server: ScenarioGitHub,
  { repository = 'acme/shop', trustedAuthors = [] as string[], remembered = null as RememberedIssue | null } = {},
) {
  const github = await open(server, { repository, trustedAuthors });
  const marked = await findMarkedIssues(github);
  const before = github.requests();
  const recall = async (fingerprint: string) => (fingerprint === cluster.fingerprint ? remembered : null);
  const found = await investigateByRules(cluster, assessed(cluster), {
    toolbox: createToolbox({ github, marked, recall }),
    config,
  });
  return { ...found, requests: github.requests() - before };
}

async function investigate(problem: Problem, more: Partial<HistoryInput>) {
  const { server } = await connected(more);
  return look(clusterOf(problem), server);
}

const markerOf = (cluster: Cluster) => generateMarker({ fingerprint: cluster.fingerprint, run: '1', draft: '1-1' });

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

describe('the target', () => {
  const known = { title: 'SessionMiddleware missing, request.session fails' };

  it('is the issue with our marker, whatever else looks near', async () => {
    const body = `unrelated words\n${markerOf(clusterOf(SESSION))}`;
    const { report, search, requests } = await investigate(SESSION, {
      issues: [planted(1, known), planted(9, { title: 'Renamed by a person', author: 'gardener', body })],
    });
    expect(report.decision).toMatchObject({ action: 'update', issue: 9 });
    expect(search.marked).toBe(9);
    expect(requests).toBe(1);
  });

  it('is not an issue whose marker a stranger copied', async () => {
    const body = `unrelated words\n${markerOf(clusterOf(SESSION))}`;
    const { report, search } = await investigate(SESSION, {
      issues: [planted(1, known), planted(9, { author: 'mallory', labels: ['log-gardener'], body })],
    });
    expect(report.decision).toMatchObject({ action: 'update', issue: 1 });
    expect(search.marked).toBeNull();
  });

  it('is marked by our comment also where the label is gone', async () => {
    const comments = [{ author: 'gardener', body: markerOf(clusterOf(SESSION)), created_at: '2025-09-02T08:00:00Z' }];
    const { search } = await investigate(SESSION, { issues: [planted(1, { ...known, comments })] });
    expect(search.marked).toBe(1);
  });

  it('is an open issue rather than a closed one', async () => {
    const { report } = await investigate(SESSION, {
      issues: [planted(1, { ...known, body: 'not installed, no access', ...closed }), planted(2, known)],
    });
    expect(report.decision).toMatchObject({ action: 'update', issue: 2 });
  });

  it('is a closed one where there is no other', async () => {
    const { report, target } = await investigate(SESSION, {
      issues: [planted(1, { ...known, ...closed, closed_by_pull: 3 })],
      pulls: [merged(3, '2025-09-02T07:59:00Z', { closes: [1] })],
    });
    expect(report.decision).toMatchObject({ action: 'update', issue: 1 });
    expect(target?.fix?.pull).toBe(3);
  });

  it('is what a duplicate was closed for, through several', async () => {
    const duplicateOf = (number: number) => ({ ...closed, state_reason: 'duplicate', duplicate_of: number }) as const;
    const { report, search, target } = await investigate(SESSION, {
      issues: [
        planted(1, { title: 'No sessions on staging' }),
        planted(2, { title: 'Sessions', ...duplicateOf(1) }),
        planted(3, { ...known, ...duplicateOf(2) }),
      ],
    });
    expect(report.decision).toMatchObject({ action: 'update', issue: 1 });
    expect(report.decision.because).toContain('#3 was closed as a duplicate of #2');
    expect(target?.issue.number).toBe(1);
    expect(search.candidates.map(({ number }) => number)).toContain(1);
  });

  it('ends somewhere when duplicates go in a circle', async () => {
    const duplicateOf = (number: number) => ({ ...closed, state_reason: 'duplicate', duplicate_of: number }) as const;
    const { report } = await investigate(SESSION, {
      issues: [planted(1, { ...known, ...duplicateOf(2) }), planted(2, { ...known, ...duplicateOf(1) })],
    });
    expect(report.decision.action).toBe('update');
  });

  it('is not the issue we made for another cluster, near as it is', async () => {
    const pandas: Problem = { message: "Import failed: No module named 'pandas_core'", severity: 'WARNING' };
    const other: Problem = {
      message: "Import failed again: No module named 'pandas_core'. Falling back",
      severity: 'WARNING',
    };
    const made = planted(1, {
      author: 'gardener',
      title: 'Import failed: pandas_core',
      body: markerOf(clusterOf(pandas)),
    });
    const { report } = await investigate(other, { issues: [made] });
    expect(report.decision.action).toBe('create');
  });
});

describe('pull requests', () => {
  const prices: Problem = {
    message:
      'Traceback (most recent call last):\n  File "/app/shop/cart.py", line 88, in add_item\n    price = prices[sku]\nKeyError: \'sku-99\'',
  };
  const day = (number: number) => `2025-09-0${number}T08:00:00Z`;
  const changing = (path: string) => ({ files: [{ path: 'README.md' }, { path }] });

  it('are those that change the file of the topmost own frame, open ones too, each with its reasons', async () => {
    const openOne = { number: 5, author: 'ada', created_at: day(4), title: 'Prices by region' };
    const { search, report } = await investigate(prices, {
      issues: [planted(1)],
      pulls: [
        merged(3, day(3), { title: 'Round prices', ...changing('shop/cart.py') }),
        merged(4, day(4), { title: 'Look prices up in add_item', ...changing('shop/cart.py') }),
        { ...openOne, ...changing('shop/cart.py') },
        merged(6, day(5), { title: 'Another cart', ...changing('web/cart.py') }),
        { ...merged(7, day(5), { title: 'Given up', ...changing('shop/cart.py') }), merged_at: null },
      ],
    });
    expect(search.pulls.map(({ number, reasons }) => [number, reasons])).toEqual([
      [4, ['changes shop/cart.py', 'names add_item']],
      [3, ['changes shop/cart.py']],
      [5, ['changes shop/cart.py']],
    ]);
    expect(search.steps.filter(({ query }) => query.startsWith('files'))).toMatchObject([
      { hits: [3, 4, 5], complete: true, query: 'files of the last 50: /app/shop/cart.py' },
    ]);
    expect(report.related).toContainEqual({ number: 3, because: 'merged 2025-09-03; it changes shop/cart.py' });
    expect(report.related).toContainEqual({ number: 5, because: 'pull request, open; it changes shop/cart.py' });
  });

  it('are those that quote the error, though no issue does', async () => {
    const { search } = await investigate(SESSION, {
      issues: [planted(1)],
      pulls: [
        merged(3, day(3), { title: 'Start-up', body: 'Logs say: SessionMiddleware must be installed to access it.' }),
        merged(4, day(4), { title: 'SessionMiddleware: rotate the secret' }),
      ],
    });
    expect(search.pulls.map(({ number, reasons }) => [number, reasons])).toEqual([
      [3, ['quotes "SessionMiddleware must be installed to access"', 'names SessionMiddleware']],
      [4, ['names SessionMiddleware']],
    ]);
    const scores = search.pulls.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('that are linked as closing the issue, and not merged yet, are a fix on its way', async () => {
    const { report, target } = await investigate(SESSION, {
      issues: [planted(1, { title: 'SessionMiddleware missing, request.session fails' })],
      pulls: [{ number: 5, author: 'ada', created_at: day(4), title: 'Order of start-up', closes: [1] }],
    });
    expect(target).toMatchObject({ fix: null, fixesOnTheWay: [{ number: 5 }] });
    const because = 'pull request, open, linked as closing the issue';
    expect(report.related).toContainEqual({ number: 5, because });
  });

  it('that could not be listed leave the search incomplete', async () => {
    const { server } = await connected({ issues: [planted(1)] });
    for (let nth = 1; nth <= 4; nth++)
      server.failNext({ method: 'POST', path: '/graphql', nth, fault: { kind: 'answer', status: 502 } });
    const { search } = await look(clusterOf(prices), server);
    expect(search.steps.find(({ query }) => query.startsWith('files'))).toMatchObject({ complete: false });
  });
});

describe('an issue that the store remembers', () => {
  const remembered: RememberedIssue = { issue: 9, login: 'gardener', commentedAt: null };
  const reworded = planted(9, { title: 'Logins break', body: 'Rewritten by a person', author: 'gardener' });
  const near = planted(1, { title: 'SessionMiddleware missing, request.session fails' });
  const find = async (more: Partial<HistoryInput>, options: Parameters<typeof look>[2] = {}) =>
    look(clusterOf(SESSION), (await connected(more)).server, { remembered, ...options });

  it('is the target though its marker was deleted and every word changed, and nothing is searched', async () => {
    const { report, search, target, requests } = await find({ issues: [near, reworded] });
    expect(report.decision).toMatchObject({ action: 'update', issue: 9 });
    expect(report.decision.because).not.toContain('trustedAuthors');
    expect(target?.issue.number).toBe(9);
    expect(search).toMatchObject({ marked: null, remembered: { issue: 9, now: 'there' } });
    expect(search.candidates.map(({ number }) => number)).toEqual([9]);
    expect(requests).toBe(2);
  });

  it('says how to keep its evidence current when we wrote it under another login', async () => {
    const body = `text\n${markerOf(clusterOf(SESSION))}`;
    const issues = [planted(9, { author: 'old-gardener', body })];
    const ofOld = { remembered: { ...remembered, login: 'old-gardener' } };
    const { report, target } = await find({ issues }, ofOld);
    expect(report.decision).toMatchObject({ action: 'update', issue: 9 });
    expect(report.decision.because).toContain('add it to github.trustedAuthors');
    expect(target?.own).toBe(false);
    const trusted = await find({ issues }, { ...ofOld, trustedAuthors: ['old-gardener'] });
    expect(trusted.search).toMatchObject({ marked: 9, remembered: null });
    expect(trusted.target?.own).toBe(true);
  });

  it('gives way to the issue that carries our marker', async () => {
    const made = planted(5, { author: 'gardener', body: markerOf(clusterOf(SESSION)) });
    const { report, search } = await find({ issues: [made, reworded] });
    expect(report.decision).toMatchObject({ action: 'update', issue: 5 });
    expect(search.remembered).toBeNull();
  });

  it('leads to what it was closed for as a duplicate', async () => {
    const duplicate = { ...reworded, ...closed, state_reason: 'duplicate', duplicate_of: 2 } as const;
    const { report } = await find({ issues: [planted(2), duplicate] });
    expect(report.decision).toMatchObject({ action: 'update', issue: 2 });
  });

  it('is made anew where it was deleted, and that is said', async () => {
    const { report, search } = await find({ issues: [] });
    expect(report.decision.action).toBe('create');
    expect(report.decision.because).toContain('#9, where we wrote of this problem, is deleted');
    expect(search.remembered).toEqual({ issue: 9, now: 'deleted' });
    expect(search.steps.length).toBeGreaterThan(1);
  });

  it('is left alone where it was moved to another repository, unless another issue tells of the problem', async () => {
    const moved = async (issues: HistoryInput['issues']) => {
      const { server } = await connected({ issues: issues ?? [] });
      const body = await fetch(`${server.url}/repos/acme/shop/issues/1`, {
        headers: { authorization: `Bearer ${server.token}` },
      }).then((answer) => answer.text());
      const elsewhere = body.replaceAll('acme/shop', 'acme/other');
      const path = '/repos/acme/shop/issues/9';
      server.failNext({
        method: 'GET',
        path,
        fault: { kind: 'answer', status: 200, body: JSON.parse(elsewhere) },
      });
      return look(clusterOf(SESSION), server, { remembered });
    };
    const alone = await moved([planted(1)]);
    expect(alone.report.decision.action).toBe('skip');
    expect(alone.report.decision.because).toContain('moved to another repository (https://github.com/acme/other/');
    expect(alone.search.remembered).toEqual({ issue: 9, now: 'moved' });
    expect((await moved([near])).report.decision).toMatchObject({ action: 'update', issue: 1 });
  });

  it('is named where it could not be read, and the record says so', async () => {
    const { server } = await connected({ issues: [reworded] });
    const path = '/repos/acme/shop/issues/9';
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status: 403 } });
    const { report, search, target } = await look(clusterOf(SESSION), server, { remembered });
    expect(report.decision).toMatchObject({ action: 'update', issue: 9 });
    expect(target).toBeNull();
    expect(search.remembered).toEqual({ issue: 9, now: 'unread' });
    expect(search.steps.some(({ complete }) => !complete)).toBe(true);
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
