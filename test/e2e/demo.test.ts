import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Run } from '../../src/model/run.ts';
import { parseWorklog } from '../../src/worklog/parse.ts';
import { playDemo } from '../support/claude/demo-agent.ts';
import { startScriptedClaude } from '../support/claude/scripted-claude.ts';
import { anHourLater } from '../support/demo/aftermath.ts';
import { EXPECTED, matchesExpected, TriageResult } from '../support/demo/expected.ts';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { startGardener } from '../support/run-gardener.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryStore } from '../support/store.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));
const [FIRST, SECOND] = EXPECTED;
if (!FIRST || !SECOND) throw new Error('the demo has two runs');

let folder: string;
let github: ScenarioGitHub;
let now: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-demo-'));
  copyFileSync(join(fixtures, 'log-gardener.yaml'), join(folder, 'log-gardener.yaml'));
  now = FIRST.now;
  github = await startGitHub({ history: join(fixtures, 'history.yaml'), now: () => new Date(now) });
});

afterEach(async () => {
  await github.stop();
  rmSync(folder, { recursive: true, force: true });
});

function options() {
  return { cwd: folder, env: { GITHUB_TOKEN: github.token, GITHUB_API_URL: github.url } };
}

function gardener(args: string[]) {
  return runHere(args, options());
}

function triageArguments(run: typeof FIRST, ...more: string[]): string[] {
  if (!run) throw new Error('no such run');
  return [
    'triage',
    '--source',
    join(fixtures, run.source),
    '--window',
    run.window,
    '--now',
    run.now,
    '--json',
    ...more,
  ];
}

function writes(): number {
  return github.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/graphql')).length;
}

function isNewIssue({ method, path }: { method: string; path: string }): boolean {
  return method === 'POST' && path.endsWith('/issues');
}

describe('the demo', () => {
  it("comes to the seeds' decisions in both runs, and posts them", async () => {
    for (const run of [FIRST, SECOND]) {
      now = run.now;
      const { code, stdout, stderr } = await gardener(triageArguments(run, '--mode', 'auto'));
      expect(code, stderr).toBe(0);
      expect(matchesExpected(run, TriageResult.parse(JSON.parse(stdout)))).toEqual([]);
    }
    expect(github.issues().map(({ number }) => number)).toEqual(expect.arrayContaining([640, 641, 642, 643]));
    // What came with the deploy that first showed it, named before what an earlier one brought.
    const routing = github.issues().find(({ number }) => number === 640);
    expect(routing?.body).toMatch(
      /- Suspects, not proven: #597 .* 27 min before `netra-backend-staging-00624-m9m` began/,
    );
    const regressed = github.issues().find(({ number }) => number === 169);
    // One comment on the regression; the second run edits the counts in it and says nothing new.
    expect(regressed?.comments.filter(({ author }) => author === github.login)).toHaveLength(1);
  });

  it('comes to the same decisions with sub-agents, whose drafts are posted as they wrote them', async () => {
    const claude = await startScriptedClaude(playDemo);
    onTestFinished(() => claude.stop());
    const env = { ...options().env, ANTHROPIC_API_KEY: 'a key', ANTHROPIC_BASE_URL: claude.url };
    for (const run of [FIRST, SECOND]) {
      now = run.now;
      const args = triageArguments(run, '--mode', 'auto', '--investigator', 'claude');
      const { code, stdout, stderr } = await runHere(args, { cwd: folder, env });
      expect(code, stderr).toBe(0);
      expect(matchesExpected(run, TriageResult.parse(JSON.parse(stdout)))).toEqual([]);
    }
    claude.check();
    // Two turns for each of the nine clusters: what was handed in was taken at once, so that all of it is backed.
    const conversations = claude.requests().map(({ messages }) => messages.length);
    expect(conversations.toSorted()).toEqual([...Array(9).fill(1), ...Array(9).fill(3)]);
    for (const number of [640, 641, 642, 643]) {
      const body = github.issues().find((issue) => issue.number === number)?.body ?? '';
      expect(body).toContain('Drafted by claude-sonnet-5-5 (investigator/v1)');
      // An impact, a quotation with its source, a next action that says where to begin.
      expect(body).toMatch(/## Impact\n\n\w.*\.\n/);
      expect(body).toMatch(/The log says “.+”/);
      expect(body).toMatch(/## Next action\n\n(?:In `|Search |Read ).*\n/);
    }
  });

  it('asks GitHub at most 8 times for a cluster in the median of each run, and counts every request', async () => {
    const medians: number[] = [];
    for (const run of [FIRST, SECOND]) {
      now = run.now;
      const before = github.requests.length;
      const { code, stdout } = await gardener(triageArguments(run, '--mode', 'auto'));
      expect(code).toBe(0);
      const record = Run.parse(JSON.parse((await gardener(['worklog', 'show', '--json'])).stdout));
      expect(record.githubRequests).toBe(github.requests.length - before);
      const counted = record.clusters.map(({ githubRequests }) => githubRequests ?? Number.NaN);
      // What is left is for the run as a whole: the repository, who we are, the issues with our markers.
      const shared = record.githubRequests - counted.reduce((sum, one) => sum + one, 0);
      expect(shared).toBeGreaterThanOrEqual(3);
      expect(shared).toBeLessThanOrEqual(10);
      const { worklog } = TriageResult.parse(JSON.parse(stdout));
      const told = /per cluster ([\d.]+) in the median/.exec(readFileSync(worklog, 'utf8'))?.[1];
      medians.push(Number(told));
    }
    expect(medians).toHaveLength(2);
    for (const median of medians) expect(median).toBeLessThanOrEqual(8);
  });

  it('posts nothing when it is run again over the same logs', async () => {
    await gardener(triageArguments(FIRST, '--mode', 'auto'));
    const before = writes();
    const snapshot = JSON.stringify(github.snapshot());
    const { code, stdout, stderr } = await gardener(triageArguments(FIRST, '--mode', 'auto'));
    expect(code, stderr).toBe(0);
    const { clusters } = TriageResult.parse(JSON.parse(stdout));
    expect(clusters.map(({ decision }) => decision.action)).toEqual(['skip', 'skip', 'skip', 'skip', 'skip']);
    expect(writes()).toBe(before);
    expect(JSON.stringify(github.snapshot())).toBe(snapshot);
  });

  it('posts nothing when the window has moved on over the same entries', async () => {
    await gardener(triageArguments(FIRST, '--mode', 'auto'));
    const before = writes();
    now = '2025-09-12T23:40:00Z';
    const later = triageArguments(FIRST, '--mode', 'auto').map((word) => (word === FIRST.now ? now : word));
    const { clusters } = TriageResult.parse(JSON.parse((await gardener(later)).stdout));
    expect(clusters.map(({ decision }) => decision.action)).toEqual(['skip', 'skip', 'skip', 'skip', 'skip']);
    expect(writes()).toBe(before);
  });

  it('posts nothing in draft mode, and exactly the approved drafts afterwards', async () => {
    const drafted = await gardener(triageArguments(FIRST, '--fail-on-drafts'));
    expect(drafted.code, drafted.stderr).toBe(4);
    expect(writes()).toBe(0);
    const { clusters } = TriageResult.parse(JSON.parse(drafted.stdout));
    const [first] = clusters.flatMap(({ draft }) => (draft ? [draft.id] : []));
    if (first === undefined) throw new Error('no draft');
    expect((await gardener(['drafts', 'approve', first])).code).toBe(0);
    const posted = await gardener(['drafts', 'post']);
    expect(posted.code, posted.stderr).toBe(0);
    expect([...github.changed]).toEqual([640]);
    const run = JSON.parse((await gardener(['worklog', 'show', '--json'])).stdout);
    const [urgent] = run.clusters;
    expect(urgent.draft).toMatchObject({ id: first, issue: 640, state: { status: 'posted' } });
    const shown = JSON.parse((await gardener(['drafts', 'show', first, '--json'])).stdout);
    expect(github.issues().find(({ number }) => number === 640)?.body).toBe(shown.content.body);
  });

  it.each(['POST', 'the answer to the POST'])('leaves no duplicate when it is killed around %s', async (where) => {
    // The write happens and its answer is held back: the process dies between posting and recording.
    github.failNext({
      method: 'POST',
      path: /\/issues$/,
      fault: where === 'POST' ? { kind: 'hang' } : { kind: 'answer held' },
    });
    const killed = startGardener(triageArguments(FIRST, '--mode', 'auto'), options());
    await vi.waitFor(() => expect(github.requests.some(isNewIssue)).toBe(true), { timeout: 20_000 });
    killed.kill('SIGKILL');
    expect((await killed.finished).signal).toBe('SIGKILL');
    // A request without an answer may still arrive for ten seconds: they are over, without waiting for them.
    await anHourLater(await temporaryStore(join(folder, '.log-gardener')));
    const again = await gardener(triageArguments(FIRST, '--mode', 'auto'));
    expect(again.code, again.stderr).toBe(0);
    const titles = github.issues().map(({ title }) => title);
    expect(titles.filter((title) => /can_handle/.test(title))).toHaveLength(1);
    expect(titles.filter((title) => /dev_launcher/.test(title))).toHaveLength(1);
    const left = JSON.parse((await gardener(['drafts', 'list', '--run', 'all', '--json'])).stdout);
    expect(left.filter(({ state }: { state: { status: string } }) => state.status === 'posting')).toEqual([]);
  });

  it('writes a worklog with true counts that reads back as the run', async () => {
    const { stdout } = await gardener(triageArguments(FIRST));
    const { worklog } = TriageResult.parse(JSON.parse(stdout));
    expect(worklog).toMatch(/GCP-LOG-GARDENER-WORKLOG-netra-backend-staging-2025-09-12T23-30-00Z\.md$/);
    const text = readFileSync(worklog, 'utf8');
    const run = parseWorklog(text);
    expect(run.collected.read).toBe(50);
    expect(run.clusters.map(({ cluster }) => cluster.facts.count).sort((a, b) => b - a)).toEqual([15, 10, 8, 6, 1]);
    expect(text).toContain('🔑');
    expect(text).not.toContain('ðŸ');
  });
});
