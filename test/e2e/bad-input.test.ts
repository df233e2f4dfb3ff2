import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { runHere } from '../support/run-here.ts';

/** Against a GitHub on this machine nothing needs to wait. */
const FAST = 'github:\n  writeIntervalMs: 0\n';

let folder: string;
let github: ScenarioGitHub;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-bad-'));
  file('log-gardener.yaml', FAST);
  github = await startShop({ isPrivate: true });
});

afterEach(async () => {
  await github.stop();
  rmSync(folder, { recursive: true, force: true });
});

function startShop({ isPrivate }: { isPrivate: boolean }): Promise<ScenarioGitHub> {
  const repository = { owner: 'acme', name: 'shop', private: isPrivate };
  const history = { repository, viewer: 'gardener-bot', nextNumber: 1 };
  return startGitHub({ history, now: () => new Date('2026-01-02T00:00:00Z') });
}

function entry(insertId: string, more: object = {}): string {
  const base = { insertId, logName: 'projects/p/logs/l', timestamp: '2026-01-01T10:00:00Z', severity: 'ERROR' };
  return JSON.stringify({ ...base, textPayload: 'Payment gateway refused the card', ...more });
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function cluster(path: string) {
  const { code, stdout, stderr } = await runHere(['cluster', path, '--json'], { cwd: folder });
  return { code, stderr, result: stdout === '' ? null : JSON.parse(stdout) };
}

function triage(
  args: string[],
  env: Record<string, string> = { GITHUB_TOKEN: github.token, GITHUB_API_URL: github.url },
) {
  return runHere(['triage', '--repo', 'acme/shop', '--json', ...args], { cwd: folder, env });
}

describe('bad input', () => {
  it('names a file that is not there, without a stack trace', async () => {
    const { code, stderr } = await cluster(join(folder, 'nowhere.ndjson'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/nowhere\.ndjson/);
    expect(stderr).not.toMatch(/ at .*\.ts:\d+/);
  });

  it('finds nothing in an empty file, and that is no error', async () => {
    const { code, result } = await cluster(file('empty.ndjson', ''));
    expect(code).toBe(0);
    expect(result).toEqual({ entries: { read: 0, kept: 0, malformed: 0 }, clusters: [] });
  });

  it('keeps what is whole of half a JSON array, and names the rest', async () => {
    const whole = `[\n${entry('a')},\n${entry('b')},\n${entry('c')}\n]`;
    const { code, stderr, result } = await cluster(file('half.json', whole.slice(0, whole.length - 40)));
    expect(code).toBe(3);
    expect(result.entries).toEqual({ read: 2, kept: 2, malformed: 1 });
    expect(stderr).toMatch(/half\.json:\d+: .+/);
  });

  it('compares no rate with a run that could not read all of its file, and tells none of such a run', async () => {
    const day = (date: string) =>
      [0, 1, 2, 3].map((n) => entry(`${date}-${n}`, { timestamp: `2026-01-${date}T1${n}:00:00Z` })).join(',\n');
    const whole = (date: string) => file(`${date}.json`, `[\n${day(date)}\n]`);
    const cut = (date: string) => file(`${date}-cut.json`, `[\n${day(date).slice(0, -40)}`);
    const state = ['--state', join(folder, 'trend')];
    const worklogOf = async (path: string) => {
      const { stdout } = await triage(['--source', path, ...state]);
      return readFileSync(JSON.parse(stdout).worklog, 'utf8');
    };
    await worklogOf(whole('01'));
    expect(await worklogOf(cut('02'))).not.toMatch(/since run/);
    expect(await worklogOf(whole('03'))).toMatch(/1\.3 → 1\.3 entries per hour since run/);
  });

  it('does not choke on binary', async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 256);
    const { code, stderr, result } = await cluster(file('core.bin', bytes));
    expect([1, 3]).toContain(code);
    expect(result?.clusters ?? []).toEqual([]);
    expect(stderr.length).toBeLessThan(2000);
    expect(stderr).toMatch(/core\.bin/);
  });

  it('takes an entry of 300 KB, entries without payload and __proto__ keys', async () => {
    const lines = [
      entry('big', { textPayload: `Payment gateway refused the card ${'x'.repeat(300_000)}` }),
      JSON.stringify({
        insertId: 'bare',
        logName: 'projects/p/logs/l',
        timestamp: '2026-01-01T10:00:00Z',
        severity: 'ERROR',
      }),
      entry('proto').replace('{', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},'),
    ];
    const { code, result } = await cluster(file('odd.ndjson', lines.join('\n')));
    expect(code).toBe(0);
    expect(result.entries).toEqual({ read: 3, kept: 3, malformed: 0 });
  });

  it('sets aside an entry whose timestamp is none, and keeps it in a file that triage names', async () => {
    const lines = [entry('good'), entry('bad', { timestamp: 'yesterday' }), '{"insertId": "torn', entry('good2')];
    const path = file('times.ndjson', lines.join('\n'));
    const { code, stderr, stdout } = await triage(['--source', path]);
    expect(code).toBe(3);
    expect(JSON.parse(stdout).collected.entries).toBe(2);
    expect(stderr).toMatch(/times\.ndjson:2/);
    expect(stderr).toMatch(/times\.ndjson:3/);
    const kept = /kept in (\S+\.ndjson)/.exec(stderr)?.[1];
    expect(readFileSync(kept ?? '', 'utf8')).toMatch(/yesterday[\s\S]*torn/);
  });

  it('names a wrong config key with its line, and what was meant', async () => {
    writeFileSync(join(folder, 'log-gardener.yaml'), 'project: p\ncompnents: []\n');
    const { code, stderr } = await cluster(file('one.ndjson', entry('a')));
    expect(code).toBe(2);
    expect(stderr).toMatch(/log-gardener\.yaml:2:1/);
    expect(stderr).toMatch(/components/);
  });

  it('says what to do without a token, before anything is read', async () => {
    const { code, stderr, stdout } = await triage(['--source', file('one.ndjson', entry('a'))], {
      GITHUB_API_URL: github.url,
    });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/GITHUB_TOKEN/);
    expect(stdout).toBe('');
  });

  it('names a repository that is not there', async () => {
    const path = file('one.ndjson', entry('a'));
    const { code, stderr } = await triage(['--source', path, '--repo', 'acme/nothing']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/acme\/nothing/);
  });

  it('keeps clusters and drafts when GitHub is down, and verifies nothing', async () => {
    const path = file('one.ndjson', [entry('a'), entry('b')].join('\n'));
    await github.stop();
    const { code, stderr, stdout } = await triage(['--source', path]);
    expect(code, stderr).toBe(3);
    const { clusters } = JSON.parse(stdout);
    expect(clusters).toHaveLength(1);
    expect(clusters[0].decision.action).toBe('unverified');
    expect(clusters[0].draft?.status).toBe('pending');
    github = await startShop({ isPrivate: true });
  });

  it('never takes a failed search for an empty one', async () => {
    github.search.fail = true;
    const { code, stdout } = await triage(['--source', file('one.ndjson', entry('a')), '--mode', 'auto']);
    expect(code).toBe(3);
    expect(JSON.parse(stdout).clusters[0].decision.action).toBe('unverified');
    expect(github.issues()).toEqual([]);
  });

  it('refuses a public repository unless the config allows it', async () => {
    await github.stop();
    github = await startShop({ isPrivate: false });
    const path = file('one.ndjson', entry('a'));
    const refused = await triage(['--source', path]);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/allowPublic/);
    writeFileSync(join(folder, 'log-gardener.yaml'), `${FAST}  allowPublic: true\n`);
    expect((await triage(['--source', path])).code).toBe(0);
  });
});
