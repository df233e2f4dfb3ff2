import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect } from 'vitest';
import { toolsFor } from '../../../src/mcp/tools.ts';
import { logOf } from '../cloud-logging/log.ts';
import { startFakeLogging } from '../cloud-logging/server.ts';
import { startGitHub } from '../github/server.ts';
import { smallHistory } from '../github/small-history.ts';
import { type Finished, type Started, startChild } from '../start-process.ts';

interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs the installed command with nothing of this machine's environment but Node. */
export function runInstalled(command: string, args: readonly string[], surroundings: Surroundings): Promise<Finished> {
  return startInstalled(command, args, surroundings).finished;
}

function startInstalled(command: string, args: readonly string[], { cwd, env }: Surroundings): Started {
  return startChild(command, args, { cwd, env: withNode(env) });
}

function withNode(env: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, ...env };
}

/** What the stranger's service said. */
const LOG = [0, 1, 2, 3, 4].map((minute) => ({
  insertId: `stranger-${minute}`,
  timestamp: `2025-09-12T23:1${minute}:00Z`,
  severity: 'ERROR',
  logName: 'projects/acme-prod/logs/run.googleapis.com%2Fstderr',
  resource: {
    type: 'cloud_run_revision',
    labels: {
      project_id: 'acme-prod',
      service_name: 'shop',
      revision_name: 'shop-00007-abc',
      location: 'europe-west1',
    },
  },
  jsonPayload: { message: `Invoice ${9000 + minute} could not be rendered: font DejaVu missing` },
}));

/**
 * What somebody does who has just installed it, up to a posted issue: in an empty home and an empty folder, against a
 * GitHub and a Cloud Logging on this machine.
 */
export async function walkStrangersPath({ command, folder }: { command: string; folder: string }): Promise<void> {
  const github = await startGitHub({ history: smallHistory(), now: () => new Date('2025-09-12T23:31:00Z') });
  const cloud = await startFakeLogging({ log: logOf([]), now: Date.now, projects: ['acme-prod'], fault: () => null });
  try {
    const [home, cwd] = [join(folder, 'home'), join(folder, 'work')];
    mkdirSync(home, { recursive: true });
    mkdirSync(cwd);
    const user = { type: 'authorized_user', client_id: 'id', client_secret: 'secret', refresh_token: 'token' };
    writeFileSync(join(home, 'adc.json'), JSON.stringify(user));
    const env = {
      HOME: home,
      GITHUB_TOKEN: github.token,
      GITHUB_API_URL: github.url,
      GOOGLE_APPLICATION_CREDENTIALS: join(home, 'adc.json'),
      METADATA_SERVER_DETECTION: 'none',
      LOGGING_EMULATOR_HOST: cloud.host,
    };
    const does = async (args: string[]): Promise<Finished> => {
      const finished = await runInstalled(command, args, { cwd, env });
      expect(finished, finished.stderr).toMatchObject({ code: 0 });
      return finished;
    };

    expect((await does(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    await does(['init', '--project', 'acme-prod', '--service', 'shop', '--repo', github.repository]);
    const config = join(cwd, 'log-gardener.yaml');
    // Nobody waits a second between two writes here.
    writeFileSync(config, readFileSync(config, 'utf8').replace('writeIntervalMs: 1000', 'writeIntervalMs: 0'));
    await does(['doctor']);

    writeFileSync(join(cwd, 'logs.ndjson'), LOG.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    expect((await does(['cluster', 'logs.ndjson'])).stdout).toContain('could not be rendered');
    const run = JSON.parse((await does(['triage', '--source', 'logs.ndjson', '--json'])).stdout);
    expect(run.clusters).toMatchObject([{ count: 5, decision: { action: 'create' }, draft: { status: 'pending' } }]);
    expect(github.changed.size).toBe(0);
    expect((await does(['worklog', 'show'])).stdout).toContain('could not be rendered');

    const id: string = run.clusters[0].draft.id;
    expect((await does(['drafts', 'show', id])).stdout).toContain('could not be rendered');
    await does(['drafts', 'approve', id]);
    await does(['drafts', 'post']);
    const [issue, ...more] = github.issues().filter(({ planted }) => !planted);
    expect(more).toEqual([]);
    expect(issue).toMatchObject({ state: 'open', title: expect.stringContaining('could not be rendered') });
    expect(issue?.body).toContain('<!-- log-gardener fingerprint=');

    await openReview(command, { cwd, env });
    await askForTools(command, { cwd, env });
  } finally {
    await Promise.all([github.stop(), cloud.stop()]);
  }
}

/** The page answers, with all that its HTML asks for, and ends on Ctrl-C. */
async function openReview(command: string, surroundings: Surroundings): Promise<void> {
  const review = startInstalled(command, ['review', '--no-open'], surroundings);
  try {
    await expect.poll(review.stderr, { timeout: 20_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#code=/);
    const [origin = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(review.stderr()) ?? [];
    const page = await fetch(origin);
    expect(page.status).toBe(200);
    const assets = [...(await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(assets.length).toBeGreaterThan(1);
    for (const path of assets) expect((await fetch(origin + path)).status, path).toBe(200);
  } finally {
    review.kill('SIGINT');
  }
  expect((await review.finished).code).toBe(0);
}

/** A client of the SDK that most programs still run starts the server, sees its tools, and reads what the run found. */
async function askForTools(command: string, { cwd, env }: Surroundings): Promise<void> {
  const client = new Client({ name: 'stranger', version: '1.0.0' });
  await client.connect(new StdioClientTransport({ command, args: ['mcp'], cwd, env: withNode(env), stderr: 'ignore' }));
  try {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(toolsFor({ readOnly: false }).map(({ name }) => name));
    const found = await client.callTool({ name: 'list_clusters', arguments: {} });
    expect(JSON.stringify(found.content)).toContain('could not be rendered');
  } finally {
    await client.close();
  }
}
