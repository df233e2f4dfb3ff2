import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectOctokit } from '../support/connect-octokit.ts';
import { type EmulatedGitHub, startEmulatedGitHub } from '../support/emulate.ts';

let github: EmulatedGitHub;
const here = { owner: 'netra-systems', repo: 'netra-apex' };

beforeAll(async () => {
  github = await startEmulatedGitHub();
}, 60_000);
afterAll(() => github.stop());

test('holds the issues of the demo under their numbers, by their authors', async () => {
  const { rest } = connectOctokit(github);
  const issues = await Promise.all(
    [169, 394, 584, 112].map(async (issue_number) => (await rest.issues.get({ ...here, issue_number })).data),
  );
  expect(issues.map(({ number, state, user, comments }) => [number, state, user?.login, comments])).toEqual([
    [169, 'open', 'mira-okafor', 2],
    [394, 'open', 'sofia-brandt', 0],
    [584, 'open', 'mira-okafor', 0],
    [112, 'closed', 'sofia-brandt', 1],
  ]);
  expect(issues[0]?.title).toBe('GCP-staging-P2-SessionMiddleware-high-frequency-warnings');
  expect((await rest.repos.get(here)).data.private).toBe(true);
});

test('has nothing open but what the demo has open', async () => {
  const octokit = connectOctokit(github);
  const open = await octokit.paginate('GET /repos/{owner}/{repo}/issues', { ...here, per_page: 100 });
  expect(open.map(({ number }) => number).sort((a, b) => a - b)).toEqual([169, 205, 287, 301, 394, 447, 512, 584]);
});

test('an issue can be created, commented, labelled, closed, reopened and listed with Octokit', async () => {
  const octokit = connectOctokit(github);
  const { rest } = octokit;
  const { data } = await rest.issues.create({ ...here, title: 'New', body: 'Text', labels: ['P1'] });
  expect([data.number, data.user?.login]).toEqual([640, 'log-gardener-bot']);
  const issue_number = data.number;

  const comment = await rest.issues.createComment({ ...here, issue_number, body: 'One' });
  await rest.issues.updateComment({ ...here, comment_id: comment.data.id, body: 'Two' });
  await rest.issues.addLabels({ ...here, issue_number, labels: ['bug'] });
  await rest.issues.update({ ...here, issue_number, state: 'closed', state_reason: 'completed' });
  await rest.issues.update({ ...here, issue_number, state: 'open', body: 'Other text' });

  const listed = (await rest.issues.listForRepo({ ...here, labels: 'P1' })).data;
  expect(listed.map(({ number, state, body }) => [number, state, body])).toEqual([[640, 'open', 'Other text']]);
  const labels = listed[0]?.labels.map((label) => (typeof label === 'string' ? label : label.name));
  expect(labels).toEqual(['P1', 'bug']);
  expect((await rest.issues.listComments({ ...here, issue_number })).data.map(({ body }) => body)).toEqual(['Two']);
  const events = (await rest.issues.listEventsForTimeline({ ...here, issue_number })).data.map(({ event }) => event);
  expect(events).toEqual(expect.arrayContaining(['closed', 'reopened']));
});
