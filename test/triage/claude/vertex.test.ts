import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { startFakeVertex } from '../../support/claude/fake-vertex.ts';
import { submission } from '../../support/claude/report.ts';
import { startScriptedClaude } from '../../support/claude/scripted-claude.ts';
import { startGitHub } from '../../support/github/server.ts';
import { smallHistory } from '../../support/github/small-history.ts';
import { temporaryFolder } from '../../support/store.ts';
import { triageHour } from '../../support/triaging.ts';

type Account = Parameters<typeof startFakeVertex>[1] | 'none';

/** A run whose sub-agents reach Claude by way of Vertex. */
async function investigate(account: Account) {
  const claude = await startScriptedClaude(({ turn }) => ({
    tools: [turn === 1 ? { name: 'get_issue', args: { number: 7, page: 1 } } : submission()],
  }));
  const vertex = await startFakeVertex(claude, account === 'none' ? 'good' : account);
  const state = temporaryFolder();
  const credentials = account === 'none' ? join(state, 'nowhere.json') : vertex.credentialsIn(state);
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', credentials);
  vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
  const github = await startGitHub({ history: smallHistory(), now: () => new Date('2025-09-12T01:00:00Z') });
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await vertex.stop();
    await claude.stop();
    await github.stop();
  });
  const notes: string[] = [];
  const run: Run = await triageHour(github, {
    state,
    since: '2025-09-12T00:00:00Z',
    until: '2025-09-12T01:00:00Z',
    lines: [{ at: '2025-09-12T00:01:00Z', message: 'ERROR basket_service: QuotaExceeded', severity: 'ERROR' }],
    mode: 'draft',
    claude: { provider: 'vertex', project: 'acme-ai', region: 'europe-west1', baseUrl: vertex.url },
    config: { claude: { model: 'claude-sonnet-5-5@20260901' } },
    onEvent: (event) => void (event.kind === 'note' && notes.push(event.text)),
  });
  claude.check();
  return { run, calls: vertex.calls, notes };
}

it('reaches Claude by way of a Google Cloud project, where a model carries its date', async () => {
  const { run, calls } = await investigate('good');
  expect(run.clusters[0]?.investigation).toMatchObject({ investigator: 'claude', instead: null, agent: { turns: 2 } });
  const call = { project: 'acme-ai', region: 'europe-west1', model: 'claude-sonnet-5-5@20260901' };
  expect(calls).toEqual([call, call]);
  expect(run.cost.usd).toBeCloseTo(0.008, 6);
});

it.each<[string, Account, RegExp]>([
  ['the account is not known', 'unknown', /Vertex does not accept the Google account \(401\); run gcloud auth/],
  ['the account has to sign in again', 'expired', /Vertex does not accept the Google account \(401\); run gcloud auth/],
  ['there is no account', 'none', /No credentials of Google Cloud can be used; run gcloud auth/],
])('leaves the clusters to rules at once where %s, and says what to do', async (_, account, because) => {
  const { run, calls, notes } = await investigate(account);
  // Nothing was asked again.
  expect({ calls, notes }).toEqual({ calls: [], notes: [] });
  expect(run.clusters[0]?.investigation).toMatchObject({
    investigator: 'rules',
    instead: expect.stringMatching(because),
  });
});
