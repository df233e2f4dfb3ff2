import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { commitWorklog } from '../../src/triage/commit-worklog.ts';
import { parseWorklog } from '../../src/worklog/parse.ts';
import { renderWorklog } from '../../src/worklog/render.ts';
import { connected } from '../github/connect.ts';
import { aRun } from '../support/runs.ts';

const { worklog } = Config.parse({ worklog: { commit: true } });
const { branch } = worklog;
const FILE = 'worklogs/GCP-LOG-GARDENER-WORKLOG-netra-backend-staging-2025-09-12T23-30-00Z.md';

const idsIn = (index: string | undefined) => [...(index ?? '').matchAll(/^\| \[([^\]]+)\]/gm)].map(([, id]) => id);

describe('a worklog in the repository', () => {
  it('lies on a branch of its own, whole, with a list of runs beside it', async () => {
    const { server, github } = await connected();
    await commitWorklog(aRun(), github, worklog);
    const files = server.files(branch);
    expect([...files.keys()].sort()).toEqual([FILE, 'worklogs/README.md']);
    expect(files.get(FILE)).toBe(renderWorklog(aRun()));
    expect(parseWorklog(files.get(FILE) ?? '').id).toBe(aRun().id);
    expect(files.get('worklogs/README.md')).toContain(
      `| [2025-09-12T23-30-00Z](${FILE.replace('worklogs/', '')}) | netra-backend-staging | 2025-09-11 23:30 to 2025-09-12 23:30 UTC | 3 | 2 | 1 | done |`,
    );
    expect(server.files(null).size).toBe(0);
  });

  it('lies in the folder that the config names', async () => {
    const { server, github } = await connected();
    await commitWorklog(aRun(), github, Config.parse({ worklog: { branch: 'ops', folder: 'kept/logs' } }).worklog);
    const names = [...server.files('ops').keys()].sort();
    expect(names).toEqual([FILE.replace('worklogs/', 'kept/logs/'), 'kept/logs/README.md']);
    expect(server.files(branch).size).toBe(0);
  });

  it('is written once, and its line follows the run', async () => {
    const { server, github } = await connected();
    await commitWorklog(aRun({ status: 'running' }), github, worklog);
    await commitWorklog(aRun(), github, worklog);
    const writes = () => server.requests.filter(({ method }) => method === 'PUT').length;
    const before = writes();
    await commitWorklog(aRun(), github, worklog);
    expect(writes()).toBe(before);
    const index = server.files(branch).get('worklogs/README.md') ?? '';
    expect(idsIn(index)).toEqual(['2025-09-12T23-30-00Z']);
    expect(index).toContain('| done |');
  });

  it('lists the newest run first, whatever else somebody wrote into the list', async () => {
    const { server, github } = await connected();
    for (const id of ['2025-09-12T23-30-00Z', '2025-09-14T01-00-00Z-2', '2025-09-13T00-00-00Z']) {
      await commitWorklog(aRun({ id, service: 'a|b <img src=x> @anna' }), github, worklog);
    }
    const index = server.files(branch).get('worklogs/README.md') ?? '';
    expect(idsIn(index)).toEqual(['2025-09-14T01-00-00Z-2', '2025-09-13T00-00-00Z', '2025-09-12T23-30-00Z']);
    expect(index).not.toMatch(/<img|(?<!`)@anna/);
    expect(index.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(5);
  });

  it('lists runs of two services that began in the same second, each once', async () => {
    const { server, github } = await connected();
    for (const service of ['shop', 'till', 'shop']) await commitWorklog(aRun({ service }), github, worklog);
    const index = server.files(branch).get('worklogs/README.md') ?? '';
    expect(idsIn(index)).toEqual([aRun().id, aRun().id]);
    expect(index).toContain('| shop |');
    expect(index).toContain('| till |');
  });

  it('looks again where another run wrote meanwhile, and loses neither', async () => {
    const { server, github } = await connected();
    await commitWorklog(aRun(), github, worklog);
    const runs = ['2025-09-13T00-00-00Z', '2025-09-13T00-00-01Z', '2025-09-13T00-00-02Z'];
    await Promise.all(runs.map((id) => commitWorklog(aRun({ id }), github, worklog)));
    expect(idsIn(server.files(branch).get('worklogs/README.md')).sort()).toEqual([aRun().id, ...runs]);
  });

  it('never goes to the default branch, and says which permission is missing', async () => {
    const { server, github } = await connected();
    await expect(commitWorklog(aRun(), github, { ...worklog, branch: 'main' })).rejects.toThrow(
      'main is the default branch of acme/shop; name another one for worklogs.',
    );
    expect(server.files(null).size).toBe(0);
    const reader = await connected({ contents: 'read', branches: [{ name: branch, commits: 0 }] });
    await expect(commitWorklog(aRun(), reader.github, worklog)).rejects.toThrow(
      /403.*needs the permission Contents: write/,
    );
  });

  it('takes a branch and a folder that git takes, and no way out of them', () => {
    const parse = (part: object) => Config.safeParse({ worklog: part }).success;
    expect(parse({ branch: 'ops/log-gardener', folder: 'ops/worklogs' })).toBe(true);
    for (const name of ['', 'a..b', '/a', 'a/', 'a b', '-a', 'a.lock'])
      expect(parse({ branch: name }), name).toBe(false);
    for (const name of ['', '/a', '..', 'a/../b', 'a//b', 'a b', './a'])
      expect(parse({ folder: name }), name).toBe(false);
  });
});
