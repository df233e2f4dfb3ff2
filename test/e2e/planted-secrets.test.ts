import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { entriesWith, malformedWith } from '../support/planted-entries.ts';
import { readPositives } from '../support/redaction-corpus.ts';
import { runGardener } from '../support/run-gardener.ts';

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

interface Place {
  readonly name: string;
  readonly content: string;
}

function filesIn(root: string): Place[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .map((path) => ({ name: path, content: `${path}\n${readFileSync(path, 'latin1')}` }));
}

/** Every value of every table: in the file itself a long one may lie in pieces. */
function rowsOf(path: string): Place[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    return tables.map(({ name }) => ({
      name: `table ${name} of ${path}`,
      content: database
        .prepare(`select * from "${name}"`)
        .all()
        .flatMap((row) => Object.values(row))
        .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
        .join('\n'),
    }));
  } finally {
    database.close();
  }
}

/** As it stands there, as JSON writes it, and with what a sanitiser puts between its characters taken out. */
function found(secrets: readonly string[], places: readonly Place[]): string[] {
  const bare = (text: string) => text.replace(/[^A-Za-z0-9]+/g, '');
  return places.flatMap(({ name, content }) => {
    const squashed = bare(content);
    return secrets
      .filter((secret) => {
        const letters = bare(secret);
        const forms = [secret, JSON.stringify(secret).slice(1, -1)];
        return (
          forms.some((form) => content.includes(form)) ||
          (letters.length >= 12 && /\D/.test(letters) && squashed.includes(letters))
        );
      })
      .map((secret) => `${secret} in ${name}`);
  });
}

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
      const { code, stdout, stderr } = await runGardener([...args, '--debug'], { cwd, env });
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
    const drafts = await run('drafts', 'list', '--json');
    expect(drafts.code).toBe(0);
    for (const { draft } of clusters.slice(0, 3)) if (draft !== null) await run('drafts', 'show', draft.id);
    await run('worklog', 'show');

    const sent = [
      { name: 'the issues', content: JSON.stringify(github.issues()) },
      { name: 'the requests', content: decodeURIComponent(JSON.stringify(github.requests)) },
    ];
    expect(github.issues().length).toBeGreaterThan(3);
    const left = filesIn(cwd);
    expect(left.map(({ name }) => name).join('\n')).toMatch(/assignments\.ndjson/);
    expect(left.some(({ content }) => content.includes('not an entry: '))).toBe(true);
    const stored = left.filter(({ name }) => name.endsWith('log-gardener.db')).flatMap(({ name }) => rowsOf(name));
    expect(stored.filter(({ content }) => /\[email-[0-9a-f]{4}\]/.test(content)).length).toBeGreaterThan(2);
    expect(found(secrets, [...left, ...stored, ...said, ...sent])).toEqual([]);
  }, 120_000);
});
