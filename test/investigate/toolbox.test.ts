import { describe, expect, it } from 'vitest';
import { createToolbox } from '../../src/investigate/toolbox.ts';
import { connected, merged, planted } from '../github/connect.ts';
import { nothingMarked } from './problems.ts';

const fingerprint = `lg1${'a'.repeat(16)}`;

async function toolbox() {
  const { server, github } = await connected({
    issues: [planted(1, { title: 'SessionMiddleware missing' }), planted(2, { title: 'Other' })],
    pulls: [
      merged(3, '2025-09-03T08:00:00Z', {
        title: 'Install SessionMiddleware',
        files: [{ path: 'README.md' }, { path: 'shop/session.py' }],
      }),
    ],
  });
  const tools = createToolbox({ github, marked: nothingMarked });
  return { server, github, tools };
}

describe('the toolbox', () => {
  it('writes down every look, in order', async () => {
    const { tools } = await toolbox();
    tools.findMarked(fingerprint);
    await tools.searchIssues('SessionMiddleware');
    await tools.searchPullRequests('SessionMiddleware');
    await tools.searchIssues('nosuchword');
    await tools.searchIssues('"SessionMiddleware', 'phrase');
    await tools.searchIssues('SessionMiddleware', 'meaning');
    const whole = { answeredBy: 'lexical', complete: true, error: null };
    expect(tools.steps()).toEqual([
      { engine: 'marker', query: fingerprint, hits: [], ...whole, answeredBy: null },
      { engine: 'lexical', query: 'SessionMiddleware', hits: [1], ...whole },
      { engine: 'pull-requests', query: 'SessionMiddleware', hits: [3], ...whole },
      { engine: 'lexical', query: 'nosuchword', hits: [], ...whole },
      { engine: 'lexical', query: '"SessionMiddleware"', hits: [1], ...whole },
      { engine: 'semantic', query: 'SessionMiddleware', hits: [1], ...whole },
    ]);
  });

  it('answers the same look again from memory, also when both are asked at once', async () => {
    const { tools, server, github } = await toolbox();
    const before = server.requests.length;
    const [first, second] = await Promise.all([
      tools.searchIssues('SessionMiddleware'),
      tools.searchIssues(' "SessionMiddleware": '),
    ]);
    expect(second).toEqual(first);
    await Promise.all([tools.getIssue(2), tools.getIssue(2)]);
    expect(server.requests.length - before).toBe(2);
    expect(tools.steps()).toHaveLength(1);
    expect(github.requests()).toBe(server.requests.length);
  });

  it('writes down that a search failed or was not complete, and why', async () => {
    const { tools, server } = await toolbox();
    server.search.incomplete = true;
    await tools.searchIssues('SessionMiddleware');
    server.search.fail = true;
    expect(await tools.searchPullRequests('SessionMiddleware')).toEqual([]);
    expect(tools.steps().map(({ complete, error }) => [complete, error])).toEqual([
      [false, expect.stringContaining('left hits out')],
      [false, expect.stringContaining('503')],
    ]);
  });

  it('finds the pull requests that change a file, and writes down where it looked', async () => {
    const { tools, server } = await toolbox();
    const touching = await tools.findPullsTouching('/app/shop/session.py');
    expect(touching.map(({ pull, path }) => [pull.number, path])).toEqual([[3, 'shop/session.py']]);
    expect(await tools.findPullsTouching('/app/shop/cart.py')).toEqual([]);
    expect(server.requests.filter(({ path }) => path === '/graphql')).toHaveLength(1);
    expect(tools.steps()).toEqual([
      {
        engine: 'pull-requests',
        answeredBy: null,
        query: 'files of the last 50: /app/shop/session.py',
        hits: [3],
        complete: true,
        error: null,
      },
      {
        engine: 'pull-requests',
        answeredBy: null,
        query: 'files of the last 50: /app/shop/cart.py',
        hits: [],
        complete: true,
        error: null,
      },
    ]);
  });

  it('tells an issue that is not there from one that could not be read', async () => {
    const { tools, server } = await toolbox();
    expect(await tools.getIssue(404)).toBeNull();
    expect(tools.steps()).toEqual([]);
    server.failNext({ method: 'GET', path: '/repos/acme/shop/issues/2', fault: { kind: 'answer', status: 403 } });
    expect(await tools.getIssue(2)).toBe('unread');
    expect(tools.steps()).toMatchObject([{ query: '#2', complete: false, error: expect.stringContaining('403') }]);
  });

  it('asks nobody when GitHub is out of reach, and says why', async () => {
    const tools = createToolbox({ github: null, because: 'no repository is configured' });
    expect(tools.outOfReach).toBe('no repository is configured');
    expect(tools.findMarked(fingerprint)).toBeNull();
    expect(await tools.searchIssues('x y')).toEqual([]);
    expect(await tools.searchPullRequests('x y')).toEqual([]);
    expect(await tools.findPullsTouching('/app/x.py')).toEqual([]);
    expect(await tools.findRemembered(fingerprint)).toBeNull();
    expect(await tools.getIssue(1)).toBe('unread');
    const because = 'no repository is configured';
    expect(tools.steps()).toEqual([
      { engine: 'marker', answeredBy: null, query: fingerprint, hits: [], complete: false, error: because },
    ]);
  });
});
