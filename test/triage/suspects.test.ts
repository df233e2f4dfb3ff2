import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { merged, tracker } from '../github/connect.ts';
import { traceback } from '../support/clusters.ts';
import { type Line, triageHour } from '../support/triaging.ts';

const OLD = 'api-00001-aaa';
const NEW = 'api-00002-bbb';

/** All is well on the old revision; the new one fails on two files, again and again. */
function lines(): Line[] {
  const quiet = Array.from({ length: 8 }, (_, index) => ({
    at: `2025-09-16T0${index + 1}:00:00Z`,
    message: 'GET /cart 200 in 4 ms',
    severity: 'INFO',
    revision: index < 4 ? OLD : NEW,
  }));
  const failing = ['cart', 'till'].flatMap((name) =>
    Array.from({ length: 5 }, (_, index) => ({
      at: `2025-09-16T05:1${index}:00Z`,
      message: `The ${name} failed\n${traceback(`shop/${name}.py`, `fill_${name}`, `ValueError: bad ${name}`)}`,
      revision: NEW,
    })),
  );
  return [...quiet, ...failing];
}

it('a run suspects no change from longer before the problem than suspects.before says', async () => {
  const state = mkdtempSync(join(tmpdir(), 'suspects-'));
  onTestFinished(() => rmSync(state, { recursive: true }));
  const commits = [{ sha: 'c3'.repeat(20), path: 'shop/till.py', message: 'Count coins', at: '2025-09-15T04:00:00Z' }];
  const github = await tracker({ commits });
  const window = { since: '2025-09-16T00:00:00Z', until: '2025-09-16T10:00:00Z' };
  const suspectedWith = async (before: string): Promise<number> => {
    const own = mkdtempSync(join(state, 'run-'));
    const config = { suspects: { before } };
    const about = { state: own, ...window, lines: lines(), mode: 'draft', minSeverity: 'DEFAULT', config } as const;
    const { clusters } = await triageHour(github, about);
    return clusters.flatMap(({ investigation }) => investigation?.suspects ?? []).length;
  };
  expect(await suspectedWith('2d')).toBe(1);
  expect(await suspectedWith('12h')).toBe(0);
});

it('a run names the changes that came with the deploy that first showed each problem', async () => {
  const state = mkdtempSync(join(tmpdir(), 'suspects-'));
  onTestFinished(() => rmSync(state, { recursive: true }));
  const github = await tracker({
    pulls: [merged(3, '2025-09-16T04:30:00Z', { title: 'Bigger cart', files: [{ path: 'shop/cart.py' }] })],
    commits: [
      { sha: 'b2'.repeat(20), path: 'shop/cart.py', at: '2025-09-16T04:00:00Z', pull: 3 },
      { sha: 'c3'.repeat(20), path: 'shop/till.py', message: 'Count coins', at: '2025-09-15T04:00:00Z' },
      { sha: 'd4'.repeat(20), path: 'shop/till.py', at: '2025-09-16T05:05:00Z' },
    ],
  });
  const window = { since: '2025-09-16T00:00:00Z', until: '2025-09-16T10:00:00Z' };
  const run = await triageHour(github, { state, ...window, lines: lines(), mode: 'draft', minSeverity: 'DEFAULT' });
  const suspected = run.clusters
    .filter(({ cluster }) => cluster.title.includes('failed') || cluster.title.includes('bad'))
    .map(({ investigation, githubRequests }) => ({
      suspects: investigation?.suspects.map(({ pull, sha, score }) => [pull, sha?.slice(0, 2), score]),
      note: investigation?.suspectsNote,
      githubRequests,
    }));
  expect(suspected).toHaveLength(2);
  expect(suspected.map(({ suspects }) => suspects)).toEqual(
    expect.arrayContaining([[[3, 'b2', 90]], [[null, 'c3', expect.any(Number)]]]),
  );
  expect(suspected.map(({ note }) => note)).toEqual(['', '']);
  // Both problems by one request, which belongs to neither.
  const commits = github.requests.filter(({ path }) => path === '/graphql');
  expect(commits.length).toBeLessThanOrEqual(2);
  for (const { githubRequests } of suspected) expect(githubRequests).toBeLessThanOrEqual(8);
});
