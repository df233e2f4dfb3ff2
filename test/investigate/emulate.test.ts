import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { type GitHub, openGitHub } from '../../src/github/client.ts';
import { getHistory } from '../../src/github/history.ts';
import { addLabels, createComment, createIssue, ensureLabels, getIssue, reopenIssue } from '../../src/github/issues.ts';
import { findMarkedIssues } from '../../src/github/marked-issues.ts';
import { generateMarker } from '../../src/github/marker.ts';
import { investigateByRules } from '../../src/investigate/rules.ts';
import { createToolbox } from '../../src/investigate/toolbox.ts';
import { type EmulatedGitHub, startEmulatedGitHub } from '../support/emulate.ts';
import { assessed, BUFFER, clusterOf, DEV_LAUNCHER, ROUTING, SESSION, THREAD } from './problems.ts';

let server: EmulatedGitHub;
let github: GitHub;

beforeAll(async () => {
  server = await startEmulatedGitHub();
  github = await openGitHub({
    repository: server.repository,
    token: server.token,
    baseUrl: server.url,
    allowPublic: false,
    trustedAuthors: [],
    writeIntervalMs: 0,
  });
}, 120_000);
afterAll(() => server?.stop());

describe('on a GitHub that nobody here wrote', () => {
  it.each([
    ['the routing error', ROUTING, null],
    ['the missing dev_launcher', DEV_LAUNCHER, null],
    ['the missing SessionMiddleware', SESSION, 169],
    ['the buffer utilisation', BUFFER, 394],
    ['the ids that do not match', THREAD, 584],
  ])('comes to the same decision on %s', async (_, problem, issue) => {
    const cluster = clusterOf(problem);
    const toolbox = createToolbox({ github, marked: await findMarkedIssues(github) });
    const { report, search } = await investigateByRules(cluster, assessed(cluster), {
      toolbox,
      config: Config.parse({}),
    });
    expect(report.decision).toMatchObject(issue === null ? { action: 'create' } : { action: 'update', issue });
    expect(search.steps.every(({ complete }) => complete)).toBe(true);
  });

  it('says that the history is not known, since it has no GraphQL', async () => {
    const issue = await getIssue(github, 169);
    expect(issue && (await getHistory(github, issue))).toMatchObject({ complete: false, fix: null });
  });

  it('finds by its marker what it just wrote', async () => {
    const cluster = clusterOf(ROUTING);
    const marker = generateMarker({ fingerprint: cluster.fingerprint, run: '1', draft: '1-1' });
    const labels = await ensureLabels(github, ['log-gardener', 'P1']);
    const { number } = await createIssue(github, { title: 'New', body: `text\n\n${marker}`, labels });
    expect((await findMarkedIssues(github)).issues.get(cluster.fingerprint)).toBe(number);
    await github.octokit.rest.issues.update({
      owner: github.owner,
      repo: github.name,
      issue_number: number,
      state: 'closed',
    });
    await reopenIssue(github, number);
    expect(await getIssue(github, number)).toMatchObject({ state: 'open', labels: ['log-gardener', 'P1'] });
  });

  it('finds by its comment an issue of somebody else', async () => {
    const cluster = clusterOf(SESSION);
    await createComment(github, 169, generateMarker({ fingerprint: cluster.fingerprint, run: '1', draft: '1-2' }));
    await ensureLabels(github, ['log-gardener']);
    await addLabels(github, 169, ['log-gardener']);
    expect((await findMarkedIssues(github)).issues.get(cluster.fingerprint)).toBe(169);
  });
});
