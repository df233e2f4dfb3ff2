import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { formatTime } from '../../src/collect/time.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { logOf } from '../support/cloud-logging/log.ts';
import { identityOf, noisyLog } from '../support/cloud-logging/noisy-log.ts';
import { type FakeOptions, startFakeLogging } from '../support/cloud-logging/server.ts';
import { FORMATS } from '../support/log-files.ts';
import { startGardener } from '../support/run-gardener.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder } from '../support/store.ts';

const SINCE = 1_767_312_000_000_000_000n;
const SECOND = 1_000_000_000n;
const at = (seconds: number): string => formatTime(SINCE + BigInt(seconds) * SECOND);

async function world(options: Partial<FakeOptions> & Pick<FakeOptions, 'log'>) {
  const fake = await startFakeLogging({ now: () => Number(SINCE / 1_000_000n) + 100_000_000, ...options });
  onTestFinished(() => fake.stop());
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'log-gardener.yaml'), 'project: acme\nservice: shop\n');
  const env = { LOGGING_EMULATOR_HOST: fake.host, METADATA_SERVER_DETECTION: 'none' };
  return { fake, folder, run: (...args: string[]) => runHere(args, { cwd: folder, env }), env };
}

function entriesIn(path: string): LogEntry[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line): LogEntry => JSON.parse(line));
}

/** All that lies in a folder, as one text. */
function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

describe('collect', () => {
  it('goes on after kill -9 where it was: every entry once, nothing unredacted left anywhere', async () => {
    const { log, names } = noisyLog(9_000, { since: SINCE, seconds: 36_000 });
    let kill = (): void => undefined;
    const { fake, folder, run, env } = await world({
      log,
      fault: (call) => {
        if (call === 6 || call === 11) kill();
        return null;
      },
    });
    const args = ['collect', '--since', at(0), '--until', at(36_000), '--out', 'logs.ndjson'];
    for (let deaths = 0; deaths < 2; deaths += 1) {
      const started = startGardener(args, { cwd: folder, env });
      kill = () => started.kill('SIGKILL');
      expect((await started.finished).signal).toBe('SIGKILL');
    }
    expect(everythingIn(folder)).not.toContain('@example.com');
    const { code, stdout, stderr } = await run(...args, '--json');
    expect(stderr).toContain('Going on with a reading that was broken off.');
    expect(stderr).toContain('From 2026-01-02 00:00:00 UTC to 2026-01-02 10:00:00 UTC.');
    expect(code).toBe(0);
    const { collected } = JSON.parse(stdout);
    expect(collected).toMatchObject({ read: 9_000, kept: names.size, truncated: null, cloud: { resumed: true } });
    const got = entriesIn(join(folder, 'logs.ndjson')).map(identityOf);
    expect(new Set(got)).toEqual(names);
    expect(got).toHaveLength(names.size);
    expect(fake.requests.length).toBeLessThan(11 + 4 * 3 + 8);
    expect(everythingIn(folder)).not.toContain('@example.com');
    expect(statSync(join(folder, 'logs.ndjson')).mode & 0o077).toBe(0);
  });

  it('starts where the last one ended, and again where a window is asked for', async () => {
    const { log, names } = noisyLog(400, { since: SINCE, seconds: 7_200, lateSeconds: 300 });
    let now = 0;
    const { folder, run } = await world({ log, now: () => Number(SINCE / 1_000_000n) + now * 1000 });
    const collectAt = async (seconds: number, ...more: string[]): Promise<string[]> => {
      now = seconds;
      const { code, stderr } = await run('collect', '--now', at(seconds), '--out', 'part', ...more);
      expect(stderr).toMatch(/UTC/);
      expect(code).toBe(0);
      return entriesIn(join(folder, 'part')).map(identityOf);
    };
    const parts = [await collectAt(3_000), await collectAt(3_100), await collectAt(5_000)];
    const anew = await collectAt(5_000, '--since', at(0), '--until', at(2_000));
    parts.push(await collectAt(9_000));
    expect(parts.flat().sort()).toEqual([...names].sort());
    expect(anew.length).toBeGreaterThan(100);
    expect(anew.every((name) => parts.flat().includes(name))).toBe(true);
  });
});

describe('triage', () => {
  it('gives the clusters that a file of the same entries gives, and next time only what is new', async () => {
    const entries = entriesIn('fixtures/demo/seed-1.ndjson');
    const newest =
      entries
        .map(({ timestamp = '' }) => timestamp)
        .sort()
        .at(-1) ?? '';
    const now = formatTime(BigInt(Date.parse(newest) + 600_000) * 1_000_000n);
    const projects = ['netra-staging'];
    const { fake, folder, run } = await world({ log: logOf(entries), now: () => Date.parse(now), projects });
    mkdirSync(join(folder, 'exports'));
    writeFileSync(join(folder, 'exports', 'logs.json'), FORMATS['array as gcloud prints it'](entries));
    const ofFile = await run('triage', '--json', '--state', 'other', '--now', now, '--source', 'exports/logs.json');
    const args = ['triage', '--json', '--now', now, '--project', 'netra-staging', '--filter', 'severity >= DEFAULT'];
    writeFileSync(join(folder, 'log-gardener.yaml'), 'window: 30d\nlogging:\n  requestLog: true\n');
    const first = await run(...args);
    expect(first.code, first.stderr).toBe(3);
    const { clusters, collected } = JSON.parse(first.stdout);
    const reached = ({ fingerprint, count, priority }: Record<string, unknown>) => ({ fingerprint, count, priority });
    expect(clusters.map(reached)).toEqual(JSON.parse(ofFile.stdout).clusters.map(reached));
    expect(clusters.length).toBeGreaterThan(3);
    expect(collected).toMatchObject({ truncated: false });
    expect(fake.requests.some(({ filter }) => filter.includes('httpRequest:*'))).toBe(true);
    expect(collected.pages).toBeGreaterThan(0);
    expect(fake.requests.every(({ resourceNames }) => resourceNames[0] === 'projects/netra-staging')).toBe(true);
    const second = await run(...args);
    expect(JSON.parse(second.stdout)).toMatchObject({ clusters: [], collected: { entries: 0 } });
    expect(second.code).toBe(0);
  });

  it('knows the share of failing requests only where it was asked to count them all', async () => {
    const resource = { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: 'shop-1' } };
    const logName = 'projects/acme/logs/run.googleapis.com%2Frequests';
    const requests = Array.from({ length: 1_500 }, (_, index): LogEntry => {
      const status = index % 5 < 3 ? 503 : 200;
      const httpRequest = { requestMethod: 'POST', requestUrl: 'https://shop.example/checkout', status };
      const severity = status === 503 ? 'ERROR' : 'INFO';
      return { insertId: `r${index}`, logName, timestamp: at(index), severity, resource, httpRequest };
    });
    const { fake, folder, run } = await world({ log: logOf(requests) });
    const args = ['--since', at(0), '--until', at(3_600)];
    const without = await run('triage', ...args);
    expect(without.code, without.stderr).toBe(3);
    expect((await run('worklog', 'show')).stdout).toContain('not measured (request log not read at all severities)');
    const before = fake.requests.length;
    const counted = await run('triage', ...args, '--request-log', '--json');
    const { collected, clusters } = JSON.parse(counted.stdout);
    expect(collected).toMatchObject({ entries: 900, pages: 1 });
    expect(clusters).toMatchObject([{ priority: 'P0', count: 900 }]);
    expect(fake.requests.length - before).toBe(3);
    const worklog = (await run('worklog', 'show')).stdout;
    expect(worklog).toContain('P0: 5xx on 60% of 1,500 requests of shop (900)');
    expect(worklog).toContain('The request log was read at all severities, to its end: 1,500 requests on 2 pages.');
    const { stderr } = await run('collect', ...args, '--out', 'logs', '--request-log');
    expect(stderr).toContain('Request log: 1,500 requests, 2 pages.');
    expect(entriesIn(join(folder, 'logs'))).toHaveLength(900);
    expect(existsSync(join(folder, '.log-gardener', 'collecting'))).toBe(true);
    expect(readdirSync(join(folder, '.log-gardener', 'collecting'))).toEqual([]);
  });

  it.each([
    ['PERMISSION_DENIED', /logging\.logEntries\.list.*roles\/logging\.viewer/],
    ['UNAUTHENTICATED', /gcloud auth application-default login/],
    ['API_DISABLED', /gcloud services enable logging\.googleapis\.com --project acme/],
  ] as const)('answers %s with what to do, and exit code 1', async (fault, message) => {
    const { run } = await world({ log: logOf([]), fault: () => fault });
    const { code, stdout, stderr } = await run('triage', '--window', '1h');
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
    expect(stdout).toBe('');
  });

  it.each([
    [['--filter', 'severity >> 3'], 1, /refuses the query: Unparseable filter.*Check --filter/],
    [['--filter', 'x', '--source', 'y'], 2, /--filter is for Cloud Logging/],
    [['--request-log', '--source', 'y'], 2, /--request-log is for Cloud Logging/],
    [['--project', 'no such project'], 2, /no project id/],
  ])('answers %j with exit code %i and what is wrong', async (args, expected, message) => {
    const { run } = await world({ log: logOf([]) });
    const { code, stderr } = await run('triage', ...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(expected);
  });
});

it.each([['triage'], ['collect', '--out', 'logs.ndjson']])(
  '%s says how to log in where there are no credentials',
  async (...command) => {
    const folder = temporaryFolder();
    const env = { HOME: folder, METADATA_SERVER_DETECTION: 'none' };
    const { code, stdout, stderr } = await runHere([...command, '--project', 'acme', '--service', 'shop'], {
      cwd: folder,
      env,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('There are no valid Google credentials. Run: gcloud auth application-default login');
    expect(stderr).not.toMatch(/^\s+at |node_modules|MetadataLookup/m);
  },
);
