import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { filesIn, found, leftIn, type Place } from '../support/leaks.ts';
import { gzipped } from '../support/log-files.ts';
import { entriesWith, malformedWith } from '../support/planted-entries.ts';
import { readPositives } from '../support/redaction-corpus.ts';
import { runHere } from '../support/run-here.ts';

/** One of every kind, and more of those that only what stands around them gives away. */
const planted = readPositives().filter(
  ({ kind }, index, all) =>
    !all.slice(0, index).some((each) => each.kind === kind) || (kind === 'secret' && index % 12 === 0),
);
/** What people put into names of files. */
const IN_FILE_NAMES = 'zoe.washburne@example.com';

let folder: string;
let github: ScenarioGitHub;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-planted-'));
  for (const name of ['input', 'out']) mkdirSync(join(folder, name));
  const config = ['github:', '  writeIntervalMs: 0', 'limits:', '  maxNewIssues: 8', ''].join('\n');
  writeFileSync(join(folder, 'out', 'log-gardener.yaml'), config);
  const repository = { owner: 'acme', name: 'shop', private: true };
  const history = { repository, viewer: 'gardener-bot', nextNumber: 1 };
  github = await startGitHub({ history, now: () => new Date('2026-01-02T00:00:00Z') });
});

afterAll(async () => {
  await github.stop();
  rmSync(folder, { recursive: true, force: true });
});

const source = () => join(folder, 'input', `export-for-${IN_FILE_NAMES}.ndjson`);

describe('secrets planted in every field of entries, in malformed lines and in the name of the file', () => {
  const secrets = [...planted.map(({ secret }) => secret), IN_FILE_NAMES];

  it('are nowhere in what a run leaves, sends and says', async () => {
    const lines = planted.flatMap((each, number) => [
      ...entriesWith(each, number).map((entry) => JSON.stringify(entry)),
      ...malformedWith(each),
    ]);
    writeFileSync(source(), `${lines.join('\n')}\n`);
    expect(found(secrets, filesIn(join(folder, 'input'))).length).toBeGreaterThanOrEqual(secrets.length);

    const cwd = join(folder, 'out');
    const env = { GITHUB_TOKEN: github.token, GITHUB_API_URL: github.url };
    const said: Place[] = [];
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await runHere([...args, '--debug'], { cwd, env });
      said.push({ name: `stdout of ${args[0]}`, content: stdout }, { name: `stderr of ${args[0]}`, content: stderr });
      return { code, stdout };
    };
    const all = ['--min-severity', 'DEFAULT'];
    const triage = await run('triage', '--source', source(), '--repo', 'acme/shop', '--mode', 'auto', '--json', ...all);
    expect(triage.code).toBe(3);
    const { clusters } = JSON.parse(triage.stdout);
    expect(clusters.length).toBeGreaterThan(5);
    const clustered = await run(
      'cluster',
      source(),
      '--assignments',
      join(cwd, 'assignments.ndjson'),
      '--json',
      ...all,
    );
    expect(clustered.stdout).toMatch(/\[email-[0-9a-f]{4}\]/);
    for (const { fingerprint } of clusters.slice(0, 2)) {
      await run('explain', fingerprint, '--json');
      await run('explain', fingerprint, '--source', source());
    }
    const compressed = join(folder, 'input', 'export.json.gz');
    writeFileSync(compressed, gzipped(readFileSync(source())));
    const collected = await run('collect', '--source', compressed, '--out', 'collected.ndjson', '--json', ...all);
    expect(JSON.parse(collected.stdout).collected).toMatchObject({ malformed: 3 * planted.length });
    const ofCompressed = await run('cluster', compressed, '--json', ...all);
    expect(JSON.parse(ofCompressed.stdout).clusters).toEqual(JSON.parse(clustered.stdout).clusters);
    const drafts = await run('drafts', 'list', '--json');
    expect(drafts.code).toBe(0);
    for (const { draft } of clusters.slice(0, 3)) if (draft !== null) await run('drafts', 'show', draft.id);
    await run('worklog', 'show');

    const sent = [
      { name: 'the issues', content: JSON.stringify(github.issues()) },
      { name: 'the requests', content: decodeURIComponent(JSON.stringify(github.requests)) },
    ];
    expect(github.issues().length).toBeGreaterThan(3);
    const left = leftIn(cwd);
    expect(left.map(({ name }) => name).join('\n')).toMatch(/assignments\.ndjson[\s\S]*collected\.ndjson/);
    expect(left.some(({ content }) => content.includes('not an entry: '))).toBe(true);
    const stored = left.filter(({ name }) => name.startsWith('table '));
    expect(stored.filter(({ content }) => /\[email-[0-9a-f]{4}\]/.test(content)).length).toBeGreaterThan(2);
    expect(found(secrets, [...left, ...said, ...sent])).toEqual([]);
  }, 600_000);
});
