import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { findSuspects } from '../../src/investigate/find-suspects.ts';
import type { Onset } from '../../src/investigate/onset.ts';
import { createToolbox } from '../../src/investigate/toolbox.ts';
import { connected, merged } from '../github/connect.ts';
import { traceback } from '../support/clusters.ts';
import { known, noDeploy } from './onsets.ts';
import { clusterOf, nothingMarked, SESSION } from './problems.ts';

const config = Config.parse({});

describe('looking for suspects', () => {
  const cluster = clusterOf({
    message: 'Cart failed',
    exception: traceback('shop/cart.py', 'add', 'ValueError: bad cart'),
  });
  const history = {
    pulls: [merged(3, '2025-09-15T08:00:00Z', { title: 'Bigger cart', files: [{ path: 'shop/cart.py' }] })],
    commits: [
      { sha: 'b2'.repeat(20), path: 'shop/cart.py', at: '2025-09-15T07:00:00Z', pull: 3 },
      { sha: 'c3'.repeat(20), path: 'shop/cart.py', message: 'Hot fix', at: '2025-09-15T23:00:00Z' },
      { sha: 'd4'.repeat(20), path: 'shop/cart.py', at: '2025-08-15T23:00:00Z' },
    ],
  };
  async function look(
    onset: Onset,
    prepare: (server: Awaited<ReturnType<typeof connected>>['server']) => void = () => undefined,
  ) {
    const { server, github } = await connected(history);
    prepare(server);
    const own = github.forCluster();
    const toolbox = createToolbox({ github: own, marked: nothingMarked });
    const [suspected] = await findSuspects([{ cluster, onset }], { toolbox, config });
    return {
      ...(suspected ?? expect.fail()),
      requests: own.requests(),
      steps: toolbox.steps(),
    };
  }

  it('takes one request for the commits and one for the pull requests of all, and no step of the search', async () => {
    const { suspects, suspectsNote, requests, steps } = await look({
      ...known,
      deploy: { revision: 'r2', at: known.at },
    });
    expect(suspects.map(({ pull, sha, title }) => [pull, sha?.slice(0, 2), title])).toEqual([
      [null, 'c3', 'Hot fix'],
      [3, 'b2', 'Bigger cart'],
    ]);
    expect(suspectsNote).toBe('');
    expect([requests, steps]).toEqual([2, []]);
  });

  it('goes on with pull requests alone where the token may not read code, and says so', async () => {
    const errors = [{ type: 'FORBIDDEN', message: 'Resource not accessible by personal access token' }];
    const { suspects, suspectsNote } = await look(noDeploy, (server) =>
      server.failNext({
        method: 'POST',
        path: '/graphql',
        fault: { kind: 'answer', status: 200, body: { data: null, errors } },
      }),
    );
    expect(suspects.map(({ pull }) => pull)).toEqual([3]);
    expect(suspectsNote).toMatch(
      /^Which deploy first showed the error is not known\. The commits could not be read: .*not accessible/,
    );
  });

  it('gives each of several problems its own, by the same two requests', async () => {
    const { github } = await connected({
      ...history,
      commits: [...history.commits, { sha: 'e5'.repeat(20), path: 'shop/till.py', at: '2025-09-16T07:00:00Z' }],
    });
    const own = github.forCluster();
    const toolbox = createToolbox({ github: own, marked: nothingMarked });
    const till = clusterOf({ message: 'Till', exception: traceback('shop/till.py', 'pay', 'ValueError: bad till') });
    const later = { ...noDeploy, at: '2025-09-16T12:00:00Z' };
    const problems = [
      { cluster, onset: noDeploy },
      { cluster: clusterOf(SESSION), onset: noDeploy },
      { cluster: till, onset: later },
    ];
    const found = await findSuspects(problems, { toolbox, config });
    expect(found.map(({ suspects }) => suspects.map(({ sha }) => sha?.slice(0, 2)))).toEqual([
      ['c3', 'b2'],
      [],
      ['e5'],
    ]);
    expect(own.requests()).toBe(2);
  });

  it('asks nothing where there is no file to look at, and nobody to ask', async () => {
    const { github, server } = await connected(history);
    const before = server.requests.length;
    const toolbox = createToolbox({ github, marked: nothingMarked });
    const none = { suspects: [], suspectsNote: '' };
    expect(await findSuspects([{ cluster: clusterOf(SESSION), onset: known }], { toolbox, config })).toEqual([none]);
    const unreachable = createToolbox({ github: null, because: 'no repository is configured' });
    expect(await findSuspects([{ cluster, onset: known }], { toolbox: unreachable, config })).toEqual([none]);
    expect(server.requests).toHaveLength(before);
  });
});
