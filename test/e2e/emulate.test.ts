import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectOctokit } from '../support/connect-octokit.ts';
import { EXPECTED, TriageResult } from '../support/demo/expected.ts';
import { type EmulatedGitHub, startEmulatedGitHub } from '../support/emulate.ts';
import { runHere } from '../support/run-here.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));
const [FIRST] = EXPECTED;
if (!FIRST) throw new Error('the demo has a first run');

let folder: string;
let github: EmulatedGitHub;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-emulate-'));
  copyFileSync(join(fixtures, 'log-gardener.yaml'), join(folder, 'log-gardener.yaml'));
  github = await startEmulatedGitHub();
}, 60_000);

afterAll(async () => {
  await github.stop();
  rmSync(folder, { recursive: true, force: true });
});

function gardener(...args: string[]) {
  return runHere(args, { cwd: folder, env: { GITHUB_TOKEN: github.token, GITHUB_API_URL: github.url } });
}

async function triage() {
  const args = ['--source', join(fixtures, FIRST?.source ?? ''), '--window', '24h', '--now', FIRST?.now ?? ''];
  const { stdout, code, stderr } = await gardener('triage', ...args, '--mode', 'auto', '--json');
  return { code, stderr, clusters: TriageResult.parse(JSON.parse(stdout)).clusters };
}

/**
 * emulate has no GraphQL, so nobody can tell there what happened to the issues of others: a person has to look before
 * the first word is said on them. All else is as in the demo.
 */
it('creates, updates, posts nothing the second time, and reopens on a GitHub that nobody here wrote', async () => {
  const octokit = connectOctokit({ url: github.url, token: github.token });
  const [owner = '', repo = ''] = github.repository.split('/');

  const first = await triage();
  expect(first.code, first.stderr).toBe(3);
  const decided = first.clusters.map(({ decision, draft }) => `${decision.action} #${draft?.issue}`);
  expect(decided.toSorted()).toEqual([
    'create #640',
    'create #641',
    ...['unverified #169', 'unverified #394', 'unverified #584'],
  ]);
  const created = await octokit.rest.issues.get({ owner, repo, issue_number: 640 });
  expect(created.data.title).toContain('can_handle');
  expect(created.data.labels).toHaveLength(3);
  const waiting = first.clusters.flatMap(({ decision, draft }) => (decision.action === 'unverified' ? [draft] : []));
  for (const draft of waiting) expect((await gardener('drafts', 'approve', draft?.id ?? '')).code).toBe(0);
  const updated = await gardener('drafts', 'post');
  expect(updated.code, updated.stderr).toBe(0);
  const comments = await octokit.rest.issues.listComments({ owner, repo, issue_number: 169 });
  expect(comments.data.filter(({ user }) => user?.login === github.login)).toHaveLength(1);

  const second = await triage();
  expect(second.clusters.map(({ decision }) => decision.action)).toEqual(Array(5).fill('skip'));

  await octokit.rest.issues.update({ owner, repo, issue_number: 640, state: 'closed' });
  const third = await triage();
  const back = third.clusters.find(({ title }) => title.includes('can_handle'));
  // Without GraphQL nobody can tell whether a fix closed it: a person decides, the program does not guess.
  expect(third.code).toBe(3);
  expect(back?.decision).toMatchObject({ action: 'unverified', issue: 640, verdict: 'unknown' });
  expect((await gardener('drafts', 'approve', back?.draft?.id ?? '')).code).toBe(0);
  const posted = await gardener('drafts', 'post');
  expect(posted.code, posted.stderr).toBe(0);
  expect((await octokit.rest.issues.get({ owner, repo, issue_number: 640 })).data.state).toBe('open');
}, 90_000);
